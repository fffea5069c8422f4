"""A message with the time at which it takes effect."""

from __future__ import annotations

from bisect import bisect_left

from race.lazy_named_tuple import NamedTuple
from race.messages import Message


class TimedMessage(NamedTuple):
    """A message and what it is sorted by: effect time, then official place, then number in the log."""

    when_ms: int
    """Race time from which it counts, in milliseconds from the first gun."""
    official_place: int
    """0 where there is none."""
    number: int
    """Number in the log, from 1."""
    message: Message


Entries = tuple[TimedMessage, ...]

END = TimedMessage(10**15, 0, 0, Message())
"""After every message."""


def joined(entries: Entries, entry: TimedMessage) -> Entries:
    """The entries with one more, in order."""
    if not entries or entries[-1] < entry:
        return (*entries, entry)
    at = bisect_left(entries, entry)
    return (*entries[:at], entry, *entries[at:])


def without(entries: Entries, entry: TimedMessage) -> Entries:
    """The entries less one."""
    at = bisect_left(entries, entry)
    return entries[:at] + entries[at + 1 :] if entries[at : at + 1] == (entry,) else entries
