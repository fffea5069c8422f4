"""The finish times of a field: those that were run, and those that are projected."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from race.course import START
from race.field.groups import is_in_group

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.field.field_count import FieldCount
    from race.field.forecast import Forecast


class FinishTimes(NamedTuple):
    """Times in milliseconds from the own gun of each, as the places go by, in order."""

    run: Sequence[int]
    projected: Sequence[int]
    """Of those who are on the way, as they were last seen."""
    not_projected: int
    """Those on the way of whom too little is known, or who are long overdue."""

    @property
    def median_ms(self) -> int | None:
        """Half are faster; of an even number the slower of the two in the middle. None without any."""
        times = sorted([*self.run, *self.projected])
        return times[len(times) // 2] if times else None

    def faster_than(self, ms: int) -> int:
        """How many are faster."""
        return bisect_left(self.run, ms) + bisect_left(self.projected, ms)

    def counts(self, start_ms: int, step_ms: int, steps: int) -> tuple[list[int], list[int]]:
        """How many there are in each step from `start_ms` on: of those run, and of those projected."""
        edges = [start_ms + number * step_ms for number in range(steps + 1)]
        run, projected = (
            [bisect_left(times, edge) for edge in edges] for times in (self.run, self.projected)
        )
        return (
            [run[at + 1] - run[at] for at in range(steps)],
            [projected[at + 1] - projected[at] for at in range(steps)],
        )


def finish_times(count: FieldCount, forecast: Forecast, clock_ms: int, group: str) -> FinishTimes:
    """The finish times of a state at a race time, of those in a group."""
    finish = count.course.finish
    home = (r for r in count.racing(finish).values() if is_in_group(r.entrant, group))
    run = [time.ms for runner in home if (time := runner.time_at(finish)) is not None]
    out = sum(
        is_in_group(runner.entrant, group)
        for index in range(START, finish)
        for runner in count.racing(index).values()
        if runner.entrant.role == "runner"
    )
    projected: list[int] = []
    for index in range(finish):
        expected = forecast.since(index)
        if expected.shows_finish:
            projected += [
                # Those who are late are not home before the clock.
                max(each.finish_time_ms, clock_ms - each.pace.seen_ms + each.pace.own_ms)
                for each in expected.runners[expected.overdue(clock_ms) :]
                if is_in_group(each.runner.entrant, group)
            ]
    return FinishTimes(sorted(run), sorted(projected), out - len(projected))
