"""`lapbell export`: the figures of a race, or of all races, for spreadsheets and other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import TextIOWrapper
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, BinaryIO, TextIO

from feeds.atomic_write import atomic_write
from feeds.errors import UserError
from feeds.tables.lapbell.write_lapbell_csv import write_long, write_wide
from feeds.tables.lapbell.write_lapbell_xlsx import write_library_xlsx, write_xlsx
from race.lazy_dataclass import dataclass
from race.split_rows import race_rows
from race.split_rows_json import entrant_json, export_json, library_lines
from replays.catalogue.start_lists import library
from replays.export.library_rows import library_rows
from tui.commands import option_types
from tui.commands.command import argument, user_errors
from tui.commands.open_race import open_race
from tui.commands.token_option import WATCH_TOKEN
from tui.commands.write_output import print_stderr, print_unread, progress_bar, to_json

if TYPE_CHECKING:
    from race.split_rows import RaceRows
    from race.times import Time

EPILOG = """\
CSV has a row for each split (--wide: for each runner). A spreadsheet has a sheet each
for the result, splits, laps and entrants. Every figure says how it is known.
Without --csv, --xlsx or --json the name of the file decides; without a file it is CSV.
`lapbell convert` turns the table back into a race file."""

FORMS = ("csv", "xlsx", "json")


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell export`."""

    race: str | None = argument(**{**option_types.RACE_OR_URL, "nargs": "?"})
    library: bool = argument(
        "--library", action="store_true", help="export every split of every race in the library as one table"
    )
    at: Time | None = argument(
        "--at",
        **option_types.TIME,
        help="the race time, like 2:50.70 (default: the end, or now for a live race)",
    )
    csv: bool = argument("--csv", action="store_true", exclusive="form", help="write CSV (the default)")
    xlsx: bool = argument(
        "--xlsx", action="store_true", exclusive="form", help="write a spreadsheet; needs -o"
    )
    json: bool = argument(
        "--json",
        action="store_true",
        exclusive="form",
        help="write JSON; of the library, an object on each line",
    )
    wide: bool = argument(
        "--wide", action="store_true", help="in CSV, a row for each runner with columns for each checkpoint"
    )
    published: bool = argument("--published", action="store_true", help="leave out estimated splits")
    output: Path | None = argument(
        "-o", "--output", type=Path, metavar="FILE", help="write this file (default: print)"
    )
    token_file: Path | None = argument("--token-file", **WATCH_TOKEN)


def run(options: Options) -> int:
    """Export; returns 2 if a file of the library could not be read."""
    form = _form(options)
    if options.library:
        return _export_library(options, form)
    assert options.race is not None
    race, now_ms = open_race(options.race, options.token_file)
    clock_ms = options.at.ms if options.at else now_ms
    rows = race_rows(race.race, race.history(estimates=not options.published), clock_ms)
    if rows is None:
        raise UserError(f"{options.race} has no start list, so there is nothing to export")
    print_unread(race.unread)
    if form == "xlsx":
        with _binary_output(options.output) as file:
            write_xlsx(file, rows)
        return 0
    with _text_output(options.output) as text:
        if form == "json":
            _write_json(text, rows, clock_ms)
        elif options.wide:
            write_wide(text, rows)
        else:
            write_long(text, [rows])
    return 0


def _write_json(file: TextIO, rows: RaceRows, clock_ms: int) -> None:
    """Write the object entrant by entrant: of 20,000 runners it would take more than a GB at once."""
    whole = to_json(export_json(replace(rows, entrants=()), clock_ms), indent=2)
    before, none, after = whole.partition('\n  "entrants": []')
    file.write(before + none.removesuffix("]"))
    for number, entrant in enumerate(rows.entrants):
        file.write(",\n" if number else "\n")
        file.write(indent(to_json(entrant_json(entrant), indent=2), "    "))
    file.write(("\n  ]" if rows.entrants else "]") + after + "\n")


def _form(options: Options) -> str:
    """What is to be written. Raises UserError where the options contradict one another."""
    if options.library is (options.race is not None):
        raise UserError("export takes a race, or --library for all of them")
    if options.library and options.at is not None:
        raise UserError("--at is for one race, not for --library")
    form = _said_form(options)
    if options.wide and (form != "csv" or options.library):
        raise UserError("--wide is for the CSV of one race")
    if form == "xlsx" and options.output is None:
        raise UserError("a spreadsheet is not printed: say where to write it, with -o FILE.xlsx")
    return form


def _said_form(options: Options) -> str:
    """What an option or the name of the file says. Raises UserError where they differ, or say nothing."""
    said = next((form for form in FORMS if getattr(options, form)), None)
    suffix = options.output.suffix.removeprefix(".").lower() if options.output else ""
    if suffix == "gz":
        raise UserError("export does not compress what it writes: leave out .gz")
    if said is None:
        if suffix and suffix not in FORMS:
            raise UserError(
                f"export writes .csv, .xlsx or .json: for a .{suffix} say --csv, --xlsx or --json"
            )
        return suffix or FORMS[0]
    if suffix in FORMS and suffix != said:
        raise UserError(f"--{said} does not write .{suffix}: give a file name that ends in .{said}")
    return said


def _export_library(options: Options, form: str) -> int:
    listed, errors = library()
    with progress_bar() as progress:
        races = progress.track(listed, description="Exporting")
        rows = library_rows(races, errors.append, estimates=not options.published)
        if form == "xlsx":
            with _binary_output(options.output) as file:
                write_library_xlsx(file, rows)
        else:
            with _text_output(options.output) as text:
                if form == "json":
                    _write_lines(text, rows)
                else:
                    write_long(text, rows)
    for error in errors:
        print_stderr(error)
    return 2 if errors else 0


def _write_lines(file: TextIO, races: Iterable[RaceRows]) -> None:
    for race in races:
        for line in library_lines(race):
            print(to_json(line), file=file)


@contextmanager
def _binary_output(path: Path | None) -> Iterator[BinaryIO]:
    """The file to write; nothing is left of it where that fails."""
    assert path is not None
    with user_errors(f"write {path}"), atomic_write(path) as file:
        yield file


@contextmanager
def _text_output(path: Path | None) -> Iterator[TextIO]:
    """The same for text, or stdout."""
    if path is None:
        yield sys.stdout
        return
    with _binary_output(path) as file:
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        yield text
        text.flush()
        text.detach()
