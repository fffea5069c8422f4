"""The records of the MYLAPS exporter: passings of both versions, and markers.

Version 1 has 39 characters: chip 7, time of day 12, device 2, reader 2, antenna 1, lap 3, sequence 4, date 6
(yyMMdd), checksum 2, which is the sum of all others modulo 256. Version 2 has pairs `key=value` between `|`.
"""

from __future__ import annotations

import re
from typing import NamedTuple

_V1 = re.compile(
    r"(?P<chip>.{7})(?P<time>.{12}).{2}.{2}.{1}.{3}.{4}(?P<date>.{6})(?P<checksum>[0-9A-Fa-f]{2})", re.DOTALL
)
_DATE = re.compile(r"(\d\d)(\d\d)(\d\d)", re.ASCII)
_END = re.compile(r"@\d{1,9}", re.ASCII)


class PassingRecord(NamedTuple):
    """A chip was seen."""

    chip: str
    bibs: tuple[str, ...]
    """What the exporter knows of the runner: the text on the bib, and its number."""
    time: str
    """A time of day, with its date in front if that is known."""
    utc_ms: str = ""
    """The time in milliseconds since 1970; empty where it is not sent."""


class MarkerRecord(NamedTuple):
    """Something happened at a place, such as a gun."""

    time: str
    text: str
    """What it is, in the words of the exporter."""

    @property
    def is_gun(self) -> bool:
        """Whether it is a gun."""
        return "gun" in self.text.casefold()


def read_v1(record: str) -> PassingRecord:
    """A passing of version 1. Raises ValueError."""
    match = _V1.fullmatch(record)
    if match is None:
        raise ValueError(f"a passing has 39 characters, and this {len(record)}")
    if sum(record[:-2].encode("cp1252", "replace")) % 256 != int(match["checksum"], 16):
        raise ValueError("the checksum is wrong")
    return PassingRecord(_chip(match["chip"]), (), _dated(match["date"], match["time"]))


def read_v2(record: str) -> PassingRecord:
    """A passing of version 2. Raises ValueError."""
    pairs = _pairs(record)
    bibs = tuple(bib for key in ("n", "b") if (bib := pairs.get(key, "").strip()) not in ("", "0"))
    utc_ms = pairs.get("utc", "")
    return PassingRecord(
        _chip(pairs.get("c", "") or (bibs or ("",))[-1]),
        bibs,
        _dated(pairs.get("d", ""), pairs.get("t", "")),
        utc_ms if utc_ms.strip("0") else "",
    )


def read_marker(record: str) -> MarkerRecord:
    """A marker of either version. Raises ValueError."""
    if "=" in record:
        pairs = _pairs(record)
        return MarkerRecord(
            _dated(pairs.get("d", ""), pairs.get("t", "")), f"{pairs.get('mt', '')} {pairs.get('n', '')}"
        )
    time, bar, text = record.partition("|")
    if not bar:
        raise ValueError("neither a marker nor a passing")
    return MarkerRecord(time, text)


def is_end(text: str) -> bool:
    """Whether what stands in the place of a record is the number of the frame, behind an `@`."""
    return _END.fullmatch(text) is not None


def _pairs(record: str) -> dict[str, str]:
    pairs = (part.partition("=") for part in record.split("|"))
    return {key.strip(): value for key, equals, value in pairs if equals}


def _chip(text: str) -> str:
    chip = text.strip()
    if not chip or not chip.isprintable():
        raise ValueError("no chip")
    return chip


def _dated(date: str, time: str) -> str:
    match = _DATE.fullmatch(date.strip())
    known = match is not None and match[0] != "000000"
    return f"20{match[1]}-{match[2]}-{match[3]} {time}" if match is not None and known else time
