"""The rows of a text whose cells are separated by a character, as programs export them."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile

MOST_CELLS = 1_500_000
"""In a file: in memory each takes some 100 bytes."""

NOTHING = frozenset("-–—.:* \t")
"""Of these alone are cells made in which there is no time: `-----`, `--:--:--`, `*`."""


def delimited_rows(source: SourceFile, delimiter: str) -> list[list[str]]:
    """The rows of a file with their cells, without blanks around them. Raises FeedError."""
    text = source.text
    if text.count(delimiter) + text.count("\n") > MOST_CELLS:
        raise FeedError(f"{source.name}: more than {MOST_CELLS:,} cells: split the file by races")
    try:
        reader = csv.reader(source.lines, delimiter=delimiter)
        return [[cell.strip() for cell in row] for row in reader]
    except csv.Error as error:
        raise FeedError(f"{source.name}: cannot be read: {error}") from None


def delimiter_of(line: str) -> str:
    """The character that separates most cells of a line."""
    return max(";\t,\\", key=line.count)


def is_blank(cell: str) -> bool:
    """Whether a cell holds nothing: it is empty, or a dash."""
    return NOTHING.issuperset(cell)


def time_in(cell: str) -> Time | None:
    """The time in a cell; None where it is 0 or no time."""
    try:
        time = Time.parse(cell)
    except ValueError:
        return None
    return time if time.ms else None


def clock_ms(cell: str) -> int | None:
    """Milliseconds since midnight of a time of day, `10:05` or `10:05:30`; None where it is not one."""
    hours, _, rest = cell.partition(":")
    time = time_in(rest if rest.count(":") else f"{rest}:00") if rest else None
    is_zero = set(rest) <= set("0:.,") and bool(rest)
    if not hours.isascii() or not hours.isdecimal() or int(hours) > 23 or (time is None and not is_zero):
        return None
    ms = time.ms if time else 0
    return int(hours) * 3_600_000 + ms if ms < 3_600_000 else None


def number_in(cell: str) -> int | None:
    """A whole number above 0; None where it is not one."""
    is_number = cell.isascii() and cell.isdecimal() and len(cell) < 7
    return int(cell) or None if is_number else None
