"""Laps, segments, gaps and laps down: differences between known times.

Each is the difference between the two times as the sport shows them: on the road, whole seconds.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import NEAR_M, START, Course
from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.times import Time


class Stretch(NamedTuple):
    """An entrant's time between two checkpoints, or the time between two entrants at one checkpoint."""

    time: Time
    metres: float
    """Distance covered; for a gap, the distance of the checkpoint from the start."""
    estimated: bool = False
    """Whether a mark's time between two of its own splits is used."""


def lap(course: Course, runner: Runner, index: int) -> Stretch | None:
    """The lap that ends at a checkpoint; None unless both ends are timed and a lap apart."""
    before = course.lap_start[index]
    return None if before is None else between(course, runner, before, index)


def segment(course: Course, runner: Runner, index: int) -> Stretch | None:
    """The stretch from the last checkpoint with a time at an earlier place to this one.

    At the finish of a track race it is the stretch nearest to a last lap, where the checkpoints allow one:
    409 m in a mile. None where no earlier time is known, but for the first checkpoint: from the start on it
    would be an average.
    """
    timed = (i for i in range(course.places[index] - 1, START - 1, -1) if runner.time_at(i) is not None)
    last = next(timed)
    if last == START and course.places[index] > 0:
        return None
    if index != course.finish or course.lap_m is None:
        return between(course, runner, last, index)
    wanted_m = course.distance(index) - course.lap_m
    nearest = min((last, *timed), key=lambda i: abs(course.distance(i) - wanted_m))
    is_near = abs(course.distance(nearest) - wanted_m) <= course.lap_m / 10
    return between(course, runner, nearest if is_near else last, index)


def gap(course: Course, runner: Runner, ahead: Runner) -> Stretch | None:
    """The time behind another entrant at the last checkpoint where both have a time."""
    for index in range(min(runner.furthest, ahead.furthest), START, -1):
        behind = gap_at(course, runner, ahead, index)
        if behind is not None:
            return behind
    return None


def gap_at(course: Course, runner: Runner, ahead: Runner, index: int) -> Stretch | None:
    """The time behind another entrant at a checkpoint; None unless both have a time there."""
    time, other = runner.time_at(index), ahead.time_at(index)
    if time is None or other is None:
        return None
    return Stretch(time_between(course, time, other), course.distance(index))


def reached(course: Course, runner: Runner, index: int) -> Stretch | None:
    """The time at a checkpoint from the gun; None where there is none."""
    time = runner.time_at(index)
    return Stretch(time, course.distance(index)) if time is not None else None


def difference(course: Course, later: Stretch | None, earlier: Stretch | None) -> Stretch | None:
    """The time from one to another at the same place; None unless both are known."""
    if later is None or earlier is None:
        return None
    time = time_between(course, later.time, earlier.time)
    return Stretch(time, later.metres, later.estimated or earlier.estimated)


def metres_behind(course: Course, runner: Runner, ahead: Runner) -> float | None:
    """In a race to a time, by how much less far than another an entrant has come; None over a distance.

    Those who are level there are apart by time.
    """
    if course.limit_ms is None:
        return None
    return course.distance(ahead.furthest) - course.distance(runner.furthest)


def laps_down(course: Course, runner: Runner, leader: Runner) -> int:
    """Whole laps behind the leader at the runner's last timed passing.

    Counted over the checkpoints a whole number of laps further on that the leader had passed by then.
    """
    passed = runner.time_at(runner.furthest)
    if course.lap_m is None or passed is None or runner.furthest == START:
        return 0
    distance_m = course.distance(runner.furthest)
    for index in range(leader.furthest, runner.furthest, -1):
        time = leader.time_at(index)
        if time is not None and time.ms <= passed.ms:
            laps = (course.distance(index) - distance_m) / course.lap_m
            if abs(laps - round(laps)) * course.lap_m <= NEAR_M:
                return round(laps)
    return 0


def time_between(course: Course, later: Time, earlier: Time) -> Time:
    """The difference between two times as the sport shows them; negative if the later is before the other."""
    return later.minus(earlier, course.digits)


def between(course: Course, runner: Runner, before: int, index: int) -> Stretch | None:
    """The time from one checkpoint, or from the start, to a later one; None unless both are timed."""
    start, end = runner.time_at(before), runner.time_at(index)
    if start is None or end is None:
        return None
    return Stretch(time_between(course, end, start), course.distance(index) - course.distance(before))
