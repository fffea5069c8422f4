"""What a request asks of a race's board: `top=10&bib=12&bib=31&category=W40`."""

from __future__ import annotations

from urllib.parse import parse_qsl

from race.row_choice import RowChoice

MOST_BIBS = 100
"""Runners who may be named in a request."""

MOST_ROWS = 1_000_000

LONGEST = 64
"""Characters of a bib or a category."""

FIELDS = "top=ROWS, bib=BIB, which may be repeated, and category=NAME"


def row_choice(query: str) -> RowChoice:
    """The rows that a query asks for. Raises ValueError with a sentence where it cannot be understood."""
    try:
        fields = parse_qsl(
            query, keep_blank_values=True, strict_parsing=bool(query), max_num_fields=MOST_BIBS + 2
        )
    except ValueError:
        raise ValueError(f"The question is not understood; a board takes {FIELDS}.") from None
    given: dict[str, list[str]] = {}
    for name, value in fields:
        given.setdefault(name, []).append(value)
    tops, bibs, categories = (given.pop(name, []) for name in ("top", "bib", "category"))
    if given or len(tops) > 1 or len(categories) > 1:
        raise ValueError(f"A board takes {FIELDS}.")
    if any(not 0 < len(value) <= LONGEST for value in (*bibs, *categories)):
        raise ValueError(f"A bib or a category has 1 to {LONGEST} characters.")
    return RowChoice(
        top=_rows(tops[0]) if tops else None,
        bibs=frozenset(bibs),
        category=categories[0] if categories else None,
    )


def _rows(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= len(str(MOST_ROWS)) and int(text) >= 1):
        raise ValueError(f"top takes a number of rows from 1, not {text[:20]!r}.")
    return int(text)
