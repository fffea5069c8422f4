"""The fastest lap so far, of anybody: whole laps on a track, whole kilometres on a road."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import NEAR_M
from race.moments.checkpoint_story import TOLD_PLACES, Arrival, CheckpointStory, Lap, known
from race.moments.leading_runners import HEAD
from race.moments.moment import Moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.laps import Stretch

EARLIEST = 3
"""From this lap on it is told."""

CLEARLY = 0.99
"""Only at this share of the fastest before is it news."""


def fastest(scene: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """A lap clearly faster than all before it, once at a checkpoint, unless a move or a kick tells of it."""
    lap = _whole_lap(scene, arrival)
    if lap is None:
        return
    before = [one.pace for near in (scene, *scene.past()) for one in known(near.laps, arrival.when_ms)]
    pace = lap.time.ms / lap.metres
    scene.laps.append(Lap(arrival.when_ms, pace))
    is_early = scene.course.distance(scene.index) < EARLIEST * lap.metres - NEAR_M
    if is_early or not before or pace > CLEARLY * min(before) or _is_said(scene, arrival):
        return
    if 0 < arrival.place <= TOLD_PLACES or arrival.bib in scene.field.followed:
        yield _told(scene, arrival, lap)


def _whole_lap(scene: CheckpointStory, arrival: Arrival) -> Stretch | None:
    """The lap that ends there, where it is as long as laps are, or kilometres."""
    lap = scene.lap(arrival) if scene.course.ends_lap(scene.index) else None
    if lap is None:
        return None
    odd_m = lap.metres - scene.course.lap_m if scene.course.lap_m is not None else lap.metres % 1000
    return lap if abs(odd_m) < NEAR_M else None


def _is_said(scene: CheckpointStory, arrival: Arrival) -> bool:
    """Whether it is told already, or another one was here."""
    if any(one.bib == arrival.bib for one in scene.moved):
        return True
    return any(
        said.kind == "fastest" or (said.kind, said.bib) == ("kick", arrival.bib) for said in scene.told
    )


def _told(scene: CheckpointStory, arrival: Arrival, lap: Stretch) -> Moment:
    what = "lap" if scene.course.lap_m is not None else f"{lap.metres / 1000:g} km"
    whose = "" if scene.field.size <= HEAD else " at the front"
    text = f"{arrival.runner.spoken_name} runs the fastest {what}{whose} so far: {lap.time.show(2)}"
    return Moment(arrival.when_ms, "fastest", text, arrival.bib, arrival.time, priority=46)
