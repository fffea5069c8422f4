"""Times as sources of CTP01 write them, whichever they were asked for; and those in controllers' files."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from feeds.bridges.reads.device_clock import EPOCH, DeviceClock
from race.times import DAY_MS

if TYPE_CHECKING:
    from collections.abc import Hashable

    from feeds.bridges.bridge import BridgeSettings
    from race.times import TimeOfDay

_DATED = re.compile(r"\d{4}[-./]\d|\d[-./]\d{4}", re.ASCII)
_SINCE_MIDNIGHT = re.compile(r"\d{1,8}", re.ASCII)
_SINCE_1970_MS = re.compile(r"(\d{9,11})(\d{3})", re.ASCII)
_SINCE_1970 = re.compile(r"\d{9,11}(?:[.,]\d+)?", re.ASCII)

NEVER_SET_MS = (datetime(2000, 1, 1, tzinfo=UTC) - EPOCH).days * DAY_MS
"""A clock that shows less was never set."""

MOST_REMEMBERED = 200_000
"""Lines without a date whose day is remembered; of more, that of the oldest is forgotten."""


class SourceClock:
    """Reads times of several boxes of one race. A line that is sent again has the day that it had."""

    def __init__(self, settings: BridgeSettings, *, is_utc: bool) -> None:
        """`is_utc` says that seconds since 1970 are so; controllers write local time as if it were UTC.

        Raises UserError where the zone was not stated.
        """
        self._clock = DeviceClock(settings)
        self._local = DeviceClock(settings, "local unix")
        self._unix = DeviceClock(settings, "unix") if is_utc else self._local
        self._days: dict[Hashable, TimeOfDay] = {}

    def read(self, text: str, line: Hashable) -> TimeOfDay:
        """The time in a line of a source. Raises ValueError."""
        if _SINCE_1970.fullmatch(text):
            return _set(self._unix.read(text))
        if match := _SINCE_1970_MS.fullmatch(text):
            return _set(self._unix.read(f"{match[1]}.{match[2]}"))
        if _SINCE_MIDNIGHT.fullmatch(text):
            text = _time_of_day(int(text))
        if _DATED.search(text):
            return _set(self._clock.read(text))
        if line not in self._days:
            if len(self._days) >= MOST_REMEMBERED:
                del self._days[next(iter(self._days))]
            self._days[line] = self._clock.read(text)
        return self._days[line]

    def of_file(self, text: str) -> TimeOfDay:
        """The time in a line of a controller's file: local, with a date or as seconds. Raises ValueError."""
        return _set((self._clock if ":" in text else self._local).read(text))


def _set(clock: TimeOfDay) -> TimeOfDay:
    if clock.utc_ms < NEVER_SET_MS:
        raise ValueError(f"the clock of the box was not set: {clock.show()}")
    return clock


def _time_of_day(ms: int) -> str:
    if ms >= DAY_MS:
        raise ValueError(f"not milliseconds since midnight: {ms}")
    seconds, ms = divmod(ms, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms:03}"
