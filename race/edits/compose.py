"""Makes an edit of its messages: with its title, and with the orders of packs kept in line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.edits.edit import Edit
from race.edits.edit_titles import title_of
from race.edits.pack_orders import Spot, with_orders_in_line

if TYPE_CHECKING:
    from collections.abc import Set

    from race.fold.history import History
    from race.messages import Message


def composed(history: History, *messages: Message, gone: Set[Spot] = frozenset()) -> Edit:
    """The edit that sends messages; `gone` is where a pack's order says that a runner passed, who did not."""
    whole = with_orders_in_line(history, messages, gone)
    return Edit(title_of(history, messages or whole), whole)
