"""A small TOML file that says what a table's columns hold, where their heads do not.

event = "1500"            # or distance = 1500
figures = "laps"          # or "times": from the start
header = 3                # the row with the column heads; 0 for a table without
sheet = "Final"           # the one to read, in a spreadsheet

[columns]
"Wendepunkt" = "5 km"
"Chip" = "net time"
"D" = "club"              # a column by its letter
"Shirt" = "ignore"
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import field
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from feeds.data_file import read_data
from feeds.errors import FeedError
from feeds.tables.plain.column_heads import Head, read_head
from feeds.tables.sheets.table_grid import MOST_COLUMNS, MOST_ROWS, column_letters
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from feeds.tables.plain.laps_or_times import Meaning

LARGEST = 64 * 1024
"""Bytes."""

LONGEST_TEXT = 200

KEYS = ("event", "distance", "figures", "clock", "header", "sheet", "columns")

_LETTERS = re.compile("[A-Z]{1,2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """What such a file says."""

    columns: Mapping[str, Head] = field(default_factory=dict)
    """By the head in the table, or the column's letters."""
    event: str = ""
    distance_m: float | None = None
    figures: Meaning | None = None
    clock: str = ""
    """The start of the times at checkpoints: `net`, the runner's own, or `gun`."""
    header: int | None = None
    """The row with the column heads; 0 for a table without."""
    sheet: str = ""

    def heads(self, cells: Sequence[str]) -> dict[int, Head]:
        """What is said of the columns with these heads, by their index."""
        if not self.columns:
            return {}
        said = {column_letters(i): i for i in range(max(len(cells), self._width))}
        named = {cell: i for i, cell in reversed(list(enumerate(cells))) if cell}
        found = {}
        for key, head in self.columns.items():
            index = named.get(key, said.get(key))
            if index is not None:
                found[index] = head
        return found

    def missing(self, cells: Sequence[str]) -> list[str]:
        """The columns that a table with these heads does not have."""
        letters = {column_letters(i) for i in range(max(len(cells), self._width))}
        return [key for key in self.columns if key not in cells and key not in letters]

    @property
    def _width(self) -> int:
        letters = [column_letters(i) for i in range(MOST_COLUMNS)]
        return max((letters.index(key) + 1 for key in self.columns if key in letters), default=0)


NO_MAP = ColumnMap()


def read_column_map(path: Path) -> ColumnMap:
    """Read such a file. Raises FeedError with what is wrong and what may be written."""
    try:
        return column_map_of(tomllib.loads(read_data(path, LARGEST).decode("utf-8-sig")), str(path))
    except OSError as error:
        raise FeedError(f"{path}: cannot be read: {error.strerror or error}") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise FeedError(f"{path}: not TOML: {error}") from None


def column_map_of(said: Mapping[str, Any], path: str) -> ColumnMap:
    """What is said in such a file. Raises FeedError."""
    unknown = next((key for key in said if key not in KEYS), None)
    if unknown is not None:
        raise FeedError(f"{path}: unknown key {unknown!r} (there are {', '.join(KEYS)})")
    distance = _number(said, "distance", path, 1_000_000)
    header = _number(said, "header", path, MOST_ROWS)
    return ColumnMap(
        columns=_columns(said.get("columns", {}), path),
        event=_text(said, "event", path),
        distance_m=float(distance) if distance is not None else None,
        figures=cast("Meaning | None", _choice(said, "figures", ("laps", "times"), path)),
        clock=_choice(said, "clock", ("net", "gun"), path) or "",
        header=int(header) if header is not None else None,
        sheet=_text(said, "sheet", path),
    )


def _columns(said: object, path: str) -> dict[str, Head]:
    if not isinstance(said, dict):
        raise FeedError(f'{path}: [columns] must hold lines such as "Startnr" = "bib"')
    heads: dict[str, Head] = {}
    for key, value in said.items():
        head = read_head(value[:LONGEST_TEXT]) if isinstance(value, str) else None
        if head is None or (head.role is None and head.point is None):
            raise FeedError(
                f"{path}: {key!r} = {value!r} is not understood: write bib, name, club, result, status, "
                "a distance such as 400 m or 5 km, lap 2, or ignore"
            )
        is_letters = _LETTERS.fullmatch(key) is not None
        heads[key] = head if is_letters or head.point is None else head._replace(text=key)
    return heads


def _text(said: Mapping[str, Any], key: str, path: str) -> str:
    value = said.get(key, "")
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        raise FeedError(f"{path}: {key} must be a text in quotes")
    return str(value)[:LONGEST_TEXT]


def _number(said: Mapping[str, Any], key: str, path: str, most: int) -> float | None:
    value = said.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= most:
        raise FeedError(f"{path}: {key} must be a number up to {most:,}")
    return value


def _choice(said: Mapping[str, Any], key: str, choices: Sequence[str], path: str) -> str | None:
    value = said.get(key)
    if value is not None and value not in choices:
        raise FeedError(f"{path}: {key} must be one of {', '.join(choices)}")
    return None if value is None else str(value)
