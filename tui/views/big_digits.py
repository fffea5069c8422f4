"""Large figures, to be read across a room: a clock's seven strokes, in blocks."""

from __future__ import annotations

from functools import lru_cache

STROKES = {
    "0": "abcdef",
    "1": "bc",
    "2": "abdeg",
    "3": "abcdg",
    "4": "bcfg",
    "5": "acdfg",
    "6": "acdefg",
    "7": "abc",
    "8": "abcdefg",
    "9": "abcdfg",
    "-": "g",
}
"""The strokes of each figure, named as on a seven-segment display: `a` on top, then clockwise, `g` across."""

BLOCK = "█"

THICK = 2
"""Cells of an upright stroke; one that lies is a cell high."""

SMALLEST = 5
"""Lines of the smallest figures that can be told apart."""


def numeral_rows(room: int) -> int:
    """Lines of the largest figures for some lines of room: an odd number, 0 where there is no room."""
    rows = room - (room % 2 == 0)
    return rows if rows >= SMALLEST else 0


def figure_cells(text: str, rows: int) -> int:
    """Cells that a text of figures takes, so many lines high."""
    return sum(len(_glyph(character, rows)[0]) + THICK for character in text) - THICK if text else 0


def figures(text: str, rows: int) -> list[str]:
    """Figures, colons, points and signs as lines of one length."""
    glyphs = [_glyph(character, rows) for character in text]
    return [(" " * THICK).join(glyph[row] for glyph in glyphs) for row in range(rows)]


@lru_cache(maxsize=64)
def _glyph(character: str, rows: int) -> list[str]:
    middle, blank = rows // 2, " " * THICK
    if character == ".":
        return [blank] * (rows - 1) + [BLOCK * THICK]
    if character == ":":
        dots = (middle - rows // 4, middle + rows // 4)
        return [BLOCK * THICK if row in dots else blank for row in range(rows)]
    if character not in STROKES:
        return [character if row == rows - 1 else " " for row in range(rows)]
    strokes = STROKES[character]
    return [_line(strokes, row, middle, rows - 1, rows + 1) for row in range(rows)]


def _line(strokes: str, row: int, middle: int, last: int, width: int) -> str:
    """A line of a figure: a lying stroke, the ends of upright ones, or both."""
    lying = {0: "a", middle: "g", last: "d"}.get(row, "")
    left = ("f" in strokes and row <= middle) or ("e" in strokes and row >= middle)
    right = ("b" in strokes and row <= middle) or ("c" in strokes and row >= middle)
    inner = BLOCK if lying and lying in strokes else " "
    edges = [BLOCK if side or inner == BLOCK else " " for side in (left, right)]
    return edges[0] * THICK + inner * (width - 2 * THICK) + edges[1] * THICK
