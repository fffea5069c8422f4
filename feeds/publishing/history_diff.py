"""What to publish so that a hub's messages of a source come to say what a race file says.

Both sides are compared by the messages that hold, in any order. So a file that was edited, and then published
with corrections, is the same as what the hub has, and a line that has only been moved is not sent.
"""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Callable, Hashable, Sequence, Set
from dataclasses import replace
from typing import NamedTuple

from feeds import codec
from feeds.publishing.outbox import REFUSED, local_id
from race.fold.replacements import ReplacementCount
from race.lazy_dataclass import dataclass
from race.messages import Message, Ruling, Void

THING = ("bib", "checkpoint", "chip", "wave", "of")
"""Messages of a type that agree in these are about the same thing."""


def thing(message: Message) -> Hashable:
    """What a message is about: two about the same thing say the same, or one corrects the other."""
    return type(message), message.replaces, *(getattr(message, name, None) for name in THING)


class Change(NamedTuple):
    """One message to publish."""

    message: Message
    number: int | None = None
    """The number of the message at the hub that it replaces."""
    before: Message | None = None
    """What that message says; None where it has been replaced already."""


class HistoryDiff(NamedTuple):
    """What to publish, in order."""

    changes: Sequence[Change]
    is_growth: bool
    """Whether the file has only grown at its end, so that nothing that was published is touched."""

    @property
    def changed(self) -> int:
        """How many messages become others."""
        return sum(c.before is not None and not isinstance(c.message, Void) for c in self.changes)

    @property
    def gone(self) -> int:
        """How many messages are withdrawn."""
        return sum(c.before is not None and isinstance(c.message, Void) for c in self.changes)

    @property
    def new(self) -> int:
        """How many messages are added."""
        return sum(c.number is None for c in self.changes)


def history_diff(
    at_hub: Sequence[bytes], in_file: Sequence[Message], estimated: Set[int] = frozenset()
) -> HistoryDiff:
    """What to publish after the messages at the hub, as an outbox keeps them, to have those of a file.

    The messages of the file have no ids, and refer to one another by their numbers in it, as in an outbox.
    Where `when` is `estimated`, by these numbers, another one at the hub is no difference: it follows from
    the rest of the file as that was.
    """
    kept = [None if line == REFUSED else codec.decode(line) for line in at_hub]
    comparison = _Comparison(_Holding.among(kept), _Holding.among(in_file), len(at_hub), estimated)
    return comparison.diff()


@dataclass(slots=True)
class _Slot:
    """A message that holds."""

    numbers: list[int]
    """Its number and those of the messages that it has replaced, the first one's last."""
    message: Message
    """Without the name of what it has replaced."""
    after: int = 0
    """The number of the message at the hub that stands before it, among those that have not changed."""

    @property
    def number(self) -> int:
        return self.numbers[0]


class _Holding(NamedTuple):
    """The messages that hold, each where the first one stands that it has replaced."""

    slots: list[_Slot]
    rulings: list[_Slot]
    by_number: dict[int, _Slot]
    """By the numbers of these messages and of those that they have replaced."""

    @classmethod
    def among(cls, messages: Sequence[Message | None]) -> _Holding:
        """Those of a history, in which None was refused."""
        numbered = {number: m for number, m in enumerate(messages, start=1) if m is not None}
        targets = {
            number: target
            for number, message in numbered.items()
            if (target := _own_number(message.replaces)) in numbered and target < number
        }
        counts: defaultdict[int, ReplacementCount] = defaultdict(ReplacementCount)
        for number in sorted(targets, reverse=True):
            if counts[number].still_replaces:
                counts[targets[number]] = counts[targets[number]].plus(numbered[number], 1)
        slots = []
        for number, message in numbered.items():
            is_correction = number in targets
            if counts[number].holds and not (is_correction and isinstance(message, Void)):
                numbers = [number]
                while numbers[-1] in targets:
                    numbers.append(targets[numbers[-1]])
                slots.append(_Slot(numbers, replace(message, replaces=None) if is_correction else message))
        slots.sort(key=lambda slot: slot.numbers[::-1])
        by_number = {number: slot for slot in slots for number in slot.numbers}
        rulings = [slot for slot in slots if isinstance(slot.message, Ruling)]
        return cls([slot for slot in slots if not isinstance(slot.message, Ruling)], rulings, by_number)


