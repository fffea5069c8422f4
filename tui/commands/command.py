"""What the module of a command offers, and what the commands have in common at the shell."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Callable
from typing import NoReturn, Protocol, TypeVar

USER_ERROR = 2
"""Exit code where the user has something to put right."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""

OptionsT = TypeVar("OptionsT")


class Command(Protocol[OptionsT]):
    """A module of `tui/commands` that is a command."""

    @property
    def Options(self) -> Callable[..., OptionsT]:
        """The frozen dataclass of its options; a field for each argument of the parser."""

    def add_arguments(self, parser: ArgumentParser, /) -> None:
        """Declare its arguments."""

    def run(self, options: OptionsT, /) -> int | None:
        """Run it; returns the exit code, 0 where that is None. Raises UserError."""


class Parser(ArgumentParser):
    """A parser that reports a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with the mistake and a hint; an option type may raise "takes ..." to make a sentence."""
        message = message.removeprefix("argument ").replace(": takes ", " takes ", 1)
        self.exit(USER_ERROR, f"{self.prog}: {message} (see `{self.prog} --help`)\n")
