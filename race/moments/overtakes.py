"""Passes inside the first places, and moves: somebody clearly faster than those around him."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.moments.checkpoint_story import Arrival, CheckpointStory, Overtake, known, leads_over
from race.moments.moment import Moment
from race.moments.phrases import at_checkpoint, length, place_word

if TYPE_CHECKING:
    from collections.abc import Iterator

SETTLED = 0.2
"""Up to this share of the distance everybody passes everybody."""

MOVE_PLACES = 3
"""So many places gained over a lap make a move."""

MOVED_UP_TO = 5
"""A move is one that ends in these places."""

FASTER_MS = 300
"""By so much a lap must be faster than that of the leaders to be a move."""

LIFT = 0.97
"""A lap of the leader in this share of the one before lifts the pace."""


def passes(scene: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """Who got past somebody that now comes by, as the second of the two."""
    if arrival.estimated or arrival.runner.entrant.role == "pacemaker" or not _is_settled(scene):
        return
    if scene.course.lap_m is not None and not scene.is_finish and scene.is_run_in:
        return
    seen = scene.before(arrival)
    if seen is None or arrival.place <= seen[1].place or not _is_told_of(scene, arrival.bib, seen[1].place):
        return
    for passer in scene.arrivals[: arrival.number]:
        if _is_pass(scene, passer, arrival, *seen) and not _is_said(scene, passer, arrival):
            scene.passes.append(Overtake(arrival.when_ms, passer.bib, arrival.bib))
            yield _passed(scene, passer, arrival, seen[0])
            return


def _is_settled(scene: CheckpointStory) -> bool:
    return scene.course.distance(scene.index) >= SETTLED * scene.course.distance_m


def _is_told_of(scene: CheckpointStory, bib: str, place: int) -> bool:
    """Whether who held a place may be passed in a sentence; of others only by somebody followed."""
    return place <= max(3, *(scene.told_width(one) for one in (bib, *scene.field.followed)))


def _is_pass(
    scene: CheckpointStory, passer: Arrival, passed: Arrival, earlier: CheckpointStory, then: Arrival
) -> bool:
    """Whether somebody got past somebody since a checkpoint, and into a place that is told."""
    wide = max(scene.told_width(passer.bib), scene.told_width(passed.bib))
    first = 1 if scene.is_finish else 2
    if passer.estimated or not max(first, then.place) <= passer.place <= wide:
        return False
    behind = earlier.arrival(passer.bib, passed.when_ms)
    if behind is None or behind.estimated or leads_over(passer, passed) is not True:
        return False
    return leads_over(then, behind) is True


def _is_said(scene: CheckpointStory, passer: Arrival, passed: Arrival) -> bool:
    """Whether it is told already, or was undone and done again just now."""
    said_here = {said.passer for said in scene.passes} | {one.bib for one in scene.moved}
    if passer.bib in said_here:
        return True
    pair = {passer.bib, passed.bib}
    return not scene.in_last_lap and any(
        {said.passer, said.passed} == pair
        for near in scene.near(1)
        for said in known(near.passes, passed.when_ms)
    )


def _passed(scene: CheckpointStory, passer: Arrival, passed: Arrival, earlier: CheckpointStory) -> Moment:
    names = passer.runner.spoken_name, passed.runner.spoken_name
    course, index, place = scene.course, scene.index, place_word(passer.place)
    text = f"{names[0]} passes {names[1]} into {place} {at_checkpoint(course, index)}"
    if scene.is_finish:
        metres = course.distance(index) - course.distance(earlier.index)
        prize = "the win" if passer.place == 1 else place
        text = f"{names[0]} gets past {names[1]} for {prize} in the last {length(course, metres)}"
    return Moment(
        passed.when_ms,
        "pass",
        text,
        passer.bib,
        passer.time,
        priority=52 if scene.in_last_lap else 44,
        others=(passed.bib,),
    )


def moves(scene: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """A lap that brings somebody far forward, or by which the leader lifts the pace."""
    if scene.is_finish or arrival.measured is None or not scene.leads:
        return
    text = _lift(scene, arrival) if arrival == scene.leads[0] else _move(scene, arrival)
    if text and not any(one != arrival for one in scene.moved) and not scene.has_just("moved", arrival, 1):
        scene.moved.append(arrival)
        yield Moment(arrival.when_ms, "move", text, arrival.bib, arrival.time, priority=62)


def _move(scene: CheckpointStory, arrival: Arrival) -> str:
    """Places gained by a lap faster than that of those in front."""
    start = scene.course.lap_start[scene.index]
    if start is None or start == START or not 0 < arrival.place <= _widest(scene, arrival):
        return ""
    earlier, seen = scene.scenes[start].arrival(arrival.bib, arrival.when_ms), scene.before(arrival)
    if earlier is None or earlier.estimated or earlier.place - arrival.place < MOVE_PLACES:
        return ""
    if (seen is not None and seen[1].place < arrival.place) or not _is_settled(scene.scenes[start]):
        return ""
    found, front_ms = scene.lap(arrival), _front_lap_ms(scene, arrival.when_ms)
    if found is None or front_ms is None or found.time.ms > front_ms - FASTER_MS:
        return ""
    places = f"{place_word(earlier.place)} to {place_word(arrival.place)}"
    name = arrival.runner.spoken_name
    return f"{name} moves: {found.time.show(2)} for the last {length(scene.course, found.metres)}, {places}"


def _widest(scene: CheckpointStory, arrival: Arrival) -> int:
    return max(MOVED_UP_TO, scene.told_width(arrival.bib))


def _lift(scene: CheckpointStory, arrival: Arrival) -> str:
    """A lap of the leader that is clearly faster than the one before it at the front."""
    found, start = scene.lap(arrival), scene.course.lap_start[scene.index]
    if scene.course.lap_m is None or not scene.course.ends_lap(scene.index):
        return ""
    if found is None or start is None or start == START:
        return ""
    before_ms = _front_lap_ms(scene.scenes[start], arrival.when_ms)
    if before_ms is None or found.time.ms > before_ms * LIFT:
        return ""
    before = arrival.time._replace(ms=before_ms) if arrival.time else found.time
    name, laps = arrival.runner.spoken_name, f"{found.time.show(2)} for the last {found.metres:.0f} m"
    return f"{name} lifts the pace: {laps} after {before.show(2)}"


def _front_lap_ms(scene: CheckpointStory, when_ms: int) -> int | None:
    """From when the first was at the start of a lap to when the first was at its end, in milliseconds."""
    start = scene.course.lap_start[scene.index]
    end = _first_ms(scene, when_ms)
    if start is None or end is None:
        return None
    begun = _first_ms(scene.scenes[start], when_ms) if start != START else 0
    return None if begun is None else end - begun


def _first_ms(scene: CheckpointStory, when_ms: int) -> int | None:
    leads = known(scene.leads, when_ms)
    time = leads[0].measured if leads else None
    return time.ms if time is not None else None
