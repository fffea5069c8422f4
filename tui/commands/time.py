"""`lapbell time`: a race timed by hand."""

from __future__ import annotations

import getpass
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import UserError
from feeds.hub_address import Address
from feeds.log import read
from feeds.publishing.hub_choice import HubLogin
from feeds.timing.timing_clock import TimingClock
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from race.course import Course
from race.edits.edit import Timekeeper
from race.messages import StartList
from tui.commands import option_types
from tui.commands.command import argument, user_errors
from tui.commands.publish import publishing_tokens
from tui.commands.start_app import start_screen
from tui.commands.token_option import TOKEN

if TYPE_CHECKING:
    from textual.screen import Screen

EPILOG = """\
A blank is a tap: the time of a runner whose bib is typed afterwards. Every tap is on
disk before it is on the screen, and the same command goes on after any accident.

  lapbell new --event "1500 m women" --field entries.csv --no-gun -o 1500.jsonl
  lapbell time 1500.jsonl
  lapbell time 1500.jsonl --to HOST:8400 --at finish --by Anna"""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell time`."""

    race: Path = argument(type=Path, metavar="FILE", help="a race file, as `lapbell new` makes it")
    to: str = argument("--to", default="", metavar="URL", help="publish to this hub: wss://HOST or HOST:PORT")
    at: str = argument(
        "--at", default="", metavar="LIST", help="the checkpoints that are timed here (default: all of them)"
    )
    by: str = argument("--by", default="", metavar="NAME", help="who times (default: your login name)")
    token_file: Path | None = argument(
        "--token-file",
        **option_types.FILE,
        help=f"read the token for the hub from this file instead of {TOKEN}",
    )
    insecure: bool = argument(
        "--insecure", action="store_true", help="allow the token to be sent over an unencrypted connection"
    )


def run(options: Options) -> int:
    """Open the screen."""
    path = options.race
    with user_errors(f"read {path}"):
        log = read(path)
    start_list = next((m for m in log.messages() if isinstance(m, StartList)), None)
    if start_list is None:
        raise UserError(f"{path.name} has no start list")
    timekeeper = Timekeeper(options.by or getpass.getuser(), _checkpoints(options.at, start_list))
    hubs = _hubs(options, log.race)
    with user_errors(f"write {path}"):
        file = TimingFile.open(path, log.race)

    def opened() -> TimingSession:
        return TimingSession(file, hubs, by=timekeeper.name, clock=TimingClock.beside(path))

    def screen() -> Screen[None]:
        # Loaded here, not at the top: Textual is loaded once there is something to show.
        from tui.screens.timing import TimingScreen

        where = ", ".join(timekeeper.checkpoints) or "everywhere"
        return TimingScreen(start_list.name, opened, timekeeper, where)

    return start_screen(screen)


def _checkpoints(text: str, start_list: StartList) -> tuple[str, ...]:
    course = Course(start_list)
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    for name in names:
        if name not in course.index:
            raise UserError(f"--at: there is no checkpoint {name!r}; there are {', '.join(course.index)}")
    return names


def _hubs(options: Options, race: str) -> list[HubLogin]:
    if not options.to:
        return []
    address = Address.parse(options.to)
    address = address if address.race else address.of(race)
    [token] = publishing_tokens(options.token_file, 1)
    return [HubLogin.of(address.publish, token, insecure=options.insecure)]
