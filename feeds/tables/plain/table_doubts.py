"""Notes on a table's doubtful cells, each by its row and column, and only the first few of a kind."""

from __future__ import annotations

from collections import Counter

MOST_NAMED = 8
"""Cells of one kind that are named; of the others only the number is given."""

LONGEST_QUOTE = 40
"""Characters of a cell that are quoted."""


class Doubts:
    """Collects what is doubtful."""

    def __init__(self) -> None:
        self._notes: list[str] = []
        self._counts: Counter[str] = Counter()
        self._first: dict[str, str] = {}

    def add(self, kind: str, text: str) -> None:
        """Add a note on a cell or a row; notes of one kind are counted together."""
        self._counts[kind] += 1
        self._first.setdefault(kind, text)
        if self._counts[kind] <= MOST_NAMED:
            self._notes.append(text)

    def count(self, kind: str) -> int:
        """How often something of a kind was said."""
        return self._counts[kind]

    def first(self, kind: str) -> str:
        """What was said first of a kind."""
        return self._first[kind]

    def notes(self) -> list[str]:
        """All notes, in order."""
        more = {kind: count - MOST_NAMED for kind, count in self._counts.items() if count > MOST_NAMED}
        return self._notes + [f"and {count} more: {kind}" for kind, count in more.items()]


def quoted(text: str) -> str:
    """A cell's text as it is shown in a message."""
    return repr(text if len(text) <= LONGEST_QUOTE else f"{text[:LONGEST_QUOTE]}...")
