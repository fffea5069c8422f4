"""The rows of Lapbell's own table, from CSV or from a spreadsheet."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.lapbell.lapbell_columns import HEADER, SPLITS_SHEET, WIDE_COLUMN, plain_text
from feeds.tables.sheets.packed_sheets import open_archive, read_part
from feeds.tables.sheets.xlsx_sheets import is_xlsx, read_xlsx

if TYPE_CHECKING:
    import re

    from feeds.tables.lapbell.lapbell_cells import Row
    from feeds.tables.source_file import SourceFile

BEGINNING = HEADER[:3]
"""By which the table is known."""

SEPARATORS = ",;\t"
"""A spreadsheet that saves the table again may change the comma."""


def is_lapbell_table(source: SourceFile) -> bool:
    """Whether a file begins as Lapbell's own table, or has a sheet that does."""
    try:
        return _separator(source) is not None or _sheet(source) is not None
    except FeedError:
        return False


def table_rows(source: SourceFile) -> Iterator[tuple[str, Row]]:
    """Where each row is, and its cells; those of a wide table are made long. Raises FeedError."""
    separator, sheet = _separator(source), _sheet(source)
    if separator is not None:
        yield from _long_rows(source.name, _csv_rows(source, separator), plain_text)
    elif sheet is not None:
        width = max(len(cells) for _, cells in sheet)
        padded = ((number, [*cells, *[""] * (width - len(cells))]) for number, cells in sheet)
        yield from _long_rows(source.name, padded, str)


def _separator(source: SourceFile) -> str | None:
    """What is between two cells of a text; None where it is another table."""
    first = source.first_line
    return next((mark for mark in SEPARATORS if first.split(mark)[: len(BEGINNING)] == BEGINNING), None)


def _sheet(source: SourceFile) -> list[tuple[int, list[str]]] | None:
    """The rows of the sheet of splits; None in a workbook without that sheet."""
    if not is_xlsx(source.content):
        return None
    with open_archive(source.content, source.name) as archive:
        if f'name="{SPLITS_SHEET}"'.encode() not in read_part(archive, "xl/workbook.xml", source.name):
            return None
    grid = next((grid for grid in read_xlsx(source) if grid.name == SPLITS_SHEET), None)
    if grid is None or not grid.rows or grid.rows[0].cells[: len(BEGINNING)] != BEGINNING:
        return None
    return [(row.number, row.cells) for row in grid.rows]


def _csv_rows(source: SourceFile, separator: str) -> Iterator[tuple[int, list[str]]]:
    rows = csv.reader(source.lines, delimiter=separator)
    try:
        for cells in rows:
            yield rows.line_num, cells
    except csv.Error as error:
        raise FeedError(f"{source.name}: row {rows.line_num}: {error}") from None


def _long_rows(
    name: str, rows: Iterable[tuple[int, Sequence[str]]], plain: Callable[[str], str]
) -> Iterator[tuple[str, Row]]:
    header: Sequence[str] = ()
    wide: list[tuple[str, re.Match[str]]] = []
    for number, cells in rows:
        where = f"row {number}"
        if not header:
            header = [*map(plain, cells)]
            wide = [(head, match) for head in header if (match := WIDE_COLUMN.fullmatch(head))]
        elif any(cells):
            if len(cells) != len(header):
                raise FeedError(f"{name}: {where}: {len(cells)} cells, but {len(header)} columns")
            row = dict(zip(header, map(plain, cells), strict=True))
            for long_row in _by_checkpoint(row, wide) if wide else (row,):
                yield where, long_row


def _by_checkpoint(row: Row, wide: Sequence[tuple[str, re.Match[str]]]) -> Iterator[Row]:
    """The row of a wide table as the rows of a long one."""
    figures: dict[tuple[str, str], Row] = {}
    for head, match in wide:
        figures.setdefault((match[1], match[2]), {})[match[3]] = row[head]
    for (checkpoint, distance_m), cells in figures.items():
        yield {**row, "checkpoint": checkpoint, "distance_m": distance_m, **cells}
