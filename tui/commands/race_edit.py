"""One edit of a race from the command line: shown, asked for, then sent through the outbox or kept."""

from __future__ import annotations

import asyncio
import getpass
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from feeds import codec
from feeds.errors import UserError
from feeds.hub_address import Address, is_address
from feeds.publishing.outbox import local_id
from feeds.publishing.republished import republished
from race.edits.edit_history import EditHistory
from race.fold.history import History
from race.lazy_dataclass import dataclass
from replays.named_race import is_race_file
from tui.commands import option_types
from tui.commands.command import USER_ERROR, argument, user_errors
from tui.commands.confirmation import agrees
from tui.commands.token_option import TOKEN, watch_with_token
from tui.commands.write_output import print_stderr
from tui.text.message_text import message_text
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from race.edits.edit import Edit
    from race.messages import Message
    from tui.commands.publish_run import PublishRun

EPILOG = f"""\
What is sent is shown first, and asked for. It goes through an outbox, as with
`lapbell publish -`, so that it arrives even if the hub is gone just now. The
token is read from {TOKEN}, or from --token-file; a source of its own,
like desk, keeps the timing free. In your own race file it is added at the end."""

NO_RACE = "corrections go to a race on a hub: HOST:PORT/v1/races/RACE, or to a race file"


@dataclass(frozen=True, slots=True)
class EditOptions:
    """The options of commands that change a race."""

    race: str = argument(
        metavar="URL|FILE", help="a race on a hub, HOST:PORT/v1/races/RACE, or your own race file"
    )
    reason: str = argument("--reason", default="", metavar="TEXT", help="why")
    by: str = argument("--by", default="", metavar="NAME", help="who decides (default: your login name)")
    fresh: bool = argument(
        "--fresh",
        action="store_true",
        help="first put the outbox of this source aside, as after the race was reset",
    )
    yes: bool = argument("--yes", action="store_true", help="send it without asking")
    token_file: Path | None = argument(
        "--token-file", **option_types.FILE, help=f"read the token from this file instead of {TOKEN}"
    )
    insecure: bool = argument(
        "--insecure", action="store_true", help="allow the token to be sent over an unencrypted connection"
    )

    @property
    def who(self) -> str:
        """Who decides."""
        return self.by or getpass.getuser()


def run_edit(options: EditOptions, make: Callable[[History], Edit], command: str) -> int:
    """Do an edit of the race that is named; returns the exit code. Raises UserError.

    `make` makes it of the race as it is, and raises ValueError where that cannot be done.
    """
    if is_address(options.race):
        address = Address.parse(options.race)
        if address.race is None:
            raise UserError(f"which race of the hub? Write {address.how_to_name_a_race}")
        return _at_hub(options, address, make, command)
    path = Path(options.race)
    if not path.is_file() or not is_race_file(path):
        raise UserError(NO_RACE)
    return _in_file(options, path, make, command)


def hub_history(address: Address, token_file: Path | None) -> History:
    """The race as the hub has it. Raises UserError and FeedError."""
    # Loaded here, not at the top: a race file needs no sockets.
    from replays.hubs.hub_snapshot import read_race

    watch_with_token(address, token_file)
    race, _ = asyncio.run(read_race(address))
    return race.history(estimates=False)


def _at_hub(options: EditOptions, address: Address, make: Callable[[History], Edit], command: str) -> int:
    edit = _made(options, make, hub_history(address, options.token_file))
    if not _is_agreed(options, edit, command):
        return USER_ERROR
    # Loaded here, not at the top: to show what would be done takes no publisher.
    from feeds.publishing.hub_choice import HubLogin
    from tui.commands.publish import publishing_tokens
    from tui.commands.publish_stdin import OutboxOptions, publish_through_outbox

    assert address.race
    [token] = publishing_tokens(options.token_file, 1)
    hubs = [HubLogin.of(address.publish, token, insecure=options.insecure)]

    async def publish(run: PublishRun) -> None:
        kept = [
            replace(codec.decode(line), id=local_id(number))
            for number, line in enumerate(run.publisher.lines, start=1)
        ]
        run.put(edit.signed(options.who, EditHistory(kept).next_number))

    outbox = OutboxOptions(None, resume_from_hub=True, refill=False, fresh=options.fresh)
    return publish_through_outbox(hubs, address.race, outbox, publish)


def _in_file(options: EditOptions, path: Path, make: Callable[[History], Edit], command: str) -> int:
    # Loaded here, not at the top: a race on a hub needs none of it.
    from feeds.log import read
    from feeds.timing.timing_file import TimingFile

    with user_errors(f"read {path}"):
        log = read(path)
    edit = _made(options, make, History(own_messages(log.messages())))
    if not _is_agreed(options, edit, command):
        return USER_ERROR
    with user_errors(f"use {path}"):
        file = TimingFile.open(path, log.race)
    for notice in file.notices:
        print_stderr(clean(notice))

    async def keep() -> None:
        number = EditHistory(file.messages()).next_number
        try:
            await file.kept(file.put(edit.signed(options.who, number)))
        finally:
            await file.close()

    asyncio.run(keep())
    print_stderr(f"{path} has it")
    return 0


def own_messages(messages: Iterable[Message]) -> list[Message]:
    """The messages of a race file by the names that they have once something is done to it by hand."""
    return [
        replace(message, id=local_id(number)) for number, message in enumerate(republished(messages), start=1)
    ]


def _made(options: EditOptions, make: Callable[[History], Edit], history: History) -> Edit:
    try:
        return make(history).because(options.reason)
    except ValueError as error:
        raise UserError(str(error)) from None


def _is_agreed(options: EditOptions, edit: Edit, command: str) -> bool:
    print_stderr(clean(edit.title))
    for message in edit.messages:
        print_stderr(f"to be sent: {message_text(message)}")
    if options.yes or agrees("Send it?", f"`lapbell {command}`"):
        return True
    print_stderr("nothing was sent")
    return False
