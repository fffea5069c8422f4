"""Days and times of day, as documents print them."""

from __future__ import annotations

import re
from datetime import date

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY_FIRST = rf"\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?:\d{{4}}|\d{{2}})\b(?!:)"
DAY = rf"(?:{_DAY_FIRST}|{_MONTH}\s+\d{{1,2}},?\s+\d{{4}}\b)"
DAYS = (
    rf"(?:{_MONTH}\s+\d{{1,2}}\s*[-–]\s*(?:{_MONTH}\s+)?\d{{1,2}},?\s+\d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?(?:\s+{_MONTH})?\s*[-–]\s*\d{{1,2}}(?:st|nd|rd|th|\.)?\s+{_MONTH},?\s+\d{{4}}"
    r"|\d{1,2}\.?(?:\d{1,2}\.?)?\s?[-–]\s?\d{1,2}[./]\d{1,2}[./]\d{4})"
)
"""Several days, as a meeting has: `May 25-26, 2018`, `31 AUG - 1 SEP 2018`, `25.-26.05.2018`."""
CLOCK = r"(?<![\d:.])(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?![\d:.])"

YOUNGEST = 10
"""Years. No one younger is in an official result, so a two-digit year has one meaning."""

_PARTS = re.compile(rf"(?P<day>\d{{1,2}})\D*?(?P<month>{_MONTH}),?\s+(?P<year>\d+)", re.I)
_MONTH_FIRST = re.compile(rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}}),?\s+(?P<year>\d+)", re.I)


def iso_day(text: str, race_year: int | None = None) -> str:
    """A printed day as 2024-05-25: `10 JUN 2026`, `10th June 2026`, `June 30, 2019`, `5 Jan 93`.

    A two-digit year is the latest in which an athlete in a race of `race_year` can have been born.
    Empty where the text is not a day.
    """
    match = _PARTS.fullmatch(text) or _MONTH_FIRST.fullmatch(text)
    if match is None:
        return ""
    year = int(match["year"])
    if year < 100:
        if race_year is None:
            return ""
        year += (race_year - YOUNGEST - year) // 100 * 100
    try:
        return date(year, MONTHS.index(match["month"][:3].lower()) + 1, int(match["day"])).isoformat()
    except ValueError:
        return ""
