"""The result, or the running order at a moment, as the board has it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from tui.report.tables import Cell, Column, Table, TableRow
from tui.text.board_cells import DEPARTED_COLUMNS, BoardLine, BoardLines
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.board import Board

MOST_ROWS = 400
"""More rows are not read by anyone, and make the page too large for a mail."""

COLUMNS = {
    "place": Column("Place"),
    "bib": Column("Bib", is_lesser=True),
    "athlete": Column("Athlete", is_figure=False, names_row=True),
    "nation": Column("Nation", is_figure=False),
    "club": Column("Club", is_figure=False, is_lesser=True),
    "members": Column("Runners", is_figure=False, is_lesser=True),
    "category": Column("Category", is_figure=False, is_lesser=True),
    "at": Column("At"),
    "time": Column("Time"),
    "net": Column("Net", is_lesser=True),
    "gap": Column("Gap"),
    "interval": Column("Interval", is_lesser=True),
    "projection": Column("Projected"),
    "notes": Column("Notes", is_figure=False),
}
"""By the name of the board's cell, in their order."""

FINISHED = frozenset({"at", "projection"})
"""Columns that say nothing in a result."""


def result_table(board: Board) -> Table:
    """The result, with the packs as blocks; columns without any text are left out."""
    everything = BoardLines(board)
    lines = [(line, _cells(line)) for line in islice(everything, MOST_ROWS)]
    used = {name for _, cells in lines for name, text in cells.items() if text}
    names = [name for name in COLUMNS if name in used or name in ("place", "athlete")]
    if board.is_over:
        names = [name for name in names if name not in FINISHED]
    if "nation" in names:
        names = [name for name in names if name != "club"]
    rows = [_row(line, cells, names) for line, cells in lines]
    caption = "Result" if board.is_over else "Running order"
    left = len(everything) - len(rows)
    more = f"{left} more rows are left out here; `lapbell export` has them all." if left > 0 else ""
    return Table(caption, [COLUMNS[name] for name in names], rows, more)


def _cells(line: BoardLine) -> dict[str, str]:
    cells = {name: line.cells.get(name, "").strip() for name in COLUMNS}
    entrant = line.row.runner.entrant if line.row is not None else None
    if entrant is None:
        return cells
    return {**cells, "club": clean(entrant.club), "members": clean(", ".join(entrant.members))}


def _row(line: BoardLine, cells: dict[str, str], names: list[str]) -> TableRow:
    """The row of a line, whose own text fills its empty columns."""
    if line.headings or line.row is None:
        return TableRow([], line.text, is_heading=True)
    if not line.text:
        return TableRow([Cell(cells[name]) for name in names])
    known = (*DEPARTED_COLUMNS, "club", "members")
    kept = [name for name in names if name in known]
    return TableRow([Cell(cells[name]) for name in kept], line.text)
