"""Record pace: the first runner is inside it, or falls off it; of the top record, of each target and run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.eligibility import may_hold
from race.moments.checkpoint_story import Arrival, CheckpointStory, RecordPace, latest
from race.moments.moment import Moment
from race.moments.phrases import BADGES, at_checkpoint, gap_words
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.marks import RunningMark
    from race.messages import Mark

MARGIN = 0.001
"""Within this share of the mark, inside or outside, nothing is announced."""


RUNS = "runs"
"""In place of a target, all those that are the runs of recorded races, of which only the fastest counts."""


def pace(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The first runner, pacemakers aside, is on record or target pace, or no longer is."""
    if arrival.measured is None or not _is_first_runner(story, arrival):
        return
    if story.course.distance(story.index) < story.course.distance_m / 2:
        return
    yield from _on_the_way(story, arrival, story.field.running_marks)
    for running in story.field.targets:
        if running.mark.code:
            yield from _on_the_way(story, arrival, [running], target=running.mark.label)
    runs = sorted((t for t in story.field.targets if not t.mark.code), key=lambda run: run.mark.time.ms)
    yield from _on_the_way(story, arrival, runs, target=RUNS)


def _on_the_way(
    story: CheckpointStory, arrival: Arrival, running_marks: list[RunningMark], target: str = ""
) -> Iterator[Moment]:
    """The pace of the first of some marks about which there is something to announce."""
    before = _announced_before(story, arrival.when_ms, target)
    for running in running_marks:
        gap = running.gap(arrival.runner, story.index)
        if gap is None or not (target or may_hold(arrival.runner.entrant, running.mark)):
            continue
        margin_ms = MARGIN * running.mark.time.ms
        is_announced = before is not None and before.is_inside and before.code == _key(running.mark)
        if gap.time.ms <= -margin_ms:
            if not is_announced:
                yield _announce(story, arrival, running.mark, Time(-gap.time.ms, 1), target, is_inside=True)
            return
        if is_announced and gap.time.ms >= margin_ms:
            yield _announce(story, arrival, running.mark, gap.time, target, is_inside=False)
            return


def _is_first_runner(story: CheckpointStory, arrival: Arrival) -> bool:
    is_runner = arrival.runner.entrant.role == "runner"
    return is_runner and all(o.runner.entrant.role != "runner" for o in story.arrivals[: arrival.number])


def _announced_before(story: CheckpointStory, when_ms: int, target: str) -> RecordPace | None:
    paces = ([pace for pace in earlier.paces if pace.target == target] for earlier in story.past())
    return latest(paces, when_ms)


def _announce(
    story: CheckpointStory, arrival: Arrival, mark: Mark, gap: Time, target: str, *, is_inside: bool
) -> Moment:
    story.paces.append(RecordPace(arrival.when_ms, target, _key(mark), is_inside))
    name, spot = arrival.runner.spoken_name, at_checkpoint(story.course, story.index)
    what = _target_pace(mark) if target else _record_pace(mark)
    if is_inside:
        text = f"{name} is inside {what}, {gap_words(gap)} up {spot}"
    else:
        text = f"{name} falls off {what}, {gap_words(gap)} down {spot}"
    return Moment(arrival.when_ms, "record", text, arrival.bib, arrival.time, priority=55)


def _key(mark: Mark) -> str:
    """What a mark is recognised by: its code, or the label of a run."""
    return mark.code or mark.label


def _record_pace(mark: Mark) -> str:
    """The pace in words: world-record pace."""
    return BADGES[mark.code].split(" ", 1)[1].replace(" ", "-", 1) + " pace"


def _target_pace(mark: Mark) -> str:
    """The pace in words; a target without a code is a run of a recorded race."""
    return f"{mark.label} pace" if mark.code else f"the pace of {mark.label}"
