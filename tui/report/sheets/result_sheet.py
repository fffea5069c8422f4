"""The result list: places, times, what they qualify for and are worth, and those without a place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.messages import Split
from tui.report.sheets.sheet import (
    SIGNATURES,
    Sheet,
    from_note,
    meeting_line,
    present,
    records_table,
    start_line,
    text_column,
    title_line,
    with_content,
)
from tui.report.tables import Column, Table, TableRow, plain_row
from tui.text.board_cells import BoardLine, BoardLines
from tui.text.formatting import dropout
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.board import Board
    from race.messages import StartList
    from race.standings import Row

KINDS = {"official": "Official result", "finished": "Result, not official yet"}


def result_sheet(board: Board, start_list: StartList) -> Sheet:
    """The result, or how far it is known."""
    columns = [
        Column("Place"),
        Column("Bib"),
        text_column("Name"),
        text_column("Born"),
        text_column("Nat"),
        text_column("Club"),
        text_column("Cat"),
        text_column("Runners"),
        Column("Lane"),
        Column("Time"),
        Column("Net"),
        Column("Gap"),
        Column("React"),
        text_column("Notes"),
    ]
    lines = [line for line in BoardLines(board) if line.row is None or line.row.runner.entrant.bib]
    result = with_content(Table("", columns, [_row(board, line, len(columns)) for line in lines]))
    notes = [note for note in (start_line(board), _wind(board)) if note]
    kind = KINDS.get(board.phase, "Result so far")
    return Sheet(
        meeting_line(start_list),
        title_line(start_list),
        kind,
        present([result, records_table(board)]),
        [*notes, SIGNATURES],
    )


def _row(board: Board, line: BoardLine, columns: int) -> TableRow:
    row = line.row
    if row is None:
        return plain_row("", "", line.text, *[""] * (columns - 3))
    entrant, cells = row.runner.entrant, {name: text.strip() for name, text in line.cells.items()}
    notes = cells["notes"]
    if row.status != "finished":
        notes = _why_without_place(board, row)
    return plain_row(
        cells["place"],
        cells["bib"],
        cells["athlete"],
        clean(entrant.born[:4]),
        cells["nation"],
        clean(entrant.team or entrant.club),
        cells["category"],
        clean(", ".join(entrant.members)),
        from_note(entrant, "Lane"),
        cells["time"] if row.status == "finished" else _status(row),
        cells["net"],
        cells["gap"],
        from_note(entrant, "Reaction"),
        notes,
    )


def _status(row: Row) -> str:
    """DNF, DNS or DQ; nothing for a runner who is still out or of whom nothing was published."""
    out = row.runner.out
    return out.upper() if out in ("dnf", "dns", "dq") else ""


def _why_without_place(board: Board, row: Row) -> str:
    """The reason that was given, with the rule, or else how the runner left the race."""
    reason = clean(row.runner.statuses[-1].reason) if row.runner.statuses else ""
    return reason or dropout(board, row.runner)


def _wind(board: Board) -> str:
    """The wind at the finish; empty where none was measured, or not the same for all."""
    course = board.state.course
    finishes = (r.passings.get(course.finish) for r in board.state.runners.values()) if course else ()
    counted = [passing.counted.message for passing in finishes if passing is not None and passing.counted]
    winds = {message.wind for message in counted if isinstance(message, Split)} - {None}
    return f"Wind {next(iter(winds)):+.1f} m/s" if len(winds) == 1 else ""
