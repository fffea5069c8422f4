"""The bell: the leader at the start of the last lap, and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import NEAR_M, START, Course
from race.laps import time_between
from race.moments.moment import Moment
from race.moments.phrases import at_checkpoint, gap_words
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.moments.checkpoint_story import Arrival, CheckpointStory

LATE_MS = 10_000
"""The gap is announced up to so long after the second has passed."""


def bell(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The leader at the start of the last lap, and then the gap to the second.

    Without a checkpoint at the bell, the leader's time is taken on from the checkpoint before at the leader's
    average pace: an estimate, made over at most a tenth of a lap.
    """
    course, index = story.course, story.index
    short_m = course.distance_m - (course.lap_m or 0.0) - course.distance(index)
    if story.leads[:1] == [arrival]:
        yield from _rings(story, arrival, short_m)
    elif story.leads and not any(moment.kind == "gap" for moment in story.announced):
        yield from _gap(story, arrival, "at the bell" if short_m <= NEAR_M else at_checkpoint(course, index))


def bell_checkpoint(course: Course) -> int:
    """Index of the checkpoint that gives the bell; START without one near it, or without a bell."""
    if course.lap_m is None or course.limit_ms is not None or course.distance_m < 2 * course.lap_m:
        return START
    bell_m = course.distance_m - course.lap_m
    index = course.last_before(bell_m + NEAR_M)
    return index if bell_m - course.distance(index) <= course.lap_m / 10 else START


def _rings(story: CheckpointStory, leader: Arrival, short_m: float) -> Iterator[Moment]:
    time, when_ms, estimated = leader.time, leader.when_ms, leader.estimated
    if short_m > NEAR_M:
        if time is None:
            return
        metres = story.course.distance(story.index)
        later = Time(round(time.ms * (metres + short_m) / metres), 1)
        time, when_ms, estimated = later, when_ms + later.ms - time.ms, True
    verb = "leads" if story.is_settled(leader) else "is the fastest so far"
    text = f"The bell: {leader.runner.spoken_name} {verb}"
    yield Moment(when_ms, "bell", text, leader.bib, time, estimated, 70)


def _gap(story: CheckpointStory, arrival: Arrival, spot: str) -> Iterator[Moment]:
    """The gap to the second, as the second passes or, soon after, the last runner who may be second."""
    leader = story.leads[0]
    second = next((other for other in story.arrivals if other.place == 2), None)
    if second is None or arrival.when_ms > second.when_ms + LATE_MS:
        return
    if not story.is_settled(second, arrival.when_ms) or story.awaits_rival(second, arrival.when_ms):
        return
    if leader.measured is None or second.measured is None or second.measured.ms <= leader.measured.ms:
        return
    names = leader.runner.spoken_name, second.runner.spoken_name
    gap = gap_words(time_between(story.course, second.measured, leader.measured))
    text = f"{names[0]} leads {names[1]} by {gap} {spot}"
    yield Moment(arrival.when_ms, "gap", text, leader.bib, leader.time, priority=40, others=(second.bib,))
