"""Text from outside, made safe and measured in terminal cells."""

from __future__ import annotations

from functools import lru_cache
from unicodedata import category, combining, normalize

from rich.cells import cell_len, set_cell_size

MARKS_A_LETTER = 2
"""Combining marks kept on one letter; more only climb over the rows around."""

ELLIPSIS = "…"


@lru_cache(maxsize=4096)
def clean(text: str) -> str:
    """Text that can do nothing but be read.

    Control characters and line ends become spaces; marks that turn the writing direction, join or hide
    characters are dropped; what is left is NFC with at most two combining marks a letter.
    """
    kept: list[str] = []
    marks = 0
    for character in normalize("NFC", text):
        kind = category(character)
        if kind in ("Cc", "Zl", "Zp"):
            character = " "
        elif kind in ("Cf", "Cs", "Co", "Cn") or "\ufe00" <= character <= "\ufe0f":
            continue
        marks = marks + 1 if combining(character) else 0
        if marks <= MARKS_A_LETTER:
            kept.append(character)
    return " ".join("".join(kept).split())


def fit(text: str, width: int, align: str = "left") -> str:
    """Text in exactly `width` cells, cut with an ellipsis where it is too long."""
    length = cell_len(text)
    if length > width:
        return set_cell_size(set_cell_size(text, max(width - 1, 0)).rstrip() + ELLIPSIS, width)
    if align == "right":
        return " " * (width - length) + text
    if align == "centre":
        left = (width - length) // 2
        return " " * left + text + " " * (width - length - left)
    return text + " " * (width - length)


def short_of(text: str, width: int) -> str:
    """Text in at most `width` cells, cut with an ellipsis where it is too long."""
    return text if cell_len(text) <= width else fit(text, width)


def wrapped(text: str, width: int, most: int = 100) -> list[str]:
    """Text in lines of at most `width` cells, broken between words; at most so many lines."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}" if lines[-1] else word
        if not lines[-1] or cell_len(longer) <= width or len(lines) == most:
            lines[-1] = longer
        else:
            lines.append(word)
    return [fit(line, width).rstrip() for line in lines]
