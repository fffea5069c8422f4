"""Makes an edit of its messages: with its title, and with the orders of packs kept in line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from race.edits.edit import Edit
from race.edits.edit_titles import title_of
from race.edits.pack_orders import Spot, with_orders_in_line

if TYPE_CHECKING:
    from collections.abc import Set

    from race.fold.history import History
    from race.messages import Message


def composed(history: History, *messages: Message, gone: Set[Spot] = frozenset()) -> Edit:
    """The edit that sends messages; `gone` is where a pack's order has runners who did not pass.

    A message that only repeats what it replaces is left out. Raises ValueError where nothing would change.
    """
    changes = [message for message in messages if not _is_as_before(history, message)]
    whole = with_orders_in_line(history, changes, gone)
    if not whole:
        raise ValueError("that would change nothing")
    return Edit(title_of(history, changes or whole), whole)


def _is_as_before(history: History, message: Message) -> bool:
    """Whether a message says what the one that it replaces said."""
    before = history.named(message.replaces) if message.replaces is not None else None
    return before is not None and _said(before) == _said(message)


def _said(message: Message) -> Message:
    """What a message says, whoever sent it when, and whatever it replaces."""
    return replace(message, id=None, replaces=None, heard_ms=None, by="", record=None)
