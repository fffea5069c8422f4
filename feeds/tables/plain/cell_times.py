"""Times as people and programs write them into cells, and what a whole column of them means.

`3:52` is 3 minutes or 3 hours, `2.05` is 2 seconds or 2 minutes, `0.0026898` is a part of a day, and Excel
makes 3 hours and 52 minutes of `3:52`. The readings of one text are a factor of 60 apart, so at most one of
them is a time in which a human covers the distance.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import ROUND_HALF_EVEN, Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from race.times import UNITS_MS, Time

Style = Literal["H:MM:SS", "M:SS:cc", "M:SS", "H:MM", "seconds", "M.SS", "M.mm", "days", "M.SS.c", "H.MM.SS"]

MEANINGS: dict[Style, str] = {
    "M:SS:cc": "minutes, seconds and hundredths",
    "H:MM": "hours and minutes",
    "M.SS": "minutes and seconds",
    "M.mm": "minutes and hundredths of a minute",
    "days": "parts of a day",
    "H.MM.SS": "hours, minutes and seconds",
}
"""The styles that are not the first reading of their form."""

LONGEST_CELL = 40
"""Characters."""

KEPT_CELLS = 8192
"""Texts whose readings are kept: in a large race most times to the second occur more than once."""


FEWEST_OF_MINUTES = 0.2
"""The share of the cells with 60 to 99 behind the point from which on these are hundredths of a minute: of
such, four in ten have so many. A few in a column of seconds are slips."""

LEAST_OF_MINUTES = 2
"""Such cells."""


class CellTime(NamedTuple):
    """A cell that may be a time, by all its readings."""

    form: str
    """Its form: cells of one form and one column are read in one style."""
    readings: Mapping[Style, Time]
    """The usual one first."""
    place: int | None = None
    """Printed in brackets beside it."""
    notes: tuple[str, ...] = ()
    is_by_hand: bool = False


class ReadTime(NamedTuple):
    """A cell as it is understood in its column."""

    time: Time
    style: Style
    is_possible: bool
    """Whether a human can take this time."""
    cell: CellTime


_NOTES = r"(?:[=]?(?:[WACNMOS]R|WL|EL|PB|SB|PR|CR|MR|DLR|NJR|WJR|EJR|U20R|U23R|NU20R|NU23R)|Q|q|R|A)"
_BARE = re.compile(r"\d{1,6}(?:[:.,]\d\d){0,2}(?:[.,]\d{1,3})?")
"""A time alone, as nearly all cells have it: read without looking for more, in half the time."""

_SHELL = re.compile(
    rf"(?P<time>[\d:.,]+)(?:\s*(?P<unit>h|hrs?|std\.?|min\.?|s|sek\.?|secs?\.?))?"
    rf"(?:\s*[(\[]\s*=?(?P<place>\d{{1,5}})\.?=?\s*[)\]]|\s*\([\d:.,]+\))?"
    rf"(?P<notes>(?:\s*[( ]\s*{_NOTES}\)?)*)\s*\*?"
)
_WORDS = re.compile(
    r"(?:(?P<h>\d{1,3})\s*(?:h|hrs?|std\.?|u|t)\s*)?(?:(?P<m>\d{1,4})\s*(?:'|min\.?|mn|m)\s*)?"
    r"(?:(?P<s>\d{1,2})(?:\s*(?:\"|''|secs?\.?|sek\.?|s)\s*|[.,])?(?P<f>\d{1,3})?\s*(?:\"|''|secs?\.?|sek\.?|s)?)?",
    re.I,
)
_HOURS_MINUTES = re.compile(r"(\d{1,3})\s*(?:h|u|t|std\.?)\s*([0-5]\d)\s*(?:min|m|')?", re.I)
_NO_DAY = re.compile(r"^(?:1899-12-30|1900-01-00)[ T](?=\d)")
"""The day that spreadsheets put before a time without one."""

_MIDNIGHT = re.compile(r"(\d{1,2}):(\d\d):(\d\d(?:[.,]\d+)?) ?(am|pm)", re.I)
_QUOTES = str.maketrans({"’": "'", "′": "'", "´": "'", "`": "'", "”": '"', "″": '"', "“": '"', "\xa0": " "})

_COLONS3 = re.compile(r"(\d{1,3}):([0-5]\d):(\d\d)(?:[.,](\d{1,6}))?")
_COLONS2 = re.compile(r"(\d{1,4}):([0-5]\d)(?:[.,](\d{1,6}))?")
_POINTS3 = re.compile(r"(\d{1,3})[.,]([0-5]\d)[.,](\d{1,3})")
_POINTS4 = re.compile(r"(\d{1,3})[.:]([0-5]\d)\.([0-5]\d)[.,](\d{1,3})")
_NUMBER = re.compile(r"(\d{1,9})(?:[.,](\d{1,20}))?")


@lru_cache(KEPT_CELLS)
def read_cell(text: str) -> CellTime | None:
    """What a cell can mean as a time; None where it is not a time."""
    if _BARE.fullmatch(text):
        read = _readings(text, "")
        return CellTime(*read) if read is not None else None
    text = _NO_DAY.sub("", " ".join(text.translate(_QUOTES).split()))
    if not text or len(text) > LONGEST_CELL or not text[0].isdigit():
        return None
    shell = _SHELL.fullmatch(text)
    if shell is None:
        text = _without_words(text)
        shell = _SHELL.fullmatch(text) if text else None
        if shell is None:
            return None
    read = _readings(shell["time"], (shell["unit"] or "")[:1].lower())
    if read is None:
        return None
    form, readings = read
    by_hand = shell["unit"] == "h" and form in ("1.1", "::.")
    notes = tuple(re.findall(_NOTES, shell["notes"]))
    return CellTime(form, readings, int(shell["place"]) if shell["place"] else None, notes, by_hand)


def _without_words(text: str) -> str:
    """`3'52"4`, `1h02'03`, `12:03:52 AM` with colons; empty where it is something else."""
    midnight = _MIDNIGHT.fullmatch(text)
    if midnight:
        hours = int(midnight[1]) % 12 + (12 if midnight[4].lower() == "pm" else 0)
        return f"{hours}:{midnight[2]}:{midnight[3]}"
    if hours_alone := _HOURS_MINUTES.fullmatch(text):
        return f"{hours_alone[1]}:{hours_alone[2]} h"
    match = _WORDS.fullmatch(text)
    if match is None or not any(match.groups()) or (match["h"] and not match["m"]):
        return ""
    hours_, minutes, seconds, fraction = match.group("h", "m", "s", "f")
    parts = [hours_, minutes or ("0" if hours_ else None), seconds or "0"]
    kept = [part for part in parts if part is not None]
    return ":".join([kept[0], *(part.zfill(2) for part in kept[1:])]) + (f".{fraction}" if fraction else "")


def _readings(text: str, unit: str) -> tuple[str, dict[Style, Time]] | None:
    if match := _COLONS3.fullmatch(text):
        a, b, c, fraction = match.groups("")
        readings: dict[Style, Time] = {}
        if int(c) < 60:
            readings["H:MM:SS"] = _time(int(a) * 3600 + int(b) * 60 + int(c), fraction)
        if not fraction:
            readings["M:SS:cc"] = _time(int(a) * 60 + int(b), c)
        return ":::", readings
    if match := _COLONS2.fullmatch(text):
        a, b, fraction = match.groups("")
        readings = {"M:SS": _time(int(a) * 60 + int(b), fraction)}
        if not fraction:
            hours = _time(int(a) * 3600 + int(b) * 60, "")
            readings = {"H:MM": hours} if unit == "h" else {**readings, "H:MM": hours}
        return ("::." if fraction else "::"), readings
    if match := _POINTS4.fullmatch(text):
        a, b, c, fraction = match.groups()
        return "....", {"H.MM.SS": _time(int(a) * 3600 + int(b) * 60 + int(c), fraction)}
    if match := _POINTS3.fullmatch(text):
        a, b, c = match.groups()
        readings = {"M.SS.c": _time(int(a) * 60 + int(b), c)}
        if len(c) == 2 and int(c) < 60 and text.count(",") != 1:
            readings["H.MM.SS"] = _time(int(a) * 3600 + int(b) * 60 + int(c), "")
        return f"..{len(c)}", readings
    match = _NUMBER.fullmatch(text)
    return _numbers(match[1], match[2] or "") if match else None


def _numbers(whole: str, fraction: str) -> tuple[str, dict[Style, Time]]:
    readings: dict[Style, Time] = {"seconds": _time(int(whole), fraction)}
    if len(fraction) == 2 and int(fraction) < 60:
        readings["M.SS"] = _time(int(whole) * 60 + int(fraction), "")
    if len(fraction) == 2:
        readings["M.mm"] = Time(1000 * round(Decimal(f"{whole}.{fraction}") * 60), 0)
    if len(fraction) >= 4 and len(whole) == 1:
        readings["days"] = _shortest(Decimal(f"{whole}.{fraction}") * 86_400)
    return (f"1.{min(len(fraction), 4)}" if fraction else "1"), readings


def _time(seconds: int, fraction: str) -> Time:
    if len(fraction) > 3:
        return _shortest(Decimal(f"{seconds}.{fraction}"))
    return Time(seconds * 1000 + (int(fraction) * UNITS_MS[len(fraction)] if fraction else 0), len(fraction))


def _shortest(seconds: Decimal) -> Time:
    """To the millisecond, as a computer's number has no decimals of its own; without zeros at its end."""
    ms = int((seconds * 1000).to_integral_value(ROUND_HALF_EVEN))
    return with_digits(ms)


