"""The log of a race as someone sees it who times it: at the hub, with what is not there yet at its end.

Own messages have their local names here, `:3`, and those of others the names that the hub gave them. Where
the hub has taken messages in another order than they were seen in here, that of the hub counts: so in the end
all who time a race, and all who watch it, have the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from feeds.publishing.outbox import without_source

if TYPE_CHECKING:
    from race.messages import Message


class MergedLog:
    """The messages of one source, and those of others as the hub has them."""

    def __init__(self, own: Iterable[Message] = ()) -> None:
        self.messages: list[Message] = list(own)
        """All of them. It grows at its end, unless `rewrites` changes."""
        self.rewrites = 0
        """How often the messages were put into another order."""
        self.source = ""
        """The source of the own messages at the hub; empty while that is not known."""
        self._at_hub = 0
        """So many of the messages are at the hub, in its order; the others are own ones."""
        self._has_times = False
        """Whether it was learnt of a message in the list when the hub heard it."""

    @property
    def unsent(self) -> Sequence[Message]:
        """The own messages that have not come back from the hub."""
        return self.messages[self._at_hub :]

    @property
    def at_hub(self) -> Sequence[Message]:
        """The messages that the hub has."""
        return self.messages[: self._at_hub]

    def add(self, messages: Iterable[Message]) -> None:
        """Add own messages, each with its local name."""
        self.messages += messages

    def begin(self) -> None:
        """The log of the hub comes from its first message on."""
        if self._at_hub:
            own = [message for message in self.messages if _number(message)]
            self.messages = sorted(own, key=_number)
            self._at_hub = 0
            self.rewrites += 1

    def take(self, messages: Iterable[Message]) -> None:
        """Take the next messages of the hub's log."""
        for message in messages:
            self._take(self._local(message))
            self._at_hub += 1

    def settle(self) -> bool:
        """Let `rewrites` say that the hub has added when it heard messages; returns whether it has any."""
        changed, self._has_times = self._has_times, False
        self.rewrites += changed
        return changed

    def _take(self, message: Message) -> None:
        place, rest = self._at_hub, len(self.messages) - self._at_hub
        is_next = rest > 0 and self.messages[place].id == message.id
        if is_next:
            self.messages[place] = message
            self._has_times = True
            return
        if _number(message):
            self.messages[place:] = [own for own in self.messages[place:] if own.id != message.id]
        self.messages.insert(place, message)
        self.rewrites += rest > 0

    def _local(self, message: Message) -> Message:
        """A message of the hub, with the own messages by their local names."""
        source = self.source
        named = message.renamed(lambda name: without_source(name, source))
        return named if message.id is None else replace(named, id=without_source(message.id, source))


def _number(message: Message) -> int:
    """The number of an own message; 0 for one of another source."""
    name = message.id or ""
    return int(name[1:]) if name[:1] == ":" else 0
