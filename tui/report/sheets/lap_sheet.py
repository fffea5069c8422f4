"""The lap sheet: each runner's time and place at the end of every lap, or room to write them in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.laps import between
from replays.report.whole_laps import WholeLap, whole_laps
from tui.report.sheets.sheet import (
    SIGNATURES,
    Sheet,
    meeting_line,
    start_line,
    text_column,
    title_line,
)
from tui.report.tables import Cell, Column, Table, TableRow
from tui.text.checkpoint_labels import short_checkpoint_label
from tui.text.formatting import place_text, stretch_text, time_text
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.messages import StartList
    from race.order.checkpoint_table import CheckpointTable
    from race.standings import Row
    from tui.views.scene import Scene

MOST_LAPS, MOST_EMPTY = 4, 7
"""Laps beside each other on a page, filled in or to be; those of a longer race follow in more tables."""

EMPTY = "_______"
"""Where a time is written in by hand."""


def lap_sheet(scene: Scene, start_list: StartList) -> Sheet:
    """Laps as far as they are known; before the first time an empty form of the whole race."""
    table, board = scene.checkpoints, scene.board
    assert table is not None
    word = table.course.lap_word
    is_form = table.reached == START
    laps, most = whole_laps(table, table.course.finish), MOST_EMPTY if is_form else MOST_LAPS
    parts = [laps[first : first + most] for first in range(0, len(laps), most)]
    tables = [_table(table, board.rows, part, is_form=is_form) for part in parts]
    legend = [] if is_form else [f"In each {word}: time from the gun, {word} time, place there."]
    notes = [*legend, *filter(None, [start_line(board)]), SIGNATURES]
    return Sheet(meeting_line(start_list), title_line(start_list), "Lap sheet", tables, notes)


def _table(table: CheckpointTable, rows: Sequence[Row], laps: Sequence[WholeLap], *, is_form: bool) -> Table:
    columns = [Column("Place"), Column("Bib"), text_column("Name")]
    for lap in laps:
        label = short_checkpoint_label(table.course, lap.end)
        columns += (
            [Column(label)] if is_form else [Column(label), Column(table.course.lap_word), Column("pl")]
        )
    drawn = [_row(table, row, laps, is_form=is_form) for row in rows]
    return Table("", columns, drawn)


def _row(table: CheckpointTable, row: Row, laps: Sequence[WholeLap], *, is_form: bool) -> TableRow:
    runner, course = row.runner, table.course
    out = runner.out if runner.out != "unknown" else None
    place = place_text(row) or (out.upper() if out is not None else "")
    cells = [Cell(place), Cell(clean(runner.entrant.bib)), Cell(clean(runner.full_name))]
    for start, index in laps:
        if is_form:
            cells.append(Cell(EMPTY))
            continue
        there = table.place(runner, index) if index in runner.passings else None
        lap = between(course, runner, start, index)
        cells += [
            Cell(time_text(runner.time_at(index), course.digits)),
            Cell(stretch_text(lap)),
            Cell(f"{there}" if there is not None else ""),
        ]
    return TableRow(cells)
