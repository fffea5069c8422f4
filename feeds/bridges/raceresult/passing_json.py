"""A passing as the exporter "Raw Data Record JSON" of RACE RESULT writes it: an object, mostly in one line.

    {"ID":1,"Bib":50001,"TimingPoint":"FINISH","Time":32795.944,"Invalid":false,
     "Passing":{"Transponder":"ZICAD30","DeviceName":"Box 3","LoopID":8,"UTCTime":"2024-01-12T09:06:35.944Z"}}

`Time` is in seconds since midnight of the event's first day, and is never made a float.
"""

from __future__ import annotations

import json
import re
from datetime import date as Date
from datetime import timedelta
from typing import Any, NamedTuple

from feeds.bridges.raceresult.passing_line import MARKER, Passing

LONGEST = 64 * 1024
"""Characters of an object in several lines."""

_SECONDS = re.compile(r"(\d{1,7})(\.\d+)?", re.ASCII)


class JsonPassing(NamedTuple):
    """What an object says."""

    number: str
    """Its ID, which it keeps when it is changed; empty for none."""
    is_invalid: bool
    passing: Passing
    """With the time of day of all zones, where that is sent."""


class OpenObject:
    """An object whose lines come one by one, the first being a bracket alone."""

    def __init__(self) -> None:
        self._lines: list[str] = []
        self._length = self._depth = 0

    def add(self, line: str) -> str:
        """Add a line. Returns the object once it is whole, or too long for one; until then nothing."""
        self._lines.append(line)
        self._length += len(line)
        self._depth += line.count("{") - line.count("}")
        return " ".join(self._lines) if self._depth <= 0 or self._length > LONGEST else ""


def read_json(line: str, first_day: Date | None) -> JsonPassing:
    """The passing of a line. Raises ValueError."""
    try:
        said = json.loads(line, parse_float=str)
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None
    if not isinstance(said, dict):
        raise ValueError("not an object")
    if "list" in said and "data" in said:
        raise ValueError("a published list: `poll` watches those, and `lapbell convert` reads them")
    raw = said.get("Passing")
    raw = raw if isinstance(raw, dict) else {}
    code, bib = _text(raw, "Transponder"), _text(said, "Bib")
    bib = "" if bib == "0" else bib
    if not code and not bib:
        raise ValueError("neither a bib nor a transponder")
    names = [_text(said, "TimingPoint"), _text(raw, "DeviceName"), _text(raw, "DeviceID")]
    places = tuple(name for name in names if name) or ("",)
    is_marker = raw.get("IsMarker") is True or code == MARKER
    date, time = _time(said, raw, first_day)
    passing = Passing(code or bib, bib, date, time, places, is_marker)
    return JsonPassing(_text(said, "ID"), said.get("Invalid") is True, passing)


def _time(said: dict[str, Any], raw: dict[str, Any], first_day: Date | None) -> tuple[str, str]:
    """The date and the time of day. The time in UTC is that of the year 1 where no one knows it."""
    utc = _text(raw, "UTCTime")
    if utc and not utc.startswith("0001-"):
        return "", utc
    match = _SECONDS.fullmatch(_text(said, "Time"))
    if match is None:
        raise ValueError("no time")
    days, seconds = divmod(int(match[1]), 86_400)
    if days > 366:
        raise ValueError("no time of an event of a year")
    time = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{match[2] or ''}"
    return str(first_day + timedelta(days=days)) if first_day is not None else "", time


def _text(said: dict[str, Any], key: str) -> str:
    value = said.get(key)
    is_text = isinstance(value, str | int) and not isinstance(value, bool)
    return f"{value}".strip()[:200] if is_text else ""
