"""Spreadsheets are zip archives of XML, which may have been made to fill the reader's memory."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from feeds.errors import FeedError
from feeds.tables.sheets.table_grid import MOST_COLUMNS, MOST_ROWS

LARGEST_SHEET = 96 * 1024 * 1024
"""Bytes of a sheet's XML, and of the strings of all sheets: a row takes some 60 bytes a cell."""

LARGEST_PART = 2 * 1024 * 1024
"""Bytes of any other part that is read."""

MOST_STRING_TAGS = 1_500_000
MOST_TAGS_BETWEEN_ROWS = 10 * MOST_COLUMNS

MOST_FAR_CELLS = 1000
"""Cells beyond column ZZ or row 9,999,999: programs leave a few blank ones that were formatted once."""

_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    KeyError,
    NotImplementedError,
    OSError,
    RuntimeError,
    ValueError,
)
_FAR = re.compile(rb"\br=\"(?:[A-Z]{3,}\d|[A-Z]*\d{8})")
_FAR_ROW = re.compile(rb"<(?:\w+:)?row [^>]*\br=\"\d{8}")
_ROW = re.compile(rb"<(?:\w+:)?(?:table-)?row[\s/>]")


def open_archive(content: bytes, name: str) -> zipfile.ZipFile:
    """The archive. Raises FeedError of a damaged one."""
    try:
        return zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise FeedError(f"{name}: cannot be read as a spreadsheet: {error}") from None


def read_part(archive: zipfile.ZipFile, part: str, name: str, largest: int = LARGEST_PART) -> bytes:
    """A part, unpacked as far as it may be. Raises FeedError of what is too large, damaged or encrypted."""
    try:
        with archive.open(part) as file:
            data = file.read(largest + 1)
    except _UNREADABLE as error:
        raise FeedError(f"{name}: {part} cannot be read: {error}") from None
    if len(data) > largest:
        raise FeedError(f"{name}: {part} is larger than {largest // 1024 // 1024} MiB when it is unpacked")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data or b"\0" in data[:1000]:
        raise FeedError(f"{name}: {part} is not plain spreadsheet XML")
    return data


def check_sheet(data: bytes, part: str, name: str) -> None:
    """Refuse a sheet with more or wider rows than any table of results has. Raises FeedError."""
    if len(_FAR.findall(data)) > MOST_FAR_CELLS or _FAR_ROW.search(data):
        raise FeedError(f"{name}: {part} has cells further out than any table of results")
    starts = [match.start() for match in _ROW.finditer(data)]
    if len(starts) > MOST_ROWS:
        raise FeedError(f"{name}: {part} has more than {MOST_ROWS:,} rows")
    for start, end in zip((0, *starts), (*starts, len(data)), strict=True):
        if data.count(b"<", start, end) > MOST_TAGS_BETWEEN_ROWS:
            raise FeedError(f"{name}: {part} has rows of more than {MOST_COLUMNS} columns")


def check_strings(data: bytes, part: str, name: str) -> None:
    """Refuse more strings than any table of results has. Raises FeedError."""
    if data.count(b"<") > MOST_STRING_TAGS:
        raise FeedError(f"{name}: {part} has too many strings")
