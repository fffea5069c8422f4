"""What the pictures of a field have in common: their first line, and the name of the group looked at."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.text.race_headline import fitting
from tui.text.safe_text import clean, truncate

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.text.styled_line import StyledLine

LEAST_WIDTH, LEAST_HEIGHT = 40, 8
"""In less room there is no picture of a field."""


def heading(group: str, first: str, others: Sequence[str], width: int) -> StyledLine:
    """The first line: the group, the most important figure, and as many more as fit."""
    name = f"{clean(group)}: " if group else ""
    start = truncate(name + first, width)
    more = fitting([*others], width - cell_len(start) - 3)
    pieces = (
        (start[: len(name)], "accent"),
        (start[len(name) :], "strong"),
        (f"   {more}" if more else "", "text"),
    )
    return tuple(piece for piece in pieces if piece[0])
