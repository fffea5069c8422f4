"""The start list: who runs, with their bests and the records that there are to beat."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.sheets.sheet import (
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
from tui.report.tables import Column, Table, plain_row
from tui.text.formatting import time_text
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.board import Board
    from race.messages import StartList

PACEMAKER = "pacemaker"


def start_sheet(board: Board, start_list: StartList) -> Sheet:
    """The entrants in the order of the start list."""
    digits = board.state.course.digits if board.state.course is not None else 2
    columns = [
        Column("Lane"),
        Column("Bib"),
        text_column("Name"),
        text_column("Born"),
        text_column("Nat"),
        text_column("Club"),
        text_column("Cat"),
        text_column("Runners"),
        text_column("Wave"),
        Column("PB"),
        Column("SB"),
        text_column("Notes"),
    ]
    rows = [
        plain_row(
            from_note(entrant, "Lane"),
            clean(entrant.bib),
            clean(entrant.name),
            clean(entrant.born[:4]),
            clean(entrant.nation),
            clean(entrant.team or entrant.club),
            clean(entrant.category),
            clean(", ".join(entrant.members)),
            clean(entrant.wave),
            time_text(entrant.pb, digits),
            time_text(entrant.sb, digits),
            PACEMAKER if entrant.role == "pacemaker" else "",
        )
        for entrant in start_list.entrants
    ]
    count = f"{len(rows)} entrants"
    return Sheet(
        meeting_line(start_list),
        title_line(start_list),
        "Start list",
        present([with_content(Table("", columns, rows)), records_table(board)]),
        [note for note in (count, start_line(board)) if note],
    )
