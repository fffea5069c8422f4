"""The times in OpenSplitTime's cells: elapsed ones, and times of day with or without their day."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from race.times import DAY_MS, Time

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_ELAPSED = re.compile(r"(\d{1,3}):([0-5]\d):([0-5]\d)")
_CLOCK = re.compile(
    r"(?:(?P<day>[A-Za-z]{3})[a-z]* )?(?P<h>\d{1,2}):(?P<m>[0-5]\d)(?::(?P<s>[0-5]\d))?"
    r" ?(?P<half>[AaPp][Mm])?"
)
_DATED = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d\d:\d\d(?::\d\d)?)")


class Clock(NamedTuple):
    """A time of day."""

    ms: int
    """Milliseconds since midnight of the first day; with a date, since midnight long ago."""
    day: int | None = None
    """The day of the week, Monday is 0; None where it is not said."""
    is_dated: bool = False

    def after(self, earlier: Clock) -> Clock:
        """The next time that the clock shows this after an earlier moment."""
        if self.is_dated:
            return self
        days = earlier.ms // DAY_MS
        if self.day is not None and earlier.day is not None:
            days += (self.day - earlier.day) % 7
            ms = days * DAY_MS + self.ms
            return self._replace(ms=ms if ms >= earlier.ms else ms + 7 * DAY_MS)
        ms = days * DAY_MS + self.ms
        return Clock(ms if ms >= earlier.ms else ms + DAY_MS)


def elapsed(cell: str) -> Time | None:
    """`2:58:00`; None where it is not one."""
    match = _ELAPSED.fullmatch(cell)
    if match is None:
        return None
    hours, minutes, seconds = match.groups()
    return Time((int(hours) * 3600 + int(minutes) * 60 + int(seconds)) * 1000, 0)


def read_clock(cell: str) -> Clock | None:
    """`06:00:00`, `Fri 18:30`, `Fri 6:30PM`, `2026-06-12 18:30`; None where it is not one."""
    if dated := _DATED.fullmatch(cell):
        try:
            moment = datetime.fromisoformat(f"{dated[1]}T{dated[2]}")
        except ValueError:
            return None
        return Clock(round((moment - datetime(2000, 1, 1)).total_seconds()) * 1000, is_dated=True)
    match = _CLOCK.fullmatch(cell)
    if match is None:
        return None
    hours, half, day = int(match["h"]), (match["half"] or "").lower(), (match["day"] or "").lower()
    if hours > 23 or (half and not 1 <= hours <= 12) or (day and day not in DAYS):
        return None
    if half:
        hours = hours % 12 + (12 if half == "pm" else 0)
    ms = (hours * 3600 + int(match["m"]) * 60 + int(match["s"] or 0)) * 1000
    return Clock(ms, DAYS.index(day) if day else None)


def offsets_ms(starts: Sequence[Clock | None]) -> list[int]:
    """By how many milliseconds each start is after the first of all; 0 of one that is not known."""
    known = [start for start in starts if start is not None]
    days = {start.day for start in known}
    first_day = next((day for day in days if day is not None and (day - 1) % 7 not in days), None)
    moments = [
        None if start is None else start.ms + ((start.day or 0) - (first_day or 0)) % 7 * DAY_MS
        for start in starts
    ]
    first = min((ms for ms in moments if ms is not None), default=0)
    return [ms - first if ms is not None else 0 for ms in moments]
