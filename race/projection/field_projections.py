"""The projections of a field on a road or across country, which is followed from state to state."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START, Course
from race.lazy_named_tuple import NamedTuple
from race.projection.field_tracker import FieldTracker, TrackedRunner
from race.projection.projector import Expected, Projection, even_pace, latest_ms
from race.projection.resting_places import RestingPlaces
from race.projection.road_model import Estimate, RoadModel
from race.times import Time

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import Setting
    from race.projection.checkpoint_lessons import Corrections
    from race.projection.previous_edition import Edition


class _Asked(NamedTuple):
    """What is asked again and again of one state."""

    state: RaceState
    resting_places: RestingPlaces
    learnt: dict[int, Corrections]
    """By checkpoint, of those who were last timed there."""
    missed: dict[int, bool | None]
    """By checkpoint, whether those last seen there are missing if they do not come to the next one, and not
    only a reading; None where that is known of those in front alone."""


class FieldProjections:
    """The projections of a field that is followed from state to state."""

    def __init__(self, course: Course, setting: Setting, edition: Edition | None) -> None:
        self.course = course
        self._digits = 1 if setting in ("track", "indoor") else 0
        """The most decimals of a projection."""
        self._model = RoadModel(
            course.place_distances, setting, edition, is_plain_run=course.event.is_plain_run
        )
        self._tracker = FieldTracker(self._model, len(course.checkpoints))
        self._asked: _Asked | None = None
        """What was asked for last, of the state that the tracker has taken."""

    def projection(self, state: RaceState, runner: Runner) -> Projection | None:
        """The projection of a runner; None without a plausible measured time."""
        timed = runner.last_timed
        if timed == START:
            return None
        if timed == self.course.finish:
            return even_pace(state)(runner)
        asked = self._asked
        if asked is None or asked.state is not state:
            self._tracker.take(state)
            asked = self._asked = _Asked(state, RestingPlaces(self.course, state), {}, {})
        known = self._tracker.entrants[runner.entrant.bib]
        return self._projected(runner, known, asked) if known.reads else None

    def _projected(self, runner: Runner, known: TrackedRunner, asked: _Asked) -> Projection:
        _, _, all_learnt, all_missed = asked
        checkpoint, last = known.run.reads[known.reads - 1].checkpoint, runner.furthest
        learnt = all_learnt.get(checkpoint)
        if learnt is None:
            learnt = all_learnt[checkpoint] = self._model.field.corrections(checkpoint, self._tracker.now_ms)
        if last not in all_missed:
            works = self._tracker.works(last)
            all_missed[last] = False if asked.resting_places.may_rest(last) else works or None
        missed = all_missed[last]
        if missed is None:
            missed = self._tracker.is_in_front(runner)
        if known.projected is None or known.projected[0] is not learnt or known.projected[1] != missed:
            known.projected = (learnt, missed, self._projection(runner, known, learnt, missed))
        return known.projected[2]

    def _projection(
        self, runner: Runner, known: TrackedRunner, learnt: Corrections, missed: bool
    ) -> Projection:
        ahead, number = self.course.next_place(runner.furthest), known.reads - 1
        coming, finish = self._model.estimates(known.run, number, ahead, learnt)
        read = known.run.reads[number]
        time = runner.time_at(read.checkpoint)
        assert time
        digits = min(time.digits, self._digits)
        gun_ms, start_ms = read.when_ms - time.ms, known.start_ms
        following, times = None, _times(finish, start_ms, digits)
        if runner.furthest < self.course.finish:
            at, low, high = _times(coming, start_ms, digits)
            limit_ms = gun_ms + latest_ms(time.ms, at.ms, self._model.patience)
            following = Expected(ahead, at, low, high, gun_ms + at.ms, limit_ms, is_watched=missed)
        basis = self._model.basis(number, learnt)
        when_ms = gun_ms + times[0].ms
        return Projection(*times, following, basis, when_ms, self._model.own_share)


def _times(estimate: Estimate, start_ms: int, digits: int) -> tuple[Time, Time | None, Time | None]:
    """The expected time and the ends of its range, from the gun."""
    seconds, low, high = estimate
    return (
        Time(start_ms + round(seconds * 1000), digits),
        None if low is None else Time(start_ms + round(low * 1000), digits),
        None if high is None else Time(start_ms + round(high * 1000), digits),
    )
