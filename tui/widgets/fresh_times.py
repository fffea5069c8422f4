"""Whose time is new, and is highlighted on the board for a while."""

from __future__ import annotations

from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.board import Board
    from race.fold.checkpoint_passing import Passing

FRESH_MS = 1500
"""How long a new time is highlighted, in wall time."""


class RecentTimes:
    """When each entrant's last passing was first seen on a board."""

    def __init__(self) -> None:
        self._seen: dict[str, Passing | None] = {}
        self._came_s: dict[str, float] = {}

    def bibs(self, board: Board) -> frozenset[str]:
        """The entrants whose last passing came less than `FRESH_MS` ago; none where half the field is new."""
        now_s = monotonic()
        seen = {row.runner.entrant.bib: row.passing for row in board.rows}
        came = [
            bib for bib, passing in seen.items() if passing is not None and self._seen.get(bib) != passing
        ]
        if len(came) <= max(len(seen) // 2, 1):
            self._came_s |= dict.fromkeys(came, now_s)
        self._seen = seen
        self._came_s = {bib: s for bib, s in self._came_s.items() if now_s - s < FRESH_MS / 1000}
        return frozenset(self._came_s)


def fresh_bibs(board: Board, fresh_ms: float) -> frozenset[str]:
    """The bibs of those whose last time is no older than `fresh_ms`."""
    return frozenset(
        row.runner.entrant.bib
        for row in board.rows
        if row.passing is not None
        and row.passing.time is not None
        and 0 <= board.clock_ms - row.passing.time.ms < fresh_ms
    )
