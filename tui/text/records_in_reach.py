"""The records within reach, in words for an announcer."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from race.marks import mark_runs
from tui.text.formatting import stretch_text
from tui.text.mark_rows import mark_time, title_of
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.board import Board
    from race.marks import MarkRow

MOST_RECORDS = 3
"""Records shown at once."""


def records_in_reach(board: Board) -> list[str]:
    """What the first runner who could has to run for the fastest marks within the range projected."""
    chased = (run.chased for run in mark_runs(board.marks))
    texts = (_required(row) for row in chased if row is not None)
    return list(islice(filter(None, texts), MOST_RECORDS))


def _required(row: MarkRow) -> str:
    """`NR ESP 3:47.69: García Romo needs 54.2 for the last 409 m`; empty out of the projection's range."""
    chaser, needs = row.chaser, row.needs
    projection = chaser.projection if chaser else None
    if chaser is None or needs is None or projection is None or projection.low is None:
        return ""
    if row.mark.time.ms < projection.low.ms:
        return ""
    name, rest = clean(chaser.runner.spoken_name), f"{stretch_text(needs)} for the last {needs.metres:.0f} m"
    return f"{clean(title_of(row.mark))} {mark_time(row)}: {name} needs {rest}"
