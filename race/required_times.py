"""Required times: what a runner has to run over the rest of a race to equal a mark."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from race.belief.human_limits import MARGIN, least_seconds
from race.belief.pace_limits import fastest_speed
from race.course import START, Course
from race.eligibility import RECORDS, may_take
from race.laps import Stretch
from race.records import CountedResult, holders, results_of
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import Mark
    from race.standings import Row


class RequiredTimes:
    """The required times in one state, at a race time."""

    def __init__(self, state: RaceState, course: Course, rows: Sequence[Row], clock_ms: int) -> None:
        self._state = state
        self._course = course
        self._rows = rows
        self._clock_ms = clock_ms

    def chaser(self, mark: Mark) -> Row | None:
        """The first runner in the running order who may hold a mark and can still equal it."""
        hopeless = START
        for row, index in self._timed:
            if index == hopeless or not self._may_hold(row.runner, mark):
                continue
            if self.needs(row.runner, mark) is not None:
                return row
            hopeless = index
        return None

    def needs(self, runner: Runner, mark: Mark) -> Stretch | None:
        """The time that a runner has left to equal a mark, rounded down, and the metres left to run in it.

        None before the first time and at the finish, for a mark that the runner cannot hold, and once the
        rest cannot be run in that time.
        """
        index = runner.last_timed
        time, to_go_m = runner.time_at(index), self._course.to_go(index)
        if time is None or index == START or to_go_m <= 0 or not self._may_hold(runner, mark):
            return None
        left_ms = mark.time.ms - time.rounded(self._course.digits).ms
        since_ms = self._clock_ms - runner.passings[index].when_ms
        if left_ms < max(since_ms, self._least_ms(runner, index, time)):
            return None
        return Stretch(Time(left_ms).cut(self._course.digits), to_go_m)

    def _least_ms(self, runner: Runner, index: int, time: Time) -> float:
        """The least in which a runner may cover the rest, by the speed so far and what anyone has ever run.

        In a relay the speed so far was that of others, and in wheelchairs no limit is known.

        The limit of belief has a margin for downhill roads and inexact distances, which is taken off again.
        """
        event = self._course.event
        if not event.is_on_foot:
            return 0.0
        start_list, to_go_m = self._state.start_list, self._course.to_go(index)
        sex = runner.entrant.sex or (start_list.sex if start_list else "")
        least_ms = 1000 * least_seconds(to_go_m, sex, event.leg_m) / MARGIN
        if event.is_team_race:
            return least_ms
        so_far = self._course.distance(index) * 1000 / max(time.ms, 1)
        fastest = fastest_speed(so_far, to_go_m, self._course.distance_m, sex)
        return max(1000 * to_go_m / fastest, least_ms)

    def _may_hold(self, runner: Runner, mark: Mark) -> bool:
        """Whether a mark is a runner's to equal. A record that was broken in this race is gone."""
        if mark.code in RECORDS and holders(self._results, mark):
            return False
        return may_take(runner.entrant, mark, self._state.start_list)

    @cached_property
    def _results(self) -> list[CountedResult]:
        """The results so far that may be records."""
        is_over = bool(self._rows) and self._rows[0].checkpoint == self._course.finish
        return [result for result in results_of(self._state) if result.may_be_record] if is_over else []

    @cached_property
    def _timed(self) -> list[tuple[Row, int]]:
        """The rows with a place in the running order, with the index of the last checkpoint with a time."""
        return [(row, row.runner.last_timed) for row in self._rows if row.is_racing]