def with_digits(ms: int) -> Time:
    """A time with as few decimals as it needs."""
    return Time(ms, next(digits for digits in range(4) if ms % UNITS_MS[digits] == 0))


Fits = Callable[[Time], bool]
"""Whether a human can take a time."""


def read_column(
    cells: Mapping[int, CellTime], fits: Fits, styles: Mapping[str, Style] | None = None
) -> dict[int, ReadTime]:
    """The cells of a column, by row: those of one form in the one style in which most of them are possible.

    `styles` says what other columns have made of a form; where this column does not decide, that holds.
    """
    chosen: dict[str, Style] = {}
    for form in {cell.form for cell in cells.values()}:
        own = [cell for cell in cells.values() if cell.form == form]
        counts = Counter(style for cell in own for style, time in cell.readings.items() if fits(time))
        if not _are_minutes(own):
            del counts["M.mm"]
        known = (styles or {}).get(form)
        usual = next((style for cell in own for style in cell.readings), None)
        order = [style for style in (known, usual, *counts) if style is not None]
        if order:
            chosen[form] = max(order, key=lambda style: (counts[style], -order.index(style)))
    read = {
        row: ReadTime(time, style, fits(time), cell)
        for row, cell in cells.items()
        if (style := chosen.get(cell.form)) and (time := cell.readings.get(style)) is not None
    }
    return _without_hundredths(read)


def _are_minutes(cells: Sequence[CellTime]) -> bool:
    """Whether the figures behind the points cannot be seconds, in too many of a column to be slips."""
    count = sum("M.mm" in cell.readings and "M.SS" not in cell.readings for cell in cells)
    return count >= max(LEAST_OF_MINUTES, FEWEST_OF_MINUTES * len(cells))


def _without_hundredths(read: dict[int, ReadTime]) -> dict[int, ReadTime]:
    """Excel makes `3:52:00` of 3:52: hundredths are real only if some in the column are not 00."""
    made = {row: cell for row, cell in read.items() if cell.style == "M:SS:cc"}
    if any(cell.time.ms % 1000 for cell in made.values()):
        return read
    return read | {row: cell._replace(time=Time(cell.time.ms, 0)) for row, cell in made.items()}
