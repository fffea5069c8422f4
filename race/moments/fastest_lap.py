"""The fastest lap so far: whole laps on a track, whole kilometres on a road."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import NEAR_M
from race.moments import sentences
from race.moments.checkpoint_story import ANNOUNCED_PLACES, Arrival, CheckpointStory, CompletedLap, known
from race.moments.leading_runners import HEAD
from race.moments.moment import Moment

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.laps import Stretch

EARLIEST = 3
"""The first lap for which it is announced."""

CLEARLY = 0.99
"""A lap must take at most this share of the fastest before."""


def fastest(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """A lap clearly faster than all before it, once a checkpoint, unless announced as a move."""
    lap = _whole_lap(story, arrival)
    if lap is None:
        return
    before = [done.pace for near in (story, *story.past()) for done in known(near.laps, arrival.when_ms)]
    pace = lap.time.ms / lap.metres
    story.laps.append(CompletedLap(arrival.when_ms, pace))
    is_early = story.course.distance(story.index) < EARLIEST * lap.metres - NEAR_M
    if is_early or not before or pace > CLEARLY * min(before) or _is_announced(story, arrival):
        return
    if 0 < arrival.place <= ANNOUNCED_PLACES or arrival.bib in story.field.followed:
        yield _moment(story, arrival, lap)


def _whole_lap(story: CheckpointStory, arrival: Arrival) -> Stretch | None:
    """The lap that ends there, if it is one lap long, or on a road whole kilometres."""
    lap = story.lap(arrival) if story.course.ends_lap(story.index) else None
    if lap is None:
        return None
    odd_m = lap.metres - story.course.lap_m if story.course.lap_m is not None else lap.metres % 1000
    return lap if abs(odd_m) < NEAR_M else None


def _is_announced(story: CheckpointStory, arrival: Arrival) -> bool:
    """Whether the lap was announced already, or another fastest one was here."""
    if any(mover.bib == arrival.bib for mover in story.moved):
        return True
    return any(moment.kind == "fastest" for moment in story.announced)


def _moment(story: CheckpointStory, arrival: Arrival, lap: Stretch) -> Moment:
    what = story.course.lap_word if story.course.lap_m is not None else f"{lap.metres / 1000:g} km"
    template = sentences.FASTEST_LAP if story.field.size <= HEAD else sentences.FASTEST_LAP_AT_FRONT
    text = template.format(runner=arrival.runner.spoken_name, unit=what, lap=lap.time.show(2))
    return Moment(arrival.when_ms, "fastest", text, arrival.bib, arrival.time, priority=46)
