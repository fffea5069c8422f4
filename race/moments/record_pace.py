"""Record pace: who leads is inside it, or falls off it. The most important record counts, and each target."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.checkpoint_story import Arrival, CheckpointStory, RecordPace, known
from race.moments.moment import Moment
from race.moments.phrases import BADGES, at_checkpoint, gap_words
from race.records import may_hold
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.marks import RunningMark
    from race.messages import Mark

MARGIN = 0.001
"""Inside by less than this share of the mark, or outside by less, nothing is said."""


def pace(scene: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """Whether the first of the runners is on the way to a record or a target, where that is news."""
    if arrival.measured is None or not _is_first_runner(scene, arrival):
        return
    if scene.course.distance(scene.index) < scene.course.distance_m / 2:
        return
    yield from _on_the_way(scene, arrival, scene.field.running_marks)
    for running in scene.field.targets:
        yield from _on_the_way(scene, arrival, [running], target=running.mark.label)


def _on_the_way(
    scene: CheckpointStory, arrival: Arrival, running_marks: list[RunningMark], target: str = ""
) -> Iterator[Moment]:
    """What there is to say of the first of some marks that there is anything to say of."""
    before = _told_before(scene, arrival.when_ms, target)
    for running in running_marks:
        gap = running.gap(arrival.runner, scene.index)
        if gap is None or not (target or may_hold(arrival.runner.entrant, running.mark)):
            continue
        margin_ms = MARGIN * running.mark.time.ms
        is_told = before is not None and before.is_inside and before.code == running.mark.code
        if gap.time.ms <= -margin_ms:
            if not is_told:
                yield _told(scene, arrival, running.mark, Time(-gap.time.ms, 1), target, is_inside=True)
            return
        if is_told and gap.time.ms >= margin_ms:
            yield _told(scene, arrival, running.mark, gap.time, target, is_inside=False)
            return


def _is_first_runner(scene: CheckpointStory, arrival: Arrival) -> bool:
    is_runner = arrival.runner.entrant.role == "runner"
    return is_runner and all(o.runner.entrant.role != "runner" for o in scene.arrivals[: arrival.number])


def _told_before(scene: CheckpointStory, when_ms: int, target: str) -> RecordPace | None:
    for earlier in scene.past():
        told = [pace for pace in known(earlier.paces, when_ms) if pace.target == target]
        if told:
            return told[-1]
    return None


def _told(
    scene: CheckpointStory, arrival: Arrival, mark: Mark, gap: Time, target: str, *, is_inside: bool
) -> Moment:
    scene.paces.append(RecordPace(arrival.when_ms, target, mark.code, is_inside))
    name, spot = arrival.runner.spoken_name, at_checkpoint(scene.course, scene.index)
    what = _target_pace(mark) if target else _record_pace(mark)
    if is_inside:
        text = f"{name} is inside {what}, {gap_words(gap)} up {spot}"
    else:
        text = f"{name} falls off {what}, {gap_words(gap)} down {spot}"
    return Moment(arrival.when_ms, "record", text, arrival.bib, arrival.time, priority=55)


def _record_pace(mark: Mark) -> str:
    """As an announcer says it: world-record pace."""
    return BADGES[mark.code].split(" ", 1)[1].replace(" ", "-", 1) + " pace"


def _target_pace(mark: Mark) -> str:
    """A time has a code to give; without one it is a run."""
    return f"{mark.label} pace" if mark.code else f"the pace of {mark.label}"
