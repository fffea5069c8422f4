"""Dates as people write them."""

from __future__ import annotations

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def day(date: str) -> str:
    """`2024-05-25` as `25 May 2024`, a month, `2024-05`, as `May 2024`; any other text unchanged."""
    year, *parts = date.split("-")
    is_date = len(parts) in (1, 2) and all(part.isdecimal() for part in (year, *parts))
    if not is_date or not 1 <= int(parts[0]) <= 12:
        return date
    month = f"{MONTHS[int(parts[0]) - 1]} {year}"
    return f"{int(parts[1])} {month}" if parts[1:] else month
