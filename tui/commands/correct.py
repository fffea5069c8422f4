"""`lapbell correct`: the messages of a race with their ids, one of them corrected, and who changed what."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic_core import ValidationError

from feeds import codec
from feeds.errors import UserError
from feeds.hub_address import Address, is_address
from race.edits.decisions import give, make_official, rule, withdraw
from race.edits.edit import Edit
from race.edits.edit_titles import title_of
from race.fold.history import History
from race.lazy_dataclass import dataclass
from race.messages import Void
from replays.named_race import is_race_file
from tui.commands import race_edit
from tui.commands.command import argument
from tui.commands.race_edit import EditOptions, hub_history, own_messages, run_edit
from tui.commands.write_output import print_json
from tui.text.audit_lines import audit_text
from tui.text.message_text import message_text
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.messages import Message

EPILOG = f"""\
{race_edit.EPILOG}
A withdrawn message holds again once the one that withdrew it is withdrawn."""


@dataclass(frozen=True, slots=True)
class Options(EditOptions):
    """The options of `lapbell correct`."""

    list: bool = argument(
        "--list", exclusive="what", action="store_true", help="print every message with its id"
    )
    audit: bool = argument(
        "--audit", exclusive="what", action="store_true", help="print who changed what, when and why"
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
    believe: str | None = argument(
        "--believe", exclusive="what", metavar="ID", help="let this time count, whatever else is known"
    )
    set_aside: str | None = argument(
        "--set-aside", exclusive="what", metavar="ID", help="keep this time, and let it decide nothing"
    )
    give: Sequence[str] | None = argument(
        "--give", exclusive="what", nargs=2, metavar=("ID", "BIB"), help="this time is another runner's"
    )
    official: bool = argument(
        "--official", exclusive="what", action="store_true", help="declare the result official"
    )
    bib: str | None = argument("--bib", metavar="BIB", help="with --list, only messages about this entrant")
    json: bool = argument("--json", action="store_true", help="with --audit, as JSON")


def run(options: Options) -> int:
    """List the messages or the edits, or send a correction; returns the exit code."""
    prints = options.list or options.audit
    makes = (
        options.void or options.replace or options.believe or options.set_aside or options.give
    ) or options.official
    if not (prints or makes):
        raise UserError(
            "say what to do: --list, --audit, --void ID, --replace ID FIELD=VALUE, --believe ID, "
            "--set-aside ID, --give ID BIB or --official"
        )
    if options.reason and prints:
        raise UserError("--reason goes with what is sent")
    if options.bib is not None and not options.list:
        raise UserError("--bib goes with --list")
    if options.json and not options.audit:
        raise UserError("--json goes with --audit")
    if not prints:
        return run_edit(options, partial(_edit, options, _own_names(options.race)), "correct")
    history = _history(options)
    if options.audit:
        _print_audit(history, as_json=options.json)
        return 0
    for line in _listed(history, options.bib):
        print(line)
    return 0


def _history(options: Options) -> History:
    """A race in the library, in a file or on a hub."""
    if is_address(options.race):
        return hub_history(Address.parse(options.race), options.token_file)
    # Loaded here, not at the top: a race on a hub needs no library.
    from tui.commands.find_race import find_race

    return History(find_race(options.race).log().messages())


def _own_names(race: str) -> Mapping[str, str]:
    """The names that the messages of a race file have once it is changed, by their ids."""
    path = Path(race)
    if is_address(race) or not path.is_file() or not is_race_file(path):
        return {}
    # Loaded here, not at the top: a race on a hub needs no files.
    from feeds.log import read
    from feeds.publishing.republished import admitted_messages, is_accepted

    kept = [message for _, message in admitted_messages(read(path).messages()) if is_accepted(message)]
    pairs = zip(kept, own_messages(kept), strict=True)
    return {old.id: new.id for old, new in pairs if old.id is not None and new.id is not None}


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


def _print_audit(history: History, *, as_json: bool) -> None:
    # Loaded here, not at the top: most corrections need no trail.
    from race.edits.audit_trail import audit_trail
    from tui.text.audit_json import audit_json

    trail = audit_trail(history)
    if as_json:
        print_json(audit_json(trail, history))
        return
    for entry in trail:
        print(audit_text(entry, history))


def _edit(options: Options, names: Mapping[str, str], history: History) -> Edit:
    def named(message_id: str) -> str:
        name = names.get(message_id, message_id)
        if history.named(name) is None:
            raise ValueError(f"there is no message with the id {message_id!r}; --list shows those there are")
        return name

    if options.void:
        return withdraw(history, [named(options.void)])
    if options.believe:
        return rule(history, named(options.believe), "believed")
    if options.set_aside:
        return rule(history, named(options.set_aside), "set aside")
    if options.give:
        message_id, bib = options.give
        return give(history, named(message_id), bib)
    if options.replace:
        name, *changes = options.replace
        changed = _changed(history, named(name), changes)
        return Edit(title_of(history, [changed]), (changed,))
    return make_official(history)


def _changed(history: History, name: str, changes: Sequence[str]) -> Message:
    """The message that takes the place of another. Raises UserError."""
    if not changes:
        raise UserError(f"what is to be changed of {name}? Add FIELD=VALUE")
    message = history.named(name)
    assert message is not None
    fields = json.loads(codec.encode(message))
    for change in changes:
        field, equals, value = change.partition("=")
        if not equals or field in ("type", "id", "replaces", "heard_ms"):
            raise UserError(f"--replace takes FIELD=VALUE, not {change!r}")
        fields[field] = _value(value, fields.get(field))
    for own in ("id", "heard_ms", "by", "record"):
        fields.pop(own, None)
    fields = {field: value for field, value in fields.items() if value is not None}
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
