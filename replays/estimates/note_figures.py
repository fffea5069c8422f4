"""Figures in the notes of a race: where something happened, and closing times."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.course import Course

_TO_GO = re.compile(r"\b(\d{1,5}) ?m(?:etres)? (?:from (?:home|the finish)|to go|out|left)\b", re.IGNORECASE)
_GONE = re.compile(r"\b(?:at|after|past) (?:about |around |some )?(\d{1,5}) ?m(?:etres)?\b", re.IGNORECASE)
_CLOSING = re.compile(
    r"\b(?:last|final|closing) (?:(?P<metres>\d{1,5}) ?m(?:etres)?|(?P<lap>lap)|(?P<alone>\d{2,5}))\b"
    r"(?: was| were)?(?: timed| run| covered| clocked)?(?: at| in| of|:)? "
    r"(?P<time>\d{1,2}(?::\d\d)?(?:\.\d{1,3})?)\b(?! ?m\b)",
    re.IGNORECASE,
)


class ClosingTime(NamedTuple):
    """A time over the last metres of a race."""

    metres: float
    time: Time


def place_of(text: str, course: Course) -> float | None:
    """The metres from the start that a note names: "about 550 m from home"; None where it names none."""
    to_go, gone = _TO_GO.search(text), _GONE.search(text)
    if to_go is not None:
        metres = course.distance_m - float(to_go[1])
    elif gone is not None:
        metres = float(gone[1])
    else:
        return None
    return metres if 0 < metres < course.distance_m else None


def closing_times(text: str, course: Course) -> Iterator[ClosingTime]:
    """The closing times that a note states: "last 400 m in 53.2", "last lap 51.58"."""
    for found in _CLOSING.finditer(text):
        metres = course.lap_m if found["lap"] else float(found["metres"] or found["alone"])
        if metres is not None and 0 < metres < course.distance_m:
            yield ClosingTime(metres, Time.parse(found["time"]))
