"""The figures at the end of a competitor's row in a Hy-Tek table, each in its column.

In a text file a figure is known by where it stands: it ends below the last letter of its head. In text whose
spaces were lost it is known by its order and its form.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from feeds.tables.printed.hytek_columns import FORMS, MARK, RESULT, STATUS
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.printed.hytek_columns import Column

_THOUSANDTHS = re.compile(rf"(?=\S*\.\d{{3}}(?!\d)){MARK}")
_LABEL = re.compile(r"[A-Z#@*$!%&^+~]{1,5}")

NEAR = 4
"""Columns of the text by which a figure may stand beside its head."""


class RowFigures:
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
