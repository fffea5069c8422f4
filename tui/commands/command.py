"""What a module of `tui/commands` offers, and how its options are declared and read."""

from __future__ import annotations

from argparse import Action, ArgumentParser, RawDescriptionHelpFormatter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import field, fields
from typing import TYPE_CHECKING, Any, NamedTuple, NoReturn, Protocol, TypeVar

from feeds.errors import UserError

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

USER_ERROR = 2
"""Exit code where the user has something to put right."""

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells have it."""


class Described(NamedTuple):
    """What a command does, and one way to call it."""

    summary: str
    example: str
    """The words after the name of the command."""


OptionsT = TypeVar("OptionsT", bound="DataclassInstance")


class Command(Protocol[OptionsT]):
    """A module that is a command. It may have an `EPILOG` too, printed at the end of its help."""

    @property
    def Options(self) -> type[OptionsT]:
        """A frozen dataclass, each field declared by `argument`."""

    def run(self, options: OptionsT, /) -> int | None:
        """Run the command; returns the exit code, 0 where that is None. Raises UserError."""


def argument(*flags: str, exclusive: str = "", completes: str = "", **settings: Any) -> Any:
    """A field of `Options`, from what `ArgumentParser.add_argument` takes; positional without flags.

    Of the arguments that are `exclusive` under one name, only one may be given. What a shell `completes` it
    to is a kind of words of tui/commands/completed_words.py, where the metavar does not say so. As
    `dataclasses.field` does, it returns Any, so that the field has its own type.
    """
    return field(
        metadata={"flags": flags, "exclusive": exclusive, "completes": completes, "settings": settings}
    )


@contextmanager
def user_errors(action: str) -> Iterator[None]:
    """Turn an OSError into a UserError that says what cannot be done: `cannot write x: Permission denied`."""
    try:
        yield
    except OSError as error:
        raise UserError(f"cannot {action}: {error.strerror or error}") from error


def page_named(mistake: str, name: str) -> str:
    """A mistake with the page that helps: the help of a command, or of none. It may be named already."""
    page = f"`lapbell {name} --help`" if name else "`lapbell --help`"
    return mistake if page in mistake else f"{mistake} (see {page})"


class Parser(ArgumentParser):
    """A parser that reports a mistake in one line."""

    def error(self, message: str) -> NoReturn:
        """Exit with the mistake and a hint; an option type may raise "takes ..." to make a sentence."""
        message = message.removeprefix("argument ").replace(": takes ", " takes ", 1)
        mistake = page_named(message, self.prog.removeprefix("lapbell").strip())
        self.exit(USER_ERROR, f"{self.prog}: {mistake}\n")


def parse_options(
    command: Command[OptionsT], name: str, summary: str, words: Sequence[str], example: str = ""
) -> OptionsT:
    """The options of a command from the words that follow its name. Exits after a mistake or `--help`."""
    return command.Options(**vars(command_parser(command, name, summary, example).parse_args(words)))


def command_parser(command: Command[Any], name: str, summary: str, example: str = "") -> Parser:
    """The parser of a command's options."""
    parser = Parser(**described_as(command, name, summary, example))
    add_options(parser, command)
    return parser


def described_as(command: Command[Any], name: str, summary: str, example: str = "") -> dict[str, Any]:
    """What the parser of a command is made with: its name, what it does, and what its help ends with."""
    ends = (f"For example: lapbell {name} {example}" if example else "", getattr(command, "EPILOG", ""))
    return {
        "prog": f"lapbell {name}",
        "description": f"{summary[0].upper()}{summary[1:]}.",
        "epilog": "\n\n".join(filter(None, ends)),
        "formatter_class": RawDescriptionHelpFormatter,
    }


def add_options(
    parser: ArgumentParser, command: Command[Any], complete: Callable[[Action, str], None] | None = None
) -> None:
    """Declare the options of a command; each is given to `complete` with the kind of words that it takes."""
    options = fields(command.Options)
    exclusive = dict.fromkeys(option.metadata["exclusive"] for option in options)
    groups = {name: parser.add_mutually_exclusive_group() for name in exclusive if name}
    for option in options:
        flags, settings = option.metadata["flags"], option.metadata["settings"]
        names: dict[str, Any] = {"dest": option.name} if flags else {}
        group = groups.get(option.metadata["exclusive"], parser)
        added = group.add_argument(*(flags or [option.name]), **names, **settings)
        if complete is not None:
            complete(added, option.metadata["completes"])
