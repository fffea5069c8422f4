"""The model of the board: when those in a state of a race are expected."""

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
    from race.fold.state import RaceState, Runner
    from race.messages import Setting
    from race.projection.previous_edition import Edition

PATIENCE = 1.5
"""Where there is no range, somebody is overdue after so many times the time expected for the stretch."""


def project(state: RaceState) -> Projector:
    """The model without an earlier edition, for a single state."""
    return BoardModel()(state)


class BoardModel:
    """The model. What it keeps from state to state spares work and changes no projection."""

    def __init__(self, edition: Edition | None = None) -> None:
        """`edition` is an earlier one of the same course; of another it teaches nothing."""
        self._edition = edition
        self._field: _FieldProjections | None = None

    def __call__(self, state: RaceState) -> Projector:
        """The projector of a state, which knows nothing that the state does not tell."""
        course, start_list = state.course, state.start_list
        if course is None or start_list is None:
            return lambda _: None
        if course.lap_m is not None and start_list.setting in ("track", "indoor"):
            return last_lap(state)
        if self._field is None or self._field.course is not course:
            self._field = _FieldProjections(course, start_list.setting, self._edition)
        return partial(self._field.projection, state)


class _FieldProjections:
    """The field of a race, and what is expected of it."""

    def __init__(self, course: Course, setting: Setting, edition: Edition | None) -> None:
        self.course = course
        self._digits = 1 if setting in ("track", "indoor") else 0
        """Decimals that a projection carries at most."""
        self._outlook = RoadModel(course.distances, setting, edition)
        self._following = FieldTracker(self._outlook)

    def projection(self, state: RaceState, runner: Runner) -> Projection | None:
        """The projection of a runner of a state; None without a measured time that can be true."""
        timed = runner.last_timed
        if timed == START:
            return None
        if timed == self.course.finish or runner.passings[timed].evidence == "estimated":
            return even_pace(state)(runner)
        self._following.take(state)
        known = self._following.entrants[runner.entrant.bib]
        return self._projected(runner, known) if known.reads else None

    def _projected(self, runner: Runner, known: TrackedRunner) -> Projection:
        checkpoint = known.run.reads[known.reads - 1].checkpoint
        factors = self._outlook.factors(checkpoint, self._following.now_ms)
        missed = self._following.misses(runner.furthest)
        if known.projected is None or known.projected[0] is not factors or known.projected[1] != missed:
            known.projected = (factors, missed, self._worked_out(runner, known, factors, missed))
        return known.projected[2]

    def _worked_out(
        self, runner: Runner, known: TrackedRunner, factors: list[float], missed: bool
    ) -> Projection:
        ahead, number = min(runner.furthest + 1, self.course.finish), known.reads - 1
        coming, finish = self._outlook.estimates(known.run, number, ahead, factors)
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
        basis = self._outlook.basis(known.run, number, factors)
        return Projection(*_times(finish, start_ms, digits), next=following, basis=basis)


def _times(estimate: Estimate, start_ms: int, digits: int) -> tuple[Time, Time | None, Time | None]:
    """The expected time and the ends of its range, from the gun."""
    low, high = (None if end is None else Time(start_ms + _ms(end), digits) for end in estimate[1:])
    return Time(start_ms + _ms(estimate.seconds), digits), low, high


def _ms(seconds: float) -> int:
    return round(seconds * 1000)
