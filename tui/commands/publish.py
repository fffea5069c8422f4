"""`lapbell publish`: messages sent to a hub, from a race file or from standard input."""

from __future__ import annotations

from pathlib import Path

from feeds.errors import UserError
from feeds.hub_address import Address
from feeds.publishing.hub_choice import HubLogin
from race.lazy_dataclass import dataclass
from replays.watching.unread_parts import UnreadParts
from tui.commands import option_types
from tui.commands.command import argument
from tui.commands.find_race import find_race
from tui.commands.publish_file import publish_race
from tui.commands.publish_report import counted
from tui.commands.publish_run import publish_rehearsal
from tui.commands.publish_stdin import OutboxOptions, publish_stdin
from tui.commands.token_option import TOKEN, given_tokens
from tui.commands.write_output import print_unread

STDIN = "-"

EPILOG = f"""\
The token for the hub is read from the environment variable {TOKEN}, or from
the file given with --token-file. With two hubs there may be two, separated by a space.

A recorded race is sent all at once or, with --speed, as if it were being run now. If
publishing is interrupted, run the same command again: it continues where it stopped. If
the file was edited since, nothing is sent before --replace says so: a changed line then
becomes a correction, a line that is gone is withdrawn, and a new one is added.

On standard input, each line is a message, as in a race file. Messages are kept in an
outbox file until the hub has them, even if this program or the hub crashes."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell publish`."""

    source: str = argument(
        metavar="RACE|FILE|-", help="a race in the library, a race file or results of a race, or - for stdin"
    )
    to: str = argument(
        "--to",
        required=True,
        metavar="URL[,URL]",
        help="the hub: wss://HOST or HOST:PORT; after a comma, the hub to go to when that is gone",
    )
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
    replace: bool = argument(
        "--replace",
        action="store_true",
        help="where a race file was edited since it was published, show the changes, ask, and send them",
    )
    yes: bool = argument("--yes", action="store_true", help="with --replace, send corrections without asking")
    outbox: Path | None = argument(
        "--outbox",
        **option_types.FILE,
        help="keep the messages from standard input in this file (default: one in Lapbell's data folder, for "
        "this race, hub and source)",
    )
    resume_from_hub: bool = argument(
        "--resume-from-hub",
        action="store_true",
        help="first fetch the messages of this source that the hub has and the outbox lacks",
    )
    refill: bool = argument(
        "--refill",
        action="store_true",
        exclusive="log",
        help="if the hub has a new log of the race, send it all that the outbox has",
    )
    fresh: bool = argument(
        "--fresh",
        action="store_true",
        exclusive="log",
        help="put the outbox of this source aside, and begin with an empty one",
    )


ON_STDIN = {
    "outbox": "--outbox is for standard input; a race file needs none",
    "resume_from_hub": "--resume-from-hub is for standard input; a race file has its messages",
    "refill": "--refill is for standard input; a race file is sent to a new log in any case",
    "fresh": "--fresh is for standard input; a race file has no outbox",
}


def run(options: Options) -> int:
    """Publish until the hub has everything; returns the exit code."""
    _refuse_misfits(options)
    addresses = [Address.parse(text) for text in options.to.split(",")]
    if len({address.place for address in addresses}) < len(addresses):
        raise UserError("--to names a hub twice")
    tokens = publishing_tokens(options.token_file, len(addresses))
    log = None if options.source == STDIN else find_race(options.source).log()
    if log is not None:
        print_unread(UnreadParts(log.messages()))
    race = None if log is None else log.race
    hubs = [
        HubLogin.of(with_race(address, options.race, race).publish, token, insecure=options.insecure)
        for address, token in zip(addresses, tokens, strict=True)
    ]
    if log is None:
        named = with_race(addresses[0], options.race, None).race
        assert named
        chosen = OutboxOptions(options.outbox, options.resume_from_hub, options.refill, options.fresh)
        return publish_stdin(hubs, named, chosen)
    if options.speed is None:
        return publish_race(log, hubs, replace=options.replace, agreed=options.yes)
    return publish_rehearsal(log, hubs, speed=options.speed, gun_in_s=options.gun_in)


def _refuse_misfits(options: Options) -> None:
    """Raise UserError where options do not go together."""
    if options.source == STDIN and options.speed is not None:
        raise UserError("--speed is for recorded races; standard input is sent as it comes")
    if options.replace and (options.source == STDIN or options.speed is not None):
        raise UserError("--replace is for race files that are sent at once")
    if options.yes and not options.replace:
        raise UserError("--yes goes with --replace")
    if options.source != STDIN:
        for name, sentence in ON_STDIN.items():
            if getattr(options, name):
                raise UserError(sentence)


def with_race(address: Address, race: str | None, default: str | None) -> Address:
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


def publishing_tokens(path: Path | None, count: int) -> list[str]:
    """A token for each hub, from the file or the environment: one for all of them, or one for each.

    Raises UserError where there is none, or not the right number.
    """
    tokens = given_tokens(path)
    if not tokens:
        hint = f"{path} is empty" if path else f"set {TOKEN}, or put it in a file and use --token-file"
        raise UserError(f"publishing needs a token from the hub: {hint}")
    if len(tokens) == 1:
        return tokens * count
    if len(tokens) != count:
        raise UserError(f"there are {len(tokens)} tokens for {counted(count, 'hub')}")
    return tokens
