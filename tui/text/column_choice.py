"""Which columns of the board the viewer wants to see, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from race.lazy_dataclass import dataclass
from tui.text.board_columns import ON_REQUEST, ORDER

ALWAYS = frozenset({"place", "athlete"})
"""Columns that cannot be hidden: without them a line could not be recognised."""


@dataclass(frozen=True, slots=True)
class ColumnChoice:
    """The order of all columns from left to right, and which of them are hidden."""

    order: tuple[str, ...] = ORDER
    hidden: frozenset[str] = frozenset(ON_REQUEST)

    @classmethod
    def of(cls, order: Iterable[object], hidden: Iterable[object]) -> ColumnChoice:
        """A choice from names in a preferences file.

        Unknown names are ignored. A column missing from the order follows the one it follows by default, and
        is hidden if it is one to be asked for.
        """
        names = [name for name in dict.fromkeys(order) if name in ORDER]
        unheard = frozenset(ON_REQUEST).difference(map(str, names))
        for number, name in enumerate(ORDER):
            if name not in names:
                names.insert(names.index(ORDER[number - 1]) + 1 if number else 0, name)
        return cls(tuple(map(str, names)), (frozenset(ORDER) - ALWAYS).intersection(hidden) | unheard)

    def switched(self, name: str) -> ColumnChoice:
        """Show a hidden column, or hide a shown one, unless it is always shown."""
        return self if name in ALWAYS else replace(self, hidden=self.hidden ^ {name})

    def moved(self, name: str, steps: int) -> ColumnChoice:
        """Move a column some places to the right, or to the left, at most to the end."""
        place = self.order.index(name)
        others = [other for other in self.order if other != name]
        others.insert(min(max(place + steps, 0), len(others)), name)
        return replace(self, order=tuple(others))
