"""What a timekeeper puts right: passings that were missed, swapped or mistaken, or were elsewhere."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from race.edits.compose import composed
from race.edits.log_lookup import (
    checkpoint_index,
    claims_about,
    course_of,
    id_of,
    line_of,
    message_named,
    name_of,
    refuse_second,
    replacement,
    state_now,
    where,
    with_bibs,
    withdrawal,
)
from race.edits.next_checkpoint import timed_indices
from race.messages import Message, Note, Read, Split, Void
from race.times import TimeOfDay

if TYPE_CHECKING:
    from race.edits.edit import Edit, Timekeeper
    from race.fold.history import History
    from race.times import Time


def insert_missed(
    history: History, timekeeper: Timekeeper, bib: str, checkpoint: str, clock: TimeOfDay
) -> Edit:
    """A passing that was missed, at a time that is known. Raises ValueError if the runner has one there."""
    return _inserted(history, timekeeper, bib, checkpoint, clock)


def insert_between(
    history: History, timekeeper: Timekeeper, bib: str, checkpoint: str, before: TimeOfDay, after: TimeOfDay
) -> Edit:
    """A passing that was missed, half way between two times, with a note that says so."""
    if after < before:
        before, after = after, before
    clock = TimeOfDay(
        (before.utc_ms + after.utc_ms) // 2, min(before.digits, after.digits), before.offset_min
    )
    apart_s = (after.utc_ms - before.utc_ms) / 1000
    text = f"Not timed: half way between two times that are {apart_s:g} s apart"
    note = Note(text=text, bib=bib, checkpoint=checkpoint, source=timekeeper.source)
    return _inserted(history, timekeeper, bib, checkpoint, clock, note)


def _inserted(
    history: History, timekeeper: Timekeeper, bib: str, checkpoint: str, clock: TimeOfDay, *more: Message
) -> Edit:
    state = state_now(history)
    checkpoint_index(course_of(state), checkpoint)
    source = timekeeper.source
    split = Split(bib=bib, checkpoint=checkpoint, clock=clock, evidence="hand", source=source)
    refuse_second(history, state, split, "change that time")
    return composed(history, split, *more)


def swap(history: History, checkpoint: str, first: str, second: str) -> Edit:
    """Exchange the times and places of two runners at a checkpoint. Raises ValueError if neither has any."""
    state = state_now(history)
    index = checkpoint_index(course_of(state), checkpoint)
    bibs = {first: second, second: first}
    found: dict[int, Message] = {}
    for bib in bibs:
        for claim in claims_about(state.runners.get(bib), index):
            found[id(claim)] = claim
    if not found:
        raise ValueError(f"neither {first} nor {second} has a time {where(course_of(state), index)}")
    return composed(history, *(with_bibs(replacement(message), bibs) for message in found.values()))


def move(history: History, split_id: str, checkpoint: str) -> Edit:
    """A time belongs to another checkpoint."""
    split = message_named(history, split_id, Split)
    state = state_now(history)
    checkpoint_index(course_of(state), checkpoint)
    moved = replacement(split, checkpoint=checkpoint)
    refuse_second(history, state, moved, "move or delete that time first")
    return composed(history, moved)


def move_on(history: History, timekeeper: Timekeeper, bib: str, checkpoint: str) -> Edit:
    """A passing was missed: each of the runner's times from a checkpoint on belongs to the checkpoint after.

    Raises ValueError where there are none, and where the last of them is at the last checkpoint.
    """
    state = state_now(history)
    course, runner = course_of(state), state.runners.get(bib)
    start = checkpoint_index(course, checkpoint)
    indices = [index for index in timed_indices(course, timekeeper) if index >= start]
    own = [
        (claim, index)
        for index in indices
        for claim in claims_about(runner, index)
        if isinstance(claim, Split) and (claim.evidence, claim.source) == ("hand", timekeeper.source)
    ]
    if not own:
        raise ValueError(f"{name_of(state, bib)} is not timed {where(course, start)} by hand, nor after it")
    following = dict(pairwise(indices))
    if own[-1][1] not in following:
        raise ValueError(f"{name_of(state, bib)} is timed {where(course, own[-1][1])} already")
    moved = (replacement(claim, checkpoint=course.at(following[index]).id) for claim, index in own)
    return composed(history, *moved)


def retime(history: History, split_id: str, time: Time | TimeOfDay) -> Edit:
    """The time of a passing is another: from the gun, or of day.

    One that was read by a device is then known by hand.
    """
    split = message_named(history, split_id, Split)
    clock, elapsed = (time, None) if isinstance(time, TimeOfDay) else (None, time)
    evidence = "hand" if split.evidence == "device" else split.evidence
    return composed(history, replacement(split, clock=clock, time=elapsed, evidence=evidence))


def unname(history: History, split_id: str) -> Edit:
    """A passing belongs to a runner who is not known: what is left of it is a tap without a name."""
    split = message_named(history, split_id, Split)
    return composed(
        history, *(Void(replaces=id_of(one)) for one in line_of(history, split) if isinstance(one, Split))
    )


def delete_tap(history: History, tap_id: str) -> Edit:
    """A tap was a mistake."""
    return composed(history, *withdrawal(history, message_named(history, tap_id, Read)))


def delete_passing(history: History, timekeeper: Timekeeper, bib: str, checkpoint: str) -> Edit:
    """A runner did not pass a checkpoint: no time and no order of this watch says so any longer.

    No tap is left of it either. Raises ValueError where the watch does not have the runner there.
    """
    state = state_now(history)
    index = checkpoint_index(course_of(state), checkpoint)
    about = claims_about(state.runners.get(bib), index)
    own = [claim for claim in about if (claim.evidence, claim.source) == ("hand", timekeeper.source)]
    if not own:
        raise ValueError(f"{name_of(state, bib)} has no time by hand {where(course_of(state), index)}")
    splits = [claim for claim in own if isinstance(claim, Split)]
    voids = [void for split in splits for void in withdrawal(history, split)]
    return composed(history, *voids, gone={(bib, checkpoint, timekeeper.source)})
