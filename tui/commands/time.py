"""`lapbell time`: a race timed by hand."""

from __future__ import annotations

import getpass
import re
import sys
from datetime import date as Date
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedError, UserError
from feeds.hub_address import Address, is_address
from feeds.log import read
from feeds.new_race import read_event
from feeds.publishing.hub_choice import HubLogin
from feeds.timing.start_list_link import StartListLink
from feeds.timing.timing_clock import SUFFIX, TimingClock
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from feeds.timing.timing_start import TypedRace, another_race, on_its_day, start_from_table, usual_file
from race.course import Course
from race.edits.edit import Timekeeper
from race.lazy_dataclass import dataclass
from race.messages import StartList
from replays.named_race import is_race_file
from tui.commands import option_types
from tui.commands.command import argument, user_errors
from tui.commands.own_outbox import fetch_own
from tui.commands.publish import publishing_tokens
from tui.commands.publish_report import counted
from tui.commands.start_app import refuse_without_terminal, start_screen
from tui.commands.token_option import TOKEN, watch_with_token
from tui.commands.write_output import print_note

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.screen import Screen

    from race.messages import Message

EPILOG = """\
A blank is a tap: the time of a runner whose bib is typed afterwards. Every tap is on
disk before it is on the screen, and the same command goes on after any accident.

A 1500 m from a start list in a table, at the finish line (300, 700, 1100 m, finish),
kept in a file; and shown live at a hub, for which there is a token:

  lapbell time entries.csv --event "1500 m women" --by Anna
  lapbell time entries.csv --event "1500 m women" --by Anna \\
    --token-file token --to wss://HOST/v1/races/club-1500

A second watch, on the same line or at another one, on another computer:

  lapbell time wss://HOST/v1/races/club-1500 --at finish --by Ben --token-file token

A road race from a race file, at 5 km only; a race whose start list is typed:

  lapbell time road.jsonl --at 5km --by Eve
  lapbell time --event mile --name "Evening mile"

On the screen g is the gun, a blank a tap; digits and enter name it; ? shows all keys."""


SWITCH_S = 0.0005
"""How long the thread that stamps the keys waits at most for Python, where that is at work; else 5 ms."""

MOST_NAMED = 3
"""Timings that are named where a start list cannot be read."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell time`."""

    race: str = argument(
        nargs="?",
        default="",
        metavar="FILE|START-LIST|URL",
        help="a race file, as `lapbell new` makes it; a start list (CSV, spreadsheet ...), which "
        "stays linked, so that late entries appear; or a race on a hub. Without it, with --event, the "
        "start list is typed on the screen",
    )
    event: str = argument(
        "--event", default="", metavar="EVENT", help="the event of a start list that does not say it"
    )
    checkpoints: str = argument(
        "--checkpoints",
        default="",
        metavar="LIST",
        help="with --event, where times are taken (default: the finish line, on a track each lap)",
    )
    name: str = argument("--name", default="", help="with --event, the name of the race")
    output: Path | None = argument(
        "-o",
        "--output",
        **option_types.FILE,
        help="keep the timing in this file (default: the race file, or RACE.jsonl here)",
    )
    to: str = argument(
        "--to",
        default="",
        metavar="URL[,URL]",
        help="publish to this hub: wss://HOST or HOST:PORT; after a comma, one to go to when it is gone",
    )
    at: str = argument(
        "--at", default="", metavar="LIST", help="the checkpoints that are timed here (default: all of them)"
    )
    by: str = argument("--by", default="", metavar="NAME", help="who times (default: your login name)")
    bell: bool = argument("--bell", action="store_true", help="ring the terminal's bell at each tap")
    token_file: Path | None = argument(
        "--token-file",
        **option_types.FILE,
        help=f"read the token for the hub from this file instead of {TOKEN}",
    )
    insecure: bool = argument(
        "--insecure", action="store_true", help="allow the token to be sent over an unencrypted connection"
    )


class Beginning(NamedTuple):
    """What is timed, and where it is kept."""

    race: str
    path: Path
    hubs: str
    messages: Sequence[Message] = ()
    table: Path | None = None
    """The start list that it stays linked to."""


def run(options: Options) -> int:
    """Open the screen."""
    typed = _typed(options)
    beginning = _beginning(options, typed)
    hubs = _hubs(options, beginning)
    refuse_without_terminal()
    sys.setswitchinterval(SWITCH_S)
    with user_errors(f"write {beginning.path}"):
        file = TimingFile.open(beginning.path, beginning.race, beginning.messages)
    if hubs and not file.log.head:
        fetch_own(file, hubs)
    try:
        own = list(file.messages())
        start_list = next((m for m in reversed(own) if isinstance(m, StartList)), None) or _listed(beginning)
        checkpoints = _checkpoints(options.at, start_list)
        link = _link(beginning, own, typed)
    except UserError:
        file.release()
        raise
    timekeeper = Timekeeper(options.by or getpass.getuser(), checkpoints)
    sessions: list[TimingSession] = []

    def opened() -> TimingSession:
        clock = TimingClock.beside(beginning.path)
        sessions.append(TimingSession(file, hubs, by=timekeeper.name, clock=clock, link=link))
        return sessions[-1]

    def screen() -> Screen[None]:
        # Loaded here, not at the top: Textual is loaded once there is something to show.
        from tui.screens.timing import TimingScreen

        return TimingScreen(opened, timekeeper, bell=options.bell)

    code = start_screen(screen)
    unsent = sum(session.unsent for session in sessions)
    if unsent:
        print_note(f"{counted(unsent, 'message')} not sent yet; the same command goes on, and sends")
    print_note(f"the timing is in {beginning.path}")
    return code


