"""The projection model of the board: when the runners of a state are expected."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from race.fold.time_limit import TimeLimit, time_limit
from race.projection.last_lap import last_lap
from race.projection.shown_finish import is_finish_shown

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import Setting
    from race.projection.field_projections import FieldProjections
    from race.projection.previous_edition import Edition
    from race.projection.projector import Projection, Projector


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
        self._field: FieldProjections | None = None

    def __call__(self, state: RaceState) -> Projector:
        """The projector of a state, from what that state shows alone."""
        course, start_list = state.course, state.start_list
        if course is None or start_list is None:
            return lambda _: None
        projector, limit = self._of_course(state, course, start_list.setting), time_limit(state)
        return projector if limit is None else partial(_within, limit, projector)

    def _of_course(self, state: RaceState, course: Course, setting: Setting) -> Projector:
        is_track = setting in ("track", "indoor")
        if course.lap_m is not None and is_track:
            return partial(_from_enough, course, last_lap(state), is_track)
        if self._field is None or self._field.course is not course:
            # Loaded here, not at the top: a race on a track does without its fifteen modules.
            from race.projection.field_projections import FieldProjections

            self._field = FieldProjections(course, setting, self._edition)
        return partial(_from_enough, course, partial(self._field.projection, state), is_track)


def _within(limit: TimeLimit, projector: Projector, runner: Runner) -> Projection | None:
    """The projection in a race to a time: no finish, and no one is overdue, as anyone may stop."""
    projection = projector(runner)
    if projection is None or projection.next is None:
        return None
    end_ms, following = limit.end_ms(runner), None
    if projection.next.when_ms <= end_ms:
        last_ms = min(projection.next.limit_ms, end_ms)
        following = projection.next._replace(limit_ms=last_ms, is_watched=False)
    return projection._replace(is_early=True, next=following)


def _from_enough(course: Course, projector: Projector, is_track: bool, runner: Runner) -> Projection | None:
    """The projection of a runner, marked as early where it rests on too little."""
    projection = projector(runner)
    if projection is None:
        return None
    done = course.distance(runner.last_timed) / course.distance_m
    if is_finish_shown(done, projection.low is not None, is_track=is_track):
        return projection
    return projection._replace(is_early=True)
