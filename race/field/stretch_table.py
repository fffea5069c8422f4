"""How many are still out, and where: everyone in a race in one place of a table, by stretch."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.course import START

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.field.field_count import FieldCount
    from race.field.forecast import Forecast


class StretchRow(NamedTuple):
    """A checkpoint, by index, and the stretch that begins there; the last one is the finish."""

    checkpoint: int
    passed: int
    """Those who were seen here or further on."""
    missed: int
    """Those among them who were not seen here."""
    on_way: int
    """Those seen last here who are in the race; at the finish, those with a result."""
    overdue: int
    """Those among them who were expected at the next checkpoint long ago."""
    stopped: int
    """Those seen last here who are out of the race."""


class StretchTable(NamedTuple):
    """Where everyone is. All of `on_way` and `stopped`, `unseen` and `absent` make `everyone`."""

    rows: Sequence[StretchRow]
    """From the start to the finish."""
    unseen: int
    """Those who have not been seen at the start, and may not have started."""
    absent: int
    """Those of whom it is known that they did not start."""
    everyone: int

    @property
    def still_out(self) -> int:
        """Those who have started, are not out of the race and have not finished."""
        return sum(row.on_way for row in self.rows[:-1])

    @property
    def stopped(self) -> int:
        """Those who started and are out of the race."""
        return sum(row.stopped for row in self.rows)


def stretch_table(count: FieldCount, forecast: Forecast, clock_ms: int) -> StretchTable:
    """The table of a state at a race time."""
    rows: list[StretchRow] = []
    passed = 0
    for index in range(count.course.finish, START - 1, -1):
        on_way, stopped = len(count.racing(index)), len(count.out(index))
        passed += on_way + stopped
        is_timed = index != START or count.course.start_line is not None
        missed = max(passed - len(count.times(index)), 0) if is_timed else 0
        overdue = forecast.since(index).overdue(clock_ms)
        rows.append(StretchRow(index, passed, missed, on_way, overdue, stopped))
    return StretchTable(rows[::-1], len(count.unseen), len(count.absent), count.everyone)
