"""What stands on the terminal, cell by cell, and what has to be written to change it."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len, get_character_cell_size

from race.lazy_named_tuple import NamedTuple
from tui.drivers.frame_pieces import LONGEST_UNFINISHED, PIECE, UNFINISHED
from tui.drivers.pen import PLAIN, Pen, blank_pen, change_of_pen, pen_after

if TYPE_CHECKING:
    import re

NEAR = 4
"""So many unchanged cells between two that change are written again: to step over them takes as much."""

KEPT_TEXTS = 8192
"""Texts whose cells are remembered: about those of two full screens, as most are written again unchanged."""

Cell = tuple[str, Pen]
"""What a cell shows. Of a text with wide or joined characters the first holds it all, the others nothing."""


class Cells(NamedTuple):
    """A text as cells."""

    cells: tuple[Cell, ...]
    is_even: bool
    """Whether each character fills one cell, on any terminal."""


@lru_cache(KEPT_TEXTS)
def cells_of(text: str, pen: Pen) -> Cells:
    """The cells that a text fills, by the widths that Textual goes by."""
    if all(get_character_cell_size(character) == 1 for character in text):
        blank = (" ", blank_pen(pen))
        return Cells(tuple(blank if character == " " else (character, pen) for character in text), True)
    width = cell_len(text)
    return Cells(((text, pen), *[("", pen)] * (width - 1)) if width else (), False)


class ShownCells:
    """The cells of a terminal as far as they are known, its cursor and its pen.

    Characters of other widths than one are written as Textual writes them, with all that comes in one go, and
    what stands to the right of them is not relied on: terminals disagree about how wide they are.
    Between frames the terminal keeps its last pen: a reset would be most of the bytes of a single figure.
    """

    def __init__(self) -> None:
        self._rows: dict[int, list[Cell | None]] = {}
        self._at: tuple[int, int] | None = None
        """Where the terminal's cursor is; None if that is not known."""
        self._pen: Pen | None = None
        """The terminal's pen."""
        self._wanted: tuple[int, int] | None = None
        """Where the cursor would be if all were written as it came."""
        self._wanted_pen = PLAIN
        self._run: list[tuple[str, Pen]] = []
        """Texts that came since the cursor was put at `_wanted`."""
        self._unfinished = ""
        self._out: list[str] = []

    def forget(self) -> None:
        """Rely on nothing that was written: everything that comes is let through, and known again."""
        self._rows = {}
        self._at = self._pen = None

    def changes(self, data: str) -> str:
        """What has to be written so that the terminal shows what it would if `data` were."""
        data = self._unfinished + data
        cut = UNFINISHED.search(data, max(len(data) - LONGEST_UNFINISHED, 0))
        self._unfinished = cut[0] if cut else ""
        end = cut.start() if cut else len(data)
        self._out = []
        for piece in PIECE.finditer(data, 0, end):
            if not self._take(piece):
                self._show_run()
                self._use(self._wanted_pen)
                self._catch_up()
                self._out.append(data[piece.start() : end])
                self.forget()
                self._wanted, self._wanted_pen = None, PLAIN
                break
        else:
            ends_at_place = not self._run and self._wanted is not None
            self._show_run()
            if ends_at_place:
                self._catch_up()
        return "".join(self._out)

    def _take(self, piece: re.Match[str]) -> bool:
        """Take a piece; False if it is one that may do anything to the screen."""
        kind = piece.lastgroup
        if kind == "text" or kind == "bare":
            pen = pen_after(self._wanted_pen, piece["pen"]) if kind == "text" else self._wanted_pen
            if pen is None or self._wanted is None:
                return False
            self._run.append((piece[kind], pen))
            if kind == "text":
                self._wanted_pen = PLAIN
        elif kind == "column":
            self._show_run()
            self._wanted = int(piece["row"]), int(piece["column"])
        elif kind == "pen_alone":
            pen = pen_after(self._wanted_pen, piece["pen_alone"])
            if pen is None:
                return False
            self._wanted_pen = pen
        elif kind == "quiet":
            self._show_run()
            self._out.append(piece[0])
        return kind != "other"

    def _show_run(self) -> None:
        """Write what changes of the texts that came for one place."""
        if not self._run or self._wanted is None:
            return
        run, self._run = self._run, []
        number, column = self._wanted
        parts = [cells_of(text, pen) for text, pen in run]
        cells = [cell for part in parts for cell in part.cells]
        end = column + len(cells)
        self._wanted = number, end
        row = self._rows.setdefault(number, [])
        row.extend([None] * (end - len(row)))
        before = row[column:end]
        is_measured = all(part.cells for part in parts)
        if before == cells and is_measured:
            return
        _tear(row, column)
        _tear(row, end)
        row[column:end] = cells
        if all(part.is_even for part in parts):
            self._write_changed(number, column, before, cells)
        else:
            self._go_to(number, column)
            for text, pen in run:
                self._use(pen)
                self._out.append(text)
            self._at = None
            del row[end if is_measured else max(column - 1, 0) :]

    def _write_changed(self, number: int, column: int, before: list[Cell | None], cells: list[Cell]) -> None:
        next_column = None
        for at, (cell, was) in enumerate(zip(cells, before, strict=True), column):
            if cell is was or cell == was:
                continue
            if at != next_column:
                if next_column is not None:
                    self._at = number, next_column
                self._go_to(number, at)
            text, pen = cell
            if pen is not self._pen and (text != " " or self._pen is None or blank_pen(self._pen) != pen):
                self._use(pen)
            self._out.append(text)
            next_column = at + 1
        if next_column is not None:
            self._at = number, next_column

    def _go_to(self, number: int, column: int) -> None:
        """Put the cursor on a cell, over the unchanged ones before it if that is shorter."""
        if self._at == (number, column):
            return
        if self._at is None or self._at[0] != number:
            self._out.append(f"\x1b[{number};{column}H")
        else:
            between = self._rows.get(number, [])[self._at[1] : max(column, self._at[1])]
            if 0 < len(between) <= NEAR and all(self._is_cheap(cell) for cell in between):
                self._out += [cell[0] for cell in between if cell is not None]
            else:
                self._out.append(f"\x1b[{column}G")
        self._at = number, column

    def _is_cheap(self, cell: Cell | None) -> bool:
        """Whether a cell can be written again with the pen as it is."""
        if cell is None or self._pen is None or len(cell[0]) != 1:
            return False
        return cell[1] == (blank_pen(self._pen) if cell[0] == " " else self._pen)

    def _use(self, pen: Pen) -> None:
        self._out.append(change_of_pen(self._pen, pen))
        self._pen = pen

    def _catch_up(self) -> None:
        """Put the cursor where it would be if all had been written."""
        if self._wanted is not None:
            self._go_to(*self._wanted)


def _tear(row: list[Cell | None], index: int) -> None:
    """Forget a text of wide characters that an edge goes through: a terminal may blank what is left of it."""
    if index >= len(row) or not _goes_on(row[index]):
        return
    first, last = index - 1, index
    while first > 0 and _goes_on(row[first]):
        first -= 1
    while last < len(row) and _goes_on(row[last]):
        row[last] = None
        last += 1
    row[first:index] = [None] * (index - first)


def _goes_on(cell: Cell | None) -> bool:
    return cell is not None and not cell[0]
