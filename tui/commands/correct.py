"""`lapbell correct`: the messages of a race with their ids, and one of them corrected."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import ValidationError

from feeds import codec
from feeds.errors import UserError
from feeds.hub_address import Address, is_address
from race.fold.history import History
from race.messages import Official, Void
from tui.commands import option_types
from tui.commands.command import USER_ERROR, argument
from tui.commands.confirmation import agrees
from tui.commands.token_option import TOKEN
from tui.commands.write_output import print_stderr
from tui.text.message_text import message_text
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.messages import Message
    from tui.commands.publish_run import PublishRun

EPILOG = f"""\
What is sent is shown first, and asked for. It goes through an outbox, as with
`lapbell publish -`, so that it arrives even if the hub is gone just now. The
token is read from {TOKEN}, or from --token-file; a source of its own,
like desk, keeps the timing free. A withdrawn message holds again once the one
that withdrew it is withdrawn."""


@dataclass(frozen=True, slots=True)
class Options:
    """The options of `lapbell correct`."""

    race: str = argument(**option_types.RACE_OR_URL)
    list: bool = argument(
        "--list", exclusive="what", action="store_true", help="print every message with its id"
    )
    void: str | None = argument(
        "--void", exclusive="what", metavar="ID", help="withdraw the message with this id"
    )
    replace: Sequence[str] | None = argument(
        "--replace",
        exclusive="what",
        nargs="+",
        metavar=("ID", "FIELD=VALUE"),
        help="send the message with this id again with other fields; FIELD= without a value leaves one out",
    )
    official: bool = argument(
        "--official", exclusive="what", action="store_true", help="declare the result official"
    )
    bib: str | None = argument("--bib", metavar="BIB", help="with --list, only messages about this entrant")
    reason: str = argument("--reason", default="", metavar="TEXT", help="with --void, why")
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


def run(options: Options) -> int:
    """List the messages, or send a correction; returns the exit code."""
    if not (options.list or options.void or options.replace or options.official):
        raise UserError("say what to do: --list, --void ID, --replace ID FIELD=VALUE or --official")
    if options.reason and not options.void:
        raise UserError("--reason goes with --void")
    if options.bib is not None and not options.list:
        raise UserError("--bib goes with --list")
    if not options.list and not is_address(options.race):
        raise UserError("corrections go to a race on a hub: HOST:PORT/v1/races/RACE")
    history = History(_messages(options))
    if options.list:
        for line in _listed(history, options.bib):
            print(line)
        return 0
    return _send(options, _correction(options, history))


def _messages(options: Options) -> list[Message]:
    """The messages of a race in the library, in a file or on a hub."""
    if not is_address(options.race):
        # Loaded here, not at the top: a race on a hub needs no library.
        from tui.commands.find_race import find_race

        return list(find_race(options.race).log().messages())
    # Loaded here, not at the top: a race file needs neither asyncio nor sockets.
    import asyncio

    from replays.hubs.hub_snapshot import read_race
    from tui.commands.token_option import watch_with_token

    address = Address.parse(options.race)
    watch_with_token(address, options.token_file)
    race, _ = asyncio.run(read_race(address))
    return race.history(estimates=False).messages


def _listed(history: History, bib: str | None) -> Iterator[str]:
    """A line for each message, in the order of the log, which says if it holds no more."""
    by = {message.replaces: message for message in history.messages if message.replaces}
    gone: set[int] = set()
    for change in history.changes:
        gone = (gone | {*change.went}) - {*change.came}
    width = max((len(message.id or "") for message in history.messages), default=0)
    for number, message in enumerate(history.messages, start=1):
        if bib is not None and not _is_about(message, bib):
            continue
        after = by.get(message.id) if message.id and number in gone else None
        word = "withdrawn" if isinstance(after, Void) else "replaced"
        state = f"  [{word} by {clean(after.id or 'a later message')}]" if after is not None else ""
        yield f"{clean(message.id or '-'):{width}}  {message_text(message)}{state}"


def _is_about(message: Message, bib: str) -> bool:
    fields = json.loads(codec.encode(message))
    return fields.get("bib") == bib or bib in fields.get("places", ())


def _correction(options: Options, history: History) -> Message:
    if options.official:
        return Official()
    if options.void:
        _message_of(history, options.void)
        return Void(replaces=options.void, reason=options.reason)
    assert options.replace
    name, *changes = options.replace
    return _changed(_message_of(history, name), name, changes)


def _message_of(history: History, name: str) -> Message:
    for message in reversed(history.messages):
        if message.id == name:
            return message
    raise UserError(f"there is no message with the id {name!r}; --list shows those there are")


def _changed(message: Message, name: str, changes: Sequence[str]) -> Message:
    """The message that takes the place of another. Raises UserError."""
    if not changes:
        raise UserError(f"what is to be changed of {name}? Add FIELD=VALUE")
    fields = json.loads(codec.encode(message))
    for change in changes:
        field, equals, value = change.partition("=")
        if not equals or field in ("type", "id", "replaces", "heard_ms"):
            raise UserError(f"--replace takes FIELD=VALUE, not {change!r}")
        fields[field] = _value(value, fields.get(field))
    fields = {field: value for field, value in fields.items() if value is not None}
    fields.pop("id", None)
    fields.pop("heard_ms", None)
    try:
        return codec.decode(json.dumps({**fields, "replaces": name}), newer=False)
    except ValidationError as error:
        raise UserError(codec.explain(error)[0]) from None


def _value(text: str, before: object) -> object:
    """What was typed: None where nothing was, a text where a text was, else what it says as JSON."""
    if not text:
        return None
    if isinstance(before, str):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _send(options: Options, message: Message) -> int:
    print_stderr(f"to be sent: {message_text(message)}")
    if not options.yes and not agrees("Send it?", "`lapbell correct`"):
        print_stderr("nothing was sent")
        return USER_ERROR
    # Loaded here, not at the top: to list messages takes no publisher.
    from feeds.publishing.hub_choice import HubLogin
    from tui.commands.publish import publishing_tokens
    from tui.commands.publish_stdin import OutboxOptions, publish_through_outbox

    address = Address.parse(options.race)
    assert address.race
    [token] = publishing_tokens(options.token_file, 1)
    hubs = [HubLogin.of(address.publish, token, insecure=options.insecure)]

    async def publish(run: PublishRun) -> None:
        run.put([message])

    outbox = OutboxOptions(None, resume_from_hub=True, refill=False, fresh=options.fresh)
    return publish_through_outbox(hubs, address.race, outbox, publish)
