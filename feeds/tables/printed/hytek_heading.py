"""Which meeting a Hy-Tek result list is about: the lines above its first table."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from feeds.tables.printed.hytek_tables import PROGRAM

_DAY = r"\d{1,2}/\d{1,2}/\d{4}"
_MEETING = re.compile(rf"(?P<name>\S.*?)\s+-+\s+(?P<first>{_DAY})(?:\s+to\s+(?P<last>{_DAY}))?")
_OTHER = re.compile(r"licen[sc]e|\bresults\b|^\W*$|^page \d+$", re.I)


class Meeting(NamedTuple):
    """A meeting, as its result list names it."""

    name: str = ""
    venue: str = ""
    date: str = ""
    """As 2026-03-29; empty where the meeting has several days, or the day cannot be known."""
    remark: str = ""
    """Why there is no day, or how it was read."""
    is_day_assumed: bool = False
    is_official: bool = True


def read_meeting(head: Sequence[str]) -> Meeting:
    """The meeting that the lines above the tables name."""
    is_official = not any(re.search(r"\bunofficial\b", line, re.I) for line in head)
    at = next((i for i, line in enumerate(head) if _MEETING.fullmatch(line)), None)
    if at is None:
        return Meeting(is_official=is_official)
    found = _MEETING.fullmatch(head[at])
    assert found is not None
    left = [line for line in head[at + 1 :] if not _OTHER.search(line) and not PROGRAM.search(line)]
    day, remark = _day(found["first"], found["last"] or "", re.findall(_DAY, " ".join(head)))
    name, venue = " ".join(found["name"].split()), left[0] if left else ""
    return Meeting(name, venue, day, remark, bool(day and remark), is_official)


def _day(first: str, last: str, printed: Sequence[str]) -> tuple[str, str]:
    """The day, and what is to be said of it: day and month are in the order in which all can be days."""
    orders = [
        month_first for month_first in (True, False) if all(_iso(text, month_first) for text in printed)
    ]
    if not orders:
        return "", f"The day is printed as {first}, which is not a date."
    days = {(_iso(first, order), _iso(last, order)) for order in orders}
    if last and first != last:
        return "", f"The meeting lasted from {first} to {last}; the day of the race is not printed."
    day = _iso(first, orders[0])
    if len(days) == 1:
        return day, ""
    return day, f"The day is printed as {first} and was read as month/day/year, as in the USA."


def _iso(text: str, month_first: bool) -> str:
    if not text:
        return ""
    a, b, year = map(int, text.split("/"))
    try:
        return date(year, *((a, b) if month_first else (b, a))).isoformat()
    except ValueError:
        return ""
