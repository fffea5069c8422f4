"""Which columns of the board somebody wants to see, and in which order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from tui.text.board_columns import ORDER

ALWAYS = frozenset({"place", "athlete"})
"""Columns without which nobody could tell whose line it is."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Every column once, from left to right, and those that are not wanted."""

    order: tuple[str, ...] = ORDER
    hidden: frozenset[str] = frozenset()

    @classmethod
    def of(cls, order: Iterable[object], hidden: Iterable[object]) -> Choice:
        """A choice from names that anybody may have written.

        What is no column does not count. Columns that the order leaves out stand behind the one that they
        stand behind by default.
        """
        names = [name for name in dict.fromkeys(order) if name in ORDER]
        for number, name in enumerate(ORDER):
            if name not in names:
                names.insert(names.index(ORDER[number - 1]) + 1 if number else 0, name)
        wanted = ALWAYS.union(set(ORDER).difference(hidden))
        return cls(tuple(map(str, names)), frozenset(ORDER) - wanted)

    def switched(self, name: str) -> Choice:
        """With a column on that was off, or off that was on; some are always on."""
        return self if name in ALWAYS else replace(self, hidden=self.hidden ^ {name})

    def moved(self, name: str, steps: int) -> Choice:
        """With a column so many places further to the right, as far as there are any."""
        place = self.order.index(name)
        others = [other for other in self.order if other != name]
        others.insert(min(max(place + steps, 0), len(others)), name)
        return replace(self, order=tuple(others))
