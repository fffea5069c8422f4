"""An edit: what someone does to a race with one key, as messages that are sent together."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from race.messages import Message, Note, Order, Read, Ruling, Split, Status, Void

UNDONE = "Edit undone"
"""The reason of the voids that undo an edit."""

REDONE = "Undo undone"
"""The reason of the voids that redo an edit: they withdraw those that undid it."""


class Edit(NamedTuple):
    """Messages that are sent together, and are undone together."""

    title: str
    """What is done, in words: `Berg at 700 m in 2:05.3`."""
    messages: tuple[Message, ...]
    """Without ids. They name others by the ids that these have in the log."""

    def signed(self, by: str, number: int) -> tuple[Message, ...]:
        """The messages as they are sent: by whom, and in which edit of their source, counted from 1."""
        return tuple(replace(message, by=by, record=number) for message in self.messages)

    def because(self, reason: str) -> Edit:
        """The edit with why it is done: in its rulings, statuses and voids, or else in a note."""
        if not reason:
            return self
        is_said = any(isinstance(message, Void | Ruling | Status) for message in self.messages)
        if not is_said:
            return self._replace(messages=(*self.messages, _note(self.messages, reason)))
        messages = (
            replace(message, reason=message.reason or reason)
            if isinstance(message, Void | Ruling | Status)
            else message
            for message in self.messages
        )
        return self._replace(messages=tuple(messages))


def _note(messages: tuple[Message, ...], text: str) -> Note:
    """A note about what the first of some messages is about."""
    match messages[:1]:
        case (Split(bib=bib, checkpoint=checkpoint),):
            return Note(text=text, bib=bib, checkpoint=checkpoint)
        case (Order(checkpoint=checkpoint) | Read(checkpoint=checkpoint),):
            return Note(text=text, checkpoint=checkpoint)
    return Note(text=text)


class Timekeeper(NamedTuple):
    """Someone who takes times by hand."""

    name: str = ""
    checkpoints: tuple[str, ...] = ()
    """The ids of the checkpoints that they time; empty for all but the start line."""

    @property
    def source(self) -> str:
        """The source of their times, so that two watches at one checkpoint are two sources."""
        return f"Timed by {self.name}" if self.name else ""
