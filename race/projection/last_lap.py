"""The last-lap rule: the rest of a race on the track, from the last lap, the pace of the race and the field.

    ln(pace of the rest / average pace so far)
        = constant + lap ln(last lap / average) + leader ln(leader's average / reference) + gap (% behind)
          + own best ln(pace of the runner's best / average)
          + best of field ln(median pace of the bests / leader's average)

The coefficients are in `last_lap_tables`, by how the race is run (`track_fields`); docs/grading.md says how
well they did.
"""

from __future__ import annotations

from math import exp, log, sqrt
from typing import TYPE_CHECKING

from race.course import START, Course
from race.lazy_named_tuple import NamedTuple
from race.projection.last_lap_tables import LATE_OWN_SHARE, OWN_KNOTS
from race.projection.missing_readings import is_lost_in_front, shows_that_it_works
from race.projection.piecewise_linear import value
from race.projection.projector import Basis, Expected, Projection, Projector, even_pace, latest_ms
from race.projection.race_kinds import PATIENCE
from race.projection.resting_places import RestingPlaces
from race.projection.track_fields import track_field
from race.times import Time

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.projection.last_lap_tables import Coefficients, LastLapRange
    from race.projection.track_fields import TrackField

LAP_M = 400.0
"""The last lap of the rule; indoors two laps."""

LARGEST_GAP = 8.0
"""Percent behind the leader; a larger gap counts as this much."""

RATIOS = (0.8, 1.25)
"""The limits of a ratio of paces: of 3,967 measured ones none was outside."""


def last_lap(state: RaceState) -> Projector:
    """The last-lap rule for a race on the track, outdoors or indoors."""
    course, start_list = state.course, state.start_list
    if course is None or start_list is None:
        return even_pace(state)
    return _LastLap(course, state, track_field(start_list, course.event)).projection


class _LastCheckpoint(NamedTuple):
    """What the projections of all runners last timed at a checkpoint share."""

    metres: float
    to_go: float
    leader_ms: int
    works: bool
    """Whether so many have a time here that a runner without one is overdue."""
    coefficients: Coefficients
    pace: float
    """What the race adds to the logarithm of the ratio of paces: the constant and the leader's pace."""
    spread: LastLapRange | None
    own_share: float
    basis: Basis
    laps: list[tuple[int, float]]
    """Where a last lap may have begun, and its length in metres; nearest to a lap first."""


class _Rest(NamedTuple):
    """The rest of a runner's race, from the last measured time."""

    run_ms: int
    digits: int
    average: float
    """The pace so far, in milliseconds per metre."""
    change: float
    """The logarithm of the ratio of the pace of the rest to it."""
    spread: LastLapRange | None

    def after(self, share: float, metres: float) -> tuple[Time, Time | None, Time | None]:
        """The time so many metres further on, which are a share of the rest, and its range.

        The pace changes towards the finish: in a short stretch only a part of the change is seen.
        """
        left_ms = metres * self.average * exp(self.change * sqrt(share))
        if self.spread is None:
            return self._after_ms(left_ms), None, None
        low, high = self.spread
        return self._after_ms(left_ms), self._after_ms(left_ms * low), self._after_ms(left_ms * high)

    def _after_ms(self, left_ms: float) -> Time:
        return Time(round(self.run_ms + left_ms), self.digits)


