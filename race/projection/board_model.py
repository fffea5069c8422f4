"""The projection model of the board: when the runners of a state are expected."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from race.course import START, Course
from race.projection.field_tracker import FieldTracker, TrackedRunner
from race.projection.last_lap import last_lap
from race.projection.projector import Expected, Projection, Projector, even_pace
from race.projection.road_model import Estimate, RoadModel
from race.times import Time

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import Setting
    from race.projection.previous_edition import Edition

PATIENCE = 1.5
"""Without a range, a runner is overdue after so many times the time expected for the stretch."""


def project(state: RaceState) -> Projector:
    """The model for a single state, without an earlier edition."""
    return BoardModel()(state)


class BoardModel:
    """The model for any states of a race.

    Following the field from state to state takes 300 projections on a road from 18 ms to 4 ms; it changes
    none.
    """

    def __init__(self, edition: Edition | None = None) -> None:
        """Use the times of an earlier `edition` of the same course; those of another course are ignored."""
        self._edition = edition
        self._field: _FieldProjections | None = None

    def __call__(self, state: RaceState) -> Projector:
        """The projector of a state, from what that state shows alone."""
        course, start_list = state.course, state.start_list
        if course is None or start_list is None:
            return lambda _: None
        if course.lap_m is not None and start_list.setting in ("track", "indoor"):
            return last_lap(state)
        if self._field is None or self._field.course is not course:
            self._field = _FieldProjections(course, start_list.setting, self._edition)
        return partial(self._field.projection, state)


class _FieldProjections:
    """The projections of a field that is followed from state to state."""

    def __init__(self, course: Course, setting: Setting, edition: Edition | None) -> None:
        self.course = course
        self._digits = 1 if setting in ("track", "indoor") else 0
        """The most decimals of a projection."""
        self._model = RoadModel(course.distances, setting, edition)
        self._tracker = FieldTracker(self._model)

    def projection(self, state: RaceState, runner: Runner) -> Projection | None:
        """The projection of a runner; None without a plausible measured time."""
        timed = runner.last_timed
        if timed == START:
            return None
        if timed == self.course.finish or runner.passings[timed].evidence == "estimated":
            return even_pace(state)(runner)
        self._tracker.take(state)
        known = self._tracker.entrants[runner.entrant.bib]
        return self._projected(runner, known) if known.reads else None

    def _projected(self, runner: Runner, known: TrackedRunner) -> Projection:
        checkpoint = known.run.reads[known.reads - 1].checkpoint
        factors = self._model.factors(checkpoint, self._tracker.now_ms)
        missed = self._tracker.misses(runner.furthest)
        if known.projected is None or known.projected[0] is not factors or known.projected[1] != missed:
            known.projected = (factors, missed, self._projection(runner, known, factors, missed))
        return known.projected[2]

    def _projection(
        self, runner: Runner, known: TrackedRunner, factors: list[float], missed: bool
    ) -> Projection:
        ahead, number = min(runner.furthest + 1, self.course.finish), known.reads - 1
        coming, finish = self._model.estimates(known.run, number, ahead, factors)
        read = known.run.reads[number]
        time = runner.time_at(read.checkpoint)
        assert time
        digits = min(time.digits, self._digits)
        gun_ms, start_ms = read.when_ms - time.ms, known.start_ms
        following = None
        if runner.furthest < self.course.finish:
            latest = coming.high or read.seconds + PATIENCE * (coming.seconds - read.seconds)
            following = Expected(
                ahead,
                *_times(coming, start_ms, digits),
                when_ms=gun_ms + start_ms + _ms(coming.seconds),
                limit_ms=gun_ms + start_ms + _ms(latest) if missed else None,
            )
        basis = self._model.basis(known.run, number, factors)
        return Projection(*_times(finish, start_ms, digits), next=following, basis=basis)


def _times(estimate: Estimate, start_ms: int, digits: int) -> tuple[Time, Time | None, Time | None]:
    """The expected time and the ends of its range, from the gun."""
    low, high = (None if end is None else Time(start_ms + _ms(end), digits) for end in estimate[1:])
    return Time(start_ms + _ms(estimate.seconds), digits), low, high


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
