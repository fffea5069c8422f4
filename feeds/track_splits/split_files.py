"""The files of the tables: one CSV or JSON each in a folder, or one JSON file with all of them."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Iterator
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NamedTuple, cast

from feeds.errors import FeedError

NEEDED = ("races", "performances", "splits")
KNOWN = (*NEEDED, "competitions", "disciplines", "athletes", "annotations", "documents", "flags")

SUFFIXES = (".csv", ".csv.gz", ".json")

Fields = dict[str, str]
"""A row: its fields as text, empty where there is nothing."""


class TableRow(NamedTuple):
    """A row of a table, and where it stands."""

    line: int
    """Counted from 1; in JSON the number of the row."""
    fields: Fields


def is_tables(path: Path) -> bool:
    """Whether a path is a folder of such tables, one of them, or a JSON file."""
    if path.is_dir():
        return True
    stem = path.name.split(".")[0]
    return path.name.endswith(".json") or (path.name.endswith(SUFFIXES) and stem in KNOWN)


class Tables:
    """The tables by name."""

    def __init__(self, path: Path) -> None:
        """Raises FeedError where a table is missing that no race can do without."""
        self._path = path
        self._all = self._of_one_file() if path.is_file() and path.name.endswith(".json") else {}
        self._folder = path if path.is_dir() else path.parent
        missing = [name for name in NEEDED if self._file(name) is None and name not in self._all]
        if missing:
            raise FeedError(
                f"{path}: no table {missing[0]!r} (track-splits tables are {', '.join(NEEDED)} ...)"
            )

    def file_name(self, table: str) -> str:
        """The file that holds a table."""
        found = self._file(table)
        return found.name if found and table not in self._all else f"{self._path.name} ({table})"

    def rows(self, table: str) -> Iterator[TableRow]:
        """The rows of a table, none where there is no such table. Raises FeedError."""
        path = self._file(table)
        if table in self._all:
            yield from _json_rows(self._all[table], self._path)
        elif path is not None and path.suffix == ".json":
            yield from _json_rows(_parsed(path), path)
        elif path is not None:
            yield from _csv_rows(path)

    def _file(self, table: str) -> Path | None:
        if self._all:
            return None
        places = (self._folder / f"{table}{suffix}" for suffix in SUFFIXES)
        return next((place for place in places if place.is_file()), None)

    def _of_one_file(self) -> dict[str, Any]:
        parsed = _parsed(self._path)
        return cast(dict[str, Any], parsed) if isinstance(parsed, dict) else {}


def _csv_rows(path: Path) -> Iterator[TableRow]:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            reader = csv.DictReader(TextIOWrapper(file, encoding="utf-8-sig", newline=""))
            for row in reader:
                if None in row or None in row.values():
                    raise FeedError(
                        f"{path.name}: line {reader.line_num}: not as many fields as the first line"
                    )
                yield TableRow(reader.line_num, row)
    except (OSError, EOFError, csv.Error, UnicodeDecodeError) as error:
        raise FeedError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _parsed(path: Path) -> Any:
    try:
        return json.loads(path.read_bytes(), parse_float=str, parse_int=str)
    except (OSError, ValueError, RecursionError) as error:
        raise FeedError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}") from error


def _json_rows(rows: Any, path: Path) -> Iterator[TableRow]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FeedError(f"{path.name}: a table is a list of objects, one a row")
    for number, row in enumerate(rows, 1):
        yield TableRow(number, {key: _text(value) for key, value in row.items()})


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
