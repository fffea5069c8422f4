"""`lapbell races`: the races of the library, or those that some words find; or a large one, invented."""

# No `from __future__ import annotations`: `lapbell schema` reads the annotations of the typed dictionaries.

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from typing_extensions import TypedDict  # pydantic takes no `typing.TypedDict` before Python 3.12

from feeds.errors import UserError
from race.json_version import VERSION
from race.lazy_dataclass import dataclass
from race.people.folding import folded_words
from replays.catalogue.catalogue import races
from replays.catalogue.file_readers import MANY
from replays.catalogue.summary import RaceSummary, RaceSummaryJson
from replays.invented_marathon import RACE, invented_race
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.race_file_output import output_paths, write_race_file
from tui.commands.write_output import print_json, print_stderr, progress_bar
from tui.text.library_search import Finder, people
from tui.text.safe_text import clean
from tui.text.text_table import Column, text_table

if TYPE_CHECKING:
    from rich.progress import Progress


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell races`."""

    words: Sequence[str] = argument(
        metavar="WORD",
        nargs="*",
        help="list only races that match every word: an athlete, nation, meet, race, place, year or event",
    )
    json: bool = argument("--json", **option_types.JSON)
    invent: int | None = argument(
        "--invent",
        metavar="ENTRANTS",
        type=option_types.entrants,
        help="instead, write a race file of a marathon with so many made-up entrants, to try a large race",
    )
    output: Path | None = argument(
        "-o", "--output", metavar="FILE", type=Path, help="where --invent writes (default: in this folder)"
    )
    force: bool = argument("--force", action="store_true", help="let --invent overwrite a file")


class RacesJson(TypedDict):
    """What `lapbell races --json` prints."""

    version: int
    races: list[RaceSummaryJson]


def run(options: Options) -> None:
    """Print the races, and name on stderr the files that cannot be read. Raises UserError."""
    if options.invent is not None:
        _invent(options, options.invent)
        return
    if options.output is not None or options.force:
        raise UserError("-o and --force go with --invent")
    with ExitStack() as bars:
        listed, unreadable = races(report=_Progress(bars).report)
    sought, finder = folded_words(" ".join(options.words)), Finder()
    matching = [race for race in listed if finder.matches(race, sought)]
    for error in unreadable:
        print_stderr(error)
    if options.json:
        output: RacesJson = {"version": VERSION, "races": [race.to_json() for race in matching]}
        print_json(output)
    elif matching:
        print(library_text(matching, sought))
    elif sought:
        print_stderr(f"no race in the library matches {' and '.join(options.words)}")


class _Progress:
    """A bar on a terminal while so many files are read that it takes seconds."""

    def __init__(self, bars: ExitStack) -> None:
        self._bars = bars
        self._bar: Progress | None = None

    def report(self, done: int, of: int) -> None:
        """Show how many files were read."""
        if of < MANY:
            return
        if self._bar is None:
            self._bar = self._bars.enter_context(progress_bar())
            self._bar.add_task(f"Reading {of:,} race files", total=of)
        self._bar.update(self._bar.task_ids[0], completed=done)


def _invent(options: Options, entrants: int) -> None:
    """Write a made-up race, and say how to open it. Raises UserError."""
    if options.words or options.json:
        raise UserError("--invent lists no races: leave the words and --json out")
    [path] = output_paths(options.output, [f"{RACE}-{entrants}"], force=options.force)
    write_race_file(RACE, invented_race(entrants), path)
    print(f"{path}: open it with `lapbell replay {quote(str(path))} --speed 64`")


def library_text(races: Sequence[RaceSummary], sought: Sequence[str] = ()) -> str:
    """A line for each race: the name that opens it, date, title, athletes sought, how complete it is."""
    rows = []
    for race in races:
        found = people(race, sought)
        athletes = f", with {', '.join(map(clean, found))}" if found else ""
        title = f"{clean(race.name)}, {clean(race.meet)}{athletes}"
        rows.append((clean(race.library_name), clean(race.date), f"{title}  ({race.completeness()})"))
    return text_table([Column(align="left")] * 3, rows)
