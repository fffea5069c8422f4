"""The lists of a scoreboard, put together from their records."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from feeds.bridges.lynx_scoreboard.scoreboard_items import ListEnd, ListHead, ListRow

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST_ROWS = 5000


class ScoreboardList(NamedTuple):
    """A list from its heading to its end."""

    head: ListHead
    rows: Sequence[ListRow]
    is_whole: bool
    """Whether it is known to have every runner, and not only those of a page."""


class ScoreboardLists:
    """The lists of one stream. One that is cut off is dropped: the next one says it all again."""

    def __init__(self) -> None:
        self._head: ListHead | None = None
        self._rows: list[ListRow] = []
        self._is_torn = False

    def take(self, item: ListHead | ListRow | ListEnd) -> ScoreboardList | str:
        """Take a record. Returns the list that it ends, or what is to be said of it; mostly nothing."""
        match item:
            case ListHead():
                was_open, self._head = self._head is not None, item
                self._rows, self._is_torn = [], False
                return "the list before it had no end, and is left out" if was_open else ""
            case ListRow() if self._head is None:
                return "a row outside of a list"
            case ListRow():
                if len(self._rows) < MOST_ROWS:
                    self._rows.append(item)
                return ""
        head, self._head = self._head, None
        if head is None:
            return "the end of a list without its beginning"
        if item.key is not None and item.key != head.key:
            return "the end of another list: something was lost in between, and the list is left out"
        is_whole = head.runners == len(self._rows) and not self._is_torn
        return ScoreboardList(head, self._rows, is_whole)

    def tear(self) -> None:
        """Note that a record could not be read: the list that is open may lack a runner."""
        self._is_torn = True
