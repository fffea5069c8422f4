"""Those together in front: who is dropped, who is clear, and when a pack forms again.

Runners are together while each is less than `break_ms` behind the one in front. The leading group is complete
once a runner comes by who is further behind than that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.checkpoint_story import TOLD_PLACES, Arrival, CheckpointStory, Group
from race.moments.moment import Moment
from race.moments.phrases import at_checkpoint, count, gap_words, listed
from race.order.packs import break_ms

if TYPE_CHECKING:
    from collections.abc import Iterator


def packs(scene: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """What it means that somebody comes by behind a break, or that nobody does."""
    if scene.is_finish or scene.groups or not _is_looked_at(scene):
        return
    so_far = scene.up_to(arrival)
    front = so_far[:-1] if _is_behind(scene, so_far) else so_far
    if not front or (front is so_far and len(so_far) < scene.field.racing(arrival.when_ms)):
        return
    first, last, own = front[0].measured, front[-1].measured, arrival.measured
    if arrival.place != len(so_far) or first is None or last is None or own is None:
        return
    before = scene.group(arrival.when_ms)
    group = Group(arrival.when_ms, tuple(one.bib for one in front))
    scene.groups.append(group)
    if len(front) <= TOLD_PLACES:
        yield from _told(
            scene, arrival, front, before, gap_words(own.minus(last)), gap_words(last.minus(first))
        )


def _is_behind(scene: CheckpointStory, so_far: list[Arrival]) -> bool:
    """Whether the last of them is behind a break."""
    times = [one.measured for one in so_far[-2:]]
    if len(times) < 2 or times[0] is None or times[1] is None:
        return False
    return times[1].ms - times[0].ms >= break_ms(scene.course)


def _is_looked_at(scene: CheckpointStory) -> bool:
    course = scene.course
    if course.lap_m is None:
        return scene.is_order_checkpoint
    in_last_lap = scene.in_last_lap and not scene.is_run_in
    return in_last_lap or course.ends_lap(scene.index)


def _told(
    scene: CheckpointStory,
    arrival: Arrival,
    front: list[Arrival],
    before: Group | None,
    behind: str,
    within: str,
) -> Iterator[Moment]:
    spot = at_checkpoint(scene.course, scene.index)
    bibs = {one.bib for one in front}
    lost = [bib for bib in before.bibs if bib not in bibs] if before else None
    came = len(bibs.difference(before.bibs)) if before else 0
    leader = front[0]
    if lost == [arrival.bib] and not came and len(front) > 1:
        if not scene.has_just("dropped", arrival, 2):
            scene.dropped.append(arrival)
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
        return f"{listed([one.runner.spoken_name for one in front])} are"
    return f"{count(len(front)).capitalize()} are"


def _about(front: list[Arrival], arrival: Arrival, kind: str, text: str, priority: int) -> Moment:
    first, *others = front
    bibs = tuple(one.bib for one in others)
    return Moment(arrival.when_ms, kind, text, first.bib, first.time, priority=priority, others=bibs)
