"""The records within reach, in words for an announcer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.marks import mark_runs
from tui.text.formatting import stretch_text
from tui.text.mark_rows import mark_time, mark_title

if TYPE_CHECKING:
    from race.board import Board

MOST_RECORDS = 3
"""Records shown at once."""


def records_in_reach(board: Board) -> list[str]:
    """What the leader has to run for the fastest marks that the range of the projection allows."""
    projection = board.leader.projection if board.leader else None
    if projection is None or projection.low is None or projection.basis == "result":
        return []
    return [
        f"{mark_title(run)} {mark_time(run.first)}: needs {stretch_text(needs)}"
        f" for the last {needs.metres:.0f} m"
        for run in mark_runs(board.marks)
        if (needs := run.first.needs) is not None and run.first.mark.time.ms >= projection.low.ms
    ][:MOST_RECORDS]
