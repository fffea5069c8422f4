"""The files of the tables: one CSV or JSON file each in a folder, or one JSON file with all of them."""

from __future__ import annotations

import csv
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, NamedTuple

from feeds.data_file import read_data, read_json_data
from feeds.errors import FeedError
from feeds.unpacked_file import unpacked

NEEDED = ("races", "performances", "splits")
KNOWN = (*NEEDED, "competitions", "disciplines", "athletes", "annotations", "documents", "flags")

SUFFIXES = (".csv", ".csv.gz", ".json")

LONGEST_LINE = 1024 * 1024
"""Bytes."""

LARGEST_JSON = 32 * 1024 * 1024
"""Bytes. Larger tables can be CSV."""

Fields = dict[str, str]
"""The fields of a row as text; missing values are empty."""


class TableRow(NamedTuple):
    """A row of a table and its line."""

    line: int
    """Counted from 1; in JSON the number of the row."""
    fields: Fields


class Table(NamedTuple):
    """A table and where it is."""

    file_name: str = ""
    rows: Iterator[TableRow] = iter(())
    """Read lazily, once. Raises FeedError."""


def is_tables(path: Path) -> bool:
    """Whether a path is a folder of such tables, one of them, or a JSON file with all of them."""
    if path.is_dir():
        return True
    if path.name.endswith(SUFFIXES) and path.name.split(".")[0] in KNOWN:
        return True
    return path.name.endswith(".json") and _names_races(path)


def _names_races(path: Path) -> bool:
    try:
        return f'"{NEEDED[0]}"'.encode() in read_data(path, LARGEST_JSON)
    except OSError:
        return path.exists()


def open_tables(path: Path) -> dict[str, Table]:
    """All known tables by name. Raises FeedError where one is missing that every race needs."""
    tables: dict[str, Table] = {}
    if path.is_file() and path.name.endswith(".json") and isinstance(parsed := _parsed(path), dict):
        tables = {name: Table(f"{path.name} ({name})", _json_rows(parsed[name], path)) for name in parsed}
    if not tables:
        folder = path if path.is_dir() else path.parent
        files = (folder / f"{name}{suffix}" for name in KNOWN for suffix in reversed(SUFFIXES))
        tables = {file.name.split(".")[0]: Table(file.name, _rows(file)) for file in files if file.is_file()}
    missing = [name for name in NEEDED if name not in tables]
    if missing:
        raise FeedError(f"{path}: no table {missing[0]!r} (track-splits tables are {', '.join(NEEDED)} ...)")
    return {name: tables.get(name, Table()) for name in KNOWN}


def _rows(path: Path) -> Iterator[TableRow]:
    if path.suffix == ".json":
        yield from _json_rows(_parsed(path), path)
        return
    try:
        with unpacked(path) as file:
            reader = csv.DictReader(_lines(file))
            for row in reader:
                if None in row or None in row.values():
                    raise FeedError(
                        f"{path.name}: line {reader.line_num}: not as many fields as the first line"
                    )
                yield TableRow(reader.line_num, row)
    except (OSError, EOFError, zlib.error, csv.Error, UnicodeDecodeError) as error:
        raise _unreadable(path, error) from error


def _lines(file: BinaryIO) -> Iterator[str]:
    encoding = "utf-8-sig"  # a byte order mark may begin the file
    while line := file.readline(LONGEST_LINE + 1):
        if len(line) > LONGEST_LINE:
            raise EOFError(f"a line is longer than {LONGEST_LINE} bytes")
        yield line.decode(encoding)
        encoding = "utf-8"


def _parsed(path: Path) -> object:
    try:
        parsed: object = json.loads(read_json_data(path, LARGEST_JSON), parse_float=str, parse_int=str)
    except (OSError, ValueError, RecursionError) as error:
        raise _unreadable(path, error) from error
    return parsed


def _unreadable(path: Path, error: Exception) -> FeedError:
    return FeedError(f"{path}: cannot be read: {getattr(error, 'strerror', None) or error}")


def _json_rows(rows: object, path: Path) -> Iterator[TableRow]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise FeedError(f"{path.name}: a table is a list of objects, one per row")
    for number, row in enumerate(rows, 1):
        yield TableRow(number, {key: _text(value) for key, value in row.items()})


def _text(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
