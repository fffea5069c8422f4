"""The bell: the leader at the start of the last lap, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import NEAR_M, START, Course
from race.moments.moment import Moment
from race.moments.phrases import at_checkpoint, gap_words
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.moments.checkpoint_story import Arrival, CheckpointStory


def bell(scene: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The leader at the start of the last lap, timed by the last checkpoint up to it, and then the gap.

    Where no checkpoint lies at the bell its time is the leader's at the one before, run on at the
    leader's average pace: an estimate, made only over a tenth of a lap or less.
    """
    course, index = scene.course, scene.index
    short_m = course.distance_m - (course.lap_m or 0.0) - course.distance(index)
    if scene.leads[:1] == [arrival]:
        yield from _rings(scene, arrival, short_m)
    elif arrival.place == 2 and scene.leads:
        yield from _gap(scene, arrival, "at the bell" if short_m <= NEAR_M else at_checkpoint(course, index))


def bell_checkpoint(course: Course) -> int:
    """The checkpoint by which the bell is told, START where there is none near it, or no bell."""
    if course.lap_m is None or course.distance_m < 2 * course.lap_m:
        return START
    bell_m = course.distance_m - course.lap_m
    index = course.last_before(bell_m + NEAR_M)
    return index if bell_m - course.distance(index) <= course.lap_m / 10 else START


def _rings(scene: CheckpointStory, leader: Arrival, short_m: float) -> Iterator[Moment]:
    time, when_ms, estimated = leader.time, leader.when_ms, leader.estimated
    if short_m > NEAR_M:
        if time is None:
            return
        metres = scene.course.distance(scene.index)
        later = Time(round(time.ms * (metres + short_m) / metres), 1)
        time, when_ms, estimated = later, when_ms + later.ms - time.ms, True
    text = f"The bell: {leader.runner.spoken_name} leads"
    yield Moment(when_ms, "bell", text, leader.bib, time, estimated, 70)


def _gap(scene: CheckpointStory, second: Arrival, spot: str) -> Iterator[Moment]:
    leader = scene.leads[0]
    if leader.measured is None or second.measured is None or second.measured.ms <= leader.measured.ms:
        return
    names = leader.runner.spoken_name, second.runner.spoken_name
    gap = gap_words(second.measured.minus(leader.measured))
    text = f"{names[0]} leads {names[1]} by {gap} {spot}"
    yield Moment(second.when_ms, "gap", text, leader.bib, leader.time, priority=40, others=(second.bib,))
