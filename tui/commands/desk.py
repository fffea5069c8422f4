"""`lapbell desk`: what needs review in a race, decided by its operator."""

from __future__ import annotations

import getpass
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import UserError
from feeds.hub_address import Address, is_address
from feeds.log import read
from feeds.publishing.hub_choice import HubLogin
from feeds.timing.timing_clock import TimingClock
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from race.lazy_dataclass import dataclass
from replays.named_race import is_race_file
from tui.commands import option_types
from tui.commands.command import argument, user_errors
from tui.commands.own_outbox import open_outbox
from tui.commands.publish import publishing_tokens
from tui.commands.start_app import start_screen
from tui.commands.token_option import TOKEN, watch_too

if TYPE_CHECKING:
    from textual.screen import Screen

    from tui.screens.hub_desk import HubDeskScreen

SOURCE = "hub-desk"
"""The source of a desk on the hub's own computer."""

EPILOG = """\
A number decides about what the cursor is on. Every decision is an ordinary message,
with who decided and why; u takes it back, also after a restart. What is done goes
through an outbox, so that neither a lost hub nor kill -9 loses anything.

  lapbell desk HOST:8400/v1/races/club-1500 --by Lea --token-file desk-token
  lapbell desk 127.0.0.1:8400 --data /var/lib/lapbell
  lapbell desk club-1500.jsonl"""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell desk`."""

    race: str = argument(
        metavar="URL|FILE",
        help="a race on a hub, HOST:PORT/v1/races/RACE; a hub, whose races are made, ended and withdrawn; "
        "or your own race file",
    )
    by: str = argument("--by", default="", metavar="NAME", help="who decides (default: your login name)")
    data: Path | None = argument(
        "--data",
        **option_types.FILE,
        help="on the hub's own computer, its folder: then no token is needed",
    )
    fresh: bool = argument(
        "--fresh",
        action="store_true",
        help="first put the outbox of this source aside, as after the race was reset",
    )
    token_file: Path | None = argument(
        "--token-file",
        **option_types.FILE,
        help=f"read the token from this file instead of {TOKEN}",
    )
    insecure: bool = argument(
        "--insecure", action="store_true", help="allow the token to be sent over an unencrypted connection"
    )


def run(options: Options) -> int:
    """Open the screen."""
    by = options.by or getpass.getuser()
    if not is_address(options.race):
        return _over_file(Path(options.race), by)
    address = Address.parse(options.race)
    with ExitStack() as stack:
        token = _token(options, stack)
        watch_too(address, token)
        if address.race is not None:
            return _over_race(address, token, options, by)
        while (race := _over_hub(address, token, options)) is not None:
            _over_race(address.of(race), token, options, by)
    return 0


def _over_race(address: Address, token: str, options: Options, by: str) -> int:
    assert address.race is not None
    hubs = [HubLogin.of(address.publish, token, insecure=options.insecure)]
    file = open_outbox(hubs, address.race, fresh=options.fresh)
    return _show(address.race, file, hubs, by)


def _over_hub(address: Address, token: str, options: Options) -> str | None:
    """Show the races of a hub. Returns the race whose desk is to be opened; None at the end."""
    # Loaded here, not at the top: the desk of a race needs none of it.
    from feeds.client.hub_admin import HubAdmin
    from tui.commands.new_at_hub import new_token, read_new_race

    shown: list[HubDeskScreen] = []

    def screen() -> Screen[None]:
        # Loaded here, not at the top: Textual is loaded once there is something to show.
        from tui.screens.hub_desk import HubDeskScreen

        def connect() -> HubAdmin:
            return HubAdmin(address, token, insecure=options.insecure)

        make_token = partial(new_token, options.data) if options.data is not None else None
        shown.append(HubDeskScreen(address, connect, read_new_race, make_token))
        return shown[0]

    start_screen(screen)
    return shown[0].chosen


def _token(options: Options, stack: ExitStack) -> str:
    if options.data is None:
        return publishing_tokens(options.token_file, 1)[0]
    # Loaded here, not at the top: only on a hub's own computer.
    from feeds.serving.desk_token import desk_token

    with user_errors(f"change the tokens in {options.data}"):
        return stack.enter_context(desk_token(options.data, SOURCE))


def _over_file(path: Path, by: str) -> int:
    if not path.is_file() or not is_race_file(path):
        raise UserError(f"{path} is not a race file; a race on a hub is HOST:PORT/v1/races/RACE")
    with user_errors(f"use {path}"):
        race = read(path).race
        file = TimingFile.open(path, race)
    return _show(race, file, [], by)


def _show(race: str, file: TimingFile, hubs: list[HubLogin], by: str) -> int:
    def opened() -> TimingSession:
        return TimingSession(file, hubs, by=by, clock=TimingClock.beside(file.path), refill=False)

    def screen() -> Screen[None]:
        # Loaded here, not at the top: Textual is loaded once there is something to show.
        from tui.screens.operator import OperatorScreen

        return OperatorScreen(race, opened, by)

    return start_screen(screen)
