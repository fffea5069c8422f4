"""Who leads: at each checkpoint the first, and what it says when that is another than before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.checkpoint_story import Arrival, CheckpointStory, known
from race.moments.moment import Moment
from race.moments.phrases import place_word, through, where

if TYPE_CHECKING:
    from collections.abc import Iterator

BIG_GAIN = 3
"""So many places at once make taking the lead a big move."""

RESTLESS_LAPS = 0.4
"""A lead that changes again within this share of a lap is told only in the last one."""


def leads(scene: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The lead, where somebody comes by who has it. The finish is told otherwise."""
    if arrival.place != 1 or scene.is_finish or not _is_first(scene, arrival):
        return
    earlier = scene.leader(arrival.when_ms)
    is_restless = any(
        near is not scene and _changed(near, arrival.when_ms) for near in scene.near(RESTLESS_LAPS)
    )
    scene.leads.append(arrival)
    if earlier is None:
        yield _moment(arrival, "lead", f"{arrival.runner.spoken_name} leads {_through(scene, arrival)}", 35)
    elif earlier.bib != arrival.bib:
        if scene.in_last_lap or not is_restless:
            yield _change(scene, arrival, earlier)
    elif scene.is_order_checkpoint and not arrival.estimated:
        yield _moment(
            arrival, "through", f"{arrival.runner.spoken_name} leads {_through(scene, arrival)}", 30
        )


def _is_first(scene: CheckpointStory, arrival: Arrival) -> bool:
    """Whether somebody has the lead from who had it here: by a printed rank, or of a later wave by time."""
    if not scene.leads:
        return True
    first = scene.leads[-1]
    if first.passing.official_place is None and arrival.passing.official_place == 1:
        return True
    times = first.time, arrival.time
    return (
        arrival.passing.official_place is None
        and times[0] is not None
        and times[1] is not None
        and times[1] < times[0]
    )


def _changed(scene: CheckpointStory, when_ms: int) -> bool:
    """Whether the lead was told to have changed at a checkpoint."""
    return any(moment.kind == "lead" for moment in known(scene.told, when_ms))


def _change(scene: CheckpointStory, arrival: Arrival, earlier: Arrival) -> Moment:
    name, spot = arrival.runner.spoken_name, where(scene.course, scene.index, about=arrival.estimated)
    others = (earlier.bib,)
    seen = scene.before(arrival)
    gained = seen[1].place - 1 if seen else 0
    if scene.field.has_waves and scene.leads[:-1]:
        text, priority = f"{name} is the fastest {spot} so far", 60
    elif seen is not None and gained >= BIG_GAIN:
        text = f"{name} moves from {place_word(seen[1].place)} into the lead {spot}"
        priority = 86 + min(gained, 8)
        scene.moved.append(arrival)
    elif scene.field.has_left(earlier.bib, arrival.when_ms):
        text, priority = f"{name} takes over the lead {spot}", 55
    else:
        role = ", the pacemaker," if earlier.runner.entrant.role == "pacemaker" else ""
        text = f"{name} takes the lead from {earlier.runner.spoken_name}{role} {spot}"
        priority = 60
    if scene.in_last_lap:
        priority = max(priority, 80)
    return _moment(arrival, "lead", text, priority, others)


def _moment(arrival: Arrival, kind: str, text: str, priority: int, others: tuple[str, ...] = ()) -> Moment:
    return Moment(arrival.when_ms, kind, text, arrival.bib, arrival.time, arrival.estimated, priority, others)


def _through(scene: CheckpointStory, arrival: Arrival) -> str:
    label = through(scene.course, scene.index)
    if arrival.estimated or label.endswith("to go"):
        return where(scene.course, scene.index, about=arrival.estimated)
    return f"through {label}"
