"""Files in, races out: documents, tables and the exports of other programs."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.documents.convert_documents import ConvertedRace, convert
from feeds.documents.detect_printer import LAYOUTS, detect, read_document
from feeds.documents.heat_parts import heat_parts
from feeds.documents.text_rows import read_rows
from feeds.errors import FeedError
from feeds.tables.race_choice import chosen, hinted_event
from feeds.tables.race_messages import convert_table
from feeds.tables.refused_files import refuse
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints, TableFormat
from feeds.tables.table_formats import FORMATS, recognise
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from feeds.documents.printed_document import TextRow
    from feeds.documents.printers.printer_layout import PrinterLayout
    from feeds.tables.table_race import TableRace

KINDS = (*LAYOUTS, *(known.key for known in FORMATS))
"""The kinds that `--as` takes."""

NO_HINTS = Hints()

BETWEEN_SEARCHES = 200_000
"""Objects made between two searches for garbage while tables are converted."""


@dataclass(frozen=True, slots=True)
class Conversion:
    """What was made of some files."""

    races: tuple[ConvertedRace, ...]
    left_out: tuple[tuple[str, TextRow], ...] = ()
    """Rows of documents that were not understood, with the file's name."""


def convert_files(paths: Sequence[Path], kind: str | None = None, hints: Hints = NO_HINTS) -> Conversion:
    """The races in some files, of a given kind or of what they are recognised as. Raises FeedError."""
    return convert_sources([SourceFile.of(path) for path in paths], kind, hints)


def convert_sources(
    sources: Sequence[SourceFile],
    kind: str | None = None,
    hints: Hints = NO_HINTS,
    *,
    keep_conflicts: bool = False,
) -> Conversion:
    """The same, of files that have been read."""
    formats = [_format(source, kind) for source in sources]
    if any(known is None for known in formats):
        if any(formats):
            raise FeedError("these files are of different kinds: convert them one by one")
        for source in sources:
            refuse(source)
        return _convert_documents(sources, kind, hints, keep_conflicts=keep_conflicts)
    with _rare_garbage_search():
        tables: list[TableRace] = []
        for known in dict.fromkeys(filter(None, formats)):
            own = [source for source, its in zip(sources, formats, strict=True) if its is known]
            tables += known.read(own, hints)
        return Conversion(_convert_tables(tables))


@contextmanager
def _rare_garbage_search() -> Iterator[None]:
    """What is made of a table stays, by the million: to look for garbage in it takes a third of the time."""
    usual = gc.get_threshold()
    gc.set_threshold(BETWEEN_SEARCHES, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)


def _convert_tables(tables: Sequence[TableRace]) -> tuple[ConvertedRace, ...]:
    """The races that can be converted, each with an id of its own. Raises FeedError where none can be."""
    races: list[ConvertedRace] = []
    refused: list[FeedError] = []
    ids: Counter[str] = Counter()
    for table in tables:
        try:
            race = convert_table(table)
        except FeedError as error:
            refused.append(error)
            continue
        ids[race.race] += 1
        count = ids[race.race]
        races.append(replace(race, race=f"{race.race[:77]}-{count}") if count > 1 else race)
    if refused and not races:
        raise refused[0]
    if refused:
        notes = tuple(f"left out: {error}" for error in refused)
        races[0] = replace(races[0], notes=(*races[0].notes, *notes))
    return tuple(races)


def is_known_table(path: Path) -> bool:
    """Whether a file is of one of the formats of tables. Raises FeedError where it cannot be read."""
    return path.is_file() and recognise(SourceFile.of(path)) is not None


def _format(source: SourceFile, kind: str | None) -> TableFormat | None:
    if kind is None:
        return recognise(source)
    return next((known for known in FORMATS if known.key == kind), None)


def _heats(rows: Sequence[TextRow], layout: PrinterLayout | None) -> list[Sequence[TextRow]]:
    return heat_parts(rows, layout or detect(rows))


def _convert_documents(
    sources: Sequence[SourceFile], kind: str | None, hints: Hints, *, keep_conflicts: bool
) -> Conversion:
    layout = LAYOUTS[kind] if kind else None
    event = hinted_event(hints, "track")
    documents = [
        read_document(part, source.name, layout, event)
        for source in sources
        for part in _heats(read_rows(source.content, source.name), layout)
    ]
    races = tuple(convert(documents, keep_conflicts=keep_conflicts))
    wanted = chosen((race.race for race in races), hints, sources[0].name)
    races = tuple(race for race in races if race.race in wanted)
    return Conversion(
        races, tuple((document.name, row) for document in documents for row in document.left_out)
    )
