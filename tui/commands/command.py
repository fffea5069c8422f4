"""What a module of `tui/commands` offers, and how its options are declared and read."""

from __future__ import annotations

from argparse import ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field, fields
from typing import TYPE_CHECKING, Any, NoReturn, Protocol, TypeVar

from feeds.errors import UserError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

USER_ERROR = 2
"""Exit code where the user has something to put right."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""

OptionsT = TypeVar("OptionsT", bound="DataclassInstance")


class Command(Protocol[OptionsT]):
    """A module that is a command. It may have an `EPILOG` too, printed at the end of its help."""

    @property
    def Options(self) -> type[OptionsT]:
        """A frozen dataclass, each field declared by `argument`."""

    def run(self, options: OptionsT, /) -> int | None:
        """Run the command; returns the exit code, 0 where that is None. Raises UserError."""


def argument(*flags: str, exclusive: str = "", **settings: Any) -> Any:
    """A field of `Options`, from what `ArgumentParser.add_argument` takes; positional without flags.

    Of the arguments that are `exclusive` under one name, only one may be given. As `dataclasses.field` does,
    it returns Any, so that the field has its own type.
    """
    return field(metadata={"flags": flags, "exclusive": exclusive, "settings": settings})


@contextmanager
def user_errors(action: str) -> Iterator[None]:
    """Turn an OSError into a UserError that says what cannot be done: `cannot write x: Permission denied`."""
    try:
        yield
    except OSError as error:
        raise UserError(f"cannot {action}: {error.strerror or error}") from error


class Parser(ArgumentParser):
    """A parser that reports a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with the mistake and a hint; an option type may raise "takes ..." to make a sentence."""
        message = message.removeprefix("argument ").replace(": takes ", " takes ", 1)
        self.exit(USER_ERROR, f"{self.prog}: {message} (see `{self.prog} --help`)\n")


def parse_options(command: Command[OptionsT], name: str, summary: str, words: Sequence[str]) -> OptionsT:
    """The options of a command from the words that follow its name. Exits after a mistake or `--help`."""
    parser = Parser(
        prog=f"lapbell {name}",
        description=f"{summary[0].upper()}{summary[1:]}.",
        epilog=getattr(command, "EPILOG", None),
        formatter_class=RawDescriptionHelpFormatter,
    )
    options = fields(command.Options)
    exclusive = dict.fromkeys(option.metadata["exclusive"] for option in options)
    groups = {name: parser.add_mutually_exclusive_group() for name in exclusive if name}
    for option in options:
        flags, settings = option.metadata["flags"], option.metadata["settings"]
        names: dict[str, Any] = {"dest": option.name} if flags else {}
        group = groups.get(option.metadata["exclusive"], parser)
        group.add_argument(*(flags or [option.name]), **names, **settings)
    return command.Options(**vars(parser.parse_args(words)))
