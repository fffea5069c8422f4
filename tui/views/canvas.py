"""A canvas of braille dots, two by four to a cell, with text above them."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from math import ceil, floor

from rich.cells import cell_len

from tui.text.styled_line import StyledLine, fewer_pieces

DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a cell, by row and column (Unicode, block Braille Patterns)."""

BRAILLE = " " + "".join(chr(0x2800 + bits) for bits in range(1, 256))
"""The character of each pattern of dots; a blank for none."""

ACROSS, DOWN = 2, 4
"""Dots of a cell: a square grid if a cell is twice as high as wide."""

DOTTED = 2
"""A dotted line has one dot in this many."""


class Canvas:
    """Points, lines and words on `width` by `height` cells; what lies outside is not drawn.

    Each cell has one style, the one it was last drawn with.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._bits = [bytearray(width) for _ in range(height)]
        self._styles = [["text"] * width for _ in range(height)]
        self._words: list[dict[int, str]] = [{} for _ in range(height)]

    def copy(self) -> Canvas:
        """An independent copy."""
        other = Canvas(self.width, self.height)
        other._bits = [row[:] for row in self._bits]
        other._styles = [row[:] for row in self._styles]
        other._words = [row.copy() for row in self._words]
        return other

    def dots(self, places: Iterable[tuple[int, int]], style: str) -> None:
        """Draw points, in dots from the upper left corner, without changing words."""
        for x, y in places:
            column, row = x // ACROSS, y // DOWN
            if 0 <= column < self.width and 0 <= row < self.height:
                self._bits[row][column] |= DOTS[y % DOWN][x % ACROSS]
                if column not in self._words[row]:
                    self._styles[row][column] = style

    def line(
        self, start: tuple[float, float], end: tuple[float, float], style: str, *, dotted: bool = False
    ) -> None:
        """Draw a straight line between two places in dots."""
        (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
        part = _inside(x, dx, self.width * ACROSS, _inside(y, dy, self.height * DOWN, (0.0, 1.0)))
        steps = max(ceil(max(abs(dx), abs(dy))), 1)
        first, last = round(part[0] * steps), round(part[1] * steps)
        if dotted:
            first += -(first + round(x if abs(dx) >= abs(dy) else y)) % DOTTED
        shown = range(first, last + 1, DOTTED if dotted else 1)
        self.dots(
            ((floor(x + dx * step / steps + 0.5), floor(y + dy * step / steps + 0.5)) for step in shown),
            style,
        )

    def shade(self, start: tuple[float, float, float], end: tuple[float, float, float], style: str) -> None:
        """Draw sparse points between two lines, given by a column and two rows in dots at either end."""
        (x, top, bottom), (end_x, end_top, end_bottom) = start, end
        first = max(ceil(x), 0)
        last = min(max(floor(end_x), first + 1), self.width * ACROSS - 1)
        for column in range(first + first % DOTTED, last + 1, DOTTED):
            share = (column - x) / max(end_x - x, 1.0)
            rows = (floor(a + (b - a) * share + 0.5) for a, b in ((top, end_top), (bottom, end_bottom)))
            high, low = (min(max(row, 0), self.height * DOWN) for row in rows)
            shift = (high + column // DOTTED) % DOTTED
            self.dots(((column, row) for row in range(high + shift, low + 1, DOTTED)), style)

    def is_free(self, column: int, row: int, cells: int) -> bool:
        """Whether some cells lie on the canvas and are empty."""
        if not (0 <= row < self.height and column >= 0 and column + cells <= self.width):
            return False
        has_words = not self._words[row].keys().isdisjoint(range(column, column + cells))
        return not has_words and not any(self._bits[row][column : column + cells])

    def has_room(self, column: int, row: int, text: str) -> bool:
        """Whether a text fits there without touching another one."""
        cells = cell_len(text)
        if not self.is_free(column, row, cells):
            return False
        return column - 1 not in self._words[row] and column + cells not in self._words[row]

    def write(self, column: int, row: int, text: str, style: str) -> None:
        """Write a text from a cell on; what does not fit is cut."""
        if not 0 <= row < self.height:
            return
        words = self._words[row]
        if words.get(column) == "":
            words[column - 1] = " "
        for character, cells in _cells(text):
            if not 0 <= column <= self.width - cells:
                break
            for at in range(column, column + cells):
                words[at] = character if at == column else ""
                self._styles[row][at] = style
            column += cells
        if words.get(column) == "":
            words[column] = " "

    def write_line(self, column: int, row: int, line: StyledLine) -> None:
        """Write a line in pieces from a cell on."""
        for text, style in line:
            self.write(column, row, text, style)
            column += cell_len(text)

    def lines(self) -> list[StyledLine]:
        """The canvas from top to bottom, each line as wide as the canvas."""
        return [self._line(row) for row in range(self.height)]

    def _line(self, row: int) -> StyledLine:
        characters = [BRAILLE[bits] for bits in self._bits[row]]
        for column, character in self._words[row].items():
            characters[column] = character
        pieces, start = [], 0
        for style, run in groupby(self._styles[row]):
            end = start + len(list(run))
            pieces.append(("".join(characters[start:end]), style))
            start = end
        return fewer_pieces(pieces)


def _cells(text: str) -> list[tuple[str, int]]:
    """The characters of a text with the cells each fills; one of no width joins the one before."""
    split: list[tuple[str, int]] = []
    for end, character in enumerate(text, start=1):
        cells = cell_len(text[:end]) - cell_len(text[: end - 1])
        if cells > 0:
            split.append((character, cells))
        elif split:
            split[-1] = (split[-1][0] + character, split[-1][1])
    return split


def _inside(at: float, step: float, size: int, part: tuple[float, float]) -> tuple[float, float]:
    """The part of a line, from 0 at its start to 1 at its end, with a coordinate between 0 and `size`."""
    first, last = part
    if step == 0:
        return part if 0 <= at < size else (1.0, 0.0)
    ends = sorted(((0 - at) / step, (size - at) / step))
    return max(first, ends[0]), min(last, ends[1])
