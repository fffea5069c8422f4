"""`lapbell splits`: every runner's time, lap, place or gap at every checkpoint, printed."""

from __future__ import annotations

import sys
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from feeds.errors import UserError
from feeds.tables.lapbell.write_lapbell_csv import write_wide
from race.board import Board
from race.lazy_dataclass import dataclass
from race.split_rows import race_rows
from race.split_rows_json import export_json
from tui.commands import option_types
from tui.commands.board import heading
from tui.commands.command import argument
from tui.commands.open_race import newest_moment, open_race
from tui.commands.token_option import WATCH_TOKEN
from tui.commands.write_output import print_json, print_unread
from tui.views.splits.split_table import split_table

if TYPE_CHECKING:
    from race.times import Time
    from tui.views.splits.split_cells import Mode


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell splits`."""

    race: str = argument(**option_types.RACE_OR_URL)
    laps: bool = argument(
        "--laps", action="store_true", exclusive="figure", help="print laps instead of times"
    )
    places: bool = argument("--places", action="store_true", exclusive="figure", help="print places")
    gaps: bool = argument(
        "--gaps", action="store_true", exclusive="figure", help="print the time behind the leader"
    )
    at: Time | None = argument(
        "--at",
        **option_types.TIME,
        help="the race time, like 2:50.70 (default: the end, or now for a live race)",
    )
    published: bool = argument("--published", action="store_true", help="leave out estimated splits")
    token_file: Path | None = argument("--token-file", **WATCH_TOKEN)
    json: bool = argument(
        "--json", action="store_true", exclusive="form", help="print what `lapbell export --json` writes"
    )
    csv: bool = argument(
        "--csv", action="store_true", exclusive="form", help="print what `lapbell export --wide` writes"
    )


def run(options: Options) -> None:
    """Print the splits."""
    race, now_ms = open_race(options.race, options.token_file)
    clock_ms = options.at.ms if options.at else now_ms
    history = race.history(estimates=not options.published)
    print_unread(race.unread)
    if options.json or options.csv:
        rows = race_rows(race.race, history, clock_ms)
        if rows is None:
            raise UserError(f"{options.race} has no start list, so there are no splits")
        if options.json:
            print_json(export_json(rows, clock_ms))
        else:
            write_wide(sys.stdout, rows)
        return
    shown_ms, known_ms = (clock_ms, clock_ms) if options.at else newest_moment(race, now_ms)
    board = Board.at(race.race, shown_ms, history.at(known_ms))
    width = get_terminal_size((100, 24)).columns
    print("\n".join([*heading(board, width), *split_table(board, _mode(options), width)]))


def _mode(options: Options) -> Mode:
    return "lap" if options.laps else "place" if options.places else "gap" if options.gaps else "time"
