"""Times of day for a viewer, who need not be where the race is."""

from __future__ import annotations

from datetime import datetime

from race.local_time import city, in_zone


def time_of_day(utc_ms: float, zone: str, now_ms: float, *, seconds: bool = True) -> str:
    """A time of day in the race's zone, like `14:03:22 in Berlin`, with the day if it is not today there.

    The place is left out where clocks there show what the viewer's show. Without a zone, and where this
    computer does not know it, it is the viewer's time. Times are in milliseconds since 1970 in UTC.
    """
    here, there = _here(utc_ms), in_zone(int(utc_ms), zone)
    is_here = there is None or there.replace(tzinfo=None) == here
    moment = here if there is None else there
    today = (_here(now_ms) if there is None else in_zone(int(now_ms), zone)) or moment
    day = "" if moment.date() == today.date() else f"{moment.day} {moment:%b} "
    text = f"{day}{moment:%H:%M:%S}" if seconds or moment.second else f"{day}{moment:%H:%M}"
    return text if is_here else f"{text} in {city(zone)}"


def short_time(utc_ms: int, zone: str, now_ms: int) -> str:
    """A time of day in a column: `14:03` in the race's zone, or the day if it is not today there."""
    there, today = in_zone(utc_ms, zone) or _here(utc_ms), in_zone(now_ms, zone) or _here(now_ms)
    return f"{there:%H:%M}" if there.date() == today.date() else f"{there.day} {there:%b}"


def _here(utc_ms: float) -> datetime:
    return datetime.fromtimestamp(utc_ms // 1000)
