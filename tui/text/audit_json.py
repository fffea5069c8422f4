"""What `lapbell correct --audit` prints with `--json`."""

# No `from __future__ import annotations`: `lapbell schema` reads the annotations of the typed dictionaries.

from typing import TYPE_CHECKING

from typing_extensions import TypedDict  # pydantic takes no `typing.TypedDict` before Python 3.12

from race.json_version import VERSION
from tui.text.audit_lines import what

if TYPE_CHECKING:
    from race.edits.audit_trail import AuditEntry
    from race.fold.history import History


class AuditEntryJson(TypedDict):
    """Something that was done to a race."""

    heard_ms: int | None
    by: str
    source: str
    edit: int | None
    text: str
    reason: str
    holds: bool
    messages: list[str]


class AuditJson(TypedDict):
    """What `lapbell correct --audit --json` prints."""

    version: int
    edits: list[AuditEntryJson]


def audit_json(trail: "list[AuditEntry]", history: "History") -> AuditJson:
    """The audit trail of a race."""
    return {"version": VERSION, "edits": [_entry_json(entry, history) for entry in trail]}


def _entry_json(entry: "AuditEntry", history: "History") -> AuditEntryJson:
    return {
        "heard_ms": entry.heard_ms,
        "by": entry.by,
        "source": entry.source,
        "edit": entry.edit,
        "text": what(entry, history),
        "reason": entry.reason,
        "holds": entry.holds,
        "messages": [message.id for message in entry.messages if message.id is not None],
    }
