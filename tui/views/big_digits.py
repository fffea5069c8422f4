"""Large figures in blocks, like a seven-segment display, to be read across a room."""

from __future__ import annotations

SEGMENTS = {
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
"""The segments of each figure: `a` on top, then clockwise, `g` in the middle."""

BLOCK = "█"

THICK = 2
"""Cells of an upright segment; a horizontal one is a cell high."""

SMALLEST = 5
"""Lines of the smallest figures that can be read."""


def numeral_rows(room: int) -> int:
    """Lines of the largest figures that fit into `room` lines: an odd number, or 0 if none fit."""
    rows = room - (room % 2 == 0)
    return rows if rows >= SMALLEST else 0


def figure_cells(text: str, rows: int) -> int:
    """The width in cells of a text in figures of `rows` lines."""
    return sum(len(_glyph(character, rows)[0]) + THICK for character in text) - THICK if text else 0


def figures(text: str, rows: int) -> list[str]:
    """A text of figures, colons, points and minus signs as lines of equal length."""
    glyphs = [_glyph(character, rows) for character in text]
    return [(" " * THICK).join(glyph[row] for glyph in glyphs) for row in range(rows)]


def _glyph(character: str, rows: int) -> list[str]:
    middle, blank = rows // 2, " " * THICK
    if character == ".":
        return [blank] * (rows - 1) + [BLOCK * THICK]
    if character == ":":
        dots = (middle - rows // 4, middle + rows // 4)
        return [BLOCK * THICK if row in dots else blank for row in range(rows)]
    if character not in SEGMENTS:
        return [character if row == rows - 1 else " " for row in range(rows)]
    return [_line(SEGMENTS[character], row, middle, rows - 1, rows + 1) for row in range(rows)]


def _line(segments: str, row: int, middle: int, last: int, width: int) -> str:
    """A line of a figure: a horizontal segment, parts of upright ones, or both."""
    horizontal = {0: "a", middle: "g", last: "d"}.get(row, "")
    left = ("f" in segments and row <= middle) or ("e" in segments and row >= middle)
    right = ("b" in segments and row <= middle) or ("c" in segments and row >= middle)
    inner = BLOCK if horizontal and horizontal in segments else " "
    edges = [BLOCK if side or inner == BLOCK else " " for side in (left, right)]
    return edges[0] * THICK + inner * (width - 2 * THICK) + edges[1] * THICK
