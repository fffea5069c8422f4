"""Reads the cells of a row of Lapbell's own table; each error begins with the column."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from race.times import UNITS_MS, Time

if TYPE_CHECKING:
    from collections.abc import Callable

Row = dict[str, str]
"""The cells of a row by column; a column that is missing is empty."""

T = TypeVar("T")

_NUMBER = re.compile(r"-?\d{1,12}(?:[.,]\d{1,12})?", re.ASCII)


def cell_time(row: Row) -> Time | None:
    """The time, of the two ways in which it is written the one with more decimals."""
    shown, number = cell_value(row, "time", Time.parse), cell_decimal(row, "time_s")
    if number is None:
        return shown
    decimals = cell_value(row, "decimals", int)
    exponent = -int(number.as_tuple().exponent) if decimals is None else decimals
    counted = Time(round(number * 1000), min(max(exponent, 0), 3))
    if shown is None:
        return counted
    if abs(shown.ms - counted.ms) >= UNITS_MS[min(shown.digits, counted.digits)]:
        raise ValueError(f"time is {shown} and time_s is {row['time_s']}; leave one of them empty")
    return max(shown, counted, key=lambda time: time.digits)


def cell_value(row: Row, column: str, read: Callable[[str], T]) -> T | None:
    """The value of a cell as it is read; None of an empty one. Raises ValueError."""
    text = row.get(column, "")
    if not text:
        return None
    try:
        return read(text)
    except ValueError as error:
        raise ValueError(f"{column}: {error}") from None


def cell_decimal(row: Row, column: str) -> Decimal | None:
    """A number with its decimals. Raises ValueError."""
    text = row.get(column, "")
    if text and not _NUMBER.fullmatch(text):
        raise ValueError(f"{column}: {text[:40]!r} is not a number")
    return Decimal(text.replace(",", ".")) if text else None


def cell_number(row: Row, column: str) -> float | None:
    """A number. Raises ValueError."""
    number = cell_decimal(row, column)
    return None if number is None else float(number)


def cell_word(row: Row, column: str, words: tuple[T, ...]) -> T | None:
    """One of some words. Raises ValueError."""
    text = row.get(column, "")
    found = next((word for word in words if word == text), None)
    if text and found is None:
        raise ValueError(f"{column}: {text[:40]!r} is not one of {', '.join(map(str, words))}")
    return found
