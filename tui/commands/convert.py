"""`lapbell convert`, as it is typed: official documents and tables become race files."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feeds.documents.convert_documents import ConvertedRace
    from feeds.documents.printed_document import Document

TABLES = "track-splits"

KINDS = ("omega", "games", "world-athletics", "flashresults", TABLES)

SUFFIXES = (".jsonl", ".jsonl.gz")

EPILOG = """\
A FILE is a result list or a race analysis, as PDF or as the text of one (a printed row a line); the two of
one race together make one race file. Or it is the folder of the track-splits tables (CSV or JSON), or a file
in it: every race in them becomes a race file.

Figures that contradict each other stop the conversion, or are kept with --keep-conflicts."""


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "convert",
        help="make race files of official documents",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_convert)
    parser.add_argument("files", metavar="FILE", nargs="+", type=Path, help="PDF, text or tables")
    parser.add_argument(
        "-o",
        "--out",
        type=Path,
        metavar="OUT",
        help="a race file (.jsonl), or a folder for them (default: here)",
    )
    parser.add_argument("--keep-conflicts", action="store_true", help="keep them, marked as suspect")
    parser.add_argument("--as", choices=KINDS, dest="kind", metavar="KIND", help=f"one of {', '.join(KINDS)}")
    parser.add_argument("--force", action="store_true", help="overwrite race files that are there")


def _convert(options: argparse.Namespace) -> int:
    from feeds.track_splits.split_files import is_tables

    if options.kind == TABLES or (options.kind is None and is_tables(options.files[0])):
        from tui.commands.convert_progress import convert_tables

        return convert_tables(options)
    return _convert_documents(options)


def _convert_documents(options: argparse.Namespace) -> int:
    from feeds.documents.convert_documents import convert

    documents = [_read(path, options.kind) for path in options.files]
    races = list(convert(documents, keep_conflicts=options.keep_conflicts))
    paths = out_paths(options.out, [converted.race for converted in races], force=options.force)
    for document in documents:
        for row in document.left_out:
            note(f"{document.name}: line {row.line}: not understood, left out: {row.text[:80]}")
    for converted, path in zip(races, paths, strict=True):
        write(converted, path)
        for text in (*converted.notes, *map(str, converted.kept)):
            note(text)
        _tell(converted, path)
    return 0


def _read(path: Path, kind: str | None) -> Document:
    from feeds.documents.detect_printer import LAYOUTS, read_document
    from feeds.documents.text_rows import read_rows

    return read_document(read_rows(path), path.name, LAYOUTS[kind] if kind else None)


def out_paths(out: Path | None, races: Sequence[str], *, force: bool) -> list[Path]:
    """Where the races are written. Raises FeedError where a file is there, or one file is to hold many."""
    from feeds.errors import FeedError

    if out is not None and out.name.endswith(SUFFIXES):
        if len(races) > 1:
            raise FeedError(f"these are {len(races)} races; give a folder with --out, not a file")
        paths = [out]
    else:
        paths = [(out or Path()) / f"{race}.jsonl" for race in races]
    twin = next((path for i, path in enumerate(paths) if path in paths[:i]), None)
    if twin is not None:
        raise FeedError(f"two of these races would be {twin.name}; convert them into different folders")
    there = next((path for path in paths if path.exists()), None)
    if there is not None and not force:
        raise FeedError(f"{there} is there already; --force overwrites it")
    return paths


def write(converted: ConvertedRace, path: Path) -> None:
    """Write a race file, under the name of the file as its id where that can be one. Raises FeedError."""
    import re

    from feeds import log
    from feeds.codec import RACE
    from feeds.errors import FeedError

    stem = path.name.removesuffix(".gz").removesuffix(".jsonl")
    race = stem if re.match(RACE, stem) else converted.race
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        log.write(path, race, converted.messages)
    except OSError as error:
        raise FeedError(f"{path}: cannot be written: {error.strerror or error}") from error


def note(text: str) -> None:
    """Tell something that is worth knowing and does no harm."""
    from tui.text.safe_text import clean

    print(clean(f"lapbell: note: {text}"), file=sys.stderr)


def _tell(converted: ConvertedRace, path: Path) -> None:
    from race.messages import Split, StartList
    from tui.text.safe_text import clean

    start_list = next(m for m in converted.messages if isinstance(m, StartList))
    splits = sum(isinstance(message, Split) for message in converted.messages)
    print(clean(f"{path}: {start_list.name}, {len(start_list.entrants)} entrants, {splits} times"))
