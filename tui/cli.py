"""The command line: a table of the commands, whose modules are imported when they are typed."""

from __future__ import annotations

import gc
import os
import re
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from importlib import import_module
from io import TextIOWrapper
from typing import Any, cast

from feeds.errors import OUT_OF_MEMORY, UserError
from tui.commands.command import INTERRUPTED, USER_ERROR, Command, Parser, parse_options
from tui.commands.write_output import print_stderr
from tui.text.safe_stream import adapt_to_terminal, guard_streams

COMMANDS = {
    "replay": "watch a recorded race",
    "watch": "watch a live race",
    "races": "list or search the races in the library",
    "board": "print the board at one moment",
    "splits": "print every runner's time, or lap, at every checkpoint",
    "follow": "print what happens in a race, line by line",
    "athlete": "print an athlete's races, bests and rivals",
    "head-to-head": "print every race in which two athletes met",
    "time": "time a race by hand",
    "desk": "decide about what is doubtful in a race, as its operator",
    "publish": "send a recorded race to a hub, or a live one message by message",
    "bridge": "bring what a timing system sends into a race: to a hub, or to look at it",
    "correct": "list the messages of a race with their ids, correct one, or print who changed what",
    "set-status": "say that a runner is out of a race, or back in it",
    "official": "say that the result of a race is official, or reopen it",
    "record": "record the races of hubs without a screen, until it is stopped",
    "grade": "print how accurate the projections of a race were",
    "backtest": "measure how accurate projections are on tables of splits",
    "check": "check race files and list their problems by line",
    "new": "make a race file for a race that has not been run",
    "convert": "make race files from tables, exports of other programs, or documents",
    "export": "write the figures of a race, or of all races, for spreadsheets and other programs",
    "report": "write a report: a page about a race to send or print, a chart, or a sheet",
    "picture": "save the screen at one moment as a picture, to show what Lapbell looks like",
    "hub": "serve races to viewers and publishers",
    "hub status": "print how a hub is, and what its operator should look at",
    "hub check": "check the logs in a hub's folder",
    "hub repair": "repair the damaged logs in a hub's folder, running or not",
    "hub archive": "move the logs of races out of a hub's folder, compressed, running or not",
    "hub reset": "archive the log of a race, and begin a new one in its place",
    "hub backup": "copy the logs of a hub, running or not, and check each copy",
    "hub token": "create or revoke a token for publishing a race, or watching a private one",
    "hub tokens": "list the tokens of a hub",
    "doctor": "check before a race: this computer, the timing system, the hub and the way to it",
    "info": "print where the files are, what is set, and from where it comes",
    "schema": "print the JSON Schema of the feed, of a command's JSON, or of config.toml",
}
"""What each command does. Its module is `tui/commands/NAME.py`, with `_` for a hyphen or a blank."""

ALIASES = {"duel": "head-to-head"}


def command_module(name: str) -> Command[Any]:
    """Import the module of a command."""
    module = re.sub("[ -]", "_", name)
    gc.disable()  # what is imported stays: to look for garbage in it takes 8 % of the time, now and later
    command = cast("Command[Any]", import_module(f"tui.commands.{module}"))
    gc.freeze()
    gc.enable()
    return command


def main(words: Sequence[str] | None = None) -> int:
    """Run `lapbell`; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            adapt_to_terminal(stream)
    guard_streams()
    try:
        code = _run(sys.argv[1:] if words is None else words)
        sys.stdout.flush()
    except UserError as error:
        print_stderr(error)
        return USER_ERROR
    except MemoryError:
        print_stderr("out of memory")
        return OUT_OF_MEMORY
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # The reader has left; stdout now leads nowhere, so that Python's flush at exit does not fail.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    return code or 0


def _run(words: Sequence[str]) -> int | None:
    if not words:
        # Loaded here, not at the top: only what opens the screen needs it.
        from tui.commands.start_app import start_app

        return start_app()
    for name in (" ".join(words[:2]), ALIASES.get(words[0], words[0])):
        if name in COMMANDS:
            command, rest = command_module(name), words[len(name.split()) :]
            return command.run(parse_options(command, name, COMMANDS[name], rest))
    if words[0].startswith("-"):
        _run_without_command(words)
        return 0
    near = get_close_matches(words[0], COMMANDS, n=1)
    hint = f"did you mean `lapbell {near[0]}`?" if near else "`lapbell --help` lists them"
    raise UserError(f"there is no command {words[0]!r}; {hint}")


def _run_without_command(words: Sequence[str]) -> None:
    """Print the help or the version; exits after anything else."""
    parser = Parser(
        prog="lapbell",
        description="Watch running races in the terminal, live or recorded. "
        "Without a command, lapbell opens the library.",
        epilog="`lapbell COMMAND --help` describes a command and its options.",
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=False)
    for name, summary in COMMANDS.items():
        aliases = [alias for alias, command in ALIASES.items() if command == name]
        commands.add_parser(name, help=summary, aliases=aliases)
    if parser.parse_args(words).version:
        # Loaded here, not at the top: it costs 20 ms, which only the version is worth.
        from feeds.own_version import own_version

        print(f"lapbell {own_version()}")
