"""A run of `lapbell publish FILE`: a race file as it is, and what corrects an earlier form of it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from feeds import codec
from feeds.errors import OtherHistory, Refused, UserError
from feeds.log import Log
from feeds.publishing.history_diff import Change, HistoryDiff, history_diff
from feeds.publishing.hub_choice import HubChoice, HubLogin
from feeds.publishing.republished import republished
from feeds.publishing.source_at_hub import SourceAtHub, source_at_hub
from race.messages import Void
from replays.reconstruction import with_known_times
from tui.commands.command import USER_ERROR
from tui.commands.confirmation import agrees
from tui.commands.publish_report import PublishReport, counted
from tui.commands.publish_run import PublishRun
from tui.commands.write_output import print_note, print_stderr

if TYPE_CHECKING:
    from race.messages import Message

MOST_SHOWN = 50
"""Changes that are shown one by one."""

LONGEST = 100
"""Characters of a value that is shown."""


def publish_race(log: Log, hubs: Sequence[HubLogin], *, replace: bool, agreed: bool) -> int:
    """Publish a recorded race as it is; returns the exit code.

    With `replace`, corrections are sent where the hub has other messages, after a question unless it is
    `agreed`. Raises UserError.
    """
    messages = republished(with_known_times(list(log.messages())))
    run = PublishRun(hubs, Log(log.race))
    run.put(messages)
    try:
        return run.until_sent()
    except OtherHistory as error:
        reason = error
    at_hub = _fetched(hubs, reason)
    diff = history_diff(at_hub.lines, messages, _estimated(log, messages))
    if not diff.is_growth:
        if not replace:
            raise UserError(f"{reason} ({_summary(diff)}); --replace shows the changes and sends corrections")
        for line in _shown(diff, at_hub.ready.source):
            print_stderr(line)
        if not agreed and not agrees("Send these corrections?", "--replace"):
            print_stderr("nothing was sent")
            return USER_ERROR
    else:
        print_note("the hub has these messages in another form or order; what holds is the same")
    store = Log(log.race)
    for kept in at_hub.lines:
        store.keep(kept)
    run = PublishRun(hubs, store)
    run.put([change.message for change in diff.changes])
    return run.until_sent()


def _fetched(hubs: Sequence[HubLogin], reason: OtherHistory) -> SourceAtHub:
    """What a hub has that has other messages than the file. Raises UserError where it will not say."""
    try:
        return asyncio.run(source_at_hub(HubChoice(hubs).connect, PublishReport().say, first=1))
    except Refused as refusal:
        raise UserError(f"{reason}; {refusal}") from refusal


def _estimated(log: Log, messages: Sequence[Message]) -> set[int]:
    """The numbers of the messages that have no `when` in the file, and may get one from the rest of it."""
    written = republished(log.messages())
    if len(written) != len(messages):
        return set()
    return {number for number, message in enumerate(written, start=1) if message.when is None}


def _summary(diff: HistoryDiff) -> str:
    return f"{diff.changed} changed, {diff.gone} gone, {diff.new} new"


def _shown(diff: HistoryDiff, source: str) -> Iterator[str]:
    """The changes in lines, and how many there are."""
    told = [change for change in diff.changes if change.number is None or change.before is not None]
    for change in told[:MOST_SHOWN]:
        yield _change(change, source)
    if len(told) > MOST_SHOWN:
        yield f"and {len(told) - MOST_SHOWN} more"
    yield f"{counted(len(told), 'correction')} in all: {_summary(diff)}"


def _change(change: Change, source: str) -> str:
    new = _fields(change.message, source)
    if change.before is None:
        return f"new: {_short(new)}"
    old = _fields(change.before, source)
    name = f"{source}:{change.number}"
    if isinstance(change.message, Void):
        return f"{name} is withdrawn: {_short(old)}"
    changed = (field for field in {**old, **new} if field != "replaces" and old.get(field) != new.get(field))
    parts = [f"{field} {_short(old.get(field))} becomes {_short(new.get(field))}" for field in changed]
    about = " ".join(str(new[field]) for field in ("type", "bib", "checkpoint") if field in new)
    return f"{name} ({about}): {', '.join(parts)}"


def _fields(message: Message, source: str) -> dict[str, object]:
    named = message.renamed(lambda name: f"{source}{name}" if name.startswith(":") else name)
    fields: dict[str, object] = json.loads(codec.encode(named))
    return fields


def _short(value: object) -> str:
    text = "nothing" if value is None else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1]}…"
