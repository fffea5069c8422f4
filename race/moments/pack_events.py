"""The leading group: who is dropped, who is clear, and when a pack forms again.

Runners are together while each is less than `break_ms` behind the one in front. The leading group is complete
once a runner comes by who is further behind than that.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from race.laps import time_between
from race.moments import sentences
from race.moments.checkpoint_story import ANNOUNCED_PLACES, Arrival, CheckpointStory, LeadingGroup
from race.moments.moment import Moment
from race.moments.phrases import at_checkpoint, count, gap_words, listed
from race.order.packs import break_ms

if TYPE_CHECKING:
    from collections.abc import Iterator

LATE_MS = 5_000
"""That a pack has formed again is announced up to so long after its first has passed."""


def pack_events(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The leading group, known when a runner passes behind a break or the last of the field has passed.

    It is not known while a runner is unaccounted for who may belong to it.
    """
    if story.is_finish or story.groups or not _is_considered(story):
        return
    so_far = story.up_to(arrival)
    size = _size(story, so_far)
    if not size or (size == len(so_far) < story.field.racing(arrival.when_ms)):
        return
    front, behind = so_far[:size], so_far[min(size, len(so_far) - 1)]
    first, last, time = front[0].time, front[-1].time, behind.time
    if behind.place != min(size + 1, len(so_far)) or first is None or last is None or time is None:
        return
    if not story.is_settled(behind, arrival.when_ms) or story.awaits_rival(behind, arrival.when_ms):
        return
    before = story.group(arrival.when_ms)
    group = LeadingGroup(arrival.when_ms, tuple(member.bib for member in front))
    story.groups.append(group)
    if len(front) <= ANNOUNCED_PLACES and not story.is_stale(behind, arrival.when_ms):
        gaps = (gap_words(time_between(story.course, *pair)) for pair in ((time, last), (last, first)))
        for moment in _announce(story, behind, front, before, *gaps):
            yield moment._replace(when_ms=arrival.when_ms)


def _size(story: CheckpointStory, so_far: list[Arrival]) -> int:
    """How many are in front of the first break: all of them if there is none."""
    for number, (one, other) in enumerate(pairwise(so_far), start=1):
        if one.time is None or other.time is None:
            return 0
        if other.time.ms - one.time.ms >= break_ms(story.course):
            return number
    return len(so_far)


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
    fields = {"spot": at_checkpoint(story.course, story.index), "other": arrival.runner.spoken_name}
    bibs = {member.bib for member in front}
    lost = [bib for bib in before.bibs if bib not in bibs] if before else None
    came = len(bibs.difference(before.bibs)) if before else 0
    leader = front[0]
    if lost == [arrival.bib] and not came and len(front) > 1:
        if not story.has_just("dropped", arrival, 2):
            story.dropped.append(arrival)
            text = sentences.DROPPED.format(runner=arrival.runner.spoken_name, gap=behind, **fields)
            yield Moment(arrival.when_ms, "dropped", text, arrival.bib, arrival.time, priority=50)
    elif (lost is None or lost) and not came and front[-1] is not arrival and not leader.is_pacemaker:
        if len(front) == 1:
            text = sentences.ONE_CLEAR.format(runner=leader.runner.spoken_name, gap=behind, **fields)
            yield _about(front, arrival, "dropped", text, 58)
        else:
            text = sentences.SEVERAL_CLEAR.format(Runners=_named(front), gap=behind, **fields)
            yield _about(front, arrival, "dropped", text, 50)
    elif came > 1 and arrival.when_ms - leader.when_ms <= LATE_MS:
        text = sentences.TOGETHER.format(Number=count(len(front)).capitalize(), within=within, **fields)
        yield _about(front, arrival, "pack", text, 42)


def _named(front: list[Arrival]) -> str:
    if len(front) <= 3:
        return listed([member.runner.spoken_name for member in front])
    return count(len(front)).capitalize()


def _about(front: list[Arrival], arrival: Arrival, kind: str, text: str, priority: int) -> Moment:
    first, *others = front
    bibs = tuple(member.bib for member in others)
    return Moment(arrival.when_ms, kind, text, first.bib, first.time, priority=priority, others=bibs)
