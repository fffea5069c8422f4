"""The place of a message in the history of a race."""

from __future__ import annotations

from bisect import insort
from typing import NamedTuple

from race.messages import Message


class TimedMessage(NamedTuple):
    """A message in its place: sorted by effect time, then printed rank, then place in the log."""

    when_ms: int
    """Race time from which it counts, in milliseconds from the first gun."""
    rank: int
    number: int
    message: Message


Entries = tuple[TimedMessage, ...]
"""In their order; never changed, but replaced."""

END = TimedMessage(10**15, 0, 0, Message())
"""Later than any message."""


def joined(entries: Entries, entry: TimedMessage) -> Entries:
    """With one more, in its place."""
    if not entries or entries[-1] < entry:
        return (*entries, entry)
    several = list(entries)
    insort(several, entry)
    return tuple(several)


def without(entries: Entries, entry: TimedMessage) -> Entries:
    """With one less."""
    return tuple(other for other in entries if other is not entry)
