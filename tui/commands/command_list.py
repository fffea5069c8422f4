"""Every command by what it is used for, with a line and an example of each."""

from __future__ import annotations

import gc
import re
from importlib import import_module
from typing import Any, cast

from tui.commands.command import Command, Described

GROUPS = {
    "Watch a race": {
        "replay": Described("watch a recorded race", "2024-bowerman-mile --at 2:50"),
        "watch": Described("watch a live race", "127.0.0.1:8400"),
        "races": Described("list or search the races in the library", "mile 2024"),
        "record": Described(
            "record the races of hubs without a screen, until it is stopped", "127.0.0.1:8400 --into evening"
        ),
    },
    "Print what a screen shows": {
        "board": Described("print the board at one moment", "2024-bowerman-mile --at 2:50"),
        "splits": Described(
            "print every runner's time, or lap, at every checkpoint", "2024-bowerman-mile --laps"
        ),
        "follow": Described("print what happens in a race, line by line", "2024-bowerman-mile --speed 4"),
        "line": Described("print a race in one line, for a prompt or a status line", "127.0.0.1:8400"),
        "athlete": Described("print an athlete's races, bests and rivals", "Kerr"),
        "head-to-head": Described("print every race in which two athletes met", "Kerr Nuguse"),
    },
    "Time a race, and put it right": {
        "time": Described("time a race by hand", "start-list.csv --event '1500 m'"),
        "bridge": Described(
            "bring what a timing system sends into a race: to a hub, or to look at it",
            "finishlynx results/ --try",
        ),
        "publish": Described(
            "send a recorded race to a hub, or a live one message by message",
            "2024-bowerman-mile --to 127.0.0.1:8400 --speed 1",
        ),
        "desk": Described(
            "decide about what is doubtful in a race, as its operator", "127.0.0.1:8400/v1/races/club-1500"
        ),
        "correct": Described(
            "list the messages of a race with their ids, correct one, or print who changed what",
            "club-1500.jsonl --list",
        ),
        "set-status": Described(
            "say that a runner is out of a race, or back in it", "club-1500.jsonl 12 dnf --after 800"
        ),
        "official": Described("say that the result of a race is official, or reopen it", "club-1500.jsonl"),
    },
    "Make and read files": {
        "new": Described(
            "make a race file for a race that has not been run", "--event '1500 m' --field names.txt"
        ),
        "convert": Described(
            "make race files from tables, exports of other programs, or documents", "results.csv --dry-run"
        ),
        "check": Described("check race files and list their problems by line", "club-1500.jsonl"),
        "export": Described(
            "write the figures of a race, or of all races, for spreadsheets and other programs",
            "2024-bowerman-mile -o mile.xlsx",
        ),
        "report": Described(
            "write a report: a page about a race to send or print, a chart, or a sheet",
            "2024-bowerman-mile -o mile.html",
        ),
        "picture": Described(
            "save the screen at one moment as a picture, to show what Lapbell looks like",
            "2024-bowerman-mile --at 2:50 -o mile.svg",
        ),
        "grade": Described("print how accurate the projections of a race were", "2024-bowerman-mile"),
        "backtest": Described(
            "measure how accurate projections are on tables of splits", "marathon-2023.csv"
        ),
    },
    "Serve races": {
        "hub": Described("serve races to viewers and publishers", "--data races --listen 0.0.0.0:8400"),
        "hub status": Described("print how a hub is, and what its operator should look at", "127.0.0.1:8400"),
        "hub check": Described("check the logs in a hub's folder", "races"),
        "hub repair": Described("repair the damaged logs in a hub's folder, running or not", "races"),
        "hub archive": Described(
            "move the logs of races out of a hub's folder, compressed, running or not", "--keep 7"
        ),
        "hub reset": Described("archive the log of a race, and begin a new one in its place", "club-1500"),
        "hub backup": Described(
            "copy the logs of a hub, running or not, and check each copy", "races copies"
        ),
        "hub token": Described(
            "create or revoke a token for publishing a race, or watching a private one",
            "club-1500 finish-line",
        ),
        "hub tokens": Described("list the tokens of a hub", "--data races"),
    },
    "This computer": {
        "doctor": Described(
            "check before a race: this computer, the timing system, the hub and the way to it",
            "127.0.0.1:8400",
        ),
        "info": Described("print where the files are, what is set, and from where it comes", "--template"),
        "completion": Described(
            "print what lets a shell complete commands, options, races, athletes and hubs", "bash"
        ),
        "schema": Described(
            "print the JSON Schema of the feed, of a command's JSON, or of config.toml", "--output board"
        ),
    },
}
"""The commands. The module of each is `tui/commands/NAME.py`, with `_` for a hyphen or a blank."""

COMMANDS = {name: described for group in GROUPS.values() for name, described in group.items()}

ALIASES = {"duel": "head-to-head"}


def command_module(name: str) -> Command[Any]:
    """Import the module of a command."""
    module = re.sub("[ -]", "_", name)
    gc.disable()  # what is imported stays: to look for garbage in it takes 8 % of the time, now and later
    command = cast("Command[Any]", import_module(f"tui.commands.{module}"))
    gc.freeze()
    gc.enable()
    return command
