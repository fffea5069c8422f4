"""`lapbell publish`: messages sent to a hub, from a race file or from standard input."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from feeds.errors import UserError
from feeds.hub_address import Address
from feeds.log import read
from feeds.private_file import refuse_if_public
from replays.library import data_folder, find
from replays.watching.unread_parts import UnreadParts
from tui.commands import option_types
from tui.commands.command import argument, user_errors
from tui.commands.publish_run import publish_race, publish_rehearsal, publish_stdin
from tui.commands.write_output import print_unread

STDIN = "-"

TOKEN = "LAPBELL_TOKEN"

EPILOG = f"""\
The token for the hub is read from the environment variable {TOKEN}, or from
the file given with --token-file.

A recorded race is sent all at once or, with --speed, as if it were being run now. If
publishing is interrupted, run the same command again: it continues where it stopped.

On standard input, each line is a message, as in a race file. Messages are kept in an
outbox file until the hub has them, even if this program or the hub crashes."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell publish`."""

    source: str = argument(
        metavar="RACE|FILE|-", help="a race in the library, a race file, or - for standard input"
    )
    to: str = argument("--to", required=True, metavar="URL", help="the hub: wss://HOST or HOST:PORT")
    race: str | None = argument(
        "--race", metavar="ID", help="the id of the race on the hub (default: the one in the file)"
    )
    speed: float | None = argument(
        "--speed",
        type=option_types.speed_or_max,
        metavar="N|max",
        help="rehearse the race N times as fast as it was run, 0.25 to 64 (default: max, all at once)",
    )
    gun_in: float = argument(
        "--gun-in",
        type=option_types.seconds,
        default=3.0,
        metavar="SECONDS",
        help="with --speed, fire the gun after this many seconds (default 3)",
    )
    token_file: Path | None = argument(
        "--token-file", **option_types.FILE, help=f"read the token from this file instead of {TOKEN}"
    )
    insecure: bool = argument(
        "--insecure", action="store_true", help="allow the token to be sent over an unencrypted connection"
    )
    outbox: Path | None = argument(
        "--outbox",
        **option_types.FILE,
        help="keep the messages from standard input in this file (default: one in Lapbell's data folder)",
    )


def run(options: Options) -> int:
    """Publish until the hub has everything; returns the exit code."""
    address = Address.parse(options.to)
    if options.source == STDIN and options.speed is not None:
        raise UserError("--speed is for recorded races; standard input is sent as it comes")
    if options.source != STDIN and options.outbox is not None:
        raise UserError("--outbox is for standard input; a race file needs none")
    token = _token(options.token_file)
    if options.source == STDIN:
        address = _with_race(address, options.race, None)
        name = re.sub(r"[^a-z0-9.-]", "_", address.host.lower())
        path = options.outbox or data_folder() / "outbox" / f"{address.race}@{name}.jsonl"
        return publish_stdin(path, address, token, insecure=options.insecure)
    log = read(find(options.source))
    print_unread(UnreadParts(log.messages()))
    address = _with_race(address, options.race, log.race)
    if options.speed is None:
        return publish_race(log, address, token, insecure=options.insecure)
    return publish_rehearsal(
        log, address, token, speed=options.speed, gun_in_s=options.gun_in, insecure=options.insecure
    )


def _with_race(address: Address, race: str | None, default: str | None) -> Address:
    """The address with the id of a race. Raises UserError where none is given, or two."""
    if race and address.race not in (None, race):
        raise UserError(f"--race says {race}, but --to says {address.race}")
    chosen = race or address.race or default
    if chosen is None:
        raise UserError("which race do these messages belong to? Add --race ID")
    try:
        return address.of(chosen)
    except ValueError as error:
        raise UserError(str(error)) from None


def _token(path: Path | None) -> str:
    """The token from a file or the environment. Raises UserError where there is none."""
    if path is None:
        token, hint = os.environ.get(TOKEN, ""), f"set {TOKEN}, or put it in a file and use --token-file"
    else:
        hint = f"{path} is empty"
        try:
            with user_errors(f"read {path}"):
                refuse_if_public(path)
                token = path.read_text(encoding="utf-8")
        except ValueError:
            raise UserError(f"cannot read {path}: it is not a text file") from None
    if not token.strip():
        raise UserError(f"publishing needs a token from the hub: {hint}")
    return token.strip()