class _Comparison:
    """Finds for each message of the file one at the hub."""

    def __init__(self, at_hub: _Holding, in_file: _Holding, last: int, estimated: Set[int]) -> None:
        self._hub, self._file = at_hub, in_file
        self._estimated = estimated
        self._last = last
        self._changes: list[Change] = []
        self._final: dict[int, int] = {}
        """By the number of a message of the file, the one that has its content at the hub afterwards."""

    def diff(self) -> HistoryDiff:
        """The changes; rulings come last, as they name messages by numbers that the changes give."""
        is_growth = self._compare(self._hub.slots, self._file.slots)
        for rulings, name in ((self._hub.rulings, self._hub_name), (self._file.rulings, self._final_name)):
            for slot in rulings:
                slot.message = slot.message.renamed(name)
        self._compare(self._hub.rulings, self._file.rulings)
        return HistoryDiff(self._changes, is_growth and all(c.number is None for c in self._changes))

    def _compare(self, at_hub: Sequence[_Slot], in_file: Sequence[_Slot]) -> bool:
        """Note the changes among some messages; returns whether new ones come at the end alone."""
        same = _pairs(at_hub, in_file, _content)
        kept = {old.number for old in same.values()}
        same |= _pairs(
            [slot for slot in at_hub if slot.number not in kept],
            [slot for slot in in_file if slot.number not in same and slot.number in self._estimated],
            _timeless_content,
        )
        self._final.update((number, old.number) for number, old in same.items())
        known = set(self._final.values())
        before = _unpaired(at_hub, known, lambda slot: slot.number)
        after = _unpaired(in_file, known, lambda slot: self._final.get(slot.number, 0))
        pairs = _pairs(before, after, _thing)
        kept = {old.number for old in pairs.values()}
        pairs |= _pairs(
            [slot for slot in before if slot.number not in kept],
            [slot for slot in after if slot.number not in pairs],
            _place,
        )
        kept = {old.number for old in pairs.values()}
        for slot in before:
            if slot.number not in kept:
                self._withdraw(slot)
        for slot in after:
            self._publish(slot, pairs.get(slot.number))
        return after == list(in_file[len(in_file) - len(after) :])

    def _withdraw(self, slot: _Slot) -> None:
        """Void a message, and what it has replaced, which would hold again."""
        for number in slot.numbers:
            before = slot.message if number == slot.number else None
            self._changes.append(Change(Void(replaces=local_id(number)), number, before))

    def _publish(self, slot: _Slot, old: _Slot | None) -> None:
        change = Change(slot.message)
        if old is not None:
            named = replace(slot.message, replaces=local_id(old.number))
            change = Change(named, old.number, old.message)
        self._changes.append(change)
        self._final[slot.number] = self._last + len(self._changes)

    def _hub_name(self, name: str) -> str:
        """The name of the message that holds at the hub in place of a named one."""
        slot = self._hub.by_number.get(_own_number(name))
        return name if slot is None else local_id(slot.number)

    def _final_name(self, name: str) -> str:
        """The same of one that the file names, when all is published."""
        slot = self._file.by_number.get(_own_number(name))
        return name if slot is None else local_id(self._final.get(slot.number, slot.number))


def _pairs(
    before: Sequence[_Slot], after: Sequence[_Slot], key: Callable[[_Slot], Hashable]
) -> dict[int, _Slot]:
    """By the number of a message of the file, one at the hub with the same key, each once and in order."""
    waiting: defaultdict[Hashable, deque[_Slot]] = defaultdict(deque)
    for slot in before:
        waiting[key(slot)].append(slot)
    return {slot.number: found.popleft() for slot in after if (found := waiting[key(slot)])}


def _unpaired(slots: Sequence[_Slot], known: Set[int], number: Callable[[_Slot], int]) -> list[_Slot]:
    """The messages that are not among those known at the hub, each with the known one before it."""
    rest, after = [], 0
    for slot in slots:
        if number(slot) in known:
            after = number(slot)
        else:
            slot.after = after
            rest.append(slot)
    return rest


def _content(slot: _Slot) -> Hashable:
    return codec.encode(replace(slot.message, heard_ms=None))


def _timeless_content(slot: _Slot) -> Hashable:
    return codec.encode(replace(slot.message, when=None, heard_ms=None))


def _thing(slot: _Slot) -> Hashable:
    return thing(slot.message)


def _place(slot: _Slot) -> Hashable:
    return type(slot.message), slot.message.replaces, slot.after


def _own_number(name: str | None) -> int:
    """The number in the name of a message of the same outbox; 0 for any other name."""
    return int(name[1:]) if name and name[0] == ":" and name[1:].isdigit() else 0
