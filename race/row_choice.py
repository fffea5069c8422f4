"""Which rows of a board are wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.standings import Row


class RowChoice(NamedTuple):
    """What is wanted: the rows in front, those of some runners, those of a category."""

    top: int | None = None
    """So many rows from the front; where bibs are named too, so many besides them."""
    bibs: frozenset[str] = frozenset()
    """Runners whose rows are wanted wherever they are; without `top`, no others are."""
    category: str | None = None
    """Of all these, only the rows of this category, and the front is that of the category."""

    def of(self, rows: Sequence[Row]) -> Sequence[Row]:
        """The rows that are wanted, in the order in which they are given."""
        if self.category is not None:
            rows = [row for row in rows if row.runner.entrant.category == self.category]
        if not self.bibs:
            return rows[: self.top]
        front = self.top or 0
        return [
            row for number, row in enumerate(rows) if number < front or row.runner.entrant.bib in self.bibs
        ]


ALL_ROWS = RowChoice()
