"""The bell: where it rings, who leads there and by how much."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import NEAR_M, START, Course
from race.laps import time_between
from race.moments import sentences
from race.moments.checkpoint_story import ANNOUNCED_PLACES, known
from race.moments.first_known import is_first_known
from race.moments.moment import Moment
from race.moments.phrases import JUST_OVER_M, at_checkpoint, back, gap_words, place_word
from race.moments.running_order_calls import expects_lap

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.moments.checkpoint_story import Arrival, CheckpointStory

LATE_MS = 10_000
"""The gap is announced up to so long after the second has passed."""

SOON_MS = 2_000
"""The bell waits for a second who was no further behind when last seen."""

PRIORITY = 70


def bell_checkpoint(course: Course) -> int:
    """Index of the checkpoint at the bell, or up to a tenth of a lap before it; START if neither exists."""
    if course.lap_m is None or course.limit_ms is not None or course.distance_m < 2 * course.lap_m:
        return START
    bell_m = course.distance_m - course.lap_m
    index = course.last_before(bell_m + NEAR_M)
    return index if bell_m - course.distance(index) <= course.lap_m / 10 else START


def bell_words(story: CheckpointStory) -> str:
    """How the sentence of the bell begins; a checkpoint may be a few metres before it."""
    short_m = story.course.to_go(story.index) - (story.course.lap_m or 0.0)
    is_bell = short_m <= JUST_OVER_M and not story.course.event.is_team_race
    return "The bell" if is_bell else f"Into the last {story.course.lap_word}"


def awaits_second(story: CheckpointStory, leader: Arrival) -> bool:
    """Whether the second is going to be timed here too, and soon: then the bell is announced with the gap."""
    if not story.is_settled(leader) or not expects_lap(story, leader):
        return False
    there = next(seen for past in story.past() if (seen := known(past.arrivals, leader.when_ms)))
    timed = [arrival.time.ms for arrival in there if arrival.time is not None]
    return timed[1] - timed[0] <= SOON_MS


def bell(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The bell, where it has waited for the next runner, or as the only known one passes; then the gap."""
    if not story.leads:
        if 0 < arrival.place <= ANNOUNCED_PLACES and is_first_known(story, arrival):
            text = sentences.BELL_PLACE.format(
                bell=bell_words(story), runner=arrival.runner.spoken_name, place=place_word(arrival.place)
            )
            yield Moment(arrival.when_ms, "bell", text, arrival.bib, arrival.time, PRIORITY)
    elif story.leads[0] != arrival and story.is_bell_awaited:
        story.is_bell_awaited = False
        yield _with_lead(story, arrival)
    elif story.leads[0] != arrival:
        yield from _gap(story, arrival)


def _with_lead(story: CheckpointStory, arrival: Arrival) -> Moment:
    """The bell, by how much the leader leads where it is the second who passes."""
    leader, gap = story.leads[0], None
    is_second = arrival.place == 2 and story.is_settled(arrival)
    if is_second and leader.time is not None and arrival.time is not None:
        gap = time_between(story.course, arrival.time, leader.time)
    is_known = gap is not None and gap.ms > 0 and not story.awaits_rival(arrival, arrival.when_ms)
    story.says_lead = is_known
    text = (sentences.BELL_LEADS_BY if is_known else sentences.BELL).format(
        bell=bell_words(story),
        leader=leader.runner.spoken_name,
        gap=gap_words(gap) if gap is not None else "",
    )
    return Moment(arrival.when_ms, "bell", text, leader.bib, leader.time, PRIORITY)


def _gap(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The gap to the second, as the second passes or, soon after, the last runner who may be second."""
    if story.says_lead or any(moment.kind in ("gap", "dropped") for moment in story.announced):
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
    is_bell = short_m <= NEAR_M and not course.event.is_team_race
    text = sentences.PLACE_BACK.format(
        runner=second.runner.spoken_name,
        place=place_word(2),
        back=back(time_between(course, second.time, leader.time)),
        spot="at the bell" if is_bell else at_checkpoint(course, story.index),
    )
    yield Moment(arrival.when_ms, "gap", text, leader.bib, leader.time, priority=40, others=(second.bib,))
