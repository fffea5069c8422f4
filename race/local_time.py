"""Times of day as they are said at a race: in its own time zone."""

from __future__ import annotations

from datetime import UTC, datetime


def time_of_day(utc_ms: int, zone: str) -> str:
    """A time of day in a zone of the IANA database, like `10:07:30 in Berlin`; fractions are cut off.

    It is in UTC, like `08:07:30 UTC`, without a zone and where this computer does not know the zone.
    """
    moment = in_zone(utc_ms, zone)
    if moment is None:
        return f"{datetime.fromtimestamp(utc_ms // 1000, UTC):%H:%M:%S} UTC"
    return f"{moment:%H:%M:%S} in {city(zone)}"


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
