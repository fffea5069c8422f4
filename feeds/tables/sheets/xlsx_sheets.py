"""The sheets of an Excel workbook, read by openpyxl."""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from html import unescape
from typing import TYPE_CHECKING, Any

from feeds.errors import FeedError
from feeds.tables.sheets.packed_sheets import (
    LARGEST_SHEET,
    check_sheet,
    check_strings,
    open_archive,
    read_part,
)
from feeds.tables.sheets.table_grid import Grid, RowCollector, clock_text

if TYPE_CHECKING:
    import zipfile

    from feeds.tables.source_file import SourceFile

NEEDS_OPENPYXL = ".xlsx needs openpyxl: pip install 'lapbell[tables]' (pipx: pipx inject lapbell openpyxl)"

MOST_SHEETS = 100
MOST_NAMED = 10
"""Cells and ranges that are named in one note."""

_NO_VALUE = re.compile(
    rb"<c [^>]*?\br=\"([A-Z]{1,3}\d{1,7})\"[^>]*><f[^>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>"
)
_MERGED = re.compile(rb"<mergeCell [^>]*?ref=\"([A-Z]{1,3}(\d{1,7}):[A-Z]{1,3}(\d{1,7}))\"")
_EPOCH = datetime(1899, 12, 30)


def is_xlsx(content: bytes) -> bool:
    """Whether a file is a workbook of Excel 2007 or later."""
    return content.startswith(b"PK") and b"xl/workbook.xml" in content


def read_xlsx(source: SourceFile) -> list[Grid]:
    """Its sheets that are not hidden. Raises FeedError."""
    try:
        import openpyxl  # an optional dependency
    except ImportError:
        raise FeedError(f"{source.name}: reading {NEEDS_OPENPYXL}, or save the sheet as CSV") from None
    _check_parts(source)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(
                io.BytesIO(source.content), read_only=True, data_only=True, keep_links=False
            )
            return [grid for sheet in book.worksheets[:MOST_SHEETS] for grid in _grids(sheet, source)]
    except FeedError:
        raise
    except Exception as error:  # whatever a damaged workbook makes a library raise
        raise FeedError(f"{source.name}: cannot be read as an Excel workbook: {str(error)[:200]}") from None


def _check_parts(source: SourceFile) -> None:
    with open_archive(source.content, source.name) as archive:
        for part in archive.namelist():
            if not part.endswith((".xml", ".rels")):
                continue
            if part.startswith("xl/worksheets/") and part.endswith(".xml"):
                check_sheet(read_part(archive, part, source.name, LARGEST_SHEET), part, source.name)
            elif part.lower().endswith("sharedstrings.xml"):
                check_strings(read_part(archive, part, source.name, LARGEST_SHEET), part, source.name)
            else:
                read_part(archive, part, source.name)


def _grids(sheet: Any, source: SourceFile) -> Iterator[Grid]:  # openpyxl has no types of its own
    name = str(sheet.title)
    if sheet.sheet_state != "visible":
        yield Grid([], name, has_numbers=True, notes=[f"sheet {name!r} is hidden: left out"])
        return
    collector = RowCollector(f"{source.name}, sheet {name!r}")
    sheet.reset_dimensions()
    for number, values in enumerate(sheet.iter_rows(values_only=True), 1):
        collector.add(number, [_text(value) for value in values])
    yield Grid(collector.rows, name, has_numbers=True, notes=_notes_on(sheet, source))


def _notes_on(sheet: Any, source: SourceFile) -> list[str]:
    """Cells that look blank and are not: formulas that were never worked out, and merged cells."""
    with open_archive(source.content, source.name) as archive:
        part = _parts(archive, source.name).get(str(sheet.title))
        data = read_part(archive, part, source.name, LARGEST_SHEET) if part else b""
    notes = []
    formulas = [cell.decode() for cell in _NO_VALUE.findall(data)]
    if formulas:
        notes.append(
            f"{_listed(formulas)}: a formula without a value, left out; "
            "open the file in a spreadsheet program and save it"
        )
    merged = [ref.decode() for ref, first, last in _MERGED.findall(data) if first != last]
    if merged:
        notes.append(f"{_listed(merged)}: merged cells; only the first row of them has the value")
    return notes


def _parts(archive: zipfile.ZipFile, name: str) -> dict[str, str]:
    """The part of the archive that holds each sheet."""
    relations = read_part(archive, "xl/_rels/workbook.xml.rels", name).decode("utf-8", "replace")
    targets: dict[str, str] = {}
    for tag in re.findall(r"<Relationship [^>]*>", relations):
        named = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        targets[named.get("Id", "")] = named.get("Target", "")
    book = read_part(archive, "xl/workbook.xml", name).decode("utf-8", "replace")
    parts: dict[str, str] = {}
    for tag in re.findall(r"<sheet [^>]*>", book):
        named = dict(re.findall(r'([\w:]+)="([^"]*)"', tag))
        target = targets.get(named.get("r:id", ""), "")
        path = target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        if path in archive.namelist():
            parts[unescape(named.get("name", ""))] = path
    return parts


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - MOST_NAMED} more" if len(names) > MOST_NAMED else ""
    return ", ".join(names[:MOST_NAMED]) + more


def _text(value: object) -> str:
    """A cell's value as it would be typed; a time of day is a time, as Excel has no other."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return str(value)
        case float():
            return f"{value:.12g}" if abs(value) < 1e15 else str(value)
        case datetime():
            if value.year <= 1900:
                return _clock(value - _EPOCH)
            return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
        case time():
            return _clock(
                timedelta(
                    hours=value.hour,
                    minutes=value.minute,
                    seconds=value.second,
                    microseconds=value.microsecond,
                )
            )
        case timedelta():
            return _clock(value)
        case date():
            return value.isoformat()
    return str(value)


def _clock(span: timedelta) -> str:
    return clock_text(round(span / timedelta(milliseconds=1)))
