"""`lapbell publish`, as it is typed."""

from __future__ import annotations

import argparse
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tui.commands.option_types import seconds, speed_or_max

if TYPE_CHECKING:
    from feeds.hub_address import Address

STDIN = "-"

TOKEN = "LAPBELL_TOKEN"

EPILOG = f"""\
The token that the hub issued stands in the environment as {TOKEN}, or in a file.

A race of the library or a race file is published as fast as it goes, or with --speed as if it were run now.
Publishing it again is harmless: it goes on where it stopped. Messages on standard input, one a line as in
a race file, are kept in an outbox until the hub has them, also if this program or the hub dies."""


def add_to(commands: Any) -> None:
    """Add the command to the command line."""
    parser = commands.add_parser(
        "publish",
        help="send messages to a hub; a recorded race becomes a live one",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=_publish)
    parser.add_argument(
        "source", metavar="RACE|FILE|-", help="a race of the library, a race file, or standard input"
    )
    parser.add_argument("--to", required=True, metavar="URL", help="the hub: wss://HOST or HOST:PORT")
    parser.add_argument("--race", metavar="ID", help="the race at the hub (default: as in the file)")
    parser.add_argument(
        "--speed",
        type=speed_or_max,
        metavar="N|max",
        help="0.25 to 64: rehearse it (default max: all at once)",
    )
    parser.add_argument(
        "--gun-in",
        type=seconds,
        default=3.0,
        metavar="S",
        help="seconds to the gun of a rehearsal (default 3)",
    )
    parser.add_argument("--token-file", type=Path, metavar="FILE", help=f"instead of {TOKEN}")
    parser.add_argument("--insecure", action="store_true", help="let the token go over an unencrypted line")
    parser.add_argument(
        "--outbox", type=Path, metavar="FILE", help="where messages from standard input are kept"
    )


def _publish(options: argparse.Namespace) -> int:
    from feeds.errors import FeedError
    from feeds.hub_address import Address

    address = Address.parse(options.to)
    if options.source != STDIN and options.outbox is not None:
        raise FeedError("--outbox is for messages on standard input; a file is its own outbox")
    if options.source == STDIN and options.speed is not None:
        raise FeedError("--speed is for a race that is recorded; standard input has its own")
    token = _token(options.token_file)
    return _from_stdin(options, address, token) if options.source == STDIN else _file(options, address, token)


def _file(options: argparse.Namespace, address: Address, token: str) -> int:
    from feeds.log import read
    from replays.library import find

    log = read(find(options.source))
    address = _with_race(address, options.race, log.race)
    from tui.commands.publish_run import publish_race, publish_rehearsal

    if options.speed is None:
        return publish_race(log, address, token, insecure=options.insecure)
    return publish_rehearsal(
        log, address, token, speed=options.speed, gun_in_s=options.gun_in, insecure=options.insecure
    )


def _from_stdin(options: argparse.Namespace, address: Address, token: str) -> int:
    from replays.library import data_folder

    address = _with_race(address, options.race, None)
    name = re.sub(r"[^a-z0-9.-]", "_", address.host.lower())
    path = options.outbox or data_folder() / "outbox" / f"{address.race}@{name}.jsonl"
    from tui.commands.publish_run import publish_stdin

    return publish_stdin(path, address, token, insecure=options.insecure)


def _with_race(address: Address, race: str | None, default: str | None) -> Address:
    from feeds.errors import FeedError

    if race and address.race not in (None, race):
        raise FeedError(f"--race says {race}, and --to {address.race}")
    found = race or address.race or default
    if found is None:
        raise FeedError("which race is it? add --race ID")
    try:
        return address.of(found)
    except ValueError as error:
        raise FeedError(str(error)) from None


def _token(path: Path | None) -> str:
    from feeds.errors import FeedError

    if path is None:
        token = os.environ.get(TOKEN, "")
        hint = f"set {TOKEN}, or put it in a file for --token-file"
    else:
        hint = f"{path} is empty"
        try:
            token = path.read_text(encoding="utf-8")
        except (OSError, ValueError) as error:
            raise FeedError(
                f"{path} cannot be read: {getattr(error, 'strerror', None) or 'no text'}"
            ) from None
    if not token.strip():
        raise FeedError(f"publishing needs a token of the hub: {hint}")
    return token.strip()
