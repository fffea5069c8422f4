"""Large figures in blocks, like a seven-segment display, to be read across a room."""

from __future__ import annotations

SEGMENTS = {
    "0": "abcdef",
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
"""The segments of each figure but 1: `a` on top, then clockwise, `g` in the middle."""

ONE = "1"
"""A stem in the middle with a flag and a foot, as two segments at the right would leave a hole before it."""

BLOCK = "█"

THICK = 2
"""Cells of an upright segment for each line of a horizontal one."""

SMALLEST = 5
"""Lines of the smallest figures that can be read."""

TWICE_AS_THICK = 10
"""From so many lines on, segments are two lines thick."""


def numeral_rows(room: int) -> int:
    """Lines of the largest figures whose halves are equal that fit into `room` lines, or 0 if none fit."""
    rows = room - (room - _stroke(room)) % 2
    return rows if rows >= SMALLEST else 0


def figure_cells(text: str, rows: int) -> int:
    """The width in cells of a text in figures of `rows` lines."""
    gap = THICK * _stroke(rows)
    return sum(len(_glyph(character, rows)[0]) + gap for character in text) - gap if text else 0


def figures(text: str, rows: int) -> list[str]:
    """A text of figures, colons, points and minus signs as lines of equal length."""
    glyphs = [_glyph(character, rows) for character in text]
    gap = " " * (THICK * _stroke(rows))
    return [gap.join(glyph[row] for glyph in glyphs) for row in range(rows)]


def _stroke(rows: int) -> int:
    """How many lines a horizontal segment takes."""
    return 1 if rows < TWICE_AS_THICK else 2


def _glyph(character: str, rows: int) -> list[str]:
    stroke = _stroke(rows)
    middle, dot = (rows - stroke) // 2, THICK * stroke
    if character == ".":
        return [" " * dot] * (rows - stroke) + [BLOCK * dot] * stroke
    if character == ":":
        dots = [start + row for start in (middle - rows // 4, middle + rows // 4) for row in range(stroke)]
        return [(BLOCK if row in dots else " ") * dot for row in range(rows)]
    if character == ONE:
        return [_line_of_one(row, rows, stroke) for row in range(rows)]
    if character not in SEGMENTS:
        beside = middle if character == "~" else rows - 1
        return [character if row == beside else " " for row in range(rows)]
    return [_line(SEGMENTS[character], row, rows, stroke) for row in range(rows)]


def _line_of_one(row: int, rows: int, stroke: int) -> str:
    width, thick = rows + stroke, THICK * stroke
    before = (width - thick) // 2
    if row >= rows - stroke:
        return BLOCK * width
    flag = before if row < stroke else 0
    return f"{' ' * (before - flag)}{BLOCK * (flag + thick)}".ljust(width)


def _line(segments: str, row: int, rows: int, stroke: int) -> str:
    """A line of a figure: a horizontal segment, parts of upright ones, or both."""
    middle, width, thick = (rows - stroke) // 2, rows + stroke, THICK * stroke
    starts = {"a": 0, "g": middle, "d": rows - stroke}
    is_horizontal = any(0 <= row - start < stroke for name, start in starts.items() if name in segments)
    is_upper, is_lower = row < middle + stroke, row >= middle
    left = ("f" in segments and is_upper) or ("e" in segments and is_lower)
    right = ("b" in segments and is_upper) or ("c" in segments and is_lower)
    edges = [BLOCK if side or is_horizontal else " " for side in (left, right)]
    inner = BLOCK if is_horizontal else " "
    return edges[0] * thick + inner * (width - 2 * thick) + edges[1] * thick
