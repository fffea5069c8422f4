"""Notes about athletes, to be said when they are introduced: a line each, in a table or a text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedError
from feeds.legal_text import legal
from feeds.tables.plain.column_map import NO_MAP
from feeds.tables.plain.person_cells import read_person
from feeds.tables.plain.plain_table import read_grids, recognises
from feeds.tables.plain.table_blocks import split_blocks
from feeds.tables.plain.table_columns import read_columns
from feeds.tables.source_file import SourceFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from feeds.tables.plain.header_words import ColumnRole
    from feeds.tables.plain.table_columns import Columns
    from feeds.tables.sheets.table_grid import Row

MOST = 5000
"""Lines of notes."""

LONGEST = 300
"""Characters of a note: more cannot be said in a breath."""

LONGEST_NAME = 80

_NAMES: tuple[ColumnRole, ...] = ("given", "family", "name")

_LINE = re.compile(r"(?P<who>[^\t;|:,]{1,80}?)(?:\s*[\t;|:,]\s*|\s+[-–—]\s+)(?P<text>.+)")
_BIB_FIRST = re.compile(r"(?P<who>#?\w{1,16})[.)]?\s+(?P<text>.+)")


class CueLine(NamedTuple):
    """A note about someone."""

    who: str
    """A name, or a bib."""
    bib: str
    """The bib, where there is a name beside it."""
    text: str


def read_cue_lines(path: Path) -> tuple[CueLine, ...]:
    """The notes in a table with columns of bibs or names and of notes, or in a text like `11: ran 3:29`.

    Raises FeedError for a file that cannot be read or has no notes.
    """
    source = SourceFile.of(path)
    tables = _tables(source) if recognises(source) else []
    lines = [*islice(_from_tables(tables) if tables else _from_text(source), MOST + 1)]
    if not lines:
        raise FeedError(f"{path.name}: no notes: write a bib or a name, a colon and the note in each line")
    if len(lines) > MOST:
        raise FeedError(f"{path.name}: more than {MOST:,} notes")
    return tuple(lines)


def _tables(source: SourceFile) -> list[tuple[Columns, list[Row]]]:
    """The tables with heads of bibs or names, and their rows; none of a text without such heads."""
    try:
        grids = read_grids(source, NO_MAP)
    except FeedError:
        if not source.text:
            raise
        return []
    blocks = (block for grid in grids for block in split_blocks(grid.rows))
    return [(read_columns(heads.cells, NO_MAP), body) for _, heads, body in blocks]


def _from_tables(tables: Iterable[tuple[Columns, list[Row]]]) -> Iterator[CueLine]:
    for columns, body in tables:
        for row in body:
            given, family, name = (columns.cell(row, role) for role in _NAMES)
            named = read_person(columns, given, family, name).name
            bib = columns.cell(row, "bib").removesuffix(".0")
            yield from _cue_line(named or bib, bib, _note(columns, row))


def _note(columns: Columns, row: Row) -> str:
    """The notes of a row. In a last column they may have commas that were not put in quotes."""
    last = len(columns.heads) - 1
    beyond = row.cells[last + 1 :] if last in columns.notes else []
    return ", ".join([columns.note(row), *beyond])


def _from_text(source: SourceFile) -> Iterator[CueLine]:
    """The lines of a text: who, a colon, tab, comma, semicolon or dash, and the note; or bib and note."""
    for line in source.lines:
        match = _LINE.fullmatch(line.strip()) or _BIB_FIRST.fullmatch(line.strip())
        if match is not None:
            yield from _cue_line(match["who"], "", match["text"])


def _cue_line(who: str, bib: str, text: str) -> Iterator[CueLine]:
    who, bib, text = (" ".join(legal(part).strip('"').split()) for part in (who.lstrip("#"), bib, text))
    if who and text:
        yield CueLine(who[:LONGEST_NAME], bib[:LONGEST_NAME], text[:LONGEST])
