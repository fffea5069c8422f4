"""The edits of one source, by the numbers on its messages, and what undoes and redoes them.

An undo withdraws the messages of an edit, a redo withdraws these withdrawals. Each undo names the messages of
the edit itself, and each redo the newest undo, so rows of voids stay short however often both are done.
"""

from __future__ import annotations

from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from race.edits.edit import REDONE, UNDONE, Edit
from race.edits.edit_titles import title_of
from race.messages import Ruling, Void

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from race.fold.history import History
    from race.messages import Message


class DoneEdit(NamedTuple):
    """An edit in the log."""

    number: int
    """Among the edits of its source, counted from 1."""
    by: str
    messages: tuple[Message, ...]
    """With their ids."""


class EditHistory:
    """The edits of one source, undone or not. It grows with the messages of the source."""

    def __init__(self, messages: Iterable[Message] = ()) -> None:
        self._messages: dict[int, list[Message]] = {}
        self._edit_of: dict[str, int] = {}
        """The number of the edit that a message is of, by the id of the message."""
        self._done: list[int] = []
        self._undone: list[int] = []
        self._undone_by: dict[int, int] = {}
        """The newest undo of each edit that was ever undone."""
        self.extend(messages)

    def extend(self, messages: Iterable[Message]) -> None:
        """Take further messages of the source; those without a number are of no edit."""
        for message in messages:
            number = message.record
            if number is None or message.id is None:
                continue
            if number not in self._messages:
                self._messages[number] = []
                self._begin(number, message)
            self._messages[number].append(message)
            self._edit_of[message.id] = number

    @property
    def next_number(self) -> int:
        """The number of the next edit."""
        return max(self._messages, default=0) + 1

    @property
    def edits(self) -> Sequence[DoneEdit]:
        """All edits, undos and redos among them, in the order in which they were done."""
        return [self._edit(number) for number in self._messages]

    @property
    def done(self) -> Sequence[DoneEdit]:
        """The edits that hold, in the order in which they would be undone from the end."""
        return [self._edit(number) for number in self._done]

    @property
    def undone(self) -> Sequence[DoneEdit]:
        """The edits that can be redone; the last one first."""
        return [self._edit(number) for number in reversed(self._undone)]

    def undo(self, history: History) -> Edit:
        """The edit that undoes the last one that holds. Raises ValueError if there is none."""
        if not self._done:
            raise ValueError("there is nothing to undo")
        return self.take_back(self._done[-1], history)

    def redo(self, history: History) -> Edit:
        """The edit that redoes the last one undone. Raises ValueError if there is none."""
        if not self._undone:
            raise ValueError("there is nothing to redo")
        number = self._undone[-1]
        withdrawals = self._messages[self._undone_by[number]]
        return _voids(f"Redone: {self.title(number, history)}", withdrawals, REDONE)

    def take_back(self, number: int, history: History) -> Edit:
        """The edit that undoes one that holds, also one before the last.

        Raises ValueError for one that does not hold, and for one that a later one changes.
        """
        if number not in self._done:
            raise ValueError(f"edit {number} does not hold, so it cannot be undone")
        later = self._changed_by(number)
        if later is not None:
            raise ValueError(f"edit {later} changes what edit {number} did: take that back first")
        return _voids(f"Undone: {self.title(number, history)}", self._messages[number], UNDONE)

    def title(self, number: int, history: History) -> str:
        """What an edit did, in words."""
        return title_of(history, self._messages[number])

    def _changed_by(self, number: int) -> int | None:
        """The last edit in force that changes a message of this one; None if no edit does."""
        ids = {message.id for message in self._messages[number]}
        since = takewhile(lambda later: later != number, reversed(self._done))
        return next((later for later in since if not ids.isdisjoint(_named(self._messages[later]))), None)

    def _edit(self, number: int) -> DoneEdit:
        messages = tuple(self._messages[number])
        return DoneEdit(number, messages[0].by, messages)

    def _begin(self, number: int, first: Message) -> None:
        """Count an edit by its first message: one of its own, an undo or a redo."""
        target = self._edit_of.get(first.replaces) if first.replaces is not None else None
        reason = first.reason if isinstance(first, Void) else ""
        if reason == UNDONE and target in self._done:
            self._done.remove(target)
            self._undone.append(target)
            self._undone_by[target] = number
        elif reason == REDONE and (redone := self._undone_in(target)) is not None:
            self._undone.remove(redone)
            self._done.append(redone)
        else:
            self._done.append(number)
            self._undone.clear()

    def _undone_in(self, undo: int | None) -> int | None:
        """The edit that an undo keeps undone; None if it no longer does."""
        return next((edit for edit in self._undone if self._undone_by[edit] == undo), None)


def _named(messages: Sequence[Message]) -> set[str | None]:
    """The ids of the messages that messages are about."""
    return {m.of if isinstance(m, Ruling) else m.replaces for m in messages}


def _voids(title: str, messages: Sequence[Message], reason: str) -> Edit:
    ids = [message.id for message in reversed(messages) if message.id is not None]
    return Edit(title, tuple(Void(replaces=name, reason=reason) for name in ids))
