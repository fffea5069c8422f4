"""The command line. Commands that print do not load the screen."""

from __future__ import annotations

import argparse
import os
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

from race.times import Time

FAILED = 2
"""Exit code for bad input."""


def main(arguments: list[str] | None = None) -> int:
    """Run `lapbell`; returns the exit code."""
    options = _parser().parse_args(arguments)
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
    replay.add_argument("--speed", type=_speed, default=1.0, help="0.25 to 64 (default 1)")
    replay.add_argument("--at", type=_time, metavar="TIME", help="start here, paused: 2:50.70")

    races = commands.add_parser("races", help="list the library")
    races.set_defaults(run=_races)
    races.add_argument("--json", action="store_true", help="as JSON")

    board = commands.add_parser("board", help="print the board at one moment")
    board.set_defaults(run=_board)
    board.add_argument("race", metavar="RACE|FILE")
    board.add_argument("--at", type=_time, metavar="TIME", help="race time (default: the end)")
    board.add_argument("--published", action="store_true", help="leave estimated splits out")
    form = board.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="as JSON")
    form.add_argument("--text", action="store_true", help="as text (the default)")

    check = commands.add_parser("check", help="say what is wrong with race files, by line")
    check.set_defaults(run=_check)
    check.add_argument("files", metavar="FILE", nargs="+", type=Path)

    schema = commands.add_parser("schema", help="print the JSON Schema of the messages")
    schema.set_defaults(run=_schema)
    return parser


def _time(text: str) -> Time:
    try:
        return Time.parse(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(str(error)) from None


def _speed(text: str) -> float:
    try:
        speed = float(text.removesuffix("x"))
    except ValueError:
        speed = 0.0
    if not 0.25 <= speed <= 64:
        raise argparse.ArgumentTypeError(f"{text!r} is no speed from 0.25 to 64")
    return speed


def _version(_options: argparse.Namespace) -> None:
    from importlib.metadata import version

    print(f"lapbell {version('lapbell')}")


def _home(_options: argparse.Namespace) -> int:
    return _open_app(None, speed=1.0, at=None)


def _replay(options: argparse.Namespace) -> int:
    from replays.library import find

    return _open_app(find(options.race), speed=options.speed, at=options.at)


def _open_app(path: Path | None, *, speed: float, at: Time | None) -> int:
    from feeds.errors import FeedError

    if os.environ.get("TERM") == "dumb" or not (sys.stdin.isatty() and sys.stderr.isatty()):
        hint = "lapbell board RACE" if path else "lapbell races"
        raise FeedError(f"this is no terminal that can show the screen; `{hint}` prints instead")
    os.environ.setdefault("TEXTUAL_FPS", "120")
    from tui.app import LapbellApp

    app = LapbellApp(path, speed=speed, at_ms=at.ms if at else None)
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
    from feeds.log import read
    from race.board import Board
    from replays.library import find
    from replays.recording import Recording

    log = read(find(options.race))
    recording = Recording(log.race, list(log.messages()))
    history = recording.history(estimates=not options.published)
    clock_ms = options.at.ms if options.at else recording.end_ms
    board = Board.at(log.race, clock_ms, history.at(clock_ms))
    if options.json:
        _print_json(board.to_json())
    else:
        from shutil import get_terminal_size

        from tui.printing import board_text

        print(board_text(board, get_terminal_size((100, 24)).columns))


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
    from feeds.codec import schema

    _print_json(schema())


def _print_json(value: dict[str, Any]) -> None:
    import json

    encodes_all = str(sys.stdout.encoding).lower().startswith("utf")
    print(json.dumps(value, ensure_ascii=not encodes_all, indent=2))


def _complain(error: Exception) -> None:
    from tui.text import clean

    print(clean(f"lapbell: {error}"), file=sys.stderr)
