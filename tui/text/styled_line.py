"""Lines of text in pieces, each with the name of its style (see tui/settings/text_styles.py)."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter

from tui.text.safe_text import clean, wrapped

StyledLine = tuple[tuple[str, str], ...]
"""Pieces of text, each with the name of its style, from left to right."""


def plain_text(line: StyledLine) -> str:
    """A line without its styles."""
    return "".join(text for text, _ in line)


def merged(pieces: Iterable[tuple[str, str]]) -> StyledLine:
    """A line in which neighbouring pieces of one style are one piece."""
    return tuple(("".join(text for text, _ in run), style) for style, run in groupby(pieces, itemgetter(1)))


def wrapped_lines(text: str, style: str, width: int, most: int = 100) -> list[StyledLine]:
    """Text from outside, made safe, in at most `most` lines of at most `width` cells."""
    return [((line, style),) for line in wrapped(clean(text), width, most)]
