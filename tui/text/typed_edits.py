"""What someone types while timing, read into edits."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from race.edits.decisions import set_status
from race.edits.passings import by_bib, name_taps, pack, unnamed_taps
from race.times import Time, TimeOfDay

if TYPE_CHECKING:
    from race.edits.edit import Edit, Timekeeper
    from race.fold.history import History
    from race.messages import StatusCode

STATUSES: dict[str, StatusCode] = {"dnf": "dnf", "dns": "dns", "dq": "dq", "dsq": "dq"}

DAY_TIME = re.compile(r"\d{1,2}:\d\d(:\d\d([.,]\d{1,3})?)?")

SHIFT = re.compile(r"([+-])(\d.*)")


def bibs_of(text: str) -> list[str]:
    """The bibs that were typed, with commas, points or blanks between them."""
    return [bib for bib in re.split(r"[,.\s]+", text.strip()) if bib]


def read_bibs(history: History, timekeeper: Timekeeper, text: str, clock: TimeOfDay) -> Edit:
    """Bibs name the taps that wait, the oldest first; where none waits, they pass at `clock`.

    More bibs than taps that wait are a pack: with one tap they came by together, in this order.
    """
    bibs = bibs_of(text)
    if not bibs:
        raise ValueError("type a bib first")
    taps = [tap for tap in unnamed_taps(history) if tap.source == timekeeper.source]
    if not taps:
        if len(bibs) == 1:
            return by_bib(history, timekeeper, bibs[0], clock)
        return pack(history, timekeeper, bibs, clock)
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
