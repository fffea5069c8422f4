"""What a timekeeper does: take times, name them, and put right what was named or timed wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.edits.compose import composed
from race.edits.log_lookup import (
    course_of,
    message_named,
    name_of,
    race_ms,
    refuse_twice,
    second_of,
    state_now,
    withdrawal,
)
from race.edits.next_checkpoint import BEFORE, next_index, usual_index
from race.messages import Message, Order, Read, Split

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.edits.edit import Edit, Timekeeper
    from race.fold.history import History
    from race.times import TimeOfDay

FINISH = "finish"
"""The usual id of the last checkpoint."""

TIMED_AGAIN = "Timed again"
"""Why a time that was doubted is withdrawn, when its runner passes the checkpoint indeed."""

NO_BIB = "no bib was given"


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
    index = usual_index(state, timekeeper, race_ms(history, clock))
    # Before the start list has come from the hub the checkpoint is a guess; naming the tap puts it right.
    guess = next(iter(timekeeper.checkpoints), FINISH)
    checkpoint = course_of(state).at(index).id if index is not None else guess
    source = timekeeper.source
    read = Read(chip=name[:64], checkpoint=checkpoint, clock=clock, evidence="hand", source=source)
    return composed(history, read)


def name_taps(history: History, timekeeper: Timekeeper, taps: Sequence[Tap], bibs: Sequence[str]) -> Edit:
    """Name taps in their order: the first is the first bib's passing of its next checkpoint, and so on.

    An empty bib leaves its tap unnamed. Raises ValueError for more bibs than taps, and for a runner who
    has passed every checkpoint that is timed.
    """
    if len(bibs) > len(taps):
        number = f"{len(taps)} tap{'' if len(taps) == 1 else 's'}"
        raise ValueError(f"{len(bibs)} bibs, but {number} without a runner")
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
    if not named.fits(bib, clock):
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
        ValueError: without a bib, for one that is given twice, for runners who do not come to the same
            checkpoint next, and for a tap that has a runner already.
    """
    if not bibs:
        raise ValueError(NO_BIB)
    refuse_twice(bibs)
    named = _Naming(history, timekeeper)
    index = named.next_of(bibs[0], clock)
    course = course_of(named.state)
    for bib in bibs:
        if named.next_of(bib, clock) != index:
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

    def fits(self, bib: str, clock: TimeOfDay) -> bool:
        """Whether a runner has a checkpoint left at a time of day."""
        return self._next(bib, clock) is not None

    def next_of(self, bib: str, clock: TimeOfDay) -> int:
        """The index of the checkpoint that a runner passes. Raises ValueError where none is left."""
        index = self._next(bib, clock)
        if index is None:
            raise ValueError(f"{name_of(self.state, bib)} has passed every checkpoint that is timed here")
        return index

    def add(self, bib: str, clock: TimeOfDay, replaces: str | None = None) -> None:
        """A passing of the next checkpoint; an own time there that is doubted is withdrawn."""
        if replaces is not None:
            message_named(self._history, replaces, Read)
        index = self.next_of(bib, clock)
        self._passed[bib] = index
        split = Split(
            bib=bib,
            checkpoint=course_of(self.state).at(index).id,
            clock=clock,
            evidence="hand",
            source=self._timekeeper.source,
            replaces=replaces,
        )
        doubted = second_of(self.state, split)
        if doubted is not None:
            self._messages += withdrawal(self._history, doubted, TIMED_AGAIN)
        self._messages.append(split)

    def edit(self, *more: Message) -> Edit:
        """All of them as one edit. Raises ValueError where there is none."""
        if not self._messages:
            raise ValueError(NO_BIB)
        return composed(self._history, *self._messages, *more)

    def _next(self, bib: str, clock: TimeOfDay) -> int | None:
        course, runner = course_of(self.state), self.state.runners.get(bib)
        at_ms = race_ms(self._history, clock)
        return next_index(course, self._timekeeper, runner, at_ms, self._passed.get(bib, BEFORE))
