"""`lapbell hub token`: who may publish which race on a hub, watch a private one, or run the desk."""

from __future__ import annotations

import sys
from argparse import ArgumentTypeError
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from feeds.errors import UserError
from feeds.private_file import make_private
from feeds.serving.token_command import IN_WORDS, USES, Use
from feeds.serving.tokens import Tokens
from race.lazy_dataclass import dataclass
from tui.commands.command import argument, user_errors
from tui.commands.hub import DATA, existing_folder, folder
from tui.commands.write_output import print_stderr

EPILOG = """\
The token is printed once; the hub keeps only its hash. Where it is printed into
a file, the file is made readable to you alone. `lapbell hub tokens` lists the
tokens there are."""


def _until(text: str) -> int:
    """The end of a day, or a minute, in the zone of this computer, in milliseconds since 1970."""
    try:
        moment = datetime.fromisoformat(text)
        if len(text) == len("2027-06-30"):
            moment += timedelta(days=1)
        until = moment.astimezone()
    except (ValueError, OverflowError):  # no date, or one beyond the calendar
        raise ArgumentTypeError(f"takes a date like 2027-06-30, or 2027-06-30T18:00, not {text!r}") from None
    if until <= datetime.now().astimezone():
        raise ArgumentTypeError(f"takes a date that is still to come, not {text!r}")
    return round(until.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell hub token`."""

    race: str = argument(metavar="RACE", help="the race's id, or '*' for every race")
    source: str = argument(
        metavar="SOURCE", help="a name for who has it, like mat-a, finish-camera or announcer"
    )
    watch: bool = argument(
        "--watch", action="store_true", help="the token is for watching a private race, not for publishing"
    )
    admin: bool = argument(
        "--admin",
        action="store_true",
        help="the token is for `lapbell desk`: it may publish as SOURCE, and make, end and withdraw the race",
    )
    name: str | None = argument(
        "--name", metavar="TEXT", help="which computer or person has it, for `lapbell hub tokens`"
    )
    until: int | None = argument(
        "--until",
        type=_until,
        metavar="DATE",
        help="the last day of the token, or the minute at which it ends: 2027-06-30 or 2027-06-30T18:00",
    )
    revoke: bool = argument(
        "--revoke",
        action="store_true",
        help="revoke the tokens of this race and source instead, with --watch, --admin or --name only those; "
        "a connection that has one ends within a second",
    )
    data: Path | None = argument("--data", **DATA)


def run(options: Options) -> None:
    """Print a new token, or revoke those there are."""
    if options.watch and options.admin:
        raise UserError("a token is for --watch or for --admin: one for the desk may watch too")
    path = (existing_folder if options.revoke else folder)(options.data)
    tokens = Tokens(path)
    with user_errors(f"use {path}"):
        if options.revoke:
            _revoke(tokens, options)
        else:
            _issue(tokens, options, _named_use(options) or "publish")


def _named_use(options: Options) -> Use | None:
    return "watch" if options.watch else "admin" if options.admin else None


def _issue(tokens: Tokens, options: Options, use: Use) -> None:
    holder = (options.race, options.source, use)
    others = sum(grant.holder == holder for grant in tokens.grants())
    token = tokens.issue(
        options.race, options.source, use=use, name=options.name or "", until_ms=options.until
    )
    with suppress(OSError):  # no file, or another user's, who looks after it
        make_private(sys.stdout.fileno())
    print(token)
    if others:
        earlier = "an earlier token" if others == 1 else f"{others} earlier tokens"
        stay = "stays" if others == 1 else "stay"
        print_stderr(
            f"{earlier} of {options.race} and {options.source} {stay} good; `lapbell hub tokens` lists them"
        )


def _revoke(tokens: Tokens, options: Options) -> None:
    if options.until is not None:
        raise UserError("--until is for a new token; --revoke ends one now")
    named_use = _named_use(options)
    uses = USES if named_use is None else (named_use,)
    if not sum(tokens.revoke(options.race, options.source, use=use, name=options.name) for use in uses):
        named = f" named {options.name!r}" if options.name is not None else ""
        wanted = f" for {IN_WORDS[named_use]}" if named_use is not None else ""
        raise UserError(
            f"there is no token{wanted}{named} for race {options.race} and source {options.source}; "
            "`lapbell hub tokens` lists them"
        )
