"""The bell: where it rings, and by how much the leader leads there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import NEAR_M, START, Course
from race.laps import time_between
from race.moments import sentences
from race.moments.moment import Moment
from race.moments.phrases import at_checkpoint, back, place_word

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.moments.checkpoint_story import Arrival, CheckpointStory

LATE_MS = 10_000
"""The gap is announced up to so long after the second has passed."""


def bell_checkpoint(course: Course) -> int:
    """Index of the checkpoint at the bell, or up to a tenth of a lap before it; START if neither exists."""
    if course.lap_m is None or course.limit_ms is not None or course.distance_m < 2 * course.lap_m:
        return START
    bell_m = course.distance_m - course.lap_m
    index = course.last_before(bell_m + NEAR_M)
    return index if bell_m - course.distance(index) <= course.lap_m / 10 else START


def bell_gap(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The gap to the second, as the second passes or, soon after, the last runner who may be second."""
    if not story.leads or story.leads[0] == arrival:
        return
    if any(moment.kind in ("gap", "dropped") for moment in story.announced):
        return
    leader = story.leads[0]
    second = next((other for other in story.arrivals if other.place == 2), None)
    if second is None or arrival.when_ms > second.when_ms + LATE_MS:
        return
    if not story.is_settled(second, arrival.when_ms) or story.awaits_rival(second, arrival.when_ms):
        return
    if leader.time is None or second.time is None or second.time.ms <= leader.time.ms:
        return
    course, short_m = story.course, story.course.to_go(story.index) - (story.course.lap_m or 0.0)
    text = sentences.PLACE_BACK.format(
        runner=second.runner.spoken_name,
        place=place_word(2),
        back=back(time_between(course, second.time, leader.time)),
        spot="at the bell" if short_m <= NEAR_M else at_checkpoint(course, story.index),
    )
    yield Moment(arrival.when_ms, "gap", text, leader.bib, leader.time, priority=40, others=(second.bib,))
