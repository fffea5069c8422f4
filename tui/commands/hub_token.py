"""`lapbell hub token`: tokens, which say who may publish which race on a hub."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from feeds.errors import UserError
from feeds.serving.tokens import Tokens
from tui.commands.command import argument
from tui.commands.hub import DATA, folder

EPILOG = """\
The token is printed once; the hub keeps only its hash."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell hub token`."""

    race: str = argument(metavar="RACE", help="the race's id, or '*' for every race")
    source: str = argument(
        metavar="SOURCE", help="a name for the publisher, like mat-a, finish-camera or announcer"
    )
    revoke: bool = argument(
        "--revoke", action="store_true", help="revoke the tokens of this race and source instead"
    )
    data: Path | None = argument("--data", **DATA)


def run(options: Options) -> None:
    """Print a new token, or revoke those there are."""
    tokens = Tokens(folder(options.data))
    if not options.revoke:
        print(tokens.issue(options.race, options.source))
    elif not tokens.revoke(options.race, options.source):
        raise UserError(f"there is no token for race {options.race} and source {options.source}")
