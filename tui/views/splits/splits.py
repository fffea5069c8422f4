"""The splits grid: every athlete by every checkpoint. Only the lines in sight are drawn."""

from __future__ import annotations

from bisect import bisect_left
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len

from race.order.checkpoint_table import CheckpointTable
from race.standings import Row
from tui.text.checkpoint_labels import main_checkpoints
from tui.text.formatting import CHOSEN, FOLLOWED
from tui.text.safe_text import clean, fit
from tui.text.styled_line import StyledLine
from tui.views.scene import Scene
from tui.views.splits.split_cells import LEGEND, MODES, OF_LAPS, Cell, Cells, Mode

PLACE = 4
"""Cells of the place and of the sign of who was picked."""

LEAST_NAME, MOST_NAME = 8, 20

EDGE = 2
"""Cells between the names and the figures, where an arrow says that there is more."""

GAP = 1
"""Cells between two columns, beside those of the signs."""

SIGNS = 2
"""Cells of a column for signs, one on each side of its figure."""

FRAME = 2
"""Lines around those of the athletes: the title and the legend."""

BARE = 3
"""In a pane of fewer lines than this only the athletes are shown."""


class Grid:
    """The splits of a race in a width in cells.

    `first` is the checkpoint of the first column; without it the newest one is in sight. `column` is the
    checkpoint under the cursor, which is always in sight. `every` asks for all checkpoints of a long race,
    not only for those that end a lap.
    """

    def __init__(
        self,
        scene: Scene,
        width: int,
        mode: Mode = "time",
        first: int | None = None,
        column: int | None = None,
        *,
        every: bool = False,
    ) -> None:
        view = scene.snapshot
        self.scene, self.width, self.column = scene, width, column
        self._rows = view.board.rows
        sheet = scene.checkpoints
        self._cells: Cells | None = None
        self._widths: dict[int, int] = {}
        if sheet is None:
            return
        corrected = frozenset((bib, c.checkpoint) for c in view.corrections for bib in c.bibs if c.checkpoint)
        self._cells = Cells(sheet, mode, corrected, official=view.board.phase == "official")
        self._name_cells = self._room_for_names()
        self._all = list(range(len(sheet.course.checkpoints))) if every else main_checkpoints(sheet.course)
        self._widths = self._in_sight(sheet, first)

    @property
    def count(self) -> int:
        """How many lines there are: one for each athlete."""
        return len(self._rows) if self._cells else 0

    @property
    def columns(self) -> list[int]:
        """The checkpoints in sight, by index."""
        return list(self._widths)

    def title(self) -> StyledLine:
        """The names of the checkpoints, with an arrow where there are more of them."""
        if self._cells is None or not self._widths:
            return ((fit("no room for the splits here", self.width).rstrip(), "dim"),)
        left = "‹ " if self.columns[0] > self._all[0] else "  "
        names = fit(MODES[self._cells.mode], PLACE + self._name_cells)
        titles = [self._column_title(self._cells, index) for index in self._widths]
        line = merged([(names + left, "dim"), *titles])
        if self.columns[-1] == self._cells.course.finish:
            return line
        *before, (last, style) = line
        return (*before, (last[:-1], style), ("›", "dim"))

    def _column_title(self, cells: Cells, index: int) -> tuple[str, str]:
        sign, style = ("▾", "accent") if index == self.column else (" ", "dim")
        newest = index == cells.sheet.reached and style == "dim"
        text = fit(sign + cells.title(index), self._widths[index] + SIGNS - 1, "right")
        return text + " " * (GAP + 1), "strong" if newest else style

    def line(self, number: int) -> StyledLine:
        """An athlete's line."""
        cells, row = self._cells, self._rows[number]
        if cells is None:
            return ()
        if not self._widths:
            return ((fit(self._name(row), self.width), self._style(row)),)
        told = [(self._name(row), self._style(row)), (" " * EDGE, "text")]
        chosen = row.runner.entrant.bib == self.scene.chosen
        for index, width in self._widths.items():
            cell = cells.cell(row.runner, index)
            told += _drawn(cell, width, is_under_cursor=chosen and index == self.column)
        return merged(told)

    def legend(self) -> StyledLine:
        """What the signs say, as many as there is room for."""
        told, room = [], self.width
        mode = self._cells.mode if self._cells else "time"
        for sign, words in LEGEND:
            if sign in OF_LAPS and mode != "lap":
                continue
            text = f"{sign} {words}   "
            if len(text.rstrip()) > room:
                break
            told.append(text)
            room -= len(text)
        return (("".join(told).rstrip(), "dim"),)

    def _name(self, row: Row) -> str:
        entrant, room = row.runner.entrant, self._name_cells
        sign = CHOSEN if entrant.bib == self.scene.chosen else " "
        sign = FOLLOWED if sign == " " and entrant.bib in self.scene.followed else sign
        name = clean(entrant.name)
        return f"{_place(row):>{PLACE - 1}}{sign}" + fit(
            name if cell_len(name) <= room else _short(row), room
        )

    def _style(self, row: Row) -> str:
        if row.runner.entrant.bib == self.scene.chosen:
            return "accent"
        return "text" if row.is_racing and row.runner.entrant.role == "runner" else "dim"

    def _room_for_names(self) -> int:
        wide = self.width >= 100
        longest = max(
            (cell_len(clean(row.runner.entrant.name) if wide else _short(row)) for row in self._rows),
            default=0,
        )
        return min(max(longest, LEAST_NAME), MOST_NAME, max(self.width // 4, LEAST_NAME))

    def _in_sight(self, sheet: CheckpointTable, first: int | None) -> dict[int, int]:
        """The columns that there is room for, by checkpoint, with the cells of their figures."""
        start = bisect_left(self._all, first) if first is not None else self._start_for(sheet.reached + 1)
        if self.column is not None:
            here = bisect_left(self._all, self.column)
            start = max(min(start, here), self._start_for(self.column))
        return self._from(min(start, len(self._all) - 1))

    def _start_for(self, index: int) -> int:
        """The number of the first column from which on a checkpoint, or the next one shown, is in sight."""
        last = min(bisect_left(self._all, index), len(self._all) - 1)
        start, room = last, self._room - self._taken(self._all[last])
        while start > 0 and room >= (taken := self._taken(self._all[start - 1])):
            room -= taken
            start -= 1
        return start

    def _from(self, start: int) -> dict[int, int]:
        assert self._cells is not None
        widths, room = {}, self._room
        for index in self._all[start:]:
            room -= self._taken(index)
            if room < 0:
                break
            widths[index] = self._cells.width(index)
        return widths

    @property
    def _room(self) -> int:
        return self.width - PLACE - self._name_cells - EDGE

    def _taken(self, index: int) -> int:
        assert self._cells is not None
        return self._cells.width(index) + SIGNS + GAP


def lines(
    scene: Scene,
    width: int,
    height: int,
    mode: Mode = "time",
    first: int | None = None,
    top: int = 0,
) -> list[StyledLine]:
    """The grid in `width` by `height` cells, from the athlete on line `top` on."""
    grid = Grid(scene, width, mode, first, scene.column)
    framed = height >= BARE
    rows = range(top, min(grid.count, top + height - FRAME * framed))
    told = [grid.line(number) for number in rows]
    return [grid.title(), *told, grid.legend()] if framed else told


def merged(parts: list[tuple[str, str]]) -> StyledLine:
    """Parts of a line with those of one style in one."""
    return tuple(("".join(text for text, _ in run), style) for style, run in groupby(parts, itemgetter(1)))


def _drawn(cell: Cell, width: int, *, is_under_cursor: bool) -> list[tuple[str, str]]:
    text = fit(cell.before.strip() + cell.text, width + SIGNS - 1, "right")
    if is_under_cursor:
        room = width + SIGNS + GAP
        whole = f"[{text.strip()}{cell.after.strip()}]"
        return [(fit(whole if len(whole) <= room else f"[{text.strip()}]", room, "right"), "accent")]
    return [(text + cell.after + " " * GAP, cell.style)]


def _place(row: Row) -> str:
    if row.place is not None:
        return str(row.place)
    if row.runner.entrant.role == "pacemaker":
        return "PM"
    return "" if row.runner.out in (None, "unknown") else str(row.runner.out)


def _short(row: Row) -> str:
    return clean(row.runner.short_name) or clean(row.runner.entrant.bib)
