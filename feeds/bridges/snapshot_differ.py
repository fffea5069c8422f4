"""What a timing system says of a race as a whole, compared with what it said before.

A system that repeats its results says the same again and again, corrects itself, and takes back. What is new
is published, what is different replaces what was said before, and what is gone is withdrawn.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from feeds.bridges.bridge import message_id
from feeds.publishing.history_diff import thing
from feeds.publishing.outbox import checked_line
from race.messages import Message, Void


class SnapshotDiffer:
    """The messages of a bridge that hold, and those that make others hold.

    Each thing, such as a runner's time at a checkpoint, has one message that holds. Records are numbered from
    1, upwards; what is returned has the number of its record and an `id` made of it.
    """

    def __init__(self, by: str) -> None:
        """`by` is the name of the bridge."""
        self._by = by
        self._held: dict[Hashable, list[Message]] = {}
        """About each thing the message that holds, and those that it has replaced, the first one last."""
        self._record = 0
        self._count = 0
        self._faults: list[str] = []

    def whole(self, snapshot: Sequence[Message], record: int) -> list[Message]:
        """What makes the messages of a snapshot hold, and no others."""
        things = {thing(message) for message in snapshot}
        gone = [about for about in self._held if about not in things]
        return [*self._withdrawn(gone, record), *self.part(snapshot, record)]

    def part(self, news: Iterable[Message], record: int) -> list[Message]:
        """What makes these messages hold, beside those about other things."""
        made = []
        for message in news:
            about = thing(message)
            held = self._held.get(about, [])
            if (not held or _content(held[0]) != _content(message)) and self._is_legal(message):
                replaced = held[0].id if held else None
                new = replace(
                    message, id=self._next_id(record), by=self._by, record=record, replaces=replaced
                )
                self._held[about] = [new, *held]
                made.append(new)
        return made

    def without(self, messages: Iterable[Message], record: int) -> list[Message]:
        """What withdraws all that holds about the things of these messages."""
        return self._withdrawn([thing(message) for message in messages], record)

    def faults(self) -> list[str]:
        """Why messages were left out since this was asked last: a race cannot have what they say."""
        faults, self._faults = self._faults, []
        return faults

    def _is_legal(self, message: Message) -> bool:
        try:
            checked_line(replace(message, id=None, record=None, replaces=None), None)
        except ValueError as error:
            self._faults.append(str(error))
            return False
        return True

    def _withdrawn(self, things: Iterable[Hashable], record: int) -> list[Message]:
        """Voids, also of what was replaced: it would hold again."""
        gone = [held.id for about in things for held in self._held.pop(about, ())]
        return [
            Void(id=self._next_id(record), by=self._by, replaces=name, record=record) for name in gone if name
        ]

    def _next_id(self, record: int) -> str:
        self._count = self._count + 1 if record == self._record else 1
        self._record = record
        return message_id(record, self._count)


def _content(message: Message) -> Message:
    return replace(message, id=None, by="", record=None, replaces=None)
