"""A passing: an entrant at a checkpoint, weighed from all that is claimed about it."""

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
"""Between two times for the same passing the surer evidence counts."""

Elapsed = Callable[[Split], Time | None]
"""Turns a split into the time since the entrant's own gun, where that is known."""


class Passing(NamedTuple):
    """An entrant at a checkpoint, as well as it is known."""

    time: Time | None
    """From the entrant's own gun; None where only the passing or its place is known."""
    official_place: int | None
    """The printed place at this checkpoint."""
    evidence: Evidence
    suspect: bool = False
    notes: tuple[str, ...] = ()
    entries: Entries = ()
    """The messages in force that this rests on, in the order in which they took effect."""
    counted: TimedMessage | None = None
    """The one of them whose time counts."""

    @property
    def claims(self) -> tuple[Split | Order, ...]:
        """What is claimed about it, the newest last."""
        return tuple(e.message for e in self.entries if isinstance(e.message, Split | Order))

    @property
    def when_ms(self) -> int:
        """Race time at which it took place, as far as that is known."""
        return (self.counted or self.entries[-1]).when_ms


def with_claim(passing: Passing | None, entry: TimedMessage, bib: str, elapsed: Elapsed) -> Passing:
    """A passing with one claim more; of None, the first."""
    if passing is None:
        return _weighed(None, entry, (entry,), bib, elapsed)
    if passing.entries[-1] < entry:
        return _weighed(passing, entry, (*passing.entries, entry), bib, elapsed)
    return _weighed_anew(joined(passing.entries, entry), bib, elapsed)


def without_claim(passing: Passing, entry: TimedMessage, bib: str, elapsed: Elapsed) -> Passing | None:
    """A passing with one claim less; None where none is left."""
    entries = without(passing.entries, entry)
    if entries and passing.counted not in (None, entry) and isinstance(entry.message, Split):
        return passing._replace(entries=entries)
    return _weighed_anew(entries, bib, elapsed) if entries else None


def _weighed_anew(entries: Entries, bib: str, elapsed: Elapsed) -> Passing:
    """A passing from all that is claimed about it, in order."""
    passing: Passing | None = None
    for entry in entries:
        passing = _weighed(passing, entry, entries, bib, elapsed)
    assert passing is not None
    return passing


def _weighed(
    earlier: Passing | None, entry: TimedMessage, entries: Entries, bib: str, elapsed: Elapsed
) -> Passing:
    """A passing with one claim more, which makes `entries` of them.

    The surest of the known times counts, and among equals the newest.
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
    """The place in the newest known order."""
    return next((e.message.places[bib] for e in reversed(entries) if isinstance(e.message, Order)), None)
