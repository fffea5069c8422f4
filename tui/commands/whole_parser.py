"""One parser of all commands and their options, which completion and the manual page are made of."""

from __future__ import annotations

from argparse import Action
from collections.abc import Callable
from typing import Any

from feeds.bridges.find_bridge import bridge_names
from tui.commands.bridge import REPLAY, bridge_command
from tui.commands.command import Parser, add_options, described_as
from tui.commands.command_list import ALIASES, COMMANDS, command_module

Complete = Callable[[Action, str], None]


def whole_parser(complete: Complete | None = None) -> Parser:
    """The parser of `lapbell` with every command below it, as of `hub` with its own.

    Each option is given to `complete`, with the kind of words that it takes where it names one.
    """
    parser = Parser(prog="lapbell", description="Watch running races in the terminal, live or recorded.")
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    below: dict[str, Any] = {"": parser.add_subparsers(title="commands", metavar="COMMAND")}
    for name, (summary, example) in COMMANDS.items():
        group, _, word = name.rpartition(" ")
        command = command_module(name)
        aliases = [alias for alias, other in ALIASES.items() if other == name]
        described = described_as(command, name, summary, example)
        added = below[group].add_parser(word, help=summary, aliases=aliases, **described)
        if name == "bridge":
            _add_bridges(added, complete)
            continue
        add_options(added, command, complete)
        if any(other.startswith(f"{name} ") for other in COMMANDS):
            below[name] = added.add_subparsers(title="commands", metavar="COMMAND")
    return parser


def _add_bridges(parser: Parser, complete: Complete | None) -> None:
    below = parser.add_subparsers(title="bridges", metavar="NAME")
    for name in (*bridge_names(), REPLAY):
        command, summary = bridge_command(name)
        described = described_as(command, f"bridge {name}", summary)
        add_options(below.add_parser(name, help=summary, **described), command, complete)
