"""The words of a page as rows in reading order; where a page has two columns, the left one comes first."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.documents.pdf_pages import Word

SAME_ROW = 0.5
"""Words are in one row if their middles are less than this share of their height apart."""

FEWEST = 2
"""Competitors' rows on each side of a gap that make it one between two columns of a page."""

MOST_GAPS = 40
"""Places on a page where a second column may begin, those where most words begin first."""

_COMPETITOR = re.compile(
    r"(?:=?\d{1,3}[.=]?|--|DNF|DNS|DQ|DSQ)(?:\s#?\d{1,5})?(?:\s[^\W\d_][^\s\d]*){2,}\s.*\d", re.I
)


def rows_of_page(words: Iterable[Word]) -> list[str]:
    """The rows of a page from the top, the words of each from the left."""
    rows = _rows(words)
    gap = _gap(rows)
    if gap is None:
        return [_text(row) for row in rows]
    first = min(
        i
        for i, row in enumerate(rows)
        if not _crosses(row, gap) and _COMPETITOR.match(_text(_left(row, gap)))
    )
    while (
        first
        and not _crosses(rows[first - 1], gap)
        and _left(rows[first - 1], gap)
        and _right(rows[first - 1], gap)
    ):
        first -= 1
    whole, parted = rows[:first], rows[first:]
    sides = [[_text(part) for row in parted if (part := side(row, gap))] for side in (_left, _right)]
    return [*map(_text, whole), *sides[0], *sides[1]]


def _rows(words: Iterable[Word]) -> list[list[Word]]:
    rows: list[list[Word]] = []
    for word in sorted(words, key=_middle):
        height = word.bottom - word.top
        if rows and abs(_middle(word) - _middle(rows[-1][-1])) < SAME_ROW * height:
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda word: word.x0) for row in rows]


def _gap(rows: Sequence[Sequence[Word]]) -> float | None:
    """Where the right one of two columns begins: competitors' rows are on both sides. None of one column."""
    begun = Counter(round(word.x0) for row in rows for word in row[1:] if _is_place(word.text))
    starts = [start for start, count in begun.most_common(MOST_GAPS) if count >= FEWEST]
    best, most = None, FEWEST
    for start in sorted(starts):
        gap = start - 1.0
        parted = [row for row in rows if not _crosses(row, gap)]
        sides = ((_text(_left(row, gap)), _text(_right(row, gap))) for row in parted)
        matched = [(bool(_COMPETITOR.match(left)), bool(_COMPETITOR.match(right))) for left, right in sides]
        fewer = min(sum(left for left, _ in matched), sum(right for _, right in matched))
        if fewer >= most:
            best, most = gap, fewer
    return best


def _is_place(word: str) -> bool:
    return word[:1].isdigit() or word in ("--", "DNF", "DNS", "DQ", "DSQ")


def _left(row: Sequence[Word], gap: float) -> list[Word]:
    return [word for word in row if word.x0 < gap]


def _right(row: Sequence[Word], gap: float) -> list[Word]:
    return [word for word in row if word.x0 >= gap]


def _crosses(row: Sequence[Word], gap: float) -> bool:
    return any(word.x0 < gap < word.x1 for word in row)


def _text(row: Sequence[Word]) -> str:
    return " ".join(word.text for word in row)


def _middle(word: Word) -> float:
    return (word.top + word.bottom) / 2
