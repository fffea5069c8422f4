"""Makes an edit of its messages: with its title, and with the orders of packs kept in line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.edits.edit import Edit
from race.edits.edit_titles import title_of
from race.edits.pack_orders import with_orders_in_line

if TYPE_CHECKING:
    from collections.abc import Set

    from race.fold.history import History
    from race.messages import Message


def composed(history: History, *messages: Message, gone: Set[tuple[str, str]] = frozenset()) -> Edit:
    """The edit that sends messages; `gone` has bibs that did not pass a checkpoint after all, with it."""
    whole = with_orders_in_line(history, messages, gone)
    return Edit(title_of(history, messages or whole), whole)
