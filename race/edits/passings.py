"""What a timekeeper does: take times, name them, and put right what was named or timed wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.edits.edit import Edit, Timekeeper
from race.edits.edit_titles import title_of
from race.edits.log_lookup import (
    checkpoint_index,
    claims_about,
    course_of,
    id_of,
    line_of,
    message_named,
    name_of,
    replacement,
    state_now,
    where,
    with_bibs,
    withdrawal,
)
from race.edits.next_checkpoint import next_index, usual_index
from race.edits.pack_orders import with_orders_in_line
from race.messages import Message, Note, Order, Read, Split, Void
from race.times import TimeOfDay

if TYPE_CHECKING:
    from collections.abc import Sequence, Set

    from race.fold.history import History
    from race.times import Time

TIMED_AGAIN = "Timed again"
"""Why a time that was doubted is withdrawn, when its runner passes the checkpoint indeed."""


class Tap(NamedTuple):
    """A time that was taken and belongs to no runner yet."""

    id: str
    """Of its message."""
    name: str
    """`tap 17`."""
    checkpoint: str
    """Where it was probably taken: where most come to next."""
    clock: TimeOfDay
    source: str
    """Who took it."""


def unnamed_taps(history: History) -> list[Tap]:
    """The taps without a runner, in the order of time; a bib that was typed and fits nowhere is one too."""
    found = [
        Tap(message.id, message.chip, message.checkpoint, message.clock, message.source)
        for message in history.messages
        if isinstance(message, Read)
        and message.evidence == "hand"
        and message.id is not None
        and history.holds(message)
    ]
    return sorted(found, key=lambda tap: tap.clock.utc_ms)


def tap(history: History, timekeeper: Timekeeper, clock: TimeOfDay) -> Edit:
    """A runner passes whose name comes later."""
    taps = sum(isinstance(m, Read) and m.source == timekeeper.source for m in history.messages)
    return _tap(history, timekeeper, clock, f"tap {taps + 1}")


def _tap(history: History, timekeeper: Timekeeper, clock: TimeOfDay, name: str) -> Edit:
    state = state_now(history)
    index = usual_index(state, timekeeper)
    if index is None:
        raise ValueError("the race has no start list yet")
    checkpoint = course_of(state).at(index).id
    source = timekeeper.source
    read = Read(chip=name[:64], checkpoint=checkpoint, clock=clock, evidence="hand", source=source)
    return Edit(title_of(history, [read]), (read,))


def name_taps(history: History, timekeeper: Timekeeper, taps: Sequence[Tap], bibs: Sequence[str]) -> Edit:
    """Name taps in their order: the first is the first bib's passing of its next checkpoint, and so on.

    An empty bib leaves its tap unnamed. Raises ValueError for more bibs than taps, and for a runner who
    has passed every checkpoint that is timed.
    """
    if len(bibs) > len(taps):
        raise ValueError(f"{len(bibs)} bibs, but {len(taps)} taps without a runner")
    named = _Naming(history, timekeeper)
    for one, bib in zip(taps, bibs, strict=False):
        if bib:
            named.add(bib, one.clock, replaces=one.id)
    return named.edit()


def by_bib(history: History, timekeeper: Timekeeper, bib: str, clock: TimeOfDay) -> Edit:
    """The runner of a bib passes the next checkpoint.

    The time of a runner who has passed them all is kept as a tap, so that nothing is lost.
    """
    named = _Naming(history, timekeeper)
    if not named.fits(bib):
        return _tap(history, timekeeper, clock, f"bib {bib} again")
    named.add(bib, clock)
    return named.edit()


def pack(
    history: History, timekeeper: Timekeeper, bibs: Sequence[str], clock: TimeOfDay, tap_id: str | None = None
) -> Edit:
    """A pack passes, in the order of its bibs: the time is that of the first, the others have places alone.

    Args:
        history: The log.
        timekeeper: Who times.
        bibs: The pack.
        clock: When the first of it passed.
        tap_id: The tap that was its time.

    Raises:
        ValueError: for a bib that is there twice, and for runners who are not on the same way.
    """
    if len(set(bibs)) < len(bibs):
        raise ValueError("a bib is there twice")
    named = _Naming(history, timekeeper)
    index = named.next_of(bibs[0])
    course = course_of(named.state)
    for bib in bibs:
        if named.next_of(bib) != index:
            name = name_of(named.state, bib)
            raise ValueError(
                f"{name} does not come to {course.label(index)} next, as the first of the pack does"
            )
    named.add(bibs[0], clock, replaces=tap_id)
    ahead = sum(index in runner.passings for runner in named.state.runners.values())
    places = {bib: place for place, bib in enumerate(bibs, start=ahead + 1)}
    order = Order(checkpoint=course.at(index).id, places=places, evidence="hand", source=timekeeper.source)
    return named.edit(order) if len(bibs) > 1 else named.edit()


class _Naming:
    """Gives times to runners, each at the next checkpoint of the runner."""

    def __init__(self, history: History, timekeeper: Timekeeper) -> None:
        self._history = history
        self._timekeeper = timekeeper
        self.state = state_now(history)
        self._passed: dict[str, int] = {}
        self._messages: list[Message] = []

    def fits(self, bib: str) -> bool:
        """Whether a runner has a checkpoint left."""
        return self._next(bib) is not None

    def next_of(self, bib: str) -> int:
        """The index of a runner's next checkpoint. Raises ValueError where none is left."""
        index = self._next(bib)
        if index is None:
            raise ValueError(f"{name_of(self.state, bib)} has passed every checkpoint that is timed here")
        return index

    def add(self, bib: str, clock: TimeOfDay, replaces: str | None = None) -> None:
        """A passing of the next checkpoint; an own time there that is doubted is withdrawn."""
        index = self.next_of(bib)
        self._passed[bib] = index
        source = self._timekeeper.source
        self._messages += [
            Void(replaces=claim.id, reason=TIMED_AGAIN)
            for claim in claims_about(self.state.runners.get(bib), index)
            if isinstance(claim, Split) and claim.evidence == "hand" and claim.source == source and claim.id
        ]
        checkpoint = course_of(self.state).at(index).id
        self._messages.append(
            Split(
                bib=bib, checkpoint=checkpoint, clock=clock, evidence="hand", source=source, replaces=replaces
            )
        )

    def edit(self, *more: Message) -> Edit:
        """All of them as one edit. Raises ValueError where there is none."""
        if not self._messages:
            raise ValueError("no bib was given")
        return _edit(self._history, *self._messages, *more)

    def _next(self, bib: str) -> int | None:
        course, runner = course_of(self.state), self.state.runners.get(bib)
        return next_index(course, self._timekeeper, runner, self._passed.get(bib))


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
    course = course_of(state)
    index = checkpoint_index(course, checkpoint)
    claims = claims_about(state.runners.get(bib), index)
    if any(isinstance(c, Split) and c.source == timekeeper.source and c.evidence == "hand" for c in claims):
        raise ValueError(f"{name_of(state, bib)} has a time {where(course, index)} already: change that one")
    source = timekeeper.source
    split = Split(bib=bib, checkpoint=checkpoint, clock=clock, evidence="hand", source=source)
    return _edit(history, split, *more)


