"""`lapbell convert`: race files made from official documents and from tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from feeds.documents.convert_documents import ConvertedRace, convert
from feeds.documents.detect_printer import LAYOUTS, read_document
from feeds.documents.text_rows import read_rows
from feeds.track_splits.split_files import is_tables
from race.messages import Split, StartList
from tui.commands.command import argument
from tui.commands.convert_progress import convert_with_progress
from tui.commands.race_file_output import output_paths, write_race_file
from tui.commands.write_output import print_line, print_note

TABLES = "track-splits"

KINDS = (*LAYOUTS, TABLES)

EPILOG = """\
A FILE is a result list or a race analysis: a PDF, or text with one printed row per
line. Give both documents of a race to make one race file from them. A FILE can also be
the folder of the track-splits tables (CSV or JSON), or a file in that folder; every
race in the tables becomes a race file.

Figures that contradict each other stop the conversion unless --keep-conflicts is given."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell convert`."""

    files: Sequence[Path] = argument(
        metavar="FILE", nargs="+", type=Path, help="a PDF, a text file, or tables"
    )
    output: Path | None = argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE|DIR",
        help="write this race file (.jsonl or .jsonl.gz), or into this folder (default: the current folder)",
    )
    keep_conflicts: bool = argument(
        "--keep-conflicts",
        action="store_true",
        help="keep figures that contradict each other, marked as suspect",
    )
    kind: str | None = argument(
        "--as",
        choices=KINDS,
        metavar="KIND",
        help=f"the kind of document, if it is not recognised: {', '.join(KINDS)}",
    )
    force: bool = argument("--force", action="store_true", help="overwrite existing race files")


def run(options: Options) -> int:
    """Convert; returns 2 if a race of the tables had to be left out."""
    if options.kind == TABLES or (options.kind is None and is_tables(options.files[0])):
        return convert_with_progress(
            options.files, options.output, keep_conflicts=options.keep_conflicts, force=options.force
        )
    _convert_documents(options)
    return 0


def _convert_documents(options: Options) -> None:
    layout = LAYOUTS[options.kind] if options.kind else None
    documents = [read_document(read_rows(path), path.name, layout) for path in options.files]
    races = list(convert(documents, keep_conflicts=options.keep_conflicts))
    paths = output_paths(options.output, [converted.race for converted in races], force=options.force)
    for document in documents:
        for row in document.left_out:
            print_note(f"{document.name}: line {row.line}: not understood, left out: {row.text[:80]}")
    for converted, path in zip(races, paths, strict=True):
        write_race_file(converted, path)
        for text in (*converted.notes, *map(str, converted.kept)):
            print_note(text)
        print_line(f"{path}: {_summary(converted)}")


def _summary(converted: ConvertedRace) -> str:
    start_list = next(m for m in converted.messages if isinstance(m, StartList))
    splits = sum(isinstance(message, Split) for message in converted.messages)
    return f"{start_list.name}, {len(start_list.entrants)} entrants, {splits} times"
