"""The event of an IOF XML file, and the starts of its runners."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime
from typing import TYPE_CHECKING

from feeds.tables.programs.xml_elements import text_of
from race.lazy_dataclass import dataclass
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from collections.abc import Iterable
    from xml.etree.ElementTree import Element


@dataclass(frozen=True, slots=True)
class IofEvent:
    """What is said of the event: its name, its first day, and the names and days of its races by number."""

    name: str = ""
    date: str = ""
    races: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    @classmethod
    def of(cls, element: Element) -> IofEvent:
        """Read the element `Event`."""
        races = {
            text_of(race, "RaceNumber"): (text_of(race, "Name"), text_of(race, "StartTime/Date"))
            for race in element.findall("Race")
        }
        return cls(text_of(element, "Name"), text_of(element, "StartTime/Date"), races)


def moment(text: str) -> datetime | None:
    """A date and time of day, with or without a zone; None where it is not one."""
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def seconds(text: str) -> Time | None:
    """A time in seconds with a point before the decimals; None where it is not one, or not above 0."""
    whole, _, decimals = text.partition(".")
    if not (whole + decimals).isascii() or not whole.isdecimal() or len(whole) > 7:
        return None
    if decimals and not decimals.isdecimal():
        return None
    digits = min(len(decimals), 3)
    time = Time(int(whole) * 1000 + int((decimals + "000")[:3]), digits)
    return time if time.ms else None


def between(start: datetime | None, end: datetime | None) -> Time | None:
    """The time from one moment to another; None where they cannot be compared."""
    if start is None or end is None or (start.tzinfo is None) != (end.tzinfo is None):
        return None
    ms = round((end - start).total_seconds() * 1000)
    return Time(ms, 0 if ms % 1000 == 0 else 3) if ms > 0 else None


def first_of(starts: Iterable[datetime | None]) -> datetime | None:
    """The earliest start; only those with a zone count if any has one."""
    known = [start for start in starts if start is not None]
    zoned = [start for start in known if start.tzinfo is not None]
    return min(zoned or known, default=None)


def behind_ms(start: datetime | None, first: datetime | None) -> int | None:
    """Milliseconds by which a start is after the first; None where it is not known."""
    if start is None or first is None or (start.tzinfo is None) != (first.tzinfo is None):
        return None
    return max(0, round((start - first).total_seconds() * 1000))


def time_of_day(start: datetime | None) -> TimeOfDay | None:
    """A start as a time of day, where its zone is known."""
    if start is None or start.tzinfo is None:
        return None
    whole = start.microsecond == 0
    try:
        return TimeOfDay.parse(start.isoformat(timespec="seconds" if whole else "milliseconds"))
    except ValueError:
        return None
