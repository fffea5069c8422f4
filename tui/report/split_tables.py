"""The splits as tables, in the cells that the splits grid has."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from replays.report.where_won import lap_ends
from tui.report.tables import HEATS, Cell, Column, Table, TableRow
from tui.text.checkpoint_labels import main_checkpoints
from tui.text.formatting import MISSING, place_text
from tui.text.safe_text import clean
from tui.views.splits.split_cells import Cells, Mode

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from race.standings import Row
    from tui.views.scene import Scene

MOST_CELLS = 2600
"""Of one table. A page of more is too large for a mail."""

TRIMMED = 0.05
"""The share of the laps at each end that is as fast or slow as the scale of colours goes."""

CAPTIONS: dict[Mode, str] = {
    "time": "Times from the gun",
    "lap": "Laps",
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
        cells = self.cells(mode)
        if cells is None:
            return None
        checkpoints = self._checkpoints(mode)
        rows = [row for row in self._scene.board.rows if bibs is None or row.runner.entrant.bib in bibs]
        heat = self._heat(rows, checkpoints) if mode == "lap" else lambda _row, _index: None
        drawn = [self._row(cells, row, checkpoints, heat) for row in rows]
        known = [row for row in drawn if any(cell.text for cell in row.cells[2:])]
        if not known:
            return None
        most = max(MOST_CELLS // (len(checkpoints) + 2), 1)
        more = (
            f"{len(known) - most} more runners are left out here; `lapbell export` has them all."
            if len(known) > most
            else ""
        )
        columns = [Column("Place"), Column("Athlete", is_figure=False, names_row=True)]
        columns += [Column(cells.title(index)) for index in checkpoints]
        return Table(CAPTIONS[mode], columns, list(islice(known, most)), more)

    def _checkpoints(self, mode: Mode) -> list[int]:
        """The columns: the ends of laps for laps, for the others all main checkpoints, up to the newest."""
        table = self._table
        if table is None or table.reached < 0:
            return []
        if mode == "lap":
            return lap_ends(table, table.reached)
        return [index for index in main_checkpoints(table.course) if index <= table.reached]

    def _row(
        self,
        cells: Cells,
        row: Row,
        checkpoints: Sequence[int],
        heat: Callable[[Row, int], int | None],
    ) -> TableRow:
        out = row.runner.out
        place = place_text(row) or ("" if out in (None, "unknown") else str(out).upper())
        drawn = [Cell(place), Cell(clean(row.runner.full_name))]
        for index in checkpoints:
            cell = cells.cell(row.runner, index)
            text = " ".join(cell.text.split())
            if text != MISSING:
                text = f"{cell.before.strip()}{text}{cell.after.strip()}"
            drawn.append(Cell(text, heat(row, index), cell.style == "strong"))
        return TableRow(drawn)

    def _heat(self, rows: Sequence[Row], checkpoints: Sequence[int]) -> Callable[[Row, int], int | None]:
        """The colour of each lap by its pace, from the fastest laps of the table to the slowest."""
        paces = {
            (row.runner.entrant.bib, index): pace
            for row in rows
            for index in checkpoints
            if (pace := self._pace(row, index)) is not None
        }
        ordered = sorted(paces.values())
        if len(ordered) < 2:
            return lambda _row, _index: None
        trimmed = round((len(ordered) - 1) * TRIMMED)
        fastest, slowest = ordered[trimmed], ordered[-1 - trimmed]
        width = max(slowest - fastest, 1e-9)

        def heat(row: Row, index: int) -> int | None:
            pace = paces.get((row.runner.entrant.bib, index))
            if pace is None:
                return None
            return min(max(int((pace - fastest) / width * HEATS), 0), HEATS - 1)

        return heat

    def _pace(self, row: Row, index: int) -> float | None:
        """Milliseconds a metre of the lap that ends at a checkpoint."""
        stretch = self._table.stretch(row.runner, index) if self._table is not None else None
        return stretch.time.ms / stretch.metres if stretch is not None else None
