"""`lapbell convert`: race files made from tables, exports of other programs and documents."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from feeds.conversion import KINDS as FILE_KINDS
from feeds.conversion import convert_sources, is_known_table
from feeds.errors import UserError
from feeds.log import encoded
from feeds.tables.plain.table_template import FORMS, template
from feeds.tables.refused_files import refuse_addresses
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints
from feeds.track_splits.split_files import is_tables
from race.lazy_dataclass import dataclass
from race.messages import Split, StartList
from tui.commands.command import argument, user_errors
from tui.commands.convert_progress import convert_with_progress
from tui.commands.option_types import metres
from tui.commands.race_file_output import output_paths, write_race_file
from tui.commands.write_output import print_line, print_note, shown_reading

if TYPE_CHECKING:
    from feeds.conversion import Conversion
    from feeds.documents.convert_documents import ConvertedRace

TABLES = "track-splits"

KINDS = (*FILE_KINDS, TABLES)

STANDARD = Path("-")
"""Standard input or output, in place of a file."""

MOST_SHOWN = 12
"""Checkpoints of a course that are named."""

EPILOG = """\
A FILE is a table (CSV, .xlsx, .ods), another program's export (IOF XML, OE, RACE
RESULT, OpenTrack, Hy-Tek, FinishLynx ...), or an official result list or race analysis:
a PDF, or text with one printed row per line. Give both documents of a race together. A
FILE is recognised by its content; docs/convert.md has an example of each.

  lapbell convert club.csv --event 1500 -o club.jsonl
  lapbell convert meeting.txt --dry-run
  lapbell convert race-analysis.pdf results.pdf

Figures of documents that contradict each other stop the conversion unless
--keep-conflicts is given."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell convert`."""

    files: Sequence[Path] = argument(
        metavar="FILE",
        nargs="*",
        type=Path,
        help="a PDF, a text, a table, a spreadsheet, another program's export; - reads stdin",
    )
    output: Path | None = argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE|DIR|-",
        help="write this race file (.jsonl or .jsonl.gz), or into this folder (default: the current folder), "
        "or (-) on stdout",
    )
    dry_run: bool = argument(
        "--dry-run", action="store_true", help="print what is understood, and write nothing"
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
    event: str = argument(
        "--event",
        default="",
        metavar="EVENT",
        help="the event, if the file does not say it: 1500, 4x400, 10km",
    )
    distance_m: float | None = argument(
        "--distance",
        type=metres,
        metavar="METRES",
        help="the length of the race, if the file does not say it",
    )
    name: str = argument("--name", default="", help="the name of the race")
    date: str = argument("--date", default="", metavar="YYYY-MM-DD", help="the day of the race")
    only: Sequence[str] = argument(
        "--only",
        action="append",
        default=[],
        metavar="RACE|NUMBER",
        help="of a file with several races, convert this class, group or heat, by its name or its number in "
        "the file (may be repeated)",
    )
    column_map: Path | None = argument(
        "--map",
        type=Path,
        metavar="FILE",
        help="a TOML file that says what the columns of a table hold, where their heads do not",
    )
    template: str | None = argument(
        "--template",
        nargs="?",
        const=FORMS[0],
        choices=FORMS,
        help="write an empty table for --event, to be filled in (csv, the default, or xlsx)",
    )
    force: bool = argument("--force", action="store_true", help="overwrite existing race files")


def run(options: Options) -> int:
    """Convert; returns 2 if a race of the tables had to be left out."""
    if options.template is not None:
        return _write_template(options, options.template)
    if not options.files:
        raise UserError("give the files to convert, or --template for an empty table")
    refuse_addresses(options.files)
    first = options.files[0]
    if options.kind == TABLES or (options.kind is None and is_tables(first) and not is_known_table(first)):
        if options.dry_run or options.output == STANDARD:
            raise UserError(
                "the track-splits tables are many races: name a folder for them with --output DIR"
            )
        return convert_with_progress(
            options.files, options.output, keep_conflicts=options.keep_conflicts, force=options.force
        )
    only = tuple(options.only)
    hints = Hints(options.event, options.distance_m, options.name, options.date, only, options.column_map)
    with shown_reading(options.files):
        sources = [_source(path) for path in options.files]
        made = convert_sources(sources, options.kind, hints, keep_conflicts=options.keep_conflicts)
    _write(made, options)
    return 0


def _source(path: Path) -> SourceFile:
    """A file, or standard input."""
    if path != STANDARD:
        return SourceFile.of(path)
    with user_errors("read stdin"):
        return SourceFile.read("stdin", sys.stdin.buffer)


def _write(made: Conversion, options: Options) -> None:
    """Write the races, and what is to be said of them."""
    to_stdout = options.output == STANDARD
    if to_stdout and len(made.races) > 1:
        raise UserError(f"there are {len(made.races)} races, and stdout takes one: choose it with --only")
    ids = [converted.race for converted in made.races]
    is_kept = options.force or options.dry_run or to_stdout
    paths = output_paths(None if to_stdout else options.output, ids, force=is_kept)
    for name, row in made.left_out:
        print_note(f"{name}: line {row.line}: not understood, left out: {row.text[:80]}")
    for number, (converted, path) in enumerate(zip(made.races, paths, strict=True), 1):
        for text in (*converted.notes, *map(str, converted.kept)):
            print_note(text)
        if options.dry_run:
            print_line(f"{number}. {_summary(converted)}, {_course(converted)}; not written")
        elif to_stdout:
            print_note(_summary(converted))
            sys.stdout.writelines(line.decode() for line in encoded(converted.race, converted.messages))
        else:
            write_race_file(converted.race, converted.messages, path)
            print_line(f"{path}: {_summary(converted)}")
    if len(paths) == 1 and sys.stdout.isatty() and not (options.dry_run or to_stdout):
        print_line(f"watch it with: lapbell replay {quote(str(paths[0]))}")


def _write_template(options: Options, form: str) -> int:
    """Write an empty table, on stdout if it is text and no file is named."""
    if options.files:
        raise UserError("--template writes an empty table, and takes no FILE")
    content = template(form, Hints(options.event, options.distance_m, options.name, options.date))
    if options.output is None:
        if form != FORMS[0]:
            raise UserError("a spreadsheet is not printed: say where to write it, with -o FILE.xlsx")
        print(content.decode(), end="")
        return 0
    if options.output.exists() and not options.force:
        raise UserError(f"{options.output} exists already; --force overwrites it")
    with user_errors(f"write {options.output}"):
        options.output.write_bytes(content)
    print_line(f"{options.output}: fill it in, and convert it")
    return 0


def _start_list(converted: ConvertedRace) -> StartList:
    return next(message for message in converted.messages if isinstance(message, StartList))


def _course(converted: ConvertedRace) -> str:
    start_list = _start_list(converted)
    names = [checkpoint.name or checkpoint.id for checkpoint in start_list.checkpoints]
    shown = names if len(names) <= MOST_SHOWN else [*names[: MOST_SHOWN - 1], "...", names[-1]]
    return f"{start_list.distance_m:g} m with times at {', '.join(shown)}"


def _summary(converted: ConvertedRace) -> str:
    start_list = _start_list(converted)
    splits = sum(isinstance(message, Split) for message in converted.messages)
    return f"{start_list.name}, {len(start_list.entrants)} entrants, {splits} times"