class _LastLap:
    """The rule over the times of one state."""

    def __init__(self, course: Course, state: RaceState, field: TrackField) -> None:
        self._course, self._field = course, field
        self._runners = state.runners.values()
        self._racing = sum(not runner.status_claims for runner in self._runners)
        self._front = max((runner.furthest for runner in self._runners), default=START)
        self._resting_places = RestingPlaces(course, state)
        self._even = even_pace(state)
        self._places: dict[int, _LastCheckpoint] = {}
        """By checkpoint: runners last timed at the same one share it, and it reads the whole field."""

    def projection(self, runner: Runner) -> Projection | None:
        """The projection of a runner; None without a time."""
        index = runner.last_timed
        time = runner.time_at(index)
        if index == self._course.finish or time is None or not time.ms:
            return self._even(runner)
        place = self._place(index)
        average = time.ms / place.metres
        change = self._change(runner, place, time.ms, average)
        rest = _Rest(time.ms, min(time.digits, 1), average, change, place.spread)
        finish, low, high = rest.after(1.0, place.to_go)
        following = self._next(runner, index, rest)
        when_ms = runner.passings[index].when_ms + finish.ms - time.ms
        return Projection(finish, low, high, following, place.basis, when_ms, place.own_share)

    def _change(self, runner: Runner, place: _LastCheckpoint, run_ms: int, average: float) -> float:
        """The logarithm of the ratio of the pace of the rest to the average so far."""
        by = place.coefficients
        change = place.pace
        if by.lap:
            change += by.lap * _log(_lap_pace(runner, place, run_ms) / average)
        if by.gap:
            change += by.gap * min(100 * (run_ms - place.leader_ms) / run_ms, LARGEST_GAP)
        if by.own_best:
            best = self._field.bests.get(runner.entrant.bib, self._field.typical_best)
            change += by.own_best * _log(best / average)
        return change

    def _next(self, runner: Runner, index: int, rest: _Rest) -> Expected | None:
        """The next checkpoint."""
        if runner.furthest == self._course.finish:
            return None
        place, ahead = self._place(index), self._course.next_place(runner.furthest)
        stretch = self._course.distance(ahead) - place.metres
        time, low, high = rest.after(stretch / place.to_go, stretch)
        gun_ms = runner.passings[index].when_ms - rest.run_ms
        limit_ms = gun_ms + latest_ms(rest.run_ms, time.ms, PATIENCE["track"])
        is_watched = place.works or is_lost_in_front(runner, self._front)
        is_watched = is_watched and not self._resting_places.may_rest(runner.furthest)
        return Expected(ahead, time, low, high, gun_ms + time.ms, limit_ms, is_watched)

    def _place(self, index: int) -> _LastCheckpoint:
        if index not in self._places:
            self._places[index] = self._worked_out(index)
        return self._places[index]

    def _worked_out(self, index: int) -> _LastCheckpoint:
        times = [time.ms for runner in self._runners if (time := runner.time_at(index))]
        metres, leader_ms = self._course.distance(index), min(times)
        done = metres / self._course.distance_m
        field, leader_pace = self._field, leader_ms / metres
        coefficients = field.rule.coefficients(done)
        pace = coefficients.constant + coefficients.leader * _log(leader_pace / field.reference)
        pace += coefficients.best_of_field * _log(field.typical_best / leader_pace)
        laps = [(start, metres - self._course.distance(start)) for start in range(START, index)]
        return _LastCheckpoint(
            metres,
            self._course.to_go(index),
            leader_ms,
            works=shows_that_it_works(len(times), self._racing),
            coefficients=coefficients,
            pace=pace,
            spread=field.rule.spread(done),
            own_share=value(OWN_KNOTS, (field.rule.own_share, LATE_OWN_SHARE), done),
            basis=_basis(coefficients, metres),
            laps=sorted((lap for lap in laps if lap[1] > 0), key=lambda lap: abs(lap[1] - LAP_M)),
        )


def _basis(coefficients: Coefficients, metres: float) -> Basis:
    if coefficients.lap and metres > LAP_M:
        return "last lap"
    return "curve" if any(coefficients) else "even pace"


def _lap_pace(runner: Runner, place: _LastCheckpoint, run_ms: int) -> float:
    """Milliseconds per metre over the measured stretch up to a checkpoint that is nearest to a lap."""
    known = ((runner.time_at(start), metres) for start, metres in place.laps)
    return next((run_ms - before.ms) / metres for before, metres in known if before is not None)


def _log(ratio: float) -> float:
    least, most = RATIOS
    return log(min(max(ratio, least), most))
