"""The columns of OE's CSV, and what its classifiers mean.

Heads are in the language of the program; the columns are always the same, in one of three layouts.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from race.messages import StatusCode

Columns = dict[str, int]

LAST = ("course", "km", "climb", "count", "place", "start punch", "finish punch")
"""The last columns before the controls, in all layouts."""

LAYOUTS: dict[int, Columns] = {
    first: columns | {name: first - len(LAST) + i for i, name in enumerate(LAST)}
    for first, columns in {
        44: {
            **{
                "bib": 0,
                "card": 1,
                "name": 3,
                "born": 4,
                "nc": 6,
                "start": 7,
                "finish": 8,
                "time": 9,
                "classifier": 10,
            },
            **{"club": 12, "city": 13, "short": 16, "long": 17},
        },
        46: {
            **{
                "bib": 0,
                "card": 1,
                "family": 3,
                "given": 4,
                "born": 5,
                "sex": 6,
                "nc": 8,
                "start": 9,
                "finish": 10,
            },
            **{"time": 11, "classifier": 12, "club": 14, "city": 15, "short": 18, "long": 19},
        },
        60: {
            **{
                "bib": 1,
                "card": 3,
                "name": 4,
                "family": 5,
                "given": 6,
                "born": 7,
                "sex": 8,
                "nc": 10,
                "start": 11,
            },
            **{"finish": 12, "time": 13, "classifier": 14, "credit": 15, "penalty": 16, "club": 19},
            **{"city": 20, "short": 25, "long": 26},
        },
    }.items()
}
"""By the number of columns before the controls."""

CLASSIFIERS: dict[str, tuple[StatusCode, str]] = {
    "1": ("dns", ""),
    "2": ("dnf", ""),
    "3": ("dq", "missing punch"),
    "4": ("dq", ""),
    "5": ("dq", "outside the time limit"),
}

PLACE_WORDS: dict[str, tuple[StatusCode, str]] = {
    **dict.fromkeys(("mp", "mispunch", "mispunched", "pm", "fehlst", "felst"), ("dq", "missing punch")),
    **dict.fromkeys(("n/c", "nc", "ak", "hc", "h.c."), ("unknown", "not competing")),
}
"""Words in place of a place that only orienteering has."""


class OeRow(NamedTuple):
    """A row, whose cells are known by what they hold."""

    line: int
    cells: Sequence[str]
    first: int
    """The first column of the controls."""

    def cell(self, name: str) -> str:
        """The cell of a column; empty where there is none."""
        index = LAYOUTS[self.first].get(name, len(self.cells))
        return self.cells[index] if index < len(self.cells) else ""

    @property
    def nameless(self) -> str:
        """What a runner without a name is called: by the card, if there is one."""
        return f"Card {self.cell('card')}" if self.cell("card") else "?"

    @property
    def class_name(self) -> str:
        """The class, or the course where no class is given."""
        return self.cell("short") or self.cell("long") or self.cell("course")


def layout_of(head: Sequence[str]) -> int | None:
    """In which layout a file is, by its heads: `km` and the climb are so called in all languages."""
    words = [cell.strip(' "').casefold() for cell in head]
    climb = ("m", "hm")
    return next(
        (first for first in LAYOUTS if len(words) >= first - 4 and words[first - 6] == "km"
         and words[first - 5] in climb),
        None,
    )  # fmt: skip
