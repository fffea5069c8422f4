"""What each message of a log changed about what was said before it, kept as the log grows."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.fold.replacements import NONE, Tallies, settle
from race.fold.timed_message import END, TimedMessage
from race.messages import Gun, Message, Official, StartList, Status, Void

if TYPE_CHECKING:
    from collections.abc import Callable

NEWEST_COUNTS = (Gun, StartList, Status, Official)
"""One of these may change what was said before without naming it."""


class MessageChange(NamedTuple):
    """A message that replaces another, or of which the newest counts. All by number in the log, from 1."""

    number: int
    known: int
    """The message with which it was known what this one refers to: itself, or one that came later."""
    went: tuple[int, ...]
    """What is not in force any more."""
    came: tuple[int, ...]
    """What is in force since: the message itself unless it is a void, and what holds again."""


class MessageChanges:
    """Takes in the messages of a log one by one, whatever time they have."""

    def __init__(self) -> None:
        self.told: list[MessageChange] = []
        """In the order in which they were known."""
        self._tallies: Tallies = {}
        """As they are when all messages have taken effect."""
        self._waiting: dict[str, list[TimedMessage]] = {}
        """What replaces a message that has not come."""

    def holds(self, message: Message) -> bool:
        """Whether nothing replaces a message."""
        return message.id is None or self._tallies.get(message.id, NONE).holds

    def take(self, entry: TimedMessage, find: Callable[[str], TimedMessage | None]) -> list[TimedMessage]:
        """Count a message; returns the earlier ones that hold no more by it, or again."""
        message = entry.message
        self._explain(entry)
        if message.replaces is None and not isinstance(message, NEWEST_COUNTS):
            return []
        went: list[TimedMessage] = []
        came = [entry] if self._speaks(message) else []
        if message.replaces is not None:
            if find(message.replaces) is None:
                self._waiting.setdefault(message.replaces, []).append(entry)
            for target, holds in settle(self._tallies, entry, find, END):
                (came if holds else went).append(target)
        self.told.append(MessageChange(entry.number, entry.number, _numbers(went), _numbers(came)))
        return [target for target in (*went, *came) if target is not entry]

    def _explain(self, entry: TimedMessage) -> None:
        """Tell of what replaced a message before it came."""
        message = entry.message
        if message.id is None or message.id not in self._waiting:
            return
        earlier = self._waiting.pop(message.id)
        if self.holds(message):
            return
        for heir in earlier:
            if self.holds(heir.message):
                came = (heir.number,) if self._speaks(heir.message) else ()
                self.told.append(MessageChange(heir.number, entry.number, (entry.number,), came))

    def _speaks(self, message: Message) -> bool:
        """Whether it holds and says something of its own."""
        return self.holds(message) and not isinstance(message, Void)


def _numbers(entries: list[TimedMessage]) -> tuple[int, ...]:
    return tuple(entry.number for entry in entries)
