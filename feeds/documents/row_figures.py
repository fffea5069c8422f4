"""The figures of a row: times, ranks in brackets, column heads."""

from __future__ import annotations

import re
from typing import NamedTuple

from race.times import Time

TIME = r"(?:\d{1,3}:\d\d\.\d{1,3}|\d{1,3}\.\d{1,3})"
"""A race time as documents print it: with decimals, which tells it from a time of day, and without hours."""

_FIGURE = re.compile(rf"(?P<time>{TIME})(?:\s*\(\s*=?(?P<rank>\d{{1,3}})=?\s*\))?|(?P<gap>[-–—]+)")
_HEAD = re.compile(
    r"(?P<metres>\d{1,2}[,.'’]\d{3}|\d{2,5}(?:\.\d+)?)\s?(?P<unit>m\b|M\b)?|(?P<finish>Finish\b)", re.I
)

MARK_WORD = r"=?[A-Z]{0,3}(?:U\d\d|i)?[A-Z]?[RLB]|[Qq][RJDrjd]?"
"""What may stand beside a result: WR, DLR, WU20R, WL, PB, =SB; Q and q."""

_MARK_WORDS = re.compile(rf"(?:{MARK_WORD})(?:\s+(?:{MARK_WORD}))*")


class Figure(NamedTuple):
    """A time in a row, with the rank behind it."""

    time: Time
    rank: int | None


def read_figures(text: str) -> list[Figure | None] | None:
    """The figures of a row that holds nothing else; None in their midst stands for a dash.

    None where there is anything else in the row, or a time that is none.
    """
    figures: list[Figure | None] = []
    position = 0
    for match in _FIGURE.finditer(text):
        if text[position : match.start()].strip():
            return None
        position = match.end()
        try:
            figures.append(None if match["gap"] else _figure(match))
        except ValueError:
            return None
    return None if text[position:].strip() or not any(figures) else figures


def _figure(match: re.Match[str]) -> Figure:
    return Figure(Time.parse(match["time"]), int(match["rank"]) if match["rank"] else None)


def is_time(text: str) -> bool:
    """Whether a text is a race time: 3:75.1 is none."""
    try:
        Time.parse(text)
    except ValueError:
        return False
    return True


def read_heads(text: str) -> list[float | None] | None:
    """The marks of a row of column heads in metres from the start; None stands for the finish.

    None for any other row.
    """
    heads: list[float | None] = []
    position = 0
    units = 0
    for match in _HEAD.finditer(text):
        if text[position : match.start()].strip():
            return None
        position = match.end()
        metres = match["metres"]
        heads.append(None if metres is None else float(re.sub(r"[,'’]|\.(?=\d{3}$)", "", metres)))
        units += bool(match["unit"] or match["finish"])
    marks = [head for head in heads if head is not None]
    if not heads or text[position:].strip() or marks != sorted(set(marks)) or any(m < 50 for m in marks):
        return None
    return heads if units == len(heads) or (len(marks) > 2 and all(m % 100 == 0 for m in marks)) else None


def is_mark_words(text: str) -> bool:
    """Whether a row holds record marks or qualifiers and nothing else."""
    return _MARK_WORDS.fullmatch(text) is not None
