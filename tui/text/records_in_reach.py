"""The records that are in reach, in words for an announcer."""

from __future__ import annotations

from race.board import Board
from race.marks import MarkRun, mark_runs
from race.times import Time
from tui.text.formatting import stretch_text
from tui.text.mark_rows import mark_time, mark_title

MOST = 3
"""Records that are told of at once."""


def records_in_reach(board: Board) -> list[str]:
    """What the leader has to run for the fastest marks that the range of the projection allows."""
    projection = board.leader.projection if board.leader else None
    if projection is None or projection.low is None or projection.basis == "result":
        return []
    low = projection.low
    return [line for run in mark_runs(board.marks) if (line := _line(run, low))][:MOST]


def _line(run: MarkRun, low: Time) -> str:
    row = run.first
    if row.needs is None or row.mark.time.ms < low.ms:
        return ""
    needs = f"{stretch_text(row.needs)} for the last {row.needs.metres:.0f} m"
    return f"{mark_title(run)} {mark_time(row)}: needs {needs}"
