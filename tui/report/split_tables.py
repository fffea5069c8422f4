"""The splits as tables, in the cells that the splits grid has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.laps import between
from replays.report.whole_laps import WholeLap, whole_laps
from tui.report.tables import HEATS, Cell, Column, Table, TableRow
from tui.text.checkpoint_labels import main_checkpoints, short_checkpoint_label
from tui.text.formatting import MISSING, place_text, stretch_text
from tui.text.safe_text import clean
from tui.views.splits.split_cells import Cells, Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from race.course import Course
    from race.order.checkpoint_table import CheckpointTable
    from race.standings import Row
    from tui.views.scene import Scene

MOST_CELLS = 2600
"""Of one table. A page of more is too large for a mail."""

TRIMMED = 0.05
"""The share of the laps at each end that is as fast or slow as the scale of colours goes."""

CAPTIONS: dict[Mode, str] = {
    "time": "Times from the gun",
    "gap": "Behind the leader",
    "place": "Places, with those gained and lost",
}


class SplitTables:
    """The tables of one scene; None for each where no checkpoint has been reached."""

    def __init__(self, scene: Scene) -> None:
        self._scene = scene
        self._table = scene.checkpoints
        self._corrected = frozenset(
            (bib, c.checkpoint) for c in scene.snapshot.corrections for bib in c.bibs if c.checkpoint
        )

    def cells(self, mode: Mode) -> Cells | None:
        """The cells in a mode."""
        if self._table is None:
            return None
        official = self._scene.board.phase == "official"
        return Cells(self._table, mode, self._corrected, official=official)

    def table(self, mode: Mode, bibs: frozenset[str] | None = None) -> Table | None:
        """A table of all runners, or of some, as far as there is anything in it."""
        cells, table = self.cells(mode), self._table
        if cells is None or table is None or table.reached == START:
            return None
        seen = [row for row in self._scene.board.rows if row.runner.reached != START or row.runner.doubtful]
        wanted = [row for row in seen if bibs is None or row.runner.entrant.bib in bibs]
        laps = whole_laps(table, table.reached)
        indices = [index for index in main_checkpoints(table.course) if index <= table.reached]
        most = max(MOST_CELLS // (2 + len(laps if mode == "lap" else indices)), 1)
        rows, left = wanted[:most], len(wanted) - most
        if mode == "lap":
            titles, caption = [lap_title(cells, lap) for lap in laps], laps_title(table.course)
            heat = _heats(table, rows, laps)
            drawn = [self._row(row, [_lap_cell(cells, row, lap, heat) for lap in laps]) for row in rows]
        else:
            titles, caption = [cells.title(index) for index in indices], CAPTIONS[mode]
            drawn = [self._row(row, [_cell(cells, row, index) for index in indices]) for row in rows]
        known = [row for row in drawn if any(cell.text for cell in row.cells[2:])]
        more = f"{left} more runners are left out here; `lapbell export` has them all." if left > 0 else ""
        columns = [Column("Place"), Column("Athlete", is_figure=False, names_row=True), *map(Column, titles)]
        return Table(caption, columns, known, more) if known else None

    def _row(self, row: Row, cells: Sequence[Cell]) -> TableRow:
        out = row.runner.out
        place = place_text(row) or ("" if out in (None, "unknown") else str(out).upper())
        return TableRow([Cell(place), Cell(clean(row.runner.full_name)), *cells])


def part_word(course: Course) -> str:
    """What a race is divided into: laps, the legs of a relay, on a road stretches."""
    return course.lap_word if course.lap_m is not None else "stretch"


def laps_title(course: Course) -> str:
    """The same as a heading."""
    word = part_word(course)
    return f"{word.capitalize()}{'es' if word.endswith('ch') else 's'}"


def lap_title(cells: Cells, lap: WholeLap) -> str:
    """The title of the column of a lap: the checkpoint that ends it, and its length if that is unusual."""
    if cells.table.start(lap.end) == lap.start:
        return cells.title(lap.end)
    course = cells.course
    metres = course.distance(lap.end) - course.distance(lap.start)
    return f"{short_checkpoint_label(course, lap.end)}/{metres:.0f}"


def _cell(cells: Cells, row: Row, index: int) -> Cell:
    """A cell as the splits grid has it, with its symbols."""
    cell = cells.cell(row.runner, index)
    text = " ".join(cell.text.split())
    if text != MISSING:
        text = f"{cell.before.strip()}{text}{cell.after.strip()}"
    return Cell(text, is_strong=cell.style == "strong")


def _lap_cell(cells: Cells, row: Row, lap: WholeLap, heat: Callable[[Row, WholeLap], int | None]) -> Cell:
    """A lap as the splits grid has it; one that begins elsewhere than there, such as 300 m, by itself."""
    cell = _cell(cells, row, lap.end)
    if cells.table.start(lap.end) != lap.start:
        stretch = between(cells.course, row.runner, lap.start, lap.end)
        text = stretch_text(stretch) or (MISSING if cell.text else "")
        cell = Cell(text)
    return cell._replace(heat=heat(row, lap))


def _heats(
    table: CheckpointTable, rows: Sequence[Row], laps: Sequence[WholeLap]
) -> Callable[[Row, WholeLap], int | None]:
    """The colour of each lap by its pace, from the fastest laps of the table to the slowest."""
    paces = {
        (row.runner.entrant.bib, lap): stretch.time.ms / stretch.metres
        for row in rows
        for lap in laps
        if (stretch := between(table.course, row.runner, lap.start, lap.end)) is not None
    }
    ordered = sorted(paces.values())
    if len(ordered) < 2:
        return lambda _row, _lap: None
    trimmed = round((len(ordered) - 1) * TRIMMED)
    fastest, slowest = ordered[trimmed], ordered[-1 - trimmed]
    width = max(slowest - fastest, 1e-9)

    def heat(row: Row, lap: WholeLap) -> int | None:
        pace = paces.get((row.runner.entrant.bib, lap))
        return None if pace is None else min(max(int((pace - fastest) / width * HEATS), 0), HEATS - 1)

    return heat
