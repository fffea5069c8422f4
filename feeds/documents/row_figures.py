"""The figures of a row: times, places in brackets, column heads."""

from __future__ import annotations

import re
from typing import NamedTuple

from race.times import Time

TIME = r"(?:\d{1,3}:\d\d\.\d{1,3}|\d{1,3}\.\d{1,3})"
"""A race time as documents print it: with decimals, unlike a time of day, and without hours."""

LONG_TIME = r"\d{1,2}:[0-5]\d:[0-5]\d(?:\.\d{1,3})?"
"""A result with hours, as of a marathon."""

_FIGURE = re.compile(rf"(?P<time>{TIME})(?:\s*\(\s*=?(?P<place>\d{{1,3}})=?\s*\))?|(?P<gap>[-–—]+)")
_HEAD = re.compile(
    r"(?P<metres>\d{1,2}[,.'’]\d{3}|\d{2,5}(?:\.\d+)?)\s?(?P<unit>m\b|M\b)?|(?P<finish>Finish\b)", re.I
)

RESULT_NOTE = r"=?[A-Z]{0,3}(?:U\d\d|i)?[A-Z]?[RLB]i?|[Qq][RJDrjd]?|Y{1,2}R?C|RC|\[[A-Z]{1,2}\]"
"""What may be printed beside a result: WR, DLR, WU20R, WL, PB, =SB; Q and q; a card YC, YRC; a note [J]."""

_RESULT_NOTES = re.compile(rf"(?:{RESULT_NOTE})(?:\s+(?:{RESULT_NOTE}))*")


class Figure(NamedTuple):
    """A time in a row, with the place printed behind it."""

    time: Time
    printed_place: int | None = None


def matches_alone(pattern: re.Pattern[str], text: str) -> list[re.Match[str]] | None:
    """All matches of a pattern in a text that holds nothing else but spaces; else None."""
    return None if pattern.sub("", text).strip() else list(pattern.finditer(text))


def read_figures(text: str) -> list[Figure | None] | None:
    """The figures of a row that holds nothing else; a dash among them is None.

    None where the row holds anything else, or something like a time that is not one.
    """
    try:
        figures = [None if match["gap"] else _figure(match) for match in matches_alone(_FIGURE, text) or ()]
    except ValueError:
        return None
    return figures if any(figures) else None


def _figure(match: re.Match[str]) -> Figure:
    return Figure(Time.parse(match["time"]), int(match["place"]) if match["place"] else None)


def is_time(text: str) -> bool:
    """Whether a text is a race time; 3:75.1 is not."""
    try:
        Time.parse(text)
    except ValueError:
        return False
    return True


def read_heads(text: str) -> list[float | None] | None:
    """The column heads of a row in metres from the start; the finish is None.

    None for a row that is not one of column heads.
    """
    matches = matches_alone(_HEAD, text) or []
    heads = [float(re.sub(r"[,'’]|\.(?=\d{3}$)", "", m["metres"])) if m["metres"] else None for m in matches]
    points = [head for head in heads if head is not None]
    if not heads or points != sorted(set(points)) or any(m < 50 for m in points):
        return None
    have_units = all(match["unit"] or match["finish"] for match in matches)
    return heads if have_units or (len(points) > 2 and all(m % 100 == 0 for m in points)) else None


def take_result_notes(text: str) -> tuple[str, list[str]]:
    """The figures of a row, and what is printed between or beside them as beside a result."""
    words = text.split()
    notes = [word for word in words if _RESULT_NOTES.fullmatch(word)]
    return " ".join(word for word in words if word not in notes), notes


def are_result_notes(text: str) -> bool:
    """Whether a row holds record abbreviations or qualifiers and nothing else."""
    return _RESULT_NOTES.fullmatch(text) is not None
