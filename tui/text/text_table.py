"""Tables as plain text."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from rich.cells import cell_len

from tui.text.safe_text import fit


class Column(NamedTuple):
    """A column of a table."""

    title: str = ""
    width: int = 0
    """Its least width in cells; a longer text widens it."""
    align: Literal["left", "right"] = "right"


def text_table(columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> str:
    """A line for each row, below the titles if there are any; columns are two blanks apart."""
    lines = [[column.title for column in columns], *rows] if any(c.title for c in columns) else rows
    widths = [max(map(cell_len, cells)) for cells in zip(*lines, strict=True)]
    return "\n".join(
        "  ".join(
            fit(cell, max(width, column.width), column.align)
            for cell, width, column in zip(line, widths, columns, strict=True)
        ).rstrip()
        for line in lines
    )
