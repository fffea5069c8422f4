"""What each message of a log changed about the messages before it, kept up to date as the log grows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.fold.replacements import NONE, Tallies, settle
from race.fold.timed_message import END, TimedMessage
from race.lazy_named_tuple import NamedTuple
from race.messages import Gun, Message, Official, Split, StartList, Status, Void

if TYPE_CHECKING:
    from collections.abc import Callable

NEWEST_COUNTS = (Gun, StartList, Status, Official)
"""Types of which only the newest message counts, so that one may change another without naming it."""


STATED = frozenset(("official", "published", "hand"))
"""The evidence of figures that people or results systems state, each of them its newest one."""


class MessageChange(NamedTuple):
    """A message that may change earlier ones. All by number in the log, from 1."""

    number: int
    known: int
    """The message with which the change was complete: itself, or a later one that it refers to."""
    went: tuple[int, ...]
    came: tuple[int, ...]
    """Messages in force since: the message itself unless it is a void, and those in force again."""


class MessageChanges:
    """The changes made by the messages of a log, taken one by one in the order of the log."""

    def __init__(self) -> None:
        self.changes: list[MessageChange] = []
        self._tallies: Tallies = {}
        """With all messages in effect."""
        self._waiting: dict[str, list[TimedMessage]] = {}
        """Messages that replace one still to come, by its id."""
        self._stated: dict[tuple[str, str, str, str], TimedMessage] = {}
        """The newest figure stated of a passing, by bib, checkpoint, evidence and source."""

    def holds(self, message: Message) -> bool:
        """Whether no message replaces this one."""
        return message.id is None or self._tallies.get(message.id, NONE).holds

    def take(self, entry: TimedMessage, find: Callable[[str], TimedMessage | None]) -> None:
        """Count a message."""
        message = entry.message
        if message.id is not None and message.id in self._waiting:
            self._resolve_waiting(message.id, entry)
        if message.replaces is None and isinstance(message, Split):
            if message.evidence in STATED:
                self._take_stated(entry, message)
            return
        if message.replaces is None and not isinstance(message, NEWEST_COUNTS):
            return
        went: list[TimedMessage] = []
        came = [entry] if self._has_content(message) else []
        if message.replaces is not None:
            if find(message.replaces) is None:
                self._waiting.setdefault(message.replaces, []).append(entry)
            for target, holds in settle(self._tallies, entry, find, END):
                (came if holds else went).append(target)
        self.changes.append(MessageChange(entry.number, entry.number, _numbers(went), _numbers(came)))

    def _take_stated(self, entry: TimedMessage, split: Split) -> None:
        """Count a figure; a newer one of the same source corrects the earlier without naming it."""
        passing = split.bib, split.checkpoint, split.evidence, split.source
        earlier = self._stated.get(passing)
        if self.holds(split):
            self._stated[passing] = entry
            if earlier is not None and self.holds(earlier.message):
                change = MessageChange(entry.number, entry.number, (earlier.number,), (entry.number,))
                self.changes.append(change)

    def _resolve_waiting(self, message_id: str, entry: TimedMessage) -> None:
        """Add the changes by messages that replaced this one before it came."""
        earlier = self._waiting.pop(message_id)
        if self.holds(entry.message):
            return
        for replacer in earlier:
            if self.holds(replacer.message):
                came = (replacer.number,) if self._has_content(replacer.message) else ()
                self.changes.append(MessageChange(replacer.number, entry.number, (entry.number,), came))

    def _has_content(self, message: Message) -> bool:
        """Whether a message is in force and is not a void."""
        return self.holds(message) and not isinstance(message, Void)


def _numbers(entries: list[TimedMessage]) -> tuple[int, ...]:
    return tuple(entry.number for entry in entries)
