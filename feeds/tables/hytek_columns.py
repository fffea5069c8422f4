"""The column heads of a Hy-Tek table, and the cells of a row below them.

In a text file a cell is known by where it stands: figures end below the last letter of their head, words
begin below the first. In text whose spaces were lost a cell is known by its order and its form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import zip_longest
from typing import NamedTuple

from race.times import Time

MARK = r"(?:\d{1,2}:\d\d:\d\d(?:\.\d{1,3})?|\d{1,2}:\d\d(?:\.\d{1,3})?|\d{1,2}\.\d{1,3})"
STATUS = r"DNF|DNS|DQ|DSQ|FS|SCR|NT|ND|NP"

RESULT = re.compile(
    rf"(?P<exhibition>[xX])?J?(?:(?P<time>{MARK})(?P<hand>[hH](?![a-zA-Z]))?|(?P<status>{STATUS}))"
    r"(?P<flags>[^\d\s.:,()]{0,6})"
)

TIMED = ("seed", "quarters", "semis", "prelims", "finals", "pace")
RESULTS = ("finals", "semis", "quarters", "prelims")
"""The columns that may hold the result, the latest round first."""

FORMS = {
    **dict.fromkeys(TIMED, RESULT),
    "wind": re.compile(r"[+-]?\d{1,2}\.\d|NWI"),
    "heat": re.compile(r"\d{1,3}"),
    "lane": re.compile(r"\d{1,3}"),
    "points": re.compile(r"\d{1,3}(?:\.\d{1,2})?"),
}
"""Of figures, by column."""

_HEADS = {
    "name": r"name|athlete",
    "year": r"year|yr\.?|grade|gr\.?",
    "age": r"age",
    "club": r"school|team|club|affiliation|hometown",
    "relay": r"relay",
    "bib": r"comp\.?\s?#|bib#?|no\.",
    "seed": r"seed(?: time)?",
    "quarters": r"quarters|quarter-?finals",
    "semis": r"semis|semi-?finals",
    "prelims": r"prelims|preliminaries",
    "finals": r"finals?(?: time)?",
    "pace": r"avg\.? ?(?:mile|km|k)|pace",
    "wind": r"wind",
    "heat": r"h#|heat",
    "lane": r"ln|lane",
    "points": r"points?|pts|po(?:i|in)?",
}
_HEAD = re.compile("|".join(rf"(?P<{kind}>(?<!\S)(?:{words})(?!\S))" for kind, words in _HEADS.items()), re.I)
_SOME_RESULT = re.compile(r"final|prelim|semi|quarter", re.I)
_WORDS = ("name", "year", "age", "club", "relay", "bib")

_PLACE = re.compile(r"\s{0,8}(?P<place>\*?\d{1,4}|--?)\s+(?:#\s*(?P<bib>\d{1,6})\s+)?(?=[^\s#])")
_THOUSANDTHS = re.compile(rf"(?=\S*\.\d{{3}}(?!\d)){MARK}")
_FIGURE = re.compile(r"\d[:.]\d\d")
"""In the words of a row, a sign that it was not understood."""
_LABEL = re.compile(r"[A-Z#@*$!%&^+~]{1,5}")
_YEAR = re.compile(r"FR|SO|JR|SR|GR|P?K|\d{1,2}|[MWF]\d{1,3}", re.I)
_TEAM_LETTER = re.compile(r"\s+['\"]?(?P<letter>(?<=['\"])[A-Z](?=['\"]))['\"]$")

NEAR = 4
"""Columns of the text by which a figure may stand beside its head."""


class Column(NamedTuple):
    """A column's head."""

    kind: str
    start: int
    end: int


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


def read_columns(line: str) -> tuple[Column, ...] | None:
    """The columns of a row of heads; None for any other row, and for one without results."""
    if len(line) > 200 or not _SOME_RESULT.search(line) or _HEAD.sub("", line).strip():
        return None
    columns = tuple(Column(str(match.lastgroup), *match.span()) for match in _HEAD.finditer(line))
    kinds = [column.kind for column in columns]
    if len(set(kinds)) < len(kinds) or not {"name", "club"} & set(kinds):
        return None
    return columns if set(RESULTS) & set(kinds) else None


def read_cells(row: str, columns: Sequence[Column], *, are_aligned: bool) -> Cells | None:
    """The cells of a competitor's row; None where the row is not one, or does not fit the columns."""
    match = _PLACE.match(row)
    if match is None:
        return None
    place = int(match["place"].lstrip("*")) if match["place"].lstrip("*").isdigit() else None
    words = [column for column in columns if column.kind in _WORDS]
    last = words[-1]
    figures_from = max(last.start, match.end()) if are_aligned else match.end()
    found = _Figures(row, figures_from, [c for c in columns if c.kind in FORMS], are_aligned=are_aligned)
    if not any(kind in found.cells for kind in RESULTS):
        return None
    text = row[: found.start]
    cells = _aligned(text, match.end(), words, has_bib=match["bib"] is not None) if are_aligned else None
    cells = cells or _in_order(text[match.end() :], words)
    if cells is None or any(_FIGURE.search(word) for word in cells.values()):
        return None
    if match["bib"]:
        cells["bib"] = match["bib"]
    return Cells(place, cells, found.cells, found.label, found.thousandths)


