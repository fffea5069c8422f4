"""The column heads of a Hy-Tek table, and the forms of the figures below them."""

from __future__ import annotations

import re
from typing import NamedTuple

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
WORDS = ("name", "year", "age", "club", "relay", "bib")


class Column(NamedTuple):
    """A column's head."""

    kind: str
    start: int
    end: int


def read_columns(line: str) -> tuple[Column, ...] | None:
    """The columns of a row of heads; None for any other row, and for one without results."""
    if len(line) > 200 or not _SOME_RESULT.search(line) or _HEAD.sub("", line).strip():
        return None
    columns = tuple(Column(str(match.lastgroup), *match.span()) for match in _HEAD.finditer(line))
    kinds = [column.kind for column in columns]
    if len(set(kinds)) < len(kinds) or not {"name", "club"} & set(kinds):
        return None
    return columns if set(RESULTS) & set(kinds) else None
