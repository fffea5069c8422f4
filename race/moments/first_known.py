"""The first runner who was timed where the leader is not known: the place, where it is news, or the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import NEAR_M
from race.moments import sentences
from race.moments.checkpoint_story import LEADING, known
from race.moments.moment import CHATTER, Moment
from race.moments.phrases import checkpoint_name, has_many_laps, place_word, where

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.moments.checkpoint_story import Arrival, CheckpointStory

NOTABLE = 4
"""Of someone who alone is timed another place is announced if it is so far from the last one."""

LAST_M = 2000.0
"""In the last kilometres any other place is."""


def is_first_known(story: CheckpointStory, arrival: Arrival) -> bool:
    """Whether the leader is not known and no runner was timed before this one, pacemakers aside."""
    if story.leads or arrival.place == 1 or arrival.time is None or arrival.is_pacemaker:
        return False
    return all(other.time is None or other.is_pacemaker for other in story.arrivals[: arrival.number])


def first_known(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The first runner who was timed: the place, where it is news, or else the time."""
    if arrival.time is None or (arrival.place and not _is_news(story, arrival)):
        return
    text = (sentences.PLACE if arrival.place else sentences.PASSES).format(
        runner=arrival.runner.spoken_name,
        place=place_word(arrival.place),
        spot="at halfway" if _is_halfway(story) else where(story.course, story.index),
        checkpoint=checkpoint_name(story.course, story.index),
        time=arrival.time.show(story.course.digits),
    )
    yield Moment(arrival.when_ms, "order", text, arrival.bib, arrival.time, priority=CHATTER)


def _is_news(story: CheckpointStory, arrival: Arrival) -> bool:
    """Whether a place is announced: the first, and another that is far from the last or at a round point."""
    last = _place_announced(story, arrival)
    if last is None:
        return True
    course = story.course
    is_near_end = course.lap_m is not None and course.to_go(story.index) <= LAST_M
    is_round = is_near_end or _is_halfway(story)
    return abs(arrival.place - last) >= (1 if is_round else NOTABLE)


def _is_halfway(story: CheckpointStory) -> bool:
    course = story.course
    return has_many_laps(course) and abs(course.distance(story.index) - course.distance_m / 2) <= NEAR_M


def _place_announced(story: CheckpointStory, arrival: Arrival) -> int | None:
    """The place that was last announced of someone; None for none."""
    for past in story.past():
        for moment in known(past.announced, arrival.when_ms):
            if moment.bib == arrival.bib and moment.kind in (*LEADING, "order"):
                return past.by_bib[arrival.bib].place
    return None
