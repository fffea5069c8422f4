"""The lead: who has it at each checkpoint, and when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from race.moments.checkpoint_story import Arrival, CheckpointStory, known
from race.moments.moment import Moment
from race.moments.phrases import count, pacemaker, place_word, through, where

if TYPE_CHECKING:
    from collections.abc import Iterator

BIG_GAIN = 3
"""A runner who takes the lead from so many places back makes a big move."""

RESTLESS_LAPS = 0.4
"""A lead that changes again within this share of a lap is announced in the last lap or after a big gain."""


def leads(story: CheckpointStory, arrival: Arrival) -> Iterator[Moment]:
    """The lead, announced as the leader passes; the finish has sentences of its own.

    A lead that changes back soon is not announced. One that lasts is, a little later. An estimated one is not
    where a note of that checkpoint has an earlier time: someone was there before.
    """
    if arrival.place != 1 or story.is_finish or not _is_first(story, arrival):
        return
    if arrival.estimated and story.field.noted_ms(story.index) < arrival.when_ms:
        return
    earlier, announced = story.leader(arrival.when_ms), story.announced_leader(arrival.when_ms)
    is_restless = _gained(story, arrival) < BIG_GAIN and any(
        near is not story and _changed(near, arrival.when_ms) for near in story.near(RESTLESS_LAPS)
    )
    story.leads.append(arrival)
    name = arrival.runner.spoken_name
    if earlier is None or announced is None:
        yield _moment(arrival, "lead", f"{name} {_leads(story, arrival)}", 35)
    elif announced.bib != arrival.bib:
        if story.in_last_lap or not is_restless:
            yield _change(story, arrival, announced)
    elif story.is_order_checkpoint and not arrival.estimated:
        yield _moment(arrival, "through", f"{name} {_leads(story, arrival)}", 30)


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


def _gained(story: CheckpointStory, arrival: Arrival) -> int:
    """How many places the runner has won since last seen."""
    seen = story.before(arrival)
    return story.places_won(arrival, seen[0]) if seen else 0


def _change(story: CheckpointStory, arrival: Arrival, earlier: Arrival) -> Moment:
    name, spot = arrival.runner.spoken_name, where(story.course, story.index, about=arrival.estimated)
    others = (earlier.bib,)
    seen, began = story.before(arrival), _began(story, arrival)
    gained = _gained(story, arrival)
    if not story.is_settled(arrival) or (story.field.has_waves and story.leads[:-1]):
        text, priority = f"{name} is the fastest so far {spot}", 60
    elif began is not story:
        taken = where(story.course, began.index, about=began.leads[-1].estimated)
        text, priority = f"{_took(story, arrival, earlier, 'took')} {taken} and still leads {spot}", 60
    elif seen is not None and gained >= BIG_GAIN:
        whole = seen[1].place - 1 == gained
        start = f"from {place_word(seen[1].place)}" if whole else f"up {count(gained)} places"
        text = f"{name} moves {start} into the lead {spot}"
        priority = 86 + min(gained, 8)
        story.moved.append(arrival)
    else:
        has_left = story.field.has_left(earlier.bib, arrival.when_ms)
        priority = 40 if arrival.is_pacemaker else 55 if has_left else 60
        text = f"{_took(story, arrival, earlier, 'takes')} {spot}"
    if story.in_last_lap:
        priority = max(priority, 80)
    return _moment(arrival, "lead", text, priority, others)


def _took(story: CheckpointStory, arrival: Arrival, earlier: Arrival, verb: Literal["takes", "took"]) -> str:
    """Who takes the lead from whom; between pacemakers it is the pace that changes hands."""
    name, other = arrival.runner.spoken_name, earlier.runner.spoken_name
    if story.field.has_left(earlier.bib, arrival.when_ms):
        return f"{name} {verb} over the lead"
    if arrival.is_pacemaker and earlier.is_pacemaker:
        return f"{name} {verb} over the pace from {other}"
    if arrival.is_pacemaker:
        name += f", {pacemaker(story.field.pacemakers)},"
    if earlier.is_pacemaker:
        other += f", {pacemaker(story.field.pacemakers)},"
    return f"{name} {verb} the lead from {other}"


def _began(story: CheckpointStory, arrival: Arrival) -> CheckpointStory:
    """Where the runner took the lead that is still held: here, or at a checkpoint before."""
    began = story
    for earlier in story.past():
        leads = known(earlier.leads, arrival.when_ms)
        if leads and leads[-1].bib != arrival.bib:
            break
        began = earlier if leads else began
    return began


def _moment(arrival: Arrival, kind: str, text: str, priority: int, others: tuple[str, ...] = ()) -> Moment:
    return Moment(arrival.when_ms, kind, text, arrival.bib, arrival.time, arrival.estimated, priority, others)


def _leads(story: CheckpointStory, arrival: Arrival) -> str:
    if not story.is_settled(arrival):
        return f"is the fastest so far {where(story.course, story.index, about=arrival.estimated)}"
    return f"leads {_through(story, arrival)}"


def _through(story: CheckpointStory, arrival: Arrival) -> str:
    label = through(story.course, story.index)
    if arrival.estimated or label.endswith("to go"):
        return where(story.course, story.index, about=arrival.estimated)
    return f"through {label}"
