"""The audit trail in words: who changed what of a race, when, and why."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from race.edits.edit import REDONE, UNDONE
from race.edits.edit_titles import title_of
from race.local_time import in_zone
from tui.text.safe_text import clean
from tui.text.styled_line import hanging_lines, indented_lines

if TYPE_CHECKING:
    from race.edits.audit_trail import AuditEntry
    from race.fold.history import History
    from tui.text.styled_line import StyledLine

OWN_REASONS = {UNDONE: "undone", REDONE: "redone"}
"""What undo and redo give as a reason, which no one typed."""


def audit_lines(entry: AuditEntry, history: History, width: int) -> list[StyledLine]:
    """When and what; below, indented and dim, who and why."""
    style = "text" if entry.holds else "dim"
    when = _when(entry, history)
    text = f"{when:%H:%M:%S}  {what(entry, history)}" if when is not None else what(entry, history)
    return [
        *hanging_lines(clean(text), style, width),
        *indented_lines(clean(_who_and_why(entry, history)), "dim", width),
    ]


def audit_text(entry: AuditEntry, history: History) -> str:
    """The same in one line, with the day."""
    when = _when(entry, history)
    time = f"{when:%Y-%m-%d %H:%M:%S} " if when is not None else ""
    return clean(f"{time}{what(entry, history)} ({_who_and_why(entry, history)})")


def what(entry: AuditEntry, history: History) -> str:
    """What was done, in a sentence."""
    title = title_of(history, entry.messages)
    own = OWN_REASONS.get(entry.reason)
    return f"{own.capitalize()}: {title}" if own else title


def _who_and_why(entry: AuditEntry, history: History) -> str:
    who = entry.by or entry.source or "it is not said by whom"
    if entry.by and entry.source and entry.by != entry.source:
        who = f"{entry.by} as {entry.source}"
    is_said = entry.reason in OWN_REASONS or entry.reason in what(entry, history)
    why = f": {entry.reason}" if not is_said else ""
    return f"by {who}{why}{'' if entry.holds else '; taken back since'}"


def _when(entry: AuditEntry, history: History) -> datetime | None:
    """When the hub heard of it, on the clocks of the race, or else of this computer."""
    if entry.heard_ms is None:
        return None
    zone = history.start_list.zone if history.start_list is not None else ""
    return in_zone(entry.heard_ms, zone) or datetime.fromtimestamp(entry.heard_ms / 1000).astimezone()
