"""The times of day of a device: without a zone, often without a date, and in several ways of writing.

All is counted in integers. Of more than three decimals the rest is cut, as a message has no more.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from datetime import date as Date
from typing import TYPE_CHECKING, Literal, get_args

from feeds.errors import UserError
from race.times import DAY_MS, EARLIEST_YEAR, LATEST_YEAR, UNITS_MS, TimeOfDay

if TYPE_CHECKING:
    from datetime import tzinfo

    from feeds.bridges.bridge import BridgeSettings

Style = Literal["clock", "unix", "unix ms", "local unix"]
"""How times are written: as a time of day with or without a date; in seconds or milliseconds since 1970; in
seconds since 1970 as if the local time were UTC."""

STYLES: tuple[Style, ...] = get_args(Style)

MOST_STREAMS = 1_000
"""Beginnings of streams that are known again."""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_CLOCK = re.compile(
    r"(?<!\d)(?P<hour>\d{1,2}):(?P<minute>\d\d):(?P<second>\d\d)(?:[.,](?P<fraction>\d+))?(?!\d|:)"
    r"(?P<offset>Z|\s?[+-]\d\d:?\d\d(?!\d))?",
    re.ASCII,
)
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})[-./](\d{1,2})[-./](\d{1,2})(?!\d)", re.ASCII)
_YEAR_LAST = re.compile(r"(?<!\d)(\d{1,2})([-./])(\d{1,2})\2(\d{4})(?!\d)", re.ASCII)
_SECONDS = re.compile(r"(\d{9,11})(?:[.,](\d+))?", re.ASCII)
_MILLISECONDS = re.compile(r"\d{12,14}", re.ASCII)


class DeviceClock:
    """Reads the times of devices whose clocks agree, and which may pass midnight.

    A time without a date is of the day on which it is nearest to the one before it in its stream. The first
    of a stream is nearest to the newest of all; but what began with the same time before is sent again, and
    has the date that it had. A file that is whole begins on the day that is stated.
    """

    def __init__(self, settings: BridgeSettings, style: Style = "clock") -> None:
        """Raises UserError where the zone is needed and not stated."""
        self._style = style
        self._date = settings.date
        if settings.zone is None and style in ("clock", "local unix"):
            raise UserError("in which time zone are the times? Add --zone, such as --zone Europe/Berlin")
        self._zone: tzinfo = settings.zone or UTC
        self.stream = ""
        """That of the times that are read next."""
        self._latest_ms: dict[str, int] = {}
        """By stream, the last time of day read that had no date, with the date it was given."""
        self._newest_ms: int | None = None
        """The newest of those of all streams."""
        self._firsts: dict[int, int] = {}
        """By the time of day of the first read of a stream, that with the date it was given."""
        self._whole: set[str] = set()
        """Streams whose next read is the first of all."""

    def begin(self, stream: str, *, is_whole: bool = False) -> None:
        """A stream begins; whether it is one that begins with the first read of all."""
        self.end(stream)
        if is_whole:
            self._whole.add(stream)

    def end(self, stream: str) -> None:
        """No more comes of a stream."""
        self._latest_ms.pop(stream, None)
        self._whole.discard(stream)

    def read(self, text: str) -> TimeOfDay:
        """Read a time. Raises ValueError with the reason."""
        text = text.strip()
        match self._style:
            case "unix":
                return self._unix(text)
            case "unix ms":
                return self._unix_ms(text)
            case "local unix":
                return self._local(self._unix(text))
        found = _CLOCK.search(text)
        if found is None:
            raise ValueError(f"not a time of day: {text[:40]!r} (such as 14:02:15.31)")
        hour, minute, second = int(found["hour"]), int(found["minute"]), int(found["second"])
        if hour > 23 or minute > 59 or second > 59:
            raise ValueError(f"not a time of day: {text[:40]!r}")
        ms, digits = _fraction(found["fraction"])
        ms += ((hour * 60 + minute) * 60 + second) * 1000
        date = _date_in(text[: found.start()] + " " + text[found.end() :])
        if date is not None:
            return self._at(date, ms, digits, found["offset"])
        return self._near(ms, digits)

    def _near(self, ms: int, digits: int) -> TimeOfDay:
        """A time without a date: on the day on which it is within 12 hours of the one before."""
        if self._date is None:
            raise ValueError("there is no date in it: add --date, such as --date 2026-05-02")
        found = self._at(self._date, ms, digits, None)
        before_ms = self._before_ms(ms)
        if before_ms is not None:
            days = (before_ms - found.utc_ms + DAY_MS // 2) // DAY_MS
            found = self._at(self._date + timedelta(days=days), ms, digits, None)
        if self.stream not in self._latest_ms and len(self._firsts) < MOST_STREAMS:
            self._firsts.setdefault(ms, found.utc_ms)
        self._whole.discard(self.stream)
        self._latest_ms[self.stream] = found.utc_ms
        self._newest_ms = max(found.utc_ms, self._newest_ms or found.utc_ms)
        return found

    def _before_ms(self, ms: int) -> int | None:
        """The time that a time of day is near to; None where it is of the day that is stated."""
        if self.stream in self._latest_ms:
            return self._latest_ms[self.stream]
        return None if self.stream in self._whole else self._firsts.get(ms, self._newest_ms)

    def _at(self, date: Date, ms: int, digits: int, offset: str | None) -> TimeOfDay:
        if not EARLIEST_YEAR <= date.year <= LATEST_YEAR:
            raise ValueError(f"not the year of a race: {date.year}")
        moment = datetime(date.year, date.month, date.day) + timedelta(milliseconds=ms)
        if offset is not None:
            sign = offset.strip()[:1]
            figures = offset.strip()[1:].replace(":", "")
            minutes = int(figures[:2]) * 60 + int(figures[2:]) if figures else 0
            offset_min = -minutes if sign == "-" else minutes
        else:
            local = moment.replace(tzinfo=self._zone).utcoffset() or timedelta()
            offset_min = local // timedelta(minutes=1)
        utc_ms = (moment - EPOCH.replace(tzinfo=None)) // timedelta(milliseconds=1) - offset_min * 60_000
        clock = TimeOfDay(utc_ms, digits, offset_min)
        return self._in_zone(clock) if offset == "Z" else clock

    def _unix(self, text: str) -> TimeOfDay:
        match = _SECONDS.fullmatch(text)
        if match is None:
            raise ValueError(f"not seconds since 1970: {text[:40]!r} (such as 1620458535.31)")
        ms, digits = _fraction(match[2])
        return self._in_zone(TimeOfDay(int(match[1]) * 1000 + ms, digits))

    def _unix_ms(self, text: str) -> TimeOfDay:
        if not _MILLISECONDS.fullmatch(text):
            raise ValueError(f"not milliseconds since 1970: {text[:40]!r} (such as 1620458535310)")
        return self._in_zone(TimeOfDay(int(text), 3))

    def _in_zone(self, clock: TimeOfDay) -> TimeOfDay:
        moment = (EPOCH + timedelta(milliseconds=clock.utc_ms)).astimezone(self._zone)
        return clock._replace(offset_min=(moment.utcoffset() or timedelta()) // timedelta(minutes=1))

    def _local(self, clock: TimeOfDay) -> TimeOfDay:
        moment = EPOCH + timedelta(milliseconds=clock.utc_ms)
        midnight = datetime(moment.year, moment.month, moment.day, tzinfo=UTC)
        return self._at(moment.date(), (moment - midnight) // timedelta(milliseconds=1), clock.digits, None)


def _fraction(text: str | None) -> tuple[int, int]:
    """Milliseconds, and how many decimals are known."""
    decimals = (text or "")[:3]
    return (int(decimals) * UNITS_MS[len(decimals)] if decimals else 0), len(decimals)


def _date_in(text: str) -> Date | None:
    """The one date in a text. Raises ValueError if the calendar has no such date."""
    if match := _YEAR_FIRST.search(text):
        return Date(int(match[1]), int(match[2]), int(match[3]))
    if match := _YEAR_LAST.search(text):
        return Date(int(match[4]), int(match[3]), int(match[1]))
    return None
