"""The columns of OE's CSV, and what its classifiers mean.

Heads are in the language of the program; the columns are always the same, in one of three layouts. The CSV of
Swiss Orienteering is a fourth, with fewer columns.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from race.messages import StatusCode

Columns = dict[str, int]

LAST = ["course", "km", "climb", "count", "place", "start-punch", "finish-punch"]
"""The last columns before the controls, in all layouts."""

_FIRST = {
    44: "bib card . name born . nc start finish time classifier . club city . . short long",
    46: "bib card . family given born sex . nc start finish time classifier . club city . . short long",
    60: ". bib . card . family given born sex . nc start finish time classifier credit penalty . . club city"
    " . . . . short long",
}
"""The first columns in their order, by the number of columns before the controls; a point is not read."""

LAYOUTS: dict[int, Columns] = {
    first: {name: i for i, name in enumerate(names.split()) if name != "."}
    | {name: first - len(LAST) + i for i, name in enumerate(LAST)}
    for first, names in _FIRST.items()
}

SOLV = 12
"""The columns before the controls in the CSV of Swiss Orienteering."""

SOLV_HEADS = ["kategorie", "laenge", "steigung", "poanz"]

_SOLV = "short km climb count place name born . club time start finish"

LAYOUTS[SOLV] = {name: i for i, name in enumerate(_SOLV.split()) if name != "."}

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
    if words[: len(SOLV_HEADS)] == SOLV_HEADS:
        return SOLV if words[SOLV : SOLV + 1] == ["zwischenzeiten"] else None
    climb = ("m", "hm")
    return next(
        (first for first in _FIRST if len(words) >= first - 4 and words[first - 6] == "km"
         and words[first - 5] in climb),
        None,
    )  # fmt: skip
