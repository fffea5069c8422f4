"""Record pace: who leads is inside it, or falls off it. The most important record counts."""

from __future__ import annotations

from collections.abc import Iterator

from race.messages import Mark
from race.moments.moment import Moment
from race.moments.scene import Arrival, Pace, Scene, known
from race.moments.words import BADGES, at_mark, gap_words
from race.records import may_hold
from race.times import Time

MARGIN = 0.001
"""Inside by less than this share of the mark, or outside by less, nothing is said."""


def pace(scene: Scene, arrival: Arrival) -> Iterator[Moment]:
    """Whether the first of the runners is on the way to a record, where that is otherwise than it was."""
    if arrival.measured is None or not _is_first_runner(scene, arrival):
        return
    if scene.course.distance(scene.index) < scene.course.distance_m / 2:
        return
    before = _told_before(scene, arrival.when_ms)
    for running in scene.field.running_marks:
        gap = running.gap(arrival.runner, scene.index)
        if gap is None or not may_hold(arrival.runner.entrant, running.mark):
            continue
        margin_ms = MARGIN * running.mark.time.ms
        is_told = before is not None and before.is_inside and before.code == running.mark.code
        if gap.time.ms <= -margin_ms:
            if not is_told:
                yield _told(scene, arrival, running.mark, Time(-gap.time.ms, 1), is_inside=True)
            return
        if is_told and gap.time.ms >= margin_ms:
            yield _told(scene, arrival, running.mark, gap.time, is_inside=False)
            return


def _is_first_runner(scene: Scene, arrival: Arrival) -> bool:
    is_runner = arrival.runner.entrant.role == "runner"
    return is_runner and all(o.runner.entrant.role != "runner" for o in scene.arrivals[: arrival.number])


def _told_before(scene: Scene, when_ms: int) -> Pace | None:
    for earlier in scene.past():
        told = known(earlier.paces, when_ms)
        if told:
            return told[-1]
    return None


def _told(scene: Scene, arrival: Arrival, mark: Mark, gap: Time, *, is_inside: bool) -> Moment:
    scene.paces.append(Pace(arrival.when_ms, mark.code, is_inside))
    name, spot = arrival.runner.spoken_name, at_mark(scene.course, scene.index)
    record = BADGES[mark.code].split(" ", 1)[1].replace(" ", "-", 1) + " pace"
    if is_inside:
        text = f"{name} is inside {record}, {gap_words(gap)} up {spot}"
    else:
        text = f"{name} falls off {record}, {gap_words(gap)} down {spot}"
    return Moment(arrival.when_ms, "record", text, arrival.bib, arrival.time, priority=55)
