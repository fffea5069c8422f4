"""The command line. Commands that print do not load the screen."""

from __future__ import annotations

import argparse
import gc
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from tui.commands import (
    backtest,
    board,
    convert,
    follow,
    grade,
    history,
    hub,
    mark_options,
    option_types,
    picture,
    publish,
)
from tui.commands.write_output import complain, print_json

if TYPE_CHECKING:
    from tui.race_sources import RaceSource

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
        complain(error)
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

    _add_replay_to(commands)
    _add_watch_to(commands)
    _add_races_to(commands)
    for command in (board, follow, history, publish, grade, backtest):
        command.add_to(commands)
    check = commands.add_parser("check", help="say what is wrong with race files, by line")
    check.set_defaults(run=_check)
    check.add_argument("files", metavar="FILE", nargs="+", type=Path)
    for command in (convert, picture, hub):
        command.add_to(commands)
    schema = commands.add_parser("schema", help="print the JSON Schema of the messages and frames")
    schema.set_defaults(run=_schema)
    return parser


def _add_replay_to(commands: Any) -> None:
    replay = commands.add_parser("replay", help="watch a recorded race")
    replay.set_defaults(run=_replay)
    replay.add_argument("race", metavar="RACE|FILE", help="a race of the library, or a race file")
    text = "0.25 to 64 (default: as last time, 1 at first)"
    replay.add_argument("--speed", type=option_types.speed, help=text)
    replay.add_argument("--at", type=option_types.time, metavar="TIME", help="start here, paused: 2:50.70")
    mark_options.add_to(replay)
    mark_options.add_ghost_to(replay)
    option_types.add_edition(replay)


def _add_watch_to(commands: Any) -> None:
    watch = commands.add_parser("watch", help="watch a live race")
    watch.set_defaults(run=_watch)
    watch.add_argument("url", metavar="URL", help="a race on a hub, or the hub: HOST:PORT")
    watch.add_argument("--delay", type=option_types.delay, metavar="S", help="show it so late (as last time)")
    mark_options.add_to(watch)
    option_types.add_edition(watch)
    recording = watch.add_mutually_exclusive_group()
    recording.add_argument("--record", type=Path, metavar="FILE", help="record it there")
    recording.add_argument("--no-record", action="store_true", help="do not record it")


def _add_races_to(commands: Any) -> None:
    races = commands.add_parser("races", help="list the library, or what is found in it")
    races.set_defaults(run=_races)
    text = "of athlete, meet, race, place, year, event, nation"
    races.add_argument("words", metavar="WORD", nargs="*", help=text)
    races.add_argument("--json", action="store_true", help="as JSON")


def _version(_options: argparse.Namespace) -> None:
    from importlib.metadata import version

    print(f"lapbell {version('lapbell')}")


def _home(_options: argparse.Namespace) -> int:
    return _open_app(None)


def _replay(options: argparse.Namespace) -> int:
    from replays.library import find
    from tui.race_sources import RecordedSource

    path, marks = find(options.race), tuple(options.marks)
    mark_options.refuse_for_race(marks, path)
    at_ms = options.at.ms if options.at else None
    edition = option_types.edition(options)
    return _open_app(RecordedSource(path, speed=options.speed, at_ms=at_ms, marks=marks, edition=edition))


def _watch(options: argparse.Namespace) -> int:
    from feeds.hub_address import Address
    from replays.hubs import known_hubs
    from tui.race_sources import HubSource
    from tui.settings.preferences import Preferences, remember

    address = Address.parse(options.url)
    known_hubs.remember(Address(address.base))
    if options.delay is not None:
        remember(delay_s=options.delay)
    if address.race is None:
        return _open_app(None, live_first=True)
    return _open_app(
        HubSource(
            address,
            Preferences.load().delay_s,
            record=not options.no_record,
            path=options.record,
            marks=tuple(options.marks),
            edition=option_types.edition(options),
        )
    )


def _open_app(source: RaceSource | None, *, live_first: bool = False) -> int:
    from feeds.errors import FeedError

    if os.environ.get("TERM") == "dumb" or not (sys.stdin.isatty() and sys.stderr.isatty()):
        live = source is not None and source.address is not None
        hint = "lapbell follow URL" if live else "lapbell board RACE" if source else "lapbell races"
        raise FeedError(f"this is no terminal that can show the screen; `{hint}` prints instead")
    os.environ.setdefault("TEXTUAL_FPS", "120")
    gc.disable()
    from tui.app import LapbellApp

    app = LapbellApp(source, live_first=live_first)
    app.run()
    return app.return_code or 0


def _races(options: argparse.Namespace) -> None:
    from replays.catalogue.catalogue import races
    from tui.text.library_search import Finder, words

    listed, troubles = races()
    sought, finder = words(" ".join(options.words)), Finder()
    found = [race for race in listed if finder.matches(race, sought)]
    for trouble in troubles:
        complain(trouble)
    if options.json:
        print_json({"version": 1, "races": [race.to_json() for race in found]})
    elif found or not sought:
        from tui.commands.board_text import library_text

        print(library_text(found, sought))
    else:
        complain(f"no race in the library has to do with {' and '.join(options.words)}")


def _check(options: argparse.Namespace) -> int:
    from feeds.log import examine
    from tui.text.safe_text import clean

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
    from feeds.protocol.schema import schema

    print_json(schema())