class _Figures:
    """The figures at the end of a row, taken from the right."""

    def __init__(self, row: str, start: int, columns: Sequence[Column], *, are_aligned: bool) -> None:
        self.tokens = list(re.compile(r"\S+").finditer(row, start))
        self.columns = list(columns)
        self.cells: dict[str, str] = {}
        self.label = ""
        self.thousandths = ""
        self._take_thousandths()
        if are_aligned:
            self._take_below_heads()
        else:
            self._take_in_order()
        self.start = self.tokens[-1].end() if self.tokens else start

    def _take_thousandths(self) -> None:
        """A last figure that is the result again, to the thousandth."""
        if len(self.tokens) < 2 or not _THOUSANDTHS.fullmatch(self.tokens[-1][0]):
            return
        stem = self.tokens[-1][0][:-1]
        whole, _, decimals = stem.rpartition(".")
        others = [match["time"] for match in map(RESULT.fullmatch, self._texts()[:-1]) if match]
        if any(time and time.rpartition(".")[0] in (whole, _next(whole, decimals)) for time in others):
            self.thousandths = self.tokens.pop()[0]

    def _texts(self) -> list[str]:
        return [token[0] for token in self.tokens]

    def _take_below_heads(self) -> None:
        self._take_one_for_each()
        while self.tokens and self.columns:
            token = self.tokens[-1]
            if self._is_label():
                self.label = self.tokens.pop()[0]
                continue
            fitting = [
                c for c in self.columns if FORMS[c.kind].fullmatch(token[0]) and _apart(token, c) <= NEAR
            ]
            if not fitting:
                return
            self._take(min(fitting, key=lambda c: (_apart(token, c), abs(token.end() - c.end))))

    def _take_one_for_each(self) -> None:
        """All figures, if there is one for each column."""
        last = self.tokens[-len(self.columns) :]
        pairs = zip(self.columns, last, strict=False)
        if len(last) == len(self.columns) and all(FORMS[c.kind].fullmatch(token[0]) for c, token in pairs):
            while self.columns:
                self._take(self.columns[-1])

    def _take_in_order(self) -> None:
        """From the right: the figures behind the result by their forms, the result, what is before it."""
        self._take_one_for_each()
        if self.columns and self.columns[-1].kind == "points" and not self._take_points():
            return
        if self.columns and self.columns[-1].kind == "points":
            self.columns.pop()
        while self.tokens and self.columns:
            if self._is_label():
                self.label = self.tokens.pop()[0]
            elif FORMS[self.columns[-1].kind].fullmatch(self.tokens[-1][0]):
                self._take(self.columns[-1])
            elif self.columns[-1].kind in ("wind", "lane", "heat"):
                self.columns.pop()
            else:
                return

    def _take_points(self) -> bool:
        """Take the points, if there are any; False where a last figure may be points or the result."""
        whole = [token[0] for token in self.tokens if token[0].isdigit()]
        wanted = 1 + sum(column.kind in ("heat", "lane") for column in self.columns)
        if self.tokens[-1][0].isdigit():
            if len(whole) >= wanted and all(token[0].isdigit() for token in self.tokens[-wanted:]):
                self._take(self.columns[-1])
            return True
        before = RESULT.fullmatch(self.tokens[-2][0]) if len(self.tokens) > 1 else None
        if not FORMS["points"].fullmatch(self.tokens[-1][0]):
            return True
        if self.tokens[-2][0].isdigit() if len(self.tokens) > 1 else False:
            self._take(self.columns[-1])
            return True
        if before is None or not before["time"]:
            return True
        try:
            is_points = Time.parse(before["time"]).ms > 2 * Time.parse(self.tokens[-1][0]).ms
        except ValueError:
            return False
        if is_points:
            self._take(self.columns[-1])
        return is_points

    def _is_label(self) -> bool:
        """Whether the last figure is a label of the result before it."""
        if len(self.tokens) < 2 or not _LABEL.fullmatch(self.tokens[-1][0]):
            return False
        is_status = re.fullmatch(STATUS, self.tokens[-1][0]) is not None
        before = RESULT.fullmatch(self.tokens[-2][0])
        return not is_status and before is not None and self.tokens[-1].start() - self.tokens[-2].end() == 1

    def _take(self, column: Column) -> None:
        self.cells[column.kind] = self.tokens.pop()[0]
        self.columns = self.columns[: self.columns.index(column)]


def _next(whole: str, decimals: str) -> str:
    """The whole part of a time that was rounded up from 59.99."""
    return str(int(whole) + 1) if decimals == "99" and whole.isdigit() else whole


def _apart(token: re.Match[str], column: Column) -> int:
    """How far a figure stands from below a head; 0 where it is partly below it."""
    return max(0, column.start - token.end() + 1, token.start() - column.end + 1)


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
    """The words of a row whose spaces were lost: a school year parts the name from the school."""
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
