"""Text from outside, made safe, and fitted into terminal cells."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from unicodedata import category, combining, normalize

from rich.cells import cell_len, set_cell_size

from feeds.legal_text import legal

MARKS_A_LETTER = 2
"""Combining marks kept on one letter; more would only overprint the lines around it."""

ELLIPSIS = "…"

LONELY = 2
"""Cells of a word that does not stand alone on the last line."""

BREAKS = re.compile(r"(?<!\d) | (?!(?:m|km|s)\b)")
"""The spaces at which a line may end: not that of `409 m`, between a figure and its unit."""

CLAUSE_ENDS = re.compile(r"[;,] | \(|$")

ZWNJ = "\u200c"
"""Of no width in every terminal, and in Persian part of the spelling."""

VARIATIONS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


# Every name on the board is cleaned at every paint: 0.1 µs each from the cache, 8 µs without it.
@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """A text that is legal, as it is drawn in cells.

    What joins or varies pictures is left out, as terminals do not agree on the width of what they make,
    and so are private and unassigned characters. The rest is NFC, with single blanks and at most two
    combining marks a letter.
    """
    kept: list[str] = []
    marks = 0
    for character in normalize("NFC", legal(text)):
        if (category(character) in ("Cf", "Co", "Cn") and character != ZWNJ) or character in VARIATIONS:
            continue
        marks = marks + 1 if combining(character) else 0
        if marks <= MARKS_A_LETTER:
            kept.append(character)
    return " ".join("".join(kept).split())


def fit(text: str, width: int, align: str = "left") -> str:
    """Text in exactly `width` cells, cut with an ellipsis if it is too long; `align` is left or right."""
    length = cell_len(text)
    if length > width:
        return set_cell_size(set_cell_size(text, max(width - 1, 0)).rstrip() + ELLIPSIS, width)
    blanks = " " * (width - length)
    return blanks + text if align == "right" else text + blanks


def truncate(text: str, width: int) -> str:
    """Text in at most `width` cells, cut with an ellipsis if it is too long; no blanks at its end."""
    return fit(text, max(width, 0)).rstrip()


def whole_clauses(text: str, width: int) -> str:
    """As much of the beginning of a text as fits without cutting a clause in two; empty where none fits."""
    ends = [match.start() for match in CLAUSE_ENDS.finditer(text)]
    return next((text[:end] for end in reversed(ends) if cell_len(text[:end]) <= width), "")


def fit_columns(cells: Sequence[str], sizes: Sequence[int]) -> str:
    """Cells of a table row, each in its size, one blank apart; a cell of size 0 is left out."""
    return " ".join(fit(cell, size) for cell, size in zip(cells, sizes, strict=True) if size).rstrip()


def wrapped(text: str, width: int, most: int = 100) -> list[str]:
    """Text in at most `most` lines of at most `width` cells, broken between words, and not before a unit."""
    lines = [""]
    for word in BREAKS.split(text):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if not lines[-1] or cell_len(longer) <= width or len(lines) == most:
            lines[-1] = longer
        else:
            lines.append(word)
    if len(lines) > 1 and cell_len(lines[-1]) <= LONELY:
        before, _, word = lines[-2].rpartition(" ")
        if before and cell_len(f"{word} {lines[-1]}") <= width:
            lines[-2:] = [before, f"{word} {lines[-1]}"]
    return [fit(line, width).rstrip() for line in lines]
