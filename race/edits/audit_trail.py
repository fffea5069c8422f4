"""Who changed what: the edits of all sources of a log, and the corrections that are of none."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from race.edits.edit_history import EditHistory
from race.messages import Read, Ruling, Split, Status, Void

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.fold.history import History
    from race.messages import Message


class AuditEntry(NamedTuple):
    """Something that was done to a race. Its words are those of `edit_titles.title_of`."""

    source: str
    """As what it was published; empty for the own program, and in a file."""
    by: str
    """Who did it; empty where that is not known."""
    heard_ms: int | None
    """When the hub heard of it: milliseconds since 1970 in UTC."""
    reason: str
    """Why; empty where that was not said."""
    edit: int | None
    """Its number among the edits of its source; None for a correction that is of no edit."""
    holds: bool
    """Whether its source has not taken it back since."""
    messages: tuple[Message, ...]


def audit_trail(history: History) -> list[AuditEntry]:
    """What was done to a race, the newest first; not what devices have read."""
    by_source: defaultdict[str, list[Message]] = defaultdict(list)
    positions = {message.id: position for position, message in enumerate(history.messages)}
    found: list[AuditEntry] = []
    for message in history.messages:
        if message.id is None:
            continue
        if message.record is not None:
            by_source[_source(message.id)].append(message)
        elif message.replaces is not None or isinstance(message, Ruling):
            found.append(_entry((message,), None, holds=history.holds(message)))
    for messages in by_source.values():
        edits = EditHistory(messages)
        done = {edit.number for edit in edits.done}
        for edit in edits.edits:
            if not all(_is_device_read(message) for message in edit.messages):
                holds = edit.number in done or any(history.holds(message) for message in edit.messages)
                found.append(_entry(edit.messages, edit.number, holds=holds))
    return sorted(found, key=lambda entry: positions[entry.messages[0].id], reverse=True)


def _source(message_id: str) -> str:
    return message_id.rpartition(":")[0]


def _is_device_read(message: Message) -> bool:
    """Whether a message is what a bridge has made of a raw record, which it numbers as well."""
    is_time = isinstance(message, Split | Read) and message.evidence == "device"
    return is_time and message.replaces is None


def _entry(messages: Sequence[Message], edit: int | None, *, holds: bool) -> AuditEntry:
    first = messages[0]
    reasons = (m.reason for m in messages if isinstance(m, Void | Ruling | Status))
    reason = next((text for text in reasons if text), "")
    source = _source(first.id or "")
    return AuditEntry(source, first.by, first.heard_ms, reason, edit, holds, tuple(messages))
