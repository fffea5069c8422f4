"""The sheets of an OpenDocument spreadsheet, read as a stream: its XML may be a hundred times its size.

Part 3 of OpenDocument 1.3 says how a table is written.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.parsers.expat import ExpatError, ParserCreate

from feeds.errors import FeedError
from feeds.tables.sheets.packed_sheets import LARGEST_SHEET, open_archive, read_part
from feeds.tables.sheets.table_grid import MOST_COLUMNS, MOST_ROWS, Grid, RowCollector, clock_text

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile

MIME = b"application/vnd.oasis.opendocument.spreadsheet"

LONGEST_TEXT = 1000
"""Characters of a cell that are read."""

_DURATION = re.compile(r"PT(\d{1,6})H(\d{1,2})M(\d{1,2})(?:[.,](\d+))?S")


def is_ods(content: bytes) -> bool:
    """Whether a file is a spreadsheet of OpenDocument."""
    return content.startswith(b"PK") and MIME in content[:200]


def read_ods(source: SourceFile) -> list[Grid]:
    """Its sheets that are not hidden. Raises FeedError."""
    with open_archive(source.content, source.name) as archive:
        content = read_part(archive, "content.xml", source.name, LARGEST_SHEET)
    reader = _Reader(source.name)
    parser = ParserCreate()
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.text
    try:
        parser.Parse(content, True)
    except ExpatError as error:
        raise FeedError(f"{source.name}: cannot be read as a spreadsheet: {error}") from None
    return reader.grids


class _Reader:
    """Takes the elements of a spreadsheet in their order."""

    def __init__(self, file_name: str) -> None:
        self.grids: list[Grid] = []
        self._file_name = file_name
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._is_hidden = False
        self._name = ""
        self._rows: RowCollector | None = None
        self._number = 0
        self._repeats = 1
        self._cells: list[str] = []
        self._blank = 0
        """Blank cells since the last one that is not."""
        self._cell: dict[str, str] | None = None
        self._texts: list[str] = []
        self._length = 0
        self._is_comment = False

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        match tag:
            case "style:style":
                self._style = attributes.get("style:name", "")
            case "style:table-properties" if attributes.get("table:display") == "false":
                self._hidden_styles.add(self._style)
            case "table:table":
                self._name = attributes.get("table:name", "")[:LONGEST_TEXT]
                self._is_hidden = attributes.get("table:style-name") in self._hidden_styles
                self._rows = RowCollector(f"{self._file_name}, sheet {self._name!r}")
                self._number = 0
            case "table:table-row":
                self._repeats = _count(attributes, "table:number-rows-repeated", 10 * MOST_ROWS)
                self._cells, self._blank = [], 0
            case "table:table-cell" | "table:covered-table-cell":
                self._cell, self._texts, self._length = attributes, [], 0
            case "text:p" if self._texts:
                self._texts.append(" ")
            case "office:annotation":
                self._is_comment = True

    def text(self, text: str) -> None:
        """Characters, of a cell or not."""
        if self._cell is not None and not self._is_comment and self._length < LONGEST_TEXT:
            self._texts.append(text)
            self._length += len(text)

    def end(self, tag: str) -> None:
        """An element ends."""
        match tag:
            case "table:table-cell" | "table:covered-table-cell" if self._cell is not None:
                self._end_cell(self._cell)
                self._cell = None
            case "office:annotation":
                self._is_comment = False
            case "table:table-row" if self._rows is not None:
                if any(self._cells):
                    for repeat in range(self._repeats):
                        self._rows.add(self._number + 1 + repeat, self._cells)
                self._number += self._repeats
            case "table:table" if self._rows is not None:
                self._end_table(self._rows)

    def _end_cell(self, cell: dict[str, str]) -> None:
        repeats = _count(cell, "table:number-columns-repeated", 2 * MOST_COLUMNS)
        value = _value(cell, "".join(self._texts))
        if not value:
            self._blank += repeats
        elif len(self._cells) + self._blank + repeats > MOST_COLUMNS:
            where = f"{self._file_name}, sheet {self._name!r}: row {self._number + 1}"
            raise FeedError(f"{where} has more than {MOST_COLUMNS} columns")
        else:
            self._cells += [""] * self._blank + [value] * repeats
            self._blank = 0

    def _end_table(self, rows: RowCollector) -> None:
        notes = [f"sheet {self._name!r} is hidden: left out"] if self._is_hidden else []
        self.grids.append(
            Grid([] if self._is_hidden else rows.rows, self._name, has_numbers=True, notes=notes)
        )
        self._rows = None


def _count(attributes: dict[str, str], name: str, most: int) -> int:
    text = attributes.get(name, "1")
    return min(max(int(text), 1), most) if text.isdecimal() and len(text) < 10 else 1


def _value(cell: dict[str, str], text: str) -> str:
    """A cell's value as it would be typed; of a formula, the value that was worked out last."""
    match cell.get("office:value-type") or cell.get("calcext:value-type"):
        case "float" | "percentage" | "currency":
            return cell.get("office:value", text)
        case "time":
            match = _DURATION.fullmatch(cell.get("office:time-value", ""))
            if match is None:
                return text
            hours, minutes, seconds, fraction = match.groups("0")
            ms = round(float(f"{seconds}.{fraction}") * 1000)
            return clock_text((int(hours) * 3600 + int(minutes) * 60) * 1000 + ms)
        case "date":
            return cell.get("office:date-value", text).removesuffix("T00:00:00")
    return text.strip()
