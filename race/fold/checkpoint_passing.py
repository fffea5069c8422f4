"""A passing: an entrant at a checkpoint, weighed from everything claimed about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from race.fold.timed_message import Entries, TimedMessage, joined, without
from race.messages import Evidence, Order, Split
from race.times import Time

SURENESS: dict[Evidence, int] = {
    "official": 0,
    "published": 1,
    "device": 2,
    "hand": 3,
    "estimated": 4,
}
"""Of two times for the same passing the one with the surer evidence, the lower number, counts."""

Elapsed = Callable[[Split], Time | None]
"""The time of a split from the entrant's own gun; None where that is not known."""


class Passing(NamedTuple):
    """An entrant at a checkpoint, as far as known."""

    time: Time | None
    """From the entrant's own gun; None where only the passing or its place is known."""
    official_place: int | None
    evidence: Evidence
    suspect: bool = False
    notes: tuple[str, ...] = ()
    entries: Entries = ()
    """The messages in force about it, in the order in which they took effect."""
    counted: TimedMessage | None = None
    """The one whose time counts."""

    @property
    def claims(self) -> tuple[Split | Order, ...]:
        """The splits and orders about it, newest last."""
        return tuple(e.message for e in self.entries if isinstance(e.message, Split | Order))

    @property
    def when_ms(self) -> int:
        """Race time of the passing, as far as known."""
        return (self.counted or self.entries[-1]).when_ms


def with_claim(passing: Passing | None, entry: TimedMessage, bib: str, elapsed: Elapsed) -> Passing:
    """A passing with one more claim; the first claim of a passing if that is None."""
    if passing is None:
        return _weighed(None, entry, (entry,), bib, elapsed)
    if passing.entries[-1] < entry:
        return _weighed(passing, entry, (*passing.entries, entry), bib, elapsed)
    return _weighed_anew(joined(passing.entries, entry), bib, elapsed)


def without_claim(passing: Passing, entry: TimedMessage, bib: str, elapsed: Elapsed) -> Passing | None:
    """A passing less one claim; None if no claim is left."""
    entries = without(passing.entries, entry)
    if entries and passing.counted not in (None, entry) and isinstance(entry.message, Split):
        return passing._replace(entries=entries)
    return _weighed_anew(entries, bib, elapsed) if entries else None


def _weighed_anew(entries: Entries, bib: str, elapsed: Elapsed) -> Passing:
    """A passing from all claims about it, in order."""
    passing: Passing | None = None
    for entry in entries:
        passing = _weighed(passing, entry, entries, bib, elapsed)
    assert passing is not None
    return passing


def _weighed(
    earlier: Passing | None, entry: TimedMessage, entries: Entries, bib: str, elapsed: Elapsed
) -> Passing:
    """A passing with one more claim; `entries` are all its claims.

    The surest of the known times counts, and of equally sure ones the newest.
    """
    message = entry.message
    if isinstance(message, Split):
        time, place = elapsed(message), message.rank
        if earlier is None or earlier.counted is None or _outweighs(message, time, earlier):
            if place is None and earlier is not None and earlier.official_place is not None:
                place = _newest_place(entries, bib)
            return Passing(time, place, message.evidence, message.suspect, message.notes, entries, entry)
        return earlier._replace(entries=entries)
    assert isinstance(message, Order)
    if earlier is None or earlier.counted is None:
        return Passing(None, message.places[bib], message.evidence, entries=entries)
    counted = earlier.counted.message
    is_printed = isinstance(counted, Split) and counted.rank is not None
    place = earlier.official_place if is_printed else message.places[bib]
    return earlier._replace(entries=entries, official_place=place)


def _outweighs(split: Split, time: Time | None, earlier: Passing) -> bool:
    if (time is None) is not (earlier.time is None):
        return earlier.time is None
    return SURENESS[split.evidence] <= SURENESS[earlier.evidence]


def _newest_place(entries: Entries, bib: str) -> int | None:
    """The place in the newest order."""
    return next((e.message.places[bib] for e in reversed(entries) if isinstance(e.message, Order)), None)
