"""Notes about athletes, to be said when they are introduced: a line each, in a table or a text."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedError
from feeds.legal_text import legal
from feeds.tables.plain.column_map import NO_MAP
from feeds.tables.plain.header_words import ROLES
from feeds.tables.plain.person_cells import read_person
from feeds.tables.plain.plain_table import read_grids, recognises
from feeds.tables.plain.point_words import NUMBER_WORDS
from feeds.tables.plain.table_blocks import split_blocks
from feeds.tables.plain.table_columns import read_columns
from feeds.tables.plain.typed_lines import LEADER, without_bullet
from feeds.tables.source_file import SourceFile
from race.people.folding import folded_words

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

LONGEST_LINE = 1000
"""Characters of a line of a text that are read."""

_NAMES: tuple[ColumnRole, ...] = ("given", "family", "name")

_BETWEEN = re.compile(rf"\s*\t\s*|(?<!\d)\s*:\s*|\s*:(?!\d)\s*|\s*,\s*|{LEADER.pattern}")
"""From who to the note. A colon or a point within a time is not."""

_FAMILY_FIRST = re.compile(r"[^\W\d_][\w'’-]*, [^\W\d_][^\t;|:,.]{1,40}?(?=\s*[\t;|:]|\s+[-–—=])")
_BIB_FIRST = re.compile(r"(?P<who>#?\w{1,16})[.)]?\s+(?P<text>.+)")
_BIB_AND_NAME = re.compile(
    r"(?:(?P<word>[^\W\d_]{1,12})\.?\s*)?#?(?P<bib>\d{1,5})(?:[.)]?\s+(?P<name>[^\d]+))?"
)
_PASTED = re.compile(r"(?P<bib>\d{1,5}) *\t(?P<name>[^\t\d]{1,80})\t(?P<text>.+)")
"""Three cells of a table without heads."""

_BRACKETS = re.compile(r"\s*[(\[][^()\[\]]*[)\]]$")
"""A nation or a club behind a name."""


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
    for typed in source.lines:
        line = without_bullet(typed[:LONGEST_LINE]).strip()
        pasted = _PASTED.fullmatch(line)
        who, text = _parted(line)
        bib, name = pasted.group("bib", "name") if pasted is not None else _bib_and_name(who)
        text = pasted["text"] if pasted is not None else text
        if name and text:
            yield from _cue_line(_BRACKETS.sub("", name), bib, text)
        elif bib and text:
            yield from _cue_line(bib, "", text)
        elif match := _BIB_FIRST.fullmatch(line):
            yield from _cue_line(match["who"], "", match["text"])


def _parted(line: str) -> tuple[str, str]:
    """Who a line is about, and what it says; nothing where nothing stands between the two."""
    family_first = _FAMILY_FIRST.match(line)
    if family_first is not None and family_first[0].partition(", ")[2][0].isupper():
        family, _, given = family_first[0].partition(", ")
        between = _BETWEEN.match(line, family_first.end())
        return (f"{given} {family}", line[between.end() :]) if between is not None else ("", "")
    between = _BETWEEN.search(line)
    return (line[: between.start()], line[between.end() :]) if between is not None else ("", "")


def _bib_and_name(who: str) -> tuple[str, str]:
    """The bib and the name in `11`, `#11`, `No. 11`, `11 Anna Berg`, `Anna Berg`; each may be empty."""
    match = _BIB_AND_NAME.fullmatch(who.strip())
    if match is None:
        return "", who
    word = "".join(folded_words(match["word"] or ""))
    if word and word not in NUMBER_WORDS and ROLES.get(word) != "bib":
        return "", who
    return match["bib"], match["name"] or ""


def _cue_line(who: str, bib: str, text: str) -> Iterator[CueLine]:
    who, bib, text = (" ".join(legal(part).strip('"').split()) for part in (who.lstrip("#"), bib, text))
    if who and text:
        yield CueLine(who[:LONGEST_NAME], bib[:LONGEST_NAME], text[:LONGEST])
