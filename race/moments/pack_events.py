"""The leading group: who is dropped, who is clear, and when a pack forms again.

Runners are together while each is less than `break_ms` behind the one in front. The leading group is complete
once a runner comes by who is further behind than that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.checkpoint_story import ANNOUNCED_PLACES, Arrival, CheckpointStory, LeadingGroup
from race.moments.moment import Moment
from race.moments.phrases import at_checkpoint, count, gap_words, listed
from race.order.packs import break_ms

if TYPE_CHECKING:
    from collections.abc import Iterator


def pack_events(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The leading group, known when a runner passes behind a break or the last of the field has passed."""
    if story.is_finish or story.groups or not _is_considered(story):
        return
    so_far = story.up_to(arrival)
    front = so_far[:-1] if _is_behind(story, so_far) else so_far
    if not front or (front is so_far and len(so_far) < story.field.racing(arrival.when_ms)):
        return
    first, last, time = front[0].measured, front[-1].measured, arrival.measured
    if arrival.place != len(so_far) or first is None or last is None or time is None:
        return
    before = story.group(arrival.when_ms)
    group = LeadingGroup(arrival.when_ms, tuple(member.bib for member in front))
    story.groups.append(group)
    if len(front) <= ANNOUNCED_PLACES:
        yield from _announce(
            story, arrival, front, before, gap_words(time.minus(last)), gap_words(last.minus(first))
        )


def _is_behind(story: CheckpointStory, so_far: list[Arrival]) -> bool:
    """Whether the last of them is behind a break."""
    times = [member.measured for member in so_far[-2:]]
    if len(times) < 2 or times[0] is None or times[1] is None:
        return False
    return times[1].ms - times[0].ms >= break_ms(story.course)


def _is_considered(story: CheckpointStory) -> bool:
    course = story.course
    if course.lap_m is None:
        return story.is_order_checkpoint
    in_last_lap = story.in_last_lap and not story.is_run_in
    return in_last_lap or course.ends_lap(story.index)


def _announce(
    story: CheckpointStory,
    arrival: Arrival,
    front: list[Arrival],
    before: LeadingGroup | None,
    behind: str,
    within: str,
) -> Iterator[Moment]:
    spot = at_checkpoint(story.course, story.index)
    bibs = {member.bib for member in front}
    lost = [bib for bib in before.bibs if bib not in bibs] if before else None
    came = len(bibs.difference(before.bibs)) if before else 0
    leader = front[0]
    if lost == [arrival.bib] and not came and len(front) > 1:
        if not story.has_just("dropped", arrival, 2):
            story.dropped.append(arrival)
            text = f"{arrival.runner.spoken_name} is dropped: {behind} behind {spot}"
            yield Moment(arrival.when_ms, "dropped", text, arrival.bib, arrival.time, priority=50)
    elif (
        (lost is None or lost)
        and not came
        and front[-1] is not arrival
        and leader.runner.entrant.role == "runner"
    ):
        text = f"{_clear(front)} clear: {behind} to {arrival.runner.spoken_name} {spot}"
        yield _about(front, arrival, "dropped", text, 58 if len(front) == 1 else 50)
    elif came > 1:
        text = f"{count(len(front)).capitalize()} together at the front, within {within}, {spot}"
        yield _about(front, arrival, "pack", text, 42)


def _clear(front: list[Arrival]) -> str:
    if len(front) == 1:
        return f"{front[0].runner.spoken_name} is"
    if len(front) <= 3:
        return f"{listed([member.runner.spoken_name for member in front])} are"
    return f"{count(len(front)).capitalize()} are"


def _about(front: list[Arrival], arrival: Arrival, kind: str, text: str, priority: int) -> Moment:
    first, *others = front
    bibs = tuple(member.bib for member in others)
    return Moment(arrival.when_ms, kind, text, first.bib, first.time, priority=priority, others=bibs)
