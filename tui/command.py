"""The command line. Commands that print do not load the screen."""

from __future__ import annotations

import argparse
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from tui import arguments, following, publishing, serving

if TYPE_CHECKING:
    from replays.watch import Watched
    from tui.stations import Station

FAILED = 2
"""Exit code for bad input."""


def main(words: list[str] | None = None) -> int:
    """Run `lapbell`; returns the exit code."""
    options = _parser().parse_args(words)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")
    from feeds.errors import FeedError

    try:
        code = int(options.run(options) or 0)
        sys.stdout.flush()
        return code
    except FeedError as error:
        _complain(error)
        return FAILED
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        """Leave with a sentence and a hint."""
        self.exit(FAILED, f"{self.prog}: {message.removeprefix('argument ')} (see `{self.prog} --help`)\n")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="lapbell", description="Watch a running race in the terminal: live, or again afterwards."
    )
    parser.set_defaults(run=_home)
    parser.add_argument("--version", action="store_const", const=_version, dest="run", help="print it")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")

    replay = commands.add_parser("replay", help="watch a recorded race")
    replay.set_defaults(run=_replay)
    replay.add_argument("race", metavar="RACE|FILE", help="a race of the library, or a race file")
    replay.add_argument("--speed", type=arguments.speed, default=1.0, help="0.25 to 64 (default 1)")
    replay.add_argument("--at", type=arguments.time, metavar="TIME", help="start here, paused: 2:50.70")

    watch = commands.add_parser("watch", help="watch a live race")
    watch.set_defaults(run=_watch)
    watch.add_argument("url", metavar="URL", help="a race on a hub, or the hub: HOST:PORT")
    watch.add_argument("--delay", type=arguments.delay, metavar="S", help="show it so late (as last time)")
    recording = watch.add_mutually_exclusive_group()
    recording.add_argument("--record", type=Path, metavar="FILE", help="record it there")
    recording.add_argument("--no-record", action="store_true", help="do not record it")

    races = commands.add_parser("races", help="list the library")
    races.set_defaults(run=_races)
    races.add_argument("--json", action="store_true", help="as JSON")

    board = commands.add_parser("board", help="print the board at one moment")
    board.set_defaults(run=_board)
    board.add_argument("race", metavar="RACE|FILE|URL")
    board.add_argument("--at", type=arguments.time, metavar="TIME", help="race time (default: now, the end)")
    board.add_argument("--published", action="store_true", help="leave estimated splits out")
    form = board.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--text", action="store_true", help="as text (the default)")

    following.add_to(commands)

    publishing.add_to(commands)

    check = commands.add_parser("check", help="say what is wrong with race files, by line")
    check.set_defaults(run=_check)
    check.add_argument("files", metavar="FILE", nargs="+", type=Path)

    serving.add_to(commands)

    schema = commands.add_parser("schema", help="print the JSON Schema of the messages and frames")
    schema.set_defaults(run=_schema)
    return parser


def _version(_options: argparse.Namespace) -> None:
    from importlib.metadata import version

    print(f"lapbell {version('lapbell')}")


def _home(_options: argparse.Namespace) -> int:
    return _open_app(None)


def _replay(options: argparse.Namespace) -> int:
    from replays.library import find
    from tui.stations import Recorded

    at_ms = options.at.ms if options.at else None
    return _open_app(Recorded(find(options.race), speed=options.speed, at_ms=at_ms))


def _watch(options: argparse.Namespace) -> int:
    from feeds.address import Address
    from replays.hubs import remember
    from tui.preferences import save_delay_s, saved_delay_s
    from tui.stations import OnAir

    address = Address.parse(options.url)
    remember(Address(address.base))
    if options.delay is not None:
        save_delay_s(options.delay)
    if address.race is None:
        return _open_app(None, live_first=True)
    return _open_app(OnAir(address, saved_delay_s(), not options.no_record, options.record))


def _open_app(station: Station | None, *, live_first: bool = False) -> int:
    from feeds.errors import FeedError

    if os.environ.get("TERM") == "dumb" or not (sys.stdin.isatty() and sys.stderr.isatty()):
        live = station is not None and station.address is not None
        hint = "lapbell follow URL" if live else "lapbell board RACE" if station else "lapbell races"
        raise FeedError(f"this is no terminal that can show the screen; `{hint}` prints instead")
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from tui.app import LapbellApp

    app = LapbellApp(station, live_first=live_first)
    app.run()
    return app.return_code or 0


def _races(options: argparse.Namespace) -> None:
    from replays.summary import races

    summaries, broken = races()
    if options.json:
        _print_json({"version": 1, "races": [summary.to_json() for summary in summaries]})
    else:
        from tui.printing import library_text

        print(library_text(summaries))
    for error in broken:
        _complain(error)


def _board(options: argparse.Namespace) -> None:
    from race.board import Board

    race, now_ms = _race(options.race)
    clock_ms = options.at.ms if options.at else now_ms
    board = Board.at(race.race, clock_ms, race.history(estimates=not options.published).at(clock_ms))
    if options.json:
        _print_json(board.to_json())
    else:
        from shutil import get_terminal_size

        from tui.printing import board_text

        print(board_text(board, get_terminal_size((100, 24)).columns))


def _race(text: str) -> tuple[Watched, int]:
    """A race of the library, a file or a hub, and its time: what the clock says, or its end."""
    from feeds.address import Address, is_address

    if is_address(text):
        import asyncio

        from replays.reading import read_race

        return asyncio.run(read_race(Address.parse(text)))
    from replays.library import find
    from replays.recording import Recording

    recording = Recording.read(find(text))
    return recording, recording.end_ms


def _check(options: argparse.Namespace) -> int:
    from feeds.log import examine
    from tui.text import clean

    failed = False
    for path in options.files:
        log, problems = examine(path)
        for problem in problems:
            print(clean(f"{path}: {problem}"))
        fatal = sum(problem.fatal for problem in problems)
        failed = failed or bool(fatal)
        if log is not None and not fatal:
            print(clean(f"{path}: good, {log.head} messages"))
    return FAILED if failed else 0


def _schema(_options: argparse.Namespace) -> None:
    from feeds.schema import schema

    _print_json(schema())


def _print_json(value: dict[str, Any]) -> None:
    import json

    encodes_all = str(sys.stdout.encoding).lower().startswith("utf")
    print(json.dumps(value, ensure_ascii=not encodes_all, indent=2))


def _complain(error: Exception) -> None:
    from tui.text import clean

    print(clean(f"lapbell: {error}"), file=sys.stderr)
