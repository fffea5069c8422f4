"""A canvas of braille dots, two by four to a cell, with text above them."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby
from math import ceil, floor
from operator import itemgetter

from rich.cells import cell_len

from tui.text.styled_line import StyledLine

DOTS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""The bit of each dot of a cell, by row and column (Unicode, block Braille Patterns)."""

BRAILLE = " " + "".join(chr(0x2800 + bits) for bits in range(1, 256))
"""The character of each pattern; no dots at all are a blank."""

ACROSS, DOWN = 2, 4
"""Dots of a cell. They lie on a square grid where a cell is twice as high as wide."""

SPARSE = 2
"""A dotted line has one dot in so many."""


class Canvas:
    """Points, lines and words on `width` by `height` cells. What lies outside is not drawn.

    A cell has one style: the one it was drawn with last.
    """

    def __init__(self, width: int, height: int) -> None:
        self.width, self.height = width, height
        self._bits = [bytearray(width) for _ in range(height)]
        self._styles = [["text"] * width for _ in range(height)]
        self._words: list[dict[int, str]] = [{} for _ in range(height)]
        self._made: list[StyledLine | None] = [None] * height

    def copy(self) -> Canvas:
        """Another one with the same on it. Lines that are not drawn on are not made again."""
        other = Canvas(0, 0)
        other.width, other.height = self.width, self.height
        other._bits = [row[:] for row in self._bits]
        other._styles = [row[:] for row in self._styles]
        other._words = [row.copy() for row in self._words]
        other._made = self._made[:]
        return other

    def dots(self, places: Iterable[tuple[int, int]], style: str) -> None:
        """Points, in dots from the upper left corner. They change no words."""
        for x, y in places:
            column, row = x // ACROSS, y // DOWN
            if 0 <= column < self.width and 0 <= row < self.height:
                self._bits[row][column] |= DOTS[y % DOWN][x % ACROSS]
                self._made[row] = None
                if column not in self._words[row]:
                    self._styles[row][column] = style

    def line(
        self, start: tuple[float, float], end: tuple[float, float], style: str, *, dotted: bool = False
    ) -> None:
        """A straight line between two places in dots, dotted where it stands for an estimate."""
        (x, y), (dx, dy) = start, (end[0] - start[0], end[1] - start[1])
        part = _inside(x, dx, self.width * ACROSS, _inside(y, dy, self.height * DOWN, (0.0, 1.0)))
        steps = max(ceil(max(abs(dx), abs(dy))), 1)
        first, last = round(part[0] * steps), round(part[1] * steps)
        if dotted:
            first += -(first + round(x if abs(dx) >= abs(dy) else y)) % SPARSE
        shown = range(first, last + 1, SPARSE if dotted else 1)
        self.dots(
            ((floor(x + dx * step / steps + 0.5), floor(y + dy * step / steps + 0.5)) for step in shown),
            style,
        )

    def is_free(self, column: int, row: int, cells: int) -> bool:
        """Whether a stretch of cells lies on the canvas with nothing on it."""
        if not (0 <= row < self.height and column >= 0 and column + cells <= self.width):
            return False
        has_words = not self._words[row].keys().isdisjoint(range(column, column + cells))
        return not has_words and not any(self._bits[row][column : column + cells])

    def has_room(self, column: int, row: int, text: str) -> bool:
        """Whether words fit in there with no others right beside them."""
        cells = cell_len(text)
        if not self.is_free(column, row, cells):
            return False
        return column - 1 not in self._words[row] and column + cells not in self._words[row]

    def write(self, column: int, row: int, text: str, style: str) -> None:
        """Words from a cell on; what does not fit is cut."""
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
        self._made[row] = None

    def lines(self) -> list[StyledLine]:
        """The canvas from top to bottom, each line as wide as the canvas."""
        for row, made in enumerate(self._made):
            if made is None:
                self._made[row] = self._line(row)
        return [made for made in self._made if made is not None]

    def _line(self, row: int) -> StyledLine:
        characters = [BRAILLE[bits] for bits in self._bits[row]]
        for column, character in self._words[row].items():
            characters[column] = character
        pairs = zip(self._styles[row], characters, strict=True)
        return tuple(
            ("".join(character for _, character in run), style)
            for style, run in groupby(pairs, itemgetter(0))
        )


@lru_cache(maxsize=4096)
def _cells(text: str) -> list[tuple[str, int]]:
    """The characters of a text, those of no width with the one before them, and the cells each fills."""
    found: list[tuple[str, int]] = []
    for end, character in enumerate(text, start=1):
        cells = cell_len(text[:end]) - cell_len(text[: end - 1])
        if cells > 0:
            found.append((character, cells))
        elif found:
            found[-1] = (found[-1][0] + character, found[-1][1])
    return found


def _inside(at: float, step: float, size: int, part: tuple[float, float]) -> tuple[float, float]:
    """The part of a way, from 0 at its start to 1 at its end, that lies between 0 and a size."""
    first, last = part
    if step == 0:
        return part if 0 <= at < size else (1.0, 0.0)
    ends = sorted(((0 - at) / step, (size - at) / step))
    return max(first, ends[0]), min(last, ends[1])
