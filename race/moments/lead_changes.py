"""The lead: who has it at each checkpoint, and when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.moments.checkpoint_story import Arrival, CheckpointStory, known
from race.moments.moment import Moment
from race.moments.phrases import place_word, through, where

if TYPE_CHECKING:
    from collections.abc import Iterator

BIG_GAIN = 3
"""A runner who takes the lead from so many places back makes a big move."""

RESTLESS_LAPS = 0.4
"""A lead that changes again within this share of a lap is announced only in the last lap."""


def leads(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The lead, announced as the leader passes; the finish has sentences of its own."""
    if arrival.place != 1 or story.is_finish or not _is_first(story, arrival):
        return
    earlier = story.leader(arrival.when_ms)
    is_restless = any(
        near is not story and _changed(near, arrival.when_ms) for near in story.near(RESTLESS_LAPS)
    )
    story.leads.append(arrival)
    if earlier is None:
        yield _moment(arrival, "lead", f"{arrival.runner.spoken_name} leads {_through(story, arrival)}", 35)
    elif earlier.bib != arrival.bib:
        if story.in_last_lap or not is_restless:
            yield _change(story, arrival, earlier)
    elif story.is_order_checkpoint and not arrival.estimated:
        yield _moment(
            arrival, "through", f"{arrival.runner.spoken_name} leads {_through(story, arrival)}", 30
        )


def _is_first(story: CheckpointStory, arrival: Arrival) -> bool:
    """Whether the runner leads here: is first, or beats the first by official place or, in waves, time."""
    if not story.leads:
        return True
    first = story.leads[-1]
    if first.passing.official_place is None and arrival.passing.official_place == 1:
        return True
    times = first.time, arrival.time
    return (
        arrival.passing.official_place is None
        and times[0] is not None
        and times[1] is not None
        and times[1] < times[0]
    )


def _changed(story: CheckpointStory, when_ms: int) -> bool:
    """Whether a change of lead was announced at a checkpoint."""
    return any(moment.kind == "lead" for moment in known(story.announced, when_ms))


def _change(story: CheckpointStory, arrival: Arrival, earlier: Arrival) -> Moment:
    name, spot = arrival.runner.spoken_name, where(story.course, story.index, about=arrival.estimated)
    others = (earlier.bib,)
    seen = story.before(arrival)
    gained = seen[1].place - 1 if seen else 0
    if story.field.has_waves and story.leads[:-1]:
        text, priority = f"{name} is the fastest {spot} so far", 60
    elif seen is not None and gained >= BIG_GAIN:
        text = f"{name} moves from {place_word(seen[1].place)} into the lead {spot}"
        priority = 86 + min(gained, 8)
        story.moved.append(arrival)
    elif story.field.has_left(earlier.bib, arrival.when_ms):
        text, priority = f"{name} takes over the lead {spot}", 55
    else:
        role = ", the pacemaker," if earlier.runner.entrant.role == "pacemaker" else ""
        text = f"{name} takes the lead from {earlier.runner.spoken_name}{role} {spot}"
        priority = 60
    if story.in_last_lap:
        priority = max(priority, 80)
    return _moment(arrival, "lead", text, priority, others)


def _moment(arrival: Arrival, kind: str, text: str, priority: int, others: tuple[str, ...] = ()) -> Moment:
    return Moment(arrival.when_ms, kind, text, arrival.bib, arrival.time, arrival.estimated, priority, others)


def _through(story: CheckpointStory, arrival: Arrival) -> str:
    label = through(story.course, story.index)
    if arrival.estimated or label.endswith("to go"):
        return where(story.course, story.index, about=arrival.estimated)
    return f"through {label}"
