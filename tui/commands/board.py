"""`lapbell board`: the board at one moment, printed."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from race.board_json import board_json
from tui.commands import mark_options, option_types

if TYPE_CHECKING:
    from replays.watching.watched_race import WatchedRace


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser("board", help="print the board at one moment")
    parser.set_defaults(run=_board)
    parser.add_argument("race", metavar="RACE|FILE|URL")
    parser.add_argument(
        "--at", type=option_types.time, metavar="TIME", help="race time (default: now, the end)"
    )
    parser.add_argument("--marks", action="store_true", dest="with_marks", help="with the marks as rows")
    mark_options.add_to(parser)
    option_types.add_edition(parser)
    parser.add_argument("--published", action="store_true", help="leave estimated splits out")
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--text", action="store_true", help="as text (the default)")


def _board(options: argparse.Namespace) -> None:
    from race.board import Board
    from race.projection.board_model import BoardModel
    from replays.watching.target_choice import TargetChoice

    race, now_ms = _race(options.race)
    clock_ms = options.at.ms if options.at else now_ms
    state = race.history(estimates=not options.published).at(clock_ms)
    target_choice = TargetChoice(shown=options.with_marks)
    for mark in options.marks:
        target_choice.add(mark, state.start_list)
    board = Board.at(
        race.race, clock_ms, state, BoardModel(option_types.edition(options)), target_choice.targets
    )
    if options.json:
        from tui.commands.write_output import print_json

        print_json(board_json(board, with_marks=target_choice.shown))
    else:
        from shutil import get_terminal_size

        from tui.commands.board_text import board_text

        against = target_choice.chosen(board) if target_choice.shown else None
        print(board_text(board, get_terminal_size((100, 24)).columns, against))


def _race(text: str) -> tuple[WatchedRace, int]:
    """A race of the library, a file or a hub, and its time: what the clock says, or its end."""
    from feeds.hub_address import Address, is_address

    if is_address(text):
        import asyncio

        from replays.hubs.hub_snapshot import read_race

        return asyncio.run(read_race(Address.parse(text)))
    from replays.library import find
    from replays.watching.recorded_race import RecordedRace

    recording = RecordedRace.read(find(text))
    return recording, recording.end_ms
