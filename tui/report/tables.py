"""Tables of a report: text by row and column, as the board and the splits have it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from collections.abc import Sequence

HEATS = 7
"""How many colours laps have, from the fastest to the slowest."""


class Cell(NamedTuple):
    """A cell."""

    text: str
    heat: int | None = None
    """The number of its colour, 0 for the fastest; None without one."""
    is_strong: bool = False


class TableRow(NamedTuple):
    """A row. With a `text`, that fills the columns behind the cells."""

    cells: Sequence[Cell]
    text: str = ""
    is_heading: bool = False
    """Whether its text is above the rows of a pack."""


class Column(NamedTuple):
    """The head of a column."""

    title: str
    is_figure: bool = True
    """Whether it is aligned at the right."""
    names_row: bool = False
    """Whether its cell names the row, for a screen reader."""
    is_lesser: bool = False
    """Whether a narrow screen leaves it out, so that the others fit."""


@dataclass(frozen=True)
class Table:
    """A table, which has at least one column."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[TableRow]
    more: str = ""
    """What is left out of it, in a sentence."""


def plain_row(*texts: str) -> TableRow:
    """A row of texts."""
    return TableRow([Cell(text) for text in texts])
