"""What a hub says of the log of a race that it has opened, or cannot open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.log_recovery import Damaged
from feeds.serving.hub_reporting import complain, report

if TYPE_CHECKING:
    from feeds.errors import FeedError
    from feeds.journal import Journal


def report_opened(journal: Journal, notes: dict[str, str]) -> None:
    """Report what was found in the log of a race, and keep for the operator what is gone from it."""
    race = journal.log.race
    if journal.tail is not None:
        complain("torn end cut off", race=race, bytes=journal.tail.size, kept=journal.tail.kept.name)
    notes.pop(journal.path.name, None)
    if journal.lost:
        complain("log was cut, and goes on as a new one", race=race, missing=journal.lost)
        gone = f"{journal.lost} messages that were on disk are gone from its end"
        notes[journal.path.name] = gone
    if journal.unwritable is not None:
        complain("log can only be read", race=race, reason=journal.unwritable.strerror)
    report("log opened", race=race, messages=journal.log.head)


def refusal_reason(error: FeedError | OSError | ValueError) -> str:
    """Why a log cannot be opened, without the name of its file."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return error.reason if isinstance(error, Damaged) else str(error)
