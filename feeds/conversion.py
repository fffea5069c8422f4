"""Files in, races out: documents, tables and the exports of other programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.documents.convert_documents import ConvertedRace, convert
from feeds.documents.detect_printer import LAYOUTS, read_document
from feeds.documents.text_rows import read_rows
from feeds.errors import FeedError
from feeds.tables.race_messages import convert_table
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints, TableFormat
from feeds.tables.table_formats import FORMATS, recognise

if TYPE_CHECKING:
    from feeds.documents.printed_document import TextRow

KINDS = (*LAYOUTS, *(known.key for known in FORMATS))
"""What a file can be said to be."""

NO_HINTS = Hints()


@dataclass(frozen=True, slots=True)
class Conversion:
    """What was made of some files."""

    races: tuple[ConvertedRace, ...]
    left_out: tuple[tuple[str, TextRow], ...] = ()
    """Rows of documents that were not understood, with the file's name."""


def convert_files(
    paths: Sequence[Path], kind: str | None = None, hints: Hints = NO_HINTS, *, keep_conflicts: bool = False
) -> Conversion:
    """The races in some files, of a given kind or of what they are recognised as. Raises FeedError."""
    sources = [SourceFile.of(path) for path in paths]
    formats = [_format(source, kind) for source in sources]
    if any(known is None for known in formats):
        if any(formats):
            raise FeedError("these files are of different kinds: convert them one by one")
        return _convert_documents(paths, kind, keep_conflicts=keep_conflicts)
    races: list[ConvertedRace] = []
    for known in dict.fromkeys(filter(None, formats)):
        own = [source for source, its in zip(sources, formats, strict=True) if its is known]
        races += map(convert_table, known.read(own, hints))
    return Conversion(tuple(races))


def is_known_table(path: Path) -> bool:
    """Whether a file is of one of the formats of tables. Raises FeedError where it cannot be read."""
    return path.is_file() and recognise(SourceFile.of(path)) is not None


def _format(source: SourceFile, kind: str | None) -> TableFormat | None:
    if kind is None:
        return recognise(source)
    return next((known for known in FORMATS if known.key == kind), None)


def _convert_documents(paths: Sequence[Path], kind: str | None, *, keep_conflicts: bool) -> Conversion:
    layout = LAYOUTS[kind] if kind else None
    documents = [read_document(read_rows(path), path.name, layout) for path in paths]
    races = tuple(convert(documents, keep_conflicts=keep_conflicts))
    return Conversion(
        races, tuple((document.name, row) for document in documents for row in document.left_out)
    )
