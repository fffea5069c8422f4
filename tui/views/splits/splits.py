"""The splits grid: every runner by every checkpoint. Only the lines in sight are drawn."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.text.checkpoint_labels import main_checkpoints
from tui.text.formatting import CHOSEN, FOLLOWED, MISSING, NOT_PUBLISHED, place_or_status
from tui.text.safe_text import clean, fit, truncate
from tui.text.styled_line import StyledLine, merged
from tui.views.splits.split_cells import LAP_SYMBOLS, LEGEND, MODES, Cell, Cells, Mode
from tui.views.who_is_drawn import is_picked, short_name, style_of

if TYPE_CHECKING:
    from race.order.checkpoint_table import CheckpointTable
    from race.standings import Row
    from tui.views.scene import Scene

PLACE = 4
"""Cells of the place and of the symbol of a picked runner."""

LEAST_NAME, MOST_NAME = 8, 20

WIDE = 100
"""Cells of the narrowest grid with full names."""

EDGE = 2
"""Cells between the names and the figures, for an arrow where there are more columns."""

GAP = 1
"""Cells between two columns, in addition to those of the symbols."""

LOOKED_AT = 8
"""Rows from the front whose figures a title is put above."""

SYMBOLS = 2
"""Cells of a column for symbols, one on each side of its figure."""

FRAME = 2
"""Lines around those of the runners: the title and the legend."""

LEAST_FRAMED = 3
"""In a lower pane only the runners are shown."""


class Grid:
    """The splits of a race in a width in cells.

    The columns include the newest checkpoint, or the one under the cursor if there is one.
    """

    def __init__(self, scene: Scene, width: int, mode: Mode = "time") -> None:
        snapshot = scene.snapshot
        self.scene, self.width = scene, width
        self._rows = snapshot.board.rows
        self._cells: Cells | None = None
        self._widths: dict[int, int] = {}
        """The checkpoints in sight, by index, with the cells of their figures."""
        table = scene.checkpoints
        if table is None:
            return
        corrected = frozenset(
            (bib, c.checkpoint) for c in snapshot.corrections for bib in c.bibs if c.checkpoint
        )
        self._cells = Cells(table, mode, corrected, official=snapshot.board.phase == "official")
        self._name_cells, self._has_full_names = self._room_for_names()
        self._all = main_checkpoints(table.course)
        self._widths = self._in_sight(table, self._cells)

    @property
    def count(self) -> int:
        """The number of lines, one for each runner."""
        return len(self._rows) if self._cells else 0

    @property
    def columns(self) -> list[int]:
        """The checkpoints in sight, by index."""
        return list(self._widths)

    def title(self) -> StyledLine:
        """The names of the checkpoints, with an arrow where there are more of them."""
        if self._cells is None or not self._widths:
            return ((truncate("no room for the splits here", self.width), "dim"),)
        left = "‹ " if self.columns[0] > self._all[0] else "  "
        names = fit(MODES[self._cells.mode], PLACE + self._name_cells)
        titles = [self._column_title(self._cells, index) for index in self._widths]
        line = merged([(names + left, "dim"), *titles])
        if self.columns[-1] == self._cells.course.finish:
            return line
        *before, (last, style) = line
        return (*before, (last[:-1], style), ("›", "dim"))

    def _column_title(self, cells: Cells, index: int) -> tuple[str, str]:
        symbol, style = ("▾", "accent") if index == self.scene.column else (" ", "dim")
        newest = index == cells.table.reached and style == "dim"
        room = self._widths[index] + SYMBOLS - 1
        title = symbol + cells.title(index)
        text = fit(title + " " * min(self._blanks(cells, index), room - cell_len(title)), room, "right")
        return text + " " * (GAP + 1), "strong" if newest else style

    def _blanks(self, cells: Cells, index: int) -> int:
        """Cells that stay empty behind the figures of a column, as a race of hundredths has tenths there."""
        if cells.mode == "place":
            return 0
        texts = (cells.cell(row.runner, index).text for row in self._rows[:LOOKED_AT])
        figures = (text for text in texts if text.strip(MISSING + NOT_PUBLISHED))
        return min((len(text) - len(text.rstrip()) for text in figures), default=0)

    def line(self, number: int) -> StyledLine:
        """A runner's line."""
        cells, row = self._cells, self._rows[number]
        if cells is None:
            return ()
        if not self._widths:
            return ((fit(self._name(row), self.width), self._style(row)),)
        pieces = [(self._name(row), self._style(row)), (" " * EDGE, "text")]
        chosen = row.runner.entrant.bib == self.scene.chosen
        for index, width in self._widths.items():
            cell = cells.cell(row.runner, index)
            pieces += _drawn(cell, width, is_under_cursor=chosen and index == self.scene.column)
        return merged(pieces)

    def legend(self) -> StyledLine:
        """The meaning of as many symbols as there is room for."""
        texts, room = [], self.width
        mode = self._cells.mode if self._cells else "time"
        for symbol, meaning in LEGEND:
            if symbol in LAP_SYMBOLS and mode != "lap":
                continue
            text = f"{symbol} {meaning}   "
            if len(text.rstrip()) > room:
                break
            texts.append(text)
            room -= len(text)
        return (("".join(texts).rstrip(), "dim"),)

    def _name(self, row: Row) -> str:
        entrant, room = row.runner.entrant, self._name_cells
        is_chosen, is_followed = entrant.bib == self.scene.chosen, entrant.bib in self.scene.followed
        symbol = CHOSEN if is_chosen else FOLLOWED if is_followed else " "
        name = clean(row.runner.full_name) if self._has_full_names else short_name(row.runner)
        return f"{place_or_status(row):>{PLACE - 1}}{symbol}" + fit(name, room)

    def _style(self, row: Row) -> str:
        if is_picked(self.scene, row.runner):
            return style_of(self.scene, row.runner)
        is_in_race = row.is_racing or row.pack is not None
        return "text" if is_in_race and row.runner.entrant.role == "runner" else "dim"

    def _room_for_names(self) -> tuple[int, bool]:
        """The cells of the names, and whether all of them are full: one form for the whole list."""
        runners, most = [row.runner for row in self._rows], max(self.width // 4, LEAST_NAME)
        longest = max((cell_len(clean(runner.full_name)) for runner in runners), default=0)
        is_full = self.width >= WIDE and longest <= min(MOST_NAME, most)
        if not is_full:
            longest = max((cell_len(short_name(runner)) for runner in runners), default=0)
        return min(max(longest, LEAST_NAME), MOST_NAME, most), is_full

    def _in_sight(self, table: CheckpointTable, cells: Cells) -> dict[int, int]:
        """The columns that fit, by checkpoint, with the cells of their figures."""
        start = self._start_for(table.reached + 1, cells)
        if self.scene.column is not None:
            here = bisect_left(self._all, self.scene.column)
            start = max(min(start, here), self._start_for(self.scene.column, cells))
        widths, room = {}, self._room
        for index in self._all[start:]:
            room -= cells.width(index) + SYMBOLS + GAP
            if room < 0:
                break
            widths[index] = cells.width(index)
        return widths

    def _start_for(self, index: int, cells: Cells) -> int:
        """The number of the first column with which a checkpoint, or the next one shown, is in sight."""
        last = min(bisect_left(self._all, index), len(self._all) - 1)
        start, room = last + 1, self._room
        while start > 0 and (room := room - cells.width(self._all[start - 1]) - SYMBOLS - GAP) >= 0:
            start -= 1
        return min(start, last)

    @property
    def _room(self) -> int:
        return self.width - PLACE - self._name_cells - EDGE


def lines(scene: Scene, width: int, height: int, mode: Mode = "time") -> list[StyledLine]:
    """The grid in `width` by `height` cells, with the chosen runner in sight."""
    grid = Grid(scene, width, mode)
    has_frame = height >= LEAST_FRAMED
    room = height - FRAME * has_frame
    bibs = [row.runner.entrant.bib for row in scene.board.rows]
    chosen = bibs.index(scene.chosen) if scene.chosen in bibs else 0
    top = min(max(chosen - height // 2, 0), max(grid.count - room, 0))
    rows = [grid.line(number) for number in range(top, min(grid.count, top + room))]
    return [grid.title(), *rows, grid.legend()] if has_frame else rows


def _drawn(cell: Cell, width: int, *, is_under_cursor: bool) -> list[tuple[str, str]]:
    text = fit(cell.before.strip() + cell.text, width + SYMBOLS - 1, "right")
    if is_under_cursor:
        room = width + SYMBOLS + GAP
        whole = f"[{text.strip()}{cell.after.strip()}]"
        return [(fit(whole if len(whole) <= room else f"[{text.strip()}]", room, "right"), "accent")]
    return [(text + cell.after + " " * GAP, cell.style)]
