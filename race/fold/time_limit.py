"""When a race to a time ends: each runner's own time is up so long after the runner's own gun."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from race.fold.runner import UNLISTED
from race.fold.start_times import StartTimes
from race.messages import Gun
from race.times import LONGEST_MS

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState


class TimeLimit:
    """The end of a race to a time, in race time, by the guns of one state."""

    def __init__(self, state: RaceState, limit_ms: int) -> None:
        """Of a race that lasts `limit_ms` from each gun."""
        self._state = state
        self._limit_ms = limit_ms

    def end_ms(self, runner: Runner) -> int:
        """The race time at which a runner's time is up; LONGEST_MS while the gun is awaited."""
        starts = self._start_times
        wave = starts.wave_of(runner.entrant.bib)
        is_awaited = self._state.guns and all(gun.wave != wave for gun in self._state.guns)
        return LONGEST_MS if is_awaited else starts.delays_ms[wave] + self._limit_ms

    @cached_property
    def last_end_ms(self) -> int:
        """The race time at which the time is up for everyone on the start list who has not left the race."""
        runners = self._state.runners.values()
        ends = (self.end_ms(r) for r in runners if r.number < UNLISTED and not r.status_claims)
        return max(ends, default=self._limit_ms)

    @cached_property
    def _start_times(self) -> StartTimes:
        guns = [entry.message for entry in sorted(self._state.in_force(Gun), key=lambda entry: entry.number)]
        start_list = self._state.start_list
        return StartTimes.of([*guns, start_list] if start_list else guns)


def time_limit(state: RaceState) -> TimeLimit | None:
    """The end of a race to a time; None for a race over a distance."""
    limit_ms = state.course.limit_ms if state.course is not None else None
    return TimeLimit(state, limit_ms) if limit_ms is not None else None