def _typed(options: Options) -> TypedRace | None:
    if options.event:
        points = tuple(point.strip() for point in options.checkpoints.split(",") if point.strip())
        typed = TypedRace(read_event(options.event), options.name or options.event, points)
        return on_its_day(typed, options.output, Date.today())
    if options.checkpoints or options.name:
        raise UserError("--checkpoints and --name go with --event")
    return None


def _beginning(options: Options, typed: TypedRace | None) -> Beginning:
    if not options.race:
        if typed is None:
            raise UserError("what is timed? Write a race file, a start list or a race on a hub, or --event")
        empty = typed.with_field(())
        path = options.output or usual_file(empty.race)
        return Beginning(empty.race, path, options.to, empty.messages)
    if is_address(options.race):
        address = Address.parse(options.race)
        if address.race is None:
            raise UserError(f"which race of the hub? Write {address.how_to_name_a_race}")
        if options.to:
            raise UserError("a race on a hub is timed for that hub: leave out --to")
        watch_with_token(address, options.token_file)
        name = re.sub("[^a-z0-9]+", "-", options.by.casefold()).strip("-")
        path = Path(f"{address.race}{f'-{name}' if name else ''}.jsonl")
        return Beginning(address.race, options.output or path, options.race)
    path = Path(options.race)
    if not path.exists():
        raise UserError(f"{path} does not exist; `lapbell new` makes a race file")
    if is_race_file(path):
        if options.output is not None:
            raise UserError("a race file is timed into itself: leave out -o, or copy it first")
        with user_errors(f"read {path}"):
            return Beginning(read(path).race, path, options.to)
    try:
        with user_errors(f"read {path}"):
            start = start_from_table(path, typed)
    except UserError as error:
        raise UserError(f"{error}{_begun_here()}") from error
    for note in start.notes:
        print_note(note)
    return Beginning(start.race, options.output or usual_file(start.race), options.to, start.messages, path)


def _link(beginning: Beginning, own: Sequence[Message], typed: TypedRace | None) -> StartListLink | None:
    """The link to the start list, if it is in a table. Raises UserError for that of another race."""
    table = beginning.table
    if table is None:
        return None
    whose = another_race(own, beginning.messages, table.name)
    if whose:
        raise UserError(
            f"{beginning.path} {whose}: another race needs a name of its own, --name NAME; "
            f"`lapbell time {quote(str(beginning.path))}` goes on with this one"
        )
    return StartListLink(table, lambda: start_from_table(table, typed).entrants, own)


def _begun_here() -> str:
    """How a timing goes on in this folder whose start list cannot be read any more."""
    files = [record.name.removesuffix(SUFFIX) for record in sorted(Path().glob(f"*{SUFFIX}"))]
    commands = [f"`lapbell time {quote(name)}`" for name in files[:MOST_NAMED]]
    return f"; a timing that has begun goes on with {' or '.join(commands)}" if commands else ""


def _listed(beginning: Beginning) -> StartList | None:
    """The start list of the hub's race, if the hub answers; timing goes on without it."""
    # Loaded here, not at the top: only a race on a hub needs sockets before there is a screen.
    import asyncio

    from replays.hubs.hub_snapshot import read_race

    if not beginning.hubs:
        raise UserError(f"{beginning.path.name} has no start list")
    try:
        race, _ = asyncio.run(read_race(Address.parse(beginning.hubs)))
    except FeedError as error:
        print_note(f"the start list comes when the hub answers: {error}")
        return None
    return race.history(estimates=False).start_list


def _checkpoints(text: str, start_list: StartList | None) -> tuple[str, ...]:
    names = tuple(name.strip() for name in text.split(",") if name.strip())
    known = Course(start_list).index if start_list is not None else dict.fromkeys(names)
    for name in names:
        if name not in known:
            raise UserError(f"--at: there is no checkpoint {name!r}; there are {', '.join(known)}")
    return names


def _hubs(options: Options, beginning: Beginning) -> list[HubLogin]:
    if not beginning.hubs:
        return []
    addresses = [Address.parse(text) for text in beginning.hubs.split(",")]
    tokens = publishing_tokens(options.token_file, len(addresses))
    return [
        HubLogin.of(
            (address if address.race else address.of(beginning.race)).publish,
            token,
            insecure=options.insecure,
        )
        for address, token in zip(addresses, tokens, strict=True)
    ]