def swap(history: History, checkpoint: str, first: str, second: str) -> Edit:
    """Two runners change their times and places at a checkpoint. Raises ValueError where neither has any."""
    state = state_now(history)
    index = checkpoint_index(course_of(state), checkpoint)
    bibs = {first: second, second: first}
    found: dict[int, Message] = {}
    for bib in bibs:
        for claim in claims_about(state.runners.get(bib), index):
            found[id(claim)] = claim
    if not found:
        raise ValueError(f"neither {first} nor {second} has a time {where(course_of(state), index)}")
    return _edit(history, *(with_bibs(replacement(message), bibs) for message in found.values()))


def move(history: History, split_id: str, checkpoint: str) -> Edit:
    """A time belongs to another checkpoint."""
    split = message_named(history, split_id, Split)
    checkpoint_index(course_of(state_now(history)), checkpoint)
    return _edit(history, replacement(split, checkpoint=checkpoint))


def retime(history: History, split_id: str, time: Time | TimeOfDay) -> Edit:
    """The time of a passing is another: from the gun, or of day."""
    split = message_named(history, split_id, Split)
    clock, elapsed = (time, None) if isinstance(time, TimeOfDay) else (None, time)
    return _edit(history, replacement(split, clock=clock, time=elapsed))


def unname(history: History, split_id: str) -> Edit:
    """A passing belongs to a runner who is not known: what is left of it is a tap without a name."""
    split = message_named(history, split_id, Split)
    return _edit(
        history, *(Void(replaces=id_of(one)) for one in line_of(history, split) if isinstance(one, Split))
    )


def delete_tap(history: History, tap_id: str, reason: str = "") -> Edit:
    """A tap was none."""
    return _edit(history, *withdrawal(history, message_named(history, tap_id, Read), reason))


def delete_passing(history: History, bib: str, checkpoint: str, reason: str = "") -> Edit:
    """A runner did not pass a checkpoint: no time by hand and no order of a pack says so any longer.

    Neither is there a tap again. Raises ValueError where the runner was not timed by hand.
    """
    state = state_now(history)
    index = checkpoint_index(course_of(state), checkpoint)
    claims = [c for c in claims_about(state.runners.get(bib), index) if c.evidence == "hand"]
    if not claims:
        raise ValueError(f"{name_of(state, bib)} has no time by hand {where(course_of(state), index)}")
    splits = [claim for claim in claims if isinstance(claim, Split)]
    voids = [void for split in splits for void in withdrawal(history, split, reason)]
    return _edit(history, *voids, gone={(bib, checkpoint)})


def _edit(history: History, *messages: Message, gone: Set[tuple[str, str]] = frozenset()) -> Edit:
    """The edit that sends messages, with the orders of packs kept in line."""
    whole = with_orders_in_line(history, messages, gone)
    return Edit(title_of(history, messages or whole), whole)
