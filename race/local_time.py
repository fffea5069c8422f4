"""Times of day as they are said at a race: in its own time zone."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.times import TimeOfDay


def time_of_day(clock: TimeOfDay, zone: str) -> str:
    """A time of day in a zone of the IANA database, like `10:07:30 in Berlin`.

    Without a zone, and where this computer does not know it, it is that of the clock on which it was read,
    like `10:07:30 UTC+2`.
    """
    moment = in_zone(clock.utc_ms, zone)
    if moment is not None:
        decimals = clock.show()[19:-1]
        return f"{moment:%H:%M:%S}{decimals} in {city(zone)}"
    offset_min = clock.offset_min
    text = clock._replace(utc_ms=clock.utc_ms + offset_min * 60_000).show()[11:-1]
    hours, minutes = divmod(abs(offset_min), 60)
    sign = "+" if offset_min > 0 else "-"
    away = f"{sign}{hours}{f':{minutes:02}' if minutes else ''}" if offset_min else ""
    return f"{text} UTC{away}"


def in_zone(utc_ms: int, zone: str) -> datetime | None:
    """A moment on the clocks of a zone; None without a zone and where this computer does not know it."""
    if not zone:
        return None
    # Loaded here, not at the top: few races name a zone, and it takes as long as several other modules.
    from zoneinfo import ZoneInfo

    try:
        return datetime.fromtimestamp(utc_ms // 1000, ZoneInfo(zone))
    except (KeyError, ValueError, OSError, OverflowError):
        return None


def city(zone: str) -> str:
    """The city after which a zone is named: `New York` of `America/New_York`."""
    return zone.rpartition("/")[2].replace("_", " ")
