"""`lapbell new`: a race file for a race that has not been run, from options or from answers."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date as Date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, TypeVar

from feeds.errors import UserError
from feeds.new_race import (
    Field,
    new_race,
    read_bibs,
    read_entrant,
    read_event,
    read_field,
    read_points,
    suggested_points,
)
from race.lazy_dataclass import dataclass
from race.messages import StartList
from tui.commands.command import argument
from tui.commands.option_types import metres
from tui.commands.race_file_output import output_paths, write_race_file
from tui.commands.write_output import print_line, print_stderr

if TYPE_CHECKING:
    from feeds.documents.convert_documents import ConvertedRace
    from feeds.tables.table_race import TablePoint
    from race.event_names import EventTitle
    from race.messages import Entrant

T = TypeVar("T")

EPILOG = """\
On a terminal, what is not given is asked for. An entrant is written as in
`11 Anna Berg GBR` or `Anna Berg (Town AC)`; bib, nation and club may be left out.

  lapbell new --event "1500 m women" --field "Anna Berg, Mia Zeller, Ruth Okafor"
  lapbell new --event 10km --checkpoints '2.5 km, 5 km, finish' --field entries.csv
  lapbell new --event 3000 --bibs 1-30

Add the times to the file as docs/race-file.md describes, or publish it."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell new`."""

    event: str = argument(
        "--event", default="", metavar="EVENT", help="1500, mile, 4x400, 10km, marathon, 'women 800 m heat 2'"
    )
    distance_m: float | None = argument(
        "--distance",
        type=metres,
        metavar="METRES",
        help="the length of the race, if its event does not say",
    )
    name: str = argument("--name", default="", help="the name of the race (default: the event)")
    meet: str = argument("--meet", default="", help="the meeting")
    venue: str = argument("--venue", default="", help="the stadium or the place")
    date: str = argument(
        "--date", default="", metavar="YYYY-MM-DD", help="the day of the race (default: today)"
    )
    checkpoints: str = argument(
        "--checkpoints",
        default="",
        metavar="LIST",
        help="where times are taken: '400, 800, 1200, finish' (default: every lap, 5 km, km or leg)",
    )
    field: str = argument(
        "--field",
        default="",
        metavar="NAMES|FILE",
        help="the entrants, with commas between them; or a start list (CSV, spreadsheet ...), or a text "
        "with one entrant in each line; '-' reads such lines from stdin",
    )
    bibs: str = argument(
        "--bibs",
        default="",
        metavar="RANGE",
        help="in place of --field, bibs without names: 1-30, or '1-30,41'",
    )
    no_gun: bool = argument(
        "--no-gun", action="store_true", help="leave out the gun, to be published or timed live"
    )
    output: Path | None = argument(
        "-o",
        "--output",
        type=Path,
        metavar="FILE|DIR",
        help="write this race file (.jsonl), or into this folder (default: the current folder)",
    )
    force: bool = argument("--force", action="store_true", help="overwrite an existing race file")


def run(options: Options) -> int:
    """Write the file, once all is known."""
    asks = sys.stdin.isatty() and options.field != "-"
    if not options.event and not asks:
        raise UserError("say which race it is with --event (1500, mile, 4x400, 10km)")
    event, title = _event(options)
    name = options.name or (_ask("Name of the race", event, str) if asks else event)
    date = _date(options.date) if options.date or not asks else _ask("Day", f"{Date.today()}", _date)
    points = _points(options, title, asks=asks)
    field = _field(options, title, asks=asks)
    made = new_race(
        title,
        points,
        field,
        name=name,
        meet=options.meet,
        venue=options.venue,
        date=date,
        has_gun=not options.no_gun,
    )
    [path] = output_paths(options.output, [made.race], force=options.force)
    for note in made.notes:
        print_stderr(f"note: {note}")
    write_race_file(made.race, made.messages, path)
    print_line(f"{path}: {name}, {len(field.entrants)} entrants, {len(points)} checkpoints")
    print_line(f"Add each time as a line at its end: {_example(made)}")
    print_line(f"Then: lapbell check {quote(str(path))} && lapbell replay {quote(str(path))}")
    return 0


def _example(made: ConvertedRace) -> str:
    """The line of a time, to be copied."""
    start_list = next(message for message in made.messages if isinstance(message, StartList))
    bib, checkpoint = start_list.entrants[0].bib, start_list.checkpoints[0].id
    split = {"type": "split", "bib": bib, "checkpoint": checkpoint, "time": "1:02.3"}
    return json.dumps(split, separators=(",", ":"))


def _event(options: Options) -> tuple[str, EventTitle]:
    """What was typed, and the event that it names."""

    def read(text: str) -> tuple[str, EventTitle]:
        return text, read_event(text, options.distance_m)

    return read(options.event) if options.event else _ask("Event (1500, mile, 4x400, 10 km ...)", "", read)


def _date(text: str) -> str:
    """The day, today if it is not given. Raises UserError."""
    try:
        return Date.fromisoformat(text).isoformat() if text else Date.today().isoformat()
    except ValueError:
        raise UserError(f"{text!r} is not a date: write 2026-06-12") from None


def _points(options: Options, title: EventTitle, *, asks: bool) -> tuple[TablePoint, ...]:
    def read(text: str) -> tuple[TablePoint, ...]:
        return read_points([name.strip() for name in text.split(",") if name.strip()], title.event)

    usual = ", ".join(suggested_points(title.event))
    if options.checkpoints or not asks:
        return read(options.checkpoints or usual)
    return _ask("Checkpoints", usual, read)


def _field(options: Options, title: EventTitle, *, asks: bool) -> Field:
    text = options.field
    if options.bibs and text:
        raise UserError("give the entrants with --field or with --bibs, not with both")
    if options.bibs:
        return Field(read_bibs(options.bibs))
    if text == "-":
        return Field([read_entrant(line) for line in sys.stdin if line.strip()])
    if text and Path(text).is_file():
        return read_field(Path(text), title.event)
    if text:
        return Field([read_entrant(name) for name in text.split(",") if name.strip()])
    if not asks:
        raise UserError("say who runs with --field (names, a start list, or '-') or with --bibs 1-30")
    print(
        "The field, one entrant a line, such as `11 Anna Berg GBR`; an empty line ends it.", file=sys.stderr
    )
    field: list[Entrant] = []
    while (entrant := _ask(f"{len(field) + 1}", None, _entrant_or_end)) is not None or not field:
        if entrant is not None:
            field.append(entrant)
    return Field(field)


def _entrant_or_end(line: str) -> Entrant | None:
    return read_entrant(line) if line else None


def _ask(question: str, usual: str | None, read: Callable[[str], T]) -> T:
    """Ask until the answer can be read; an empty one is the usual one. Raises UserError where input ends."""
    while True:
        print(f"{question}{f' [{usual}]' if usual else ''}: ", end="", file=sys.stderr, flush=True)
        try:
            line = sys.stdin.readline()
        except KeyboardInterrupt:
            print(file=sys.stderr)  # the prompt of the shell begins on a line of its own
            raise
        if not line:
            raise UserError("input ended before all was answered: nothing was written")
        try:
            return read(line.strip() or usual or "")
        except UserError as error:
            print_stderr(error)
