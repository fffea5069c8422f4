"""Lines of text in pieces, each with the name of its style (see tui/settings/text_styles.py)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from rich.cells import cell_len

from tui.text.safe_text import clean, fit, truncate, wrapped

StyledLine = tuple[tuple[str, str], ...]
"""Pieces of text, each with the name of its style, from left to right."""

INDENT = "    "
"""Before lines that belong to the one above."""


def plain_text(line: StyledLine) -> str:
    """A line without its styles."""
    return "".join(text for text, _ in line)


def merged(pieces: Iterable[tuple[str, str]]) -> StyledLine:
    """A line in which neighbouring pieces of one style are one piece."""
    return tuple(("".join(text for text, _ in run), style) for style, run in groupby(pieces, itemgetter(1)))


def fewer_pieces(pieces: Iterable[tuple[str, str]]) -> StyledLine:
    """A line in which blanks belong to the piece before them, whose colour does not show on them.

    Each piece takes as long to draw as its text. An underlined title is to have no blanks behind it.
    """
    line: list[tuple[str, str]] = []
    for text, style in pieces:
        if line and (style == line[-1][1] or text.isspace()):
            line[-1] = line[-1][0] + text, line[-1][1]
        else:
            line.append((text, style))
    return tuple(line)


def wrapped_pieces(pieces: Iterable[tuple[str, str]], width: int) -> list[StyledLine]:
    """Safe pieces with a space between any two, in lines of at most `width` cells; what is longer is cut."""
    lines: list[list[tuple[str, str]]] = []
    room = 0
    for text, style in pieces:
        shown = truncate(text, width)
        cells = cell_len(shown)
        if not lines or cells + 1 > room:
            lines.append([(shown, style)])
            room = width - cells
        else:
            lines[-1] += [(" ", "text"), (shown, style)]
            room -= cells + 1
    return [merged(line) for line in lines]


def wrapped_lines(text: str, style: str, width: int, most: int = 100) -> list[StyledLine]:
    """Text from outside, made safe, in at most `most` lines of at most `width` cells."""
    return [((line, style),) for line in wrapped(clean(text), width, most)]


def hanging_lines(text: str, style: str, width: int) -> list[StyledLine]:
    """Text that is safe, in lines of at most `width` cells, all but the first indented."""
    first, *rest = wrapped(text, width)
    return [((first, style),), *(indented_lines(" ".join(rest), style, width) if rest else ())]


def indented_lines(text: str, style: str, width: int) -> list[StyledLine]:
    """Text that is safe, in indented lines of at most `width` cells."""
    lines = wrapped(text, max(width - len(INDENT), 1))
    return [((fit(INDENT + line, width).rstrip(), style),) for line in lines]
