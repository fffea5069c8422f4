"""What someone types while timing, read into edits."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from race.edits.decisions import set_status
from race.edits.passings import by_bib, name_taps, pack, tap, unnamed_taps
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.edits.edit import Edit, Timekeeper
    from race.fold.history import History
    from race.messages import StatusCode

STATUSES: dict[str, StatusCode] = {"dnf": "dnf", "dns": "dns", "dq": "dq", "dsq": "dq"}

DAY_TIME = re.compile(r"\d{1,2}:\d\d(:\d\d([.,]\d{1,3})?)?")

SHIFT = re.compile(r"([+-])(\d.*)")

BIB_RANGE = re.compile(r"(\d{1,6})\s*[-–]\s*(\d{1,6})")
MOST_BIBS = 10_000

STARTS = re.compile(r"(.+?)\s+every\s+(\S+)(?:\s*s)?\s+from\s+(\S+)")


def bibs_of(text: str) -> list[str]:
    """The bibs that were typed, with commas, points or blanks between them."""
    return [bib for bib in re.split(r"[,.\s]+", text.strip()) if bib]


def read_bibs(history: History, timekeeper: Timekeeper, text: str, clock: TimeOfDay) -> Edit:
    """Bibs name the taps that wait, the oldest first; where none waits, they pass at `clock`.

    More bibs than taps that wait are a pack: with one tap they came by together, in this order. Bibs that
    cannot be timed at `clock` leave a tap of it, so that the time is not lost.
    """
    bibs = bibs_of(text)
    if not bibs:
        raise ValueError("type a bib first")
    taps = [one for one in unnamed_taps(history) if one.source == timekeeper.source]
    if not taps:
        try:
            if len(bibs) == 1:
                return by_bib(history, timekeeper, bibs[0], clock)
            return pack(history, timekeeper, bibs, clock)
        except ValueError as error:
            return tap(history, timekeeper, clock)._replace(title=f"{error}: the time is kept as a tap")
    if len(taps) == 1 and len(bibs) > 1:
        return pack(history, timekeeper, bibs, taps[0].clock, taps[0].id)
    return name_taps(history, timekeeper, taps, bibs)


def read_status(history: History, text: str) -> Edit:
    """`14 dnf`, `14 dq TR 17.3.1`. Raises ValueError."""
    bib, _, rest = text.strip().partition(" ")
    word, _, reason = rest.strip().partition(" ")
    status = STATUSES.get(word.casefold())
    if not bib or status is None:
        raise ValueError("write a bib and dnf, dns or dq, as in 14 dq TR 17.3.1")
    return set_status(history, bib, status, reason=reason.strip())


def read_wave(text: str, waves: Sequence[str]) -> str:
    """One of the waves, in any case. Raises ValueError."""
    wanted = text.strip().casefold()
    found = next((wave for wave in waves if wave.casefold() == wanted), None)
    if found is None:
        names = ", ".join(wave for wave in waves if wave)
        raise ValueError(f"there is no wave {text.strip()!r} to choose: there is {names}")
    return found


def read_waves(text: str) -> dict[str, str]:
    """Who is in which wave, by bib, from `11-20, 31 = B`. Raises ValueError."""
    bibs, equals, wave = text.partition("=")
    if not equals or not bibs.strip():
        raise ValueError("write bibs, =, and the wave, as in 11-20, 31 = B")
    found: dict[str, str] = {}
    for part in bibs.split(","):
        span = BIB_RANGE.fullmatch(part.strip())
        if span is None:
            found |= dict.fromkeys(bibs_of(part), wave.strip())
            continue
        first, last = int(span[1]), int(span[2])
        if not 0 <= last - first < MOST_BIBS:
            raise ValueError(f"{part.strip()!r} is no range of bibs: write 11-20")
        found |= {str(bib): wave.strip() for bib in range(first, last + 1)}
    return found


def read_starts(text: str, now: TimeOfDay) -> tuple[list[str], TimeOfDay, int]:
    """Bibs, when the first starts, and milliseconds between two: `11, 12, 13 every 30 from 19:40:00`.

    Raises ValueError.
    """
    match = STARTS.fullmatch(text.strip())
    if match is None:
        raise ValueError("write bibs, every, seconds, from and a time: 11, 12, 13 every 30 from 19:40:00")
    return bibs_of(match[1]), read_day_time(match[3], now), Time.parse(match[2]).ms


def read_missed(text: str, now: TimeOfDay) -> tuple[str, TimeOfDay | int | None]:
    """A bib, and where it is known when it passed: `14`, `14 3:45.2`, `14 @19:43:57.6`. Raises ValueError.

    A time from the gun is in milliseconds.
    """
    bib, _, typed = text.strip().partition(" ")
    if not bib:
        raise ValueError("type a bib first")
    time = read_time(typed, now) if typed.strip() else None
    return bib, time.ms if isinstance(time, Time) else time


def read_gun_time(text: str, now: TimeOfDay, gun: TimeOfDay | None) -> TimeOfDay:
    """A time of day, `19:40:12.3`, or by how much the gun is to be moved, `+2.5`, `-1`. Raises ValueError."""
    shift = SHIFT.fullmatch(text.strip())
    if shift is not None:
        if gun is None:
            raise ValueError("no gun has gone that could be moved")
        ms = Time.parse(shift[2]).ms * (1 if shift[1] == "+" else -1)
        return gun._replace(utc_ms=gun.utc_ms + ms)
    return read_day_time(text, now)


def read_day_time(text: str, now: TimeOfDay) -> TimeOfDay:
    """A time of day on this computer's clock, on the day nearest to now. Raises ValueError."""
    text = text.strip().replace(",", ".")
    if not DAY_TIME.fullmatch(text):
        raise ValueError("write a time of day, as in 19:40:12.3")
    hours, minutes, *seconds = text.split(":")
    whole, _, fraction = (seconds[0] if seconds else "0").partition(".")
    if int(hours) > 23 or int(minutes) > 59 or int(whole) > 59:
        raise ValueError(f"{text} is no time of day")
    here = datetime.fromtimestamp(now.utc_ms / 1000).astimezone()
    that = here.replace(hour=int(hours), minute=int(minutes), second=int(whole), microsecond=0)
    nearest = min((that + timedelta(days=days) for days in (-1, 0, 1)), key=lambda day: abs(day - here))
    ms = round(nearest.timestamp()) * 1000 + int(fraction.ljust(3, "0") if fraction else 0)
    offset = nearest.utcoffset()
    return TimeOfDay(ms, len(fraction), int(offset.total_seconds() // 60) if offset is not None else 0)


def read_time(text: str, now: TimeOfDay) -> Time | TimeOfDay:
    """A time from the gun, `3:45.3`, or after an @ a time of day, `@19:43:57.6`. Raises ValueError."""
    text = text.strip()
    return read_day_time(text[1:], now) if text.startswith("@") else Time.parse(text)
