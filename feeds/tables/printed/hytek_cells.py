"""The cells of a competitor's row in a Hy-Tek table.

Words begin below the first letter of their head. In text whose spaces were lost the school year parts them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import TYPE_CHECKING, NamedTuple

from feeds.tables.printed.hytek_columns import FORMS, RESULTS, WORDS
from feeds.tables.printed.hytek_figures import RowFigures

if TYPE_CHECKING:
    from feeds.tables.printed.hytek_columns import Column

_PLACE = re.compile(r"\s{0,8}(?P<place>\*?\d{1,4}|--?)\s+(?:#\s*(?P<bib>\d{1,6})\s+)?(?=[^\s#])")
_STATUS = re.compile(r"(?<=\s)(?:DQ|DSQ|DNF|DNS|FS|SCR)(?=\s)")
_FIGURE = re.compile(r"\d[:.]\d\d")
"""In the words of a row, a sign that it was not understood."""
_YEAR = re.compile(r"FR|SO|JR|SR|GR|P?K|\d{1,2}|[MWF]\d{1,3}", re.I)
_TEAM_LETTER = re.compile(r"\s+['\"]?(?P<letter>(?<=['\"])[A-Z](?=['\"]))['\"]$")


class Cells(NamedTuple):
    """A row's cells, as printed."""

    place: int | None
    words: dict[str, str]
    """By column: name, year, age, club, relay, bib."""
    figures: dict[str, str]
    """By column."""
    label: str = ""
    """Printed apart, behind the result: a standard that was met."""
    thousandths: str = ""
    """The time to the thousandth, printed at the end where it decided a place."""
    reason: str = ""
    """Printed behind a status: a rule, or words."""


def read_cells(row: str, columns: Sequence[Column], *, are_aligned: bool) -> Cells | None:
    """The cells of a competitor's row; None where the row is not one, or does not fit the columns."""
    match = _PLACE.match(row)
    if match is None:
        return None
    place = int(match["place"].lstrip("*")) if match["place"].lstrip("*").isdigit() else None
    words = [column for column in columns if column.kind in WORDS]
    last = words[-1]
    figures_from = max(last.start, match.end()) if are_aligned else match.end()
    row, reason = _without_reason(row, figures_from)
    found = RowFigures(row, figures_from, [c for c in columns if c.kind in FORMS], are_aligned=are_aligned)
    if not any(kind in found.cells for kind in RESULTS):
        return None
    text = row[: found.start]
    cells = _aligned(text, match.end(), words, has_bib=match["bib"] is not None) if are_aligned else None
    cells = cells or _in_order(text[match.end() :], words)
    if cells is None or any(_FIGURE.search(word) for word in cells.values()):
        return None
    if match["bib"]:
        cells["bib"] = match["bib"]
    return Cells(place, cells, found.cells, found.label, found.thousandths, reason)


def _without_reason(row: str, start: int) -> tuple[str, str]:
    """A row and what is printed behind its status and the figures that may follow that: a rule, or words."""
    statuses = list(_STATUS.finditer(row, start))
    for token in re.compile(r"\S+").finditer(row, statuses[-1].end()) if statuses else ():
        if not any(form.fullmatch(token[0]) for form in FORMS.values()):
            return row[: token.start()].rstrip(), row[token.start() :].strip()
    return row, ""


def _aligned(text: str, start: int, columns: Sequence[Column], *, has_bib: bool) -> dict[str, str] | None:
    """The words of a row by where they begin; None where one stands across the beginning of a column."""
    if not has_bib and start != columns[0].start:
        return None
    cells: dict[str, str] = {}
    for column, following in zip_longest(columns, columns[1:]):
        begin = start if column is columns[0] else column.start
        if column is not columns[0] and text[begin - 1 : begin].strip():
            return None
        cells[column.kind] = " ".join(text[begin : following.start if following else None].split())
    year = cells.get("year") or cells.get("age") or ""
    if (year and not _YEAR.fullmatch(year)) or not (cells.get("name") or cells.get("club")):
        return None
    return _with_letter(cells)


def _in_order(text: str, columns: Sequence[Column]) -> dict[str, str] | None:
    """The words of a row whose spaces were lost: a school year separates the name from the school."""
    kinds = [column.kind for column in columns]
    if len(kinds) == 1:
        return _with_letter({kinds[0]: text.strip()})
    middle = next((kind for kind in kinds if kind in ("year", "age")), None)
    if middle is None or kinds != ["name", middle, "club"]:
        return None
    parts = re.fullmatch(rf"(?P<name>\D+?)\s(?P<year>{_YEAR.pattern})\s(?P<club>\S.*)", text.strip(), re.I)
    if parts is None:
        return None
    return {"name": " ".join(parts["name"].split()), middle: parts["year"], "club": parts["club"]}


def _with_letter(cells: dict[str, str]) -> dict[str, str]:
    """A relay's row with the letter of the team apart: `Logan 'B'`."""
    if "name" not in cells and (match := _TEAM_LETTER.search(cells.get("club", ""))):
        return cells | {"club": cells["club"][: match.start()], "relay": match["letter"]}
    return cells
