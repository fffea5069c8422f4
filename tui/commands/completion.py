"""`lapbell completion`: what a shell completes, made from the options of all commands."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, get_args

import shtab

from feeds.errors import UserError
from race.lazy_dataclass import dataclass
from tui.commands.command import argument, user_errors
from tui.commands.completed_words import KINDS, WordKind, completed_words
from tui.commands.completion_scripts import BASH_END, Shell, action, preamble
from tui.commands.whole_parser import whole_parser

if TYPE_CHECKING:
    from argparse import Action

SHELLS: tuple[Shell, ...] = get_args(Shell)

EPILOG = """\
Put what it prints where your shell looks for it, and open a new shell:

  lapbell completion bash > ~/.local/share/bash-completion/completions/lapbell
  lapbell completion zsh > ~/.zfunc/_lapbell
  lapbell completion fish > ~/.config/fish/completions/lapbell.fish

For zsh, `fpath+=~/.zfunc` comes before `compinit` in ~/.zshrc. In bash without a folder
of completions, `eval "$(lapbell completion bash)"` in ~/.bashrc does the same."""

BY_METAVAR = {
    "RACE": "races",
    "URL": "hubs",
    "HUB": "hubs",
    "VIEW": "views",
    "FILE": "file",
    "DIR": "directory",
}
"""What is completed by a part of a metavar such as RACE|FILE|URL."""

OWN_ID = "RACE"
"""Alone it is the id of a race on one's hub, which need not be a race of the library."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell completion`."""

    text: str = argument(
        metavar="SHELL",
        nargs="?",
        default="",
        completes="shells",
        help=f"{', '.join(SHELLS)}; with --words, how the words begin",
    )
    words: WordKind | None = argument(
        "--words",
        choices=KINDS,
        metavar="KIND",
        help=f"print words instead of a script, as the scripts ask for them: {', '.join(KINDS)}",
    )


def run(options: Options) -> None:
    """Print the script, or the words that it asks for. Raises UserError for a shell that is not known."""
    if options.words is not None:
        with user_errors("list the races"):
            words = completed_words(options.words, options.text)
        for word in words:
            print(word)
        return
    shell = next((shell for shell in SHELLS if shell == options.text), None)
    if shell is None:
        raise UserError(f"takes one of {', '.join(SHELLS)}, not {options.text!r}")
    print(script(shell))


def script(shell: Shell) -> str:
    """What completes all commands in a shell."""
    used: dict[tuple[str, ...], None] = {}

    def complete(argument: Action, kind: str) -> None:
        kinds = _kinds(argument, kind)
        if kinds:
            used[kinds] = None
            argument.complete = {shell: action(shell, kinds)}  # type: ignore[attr-defined]  # as shtab reads it

    parser = whole_parser(complete)
    made: str = shtab.complete(parser, shell=shell, preamble=preamble(shell, [*used]))
    return made + BASH_END if shell == "bash" else made


def _kinds(argument: Action, kind: str) -> tuple[str, ...]:
    """The kinds of words that an argument takes, by itself or by its metavar; files where it is a path."""
    if kind:
        return (kind,)
    metavar = argument.metavar if isinstance(argument.metavar, str) else ""
    if argument.choices is not None or metavar == OWN_ID:
        return ()
    found = [BY_METAVAR[part] for part in re.findall("[A-Z]+", metavar) if part in BY_METAVAR]
    if not found and argument.type is Path:
        found = [BY_METAVAR["FILE"]]
    return tuple(dict.fromkeys(found))
