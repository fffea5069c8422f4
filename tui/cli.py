"""The command line: a table of the commands, whose modules are imported when they are typed."""

from __future__ import annotations

import os
import sys
from argparse import RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from difflib import get_close_matches
from io import TextIOWrapper
from textwrap import fill

from feeds.errors import OUT_OF_MEMORY, UserError
from tui.commands.command import INTERRUPTED, USER_ERROR, Parser, page_named, parse_options
from tui.commands.command_list import ALIASES, COMMANDS, GROUPS, command_module
from tui.commands.write_output import line_width, print_stderr
from tui.text.safe_stream import adapt_to_terminal, guard_streams

MOST_CELLS = 100
"""Of a line of the help."""


def main(words: Sequence[str] | None = None) -> int:
    """Run `lapbell`; returns the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            adapt_to_terminal(stream)
    guard_streams()
    words = sys.argv[1:] if words is None else words
    try:
        code = _run(words)
        sys.stdout.flush()
    except UserError as error:
        name = _command_of(words) or ""
        _keep(name, error)
        print_stderr(page_named(str(error), name))
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
    except Exception as error:
        _keep("", error)
        raise
    return code or 0


def _keep(name: str, error: Exception) -> None:
    """Keep a mistake, or a fault of the program, for `lapbell info`."""
    # Loaded here, not at the top: most commands end without either.
    from tui.settings.own_reports import report_crash, report_mistake

    if isinstance(error, UserError):
        report_mistake(name, str(error))
    else:
        report_crash(error)


def _run(words: Sequence[str]) -> int | None:
    if not words:
        # Loaded here, not at the top: only what opens the screen needs it.
        from tui.commands.start_app import start_app

        return start_app()
    name = _command_of(words)
    if name is not None:
        command, rest = command_module(name), words[len(name.split()) :]
        summary, example = COMMANDS[name]
        return command.run(parse_options(command, name, summary, rest, example))
    if words[0].startswith("-"):
        _run_without_command(words)
        return 0
    near = get_close_matches(words[0], COMMANDS, n=1)
    hint = f"did you mean `lapbell {near[0]}`?" if near else "`lapbell --help` lists them"
    raise UserError(f"there is no command {words[0]!r}; {hint}")


def _command_of(words: Sequence[str]) -> str | None:
    """The command that the first words name, or the first two."""
    names = (" ".join(words[:2]), ALIASES.get(words[0], words[0])) if words else ()
    return next((name for name in names if name in COMMANDS), None)


def _run_without_command(words: Sequence[str]) -> None:
    """Print the help or the version; exits after anything else."""
    if top_parser().parse_args(words).version:
        # Loaded here, not at the top: it costs 20 ms, which only the version is worth.
        from feeds.own_version import own_version

        print(f"lapbell {own_version()}")


def top_parser() -> Parser:
    """The parser of `lapbell` without a command, whose help lists the commands."""
    parser = Parser(
        prog="lapbell",
        usage="lapbell [-h] [--version] [COMMAND ...]",
        description="Watch running races in the terminal, live or recorded.\n"
        "Without a command, lapbell opens the library.",
        epilog="\n".join([*_listed_commands(), "", "`lapbell COMMAND --help` describes a command."]),
        formatter_class=RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    return parser


def _listed_commands() -> Iterator[str]:
    """The commands by what they are used for, and an example of each use."""
    indent = max(map(len, COMMANDS)) + 4
    for number, (use, commands) in enumerate(GROUPS.items()):
        yield from ("", f"{use}:") if number else (f"{use}:",)
        for name, described in commands.items():
            also = "".join(f" (or {alias})" for alias, command in ALIASES.items() if command == name)
            yield fill(
                described.summary + also,
                min(line_width(), MOST_CELLS),
                initial_indent=f"  {name}".ljust(indent),
                subsequent_indent=" " * indent,
            )
        name, described = next(iter(commands.items()))
        yield f"  for example: lapbell {name} {described.example}"
