"""A table as rows of cells, all of them text: from CSV and its kin, and from spreadsheets."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import field
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedError
from feeds.legal_text import legal
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile

MOST_ROWS = 100_000
MOST_COLUMNS = 400
MOST_CELLS = 1_000_000
LONGEST_TEXT = 1000
"""Characters of a cell that are kept: no text of a race file is longer."""

DELIMITERS = "\t;,|"
LONGEST_LINE = 256 * 1024
"""Characters."""

SAMPLE = 60
"""Rows by which the delimiter is chosen."""

FEWEST_COLUMNS = 3
"""A text with fewer columns is a table only if the heads of its columns are known."""

MOST_EVEN = 0.8
"""The share of the rows that have the same number of cells, in a text that is a table by its form alone."""


class Row(NamedTuple):
    """A row of a table."""

    number: int
    """As the reader of the file counts it, from 1."""
    cells: list[str]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's rows, without the blank ones."""

    rows: list[Row]
    name: str = ""
    """The sheet's, in a spreadsheet."""
    has_numbers: bool = False
    """Whether it is a spreadsheet: its cells may be numbers, which have no decimals of their own."""
    notes: list[str] = field(default_factory=list)


def column_letters(index: int) -> str:
    """How a spreadsheet names a column: A, B ... Z, AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def cell_name(row: int, column: int) -> str:
    """How a spreadsheet names a cell: B7."""
    return f"{column_letters(column)}{row}"


def clock_text(ms: int) -> str:
    """A span as it would be typed: `0:03:52.4`, without zeros at its end."""
    if ms < 0:
        return f"-{clock_text(-ms)}"
    seconds, ms = divmod(ms, 1000)
    decimals = f".{ms:03}".rstrip("0") if ms else ""
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}{decimals}"


class RowCollector:
    """Takes the rows of a table as they are read, up to the limits."""

    def __init__(self, what: str) -> None:
        self._what = what
        self._cells = 0
        self.rows: list[Row] = []

    def add(self, number: int, cells: Sequence[str]) -> None:
        """Take a row; a blank one is left out. Raises FeedError beyond the limits."""
        kept = [legal(cell[:LONGEST_TEXT]).strip() if cell else "" for cell in cells]
        while kept and not kept[-1]:
            kept.pop()
        if not kept:
            return
        if len(kept) > MOST_COLUMNS:
            raise FeedError(
                f"{self._what}: row {number} has {len(kept):,} columns; a table has {MOST_COLUMNS} at most"
            )
        self._cells += len(kept)
        if len(self.rows) >= MOST_ROWS or self._cells > MOST_CELLS:
            raise FeedError(f"{self._what}: more than {MOST_ROWS:,} rows or {MOST_CELLS:,} cells")
        self.rows.append(Row(number, kept))


def read_text_grid(source: SourceFile, delimiter: str) -> Grid:
    """A table of text. Raises FeedError."""
    if len(source.lines) > MOST_ROWS:
        raise FeedError(f"{source.name}: more than {MOST_ROWS:,} rows")
    collector = RowCollector(source.name)
    for number, cells in _rows(source, delimiter):
        if not _is_rule(cells):
            collector.add(number, cells)
    return Grid(collector.rows)


def _is_rule(cells: Sequence[str]) -> bool:
    """Whether a row is a line drawn below others, as `|---|:---:|`."""
    filled = [cell.strip() for cell in cells if cell.strip()]
    return bool(filled) and all(len(cell) > 2 and not cell.strip("-=:_ ") for cell in filled)


def sample_rows(source: SourceFile, delimiter: str) -> list[Row]:
    """The first rows of a text with a delimiter; none where it cannot be read so."""
    try:
        rows = [
            Row(number, [c.strip() for c in cells])
            for number, cells in islice(_rows(source, delimiter), SAMPLE)
        ]
    except FeedError:
        return []
    return [row for row in rows if any(row.cells) and not _is_rule(row.cells)]


def is_even(rows: Sequence[Row]) -> bool:
    """Whether most rows have the same number of cells, three at least, as in a table."""
    widths = Counter(len(row.cells) for row in rows)
    [(width, count)] = widths.most_common(1) or [(0, 0)]
    return len(rows) > 1 and width >= FEWEST_COLUMNS and count >= MOST_EVEN * len(rows)


def _rows(source: SourceFile, delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """Each row and the line on which it begins."""
    reader = csv.reader(_lines(source), delimiter=delimiter, skipinitialspace=delimiter != "\t")
    line = 1
    try:
        for cells in reader:
            yield line, cells
            line = reader.line_num + 1
    except csv.Error as error:
        raise FeedError(f"{source.name}: line {line}: cannot be read as a table: {error}") from None


def _lines(source: SourceFile) -> Iterator[str]:
    """The lines; Excel's `sep=;` names the delimiter and is not a row."""
    for number, line in enumerate(source.lines):
        if len(line) > LONGEST_LINE:
            raise FeedError(f"{source.name}: line {number + 1}: longer than any row of a table")
        is_named = number == 0 and line.lower().startswith("sep=") and len(line) <= 6
        yield "\n" if is_named else f"{line}\n"
