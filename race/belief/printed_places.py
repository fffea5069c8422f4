"""Which times contradict the places printed with them at a checkpoint.

Places and times at one checkpoint rise together. Of all that are printed there the longest series that rises
is believed. What lies outside the times of its neighbours in that series has a wrong time or, where one of
the series has the same place, a wrong place.
"""

from __future__ import annotations

from bisect import bisect_right, insort
from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence, Set

TIED_MS = 300
"""A tie at an intermediate is decided before rounding: official times with one place may be so far apart
(seen in race analyses of the Diamond League)."""

MOST = 1000
"""More places at one checkpoint are made by a machine, from the times."""

MOST_WRONG = 3
"""If places are shared and more than one in so many is wrong, they are of another kind: within categories."""


class PrintedTime(NamedTuple):
    """A time printed with a place."""

    place: int
    ms: int
    number: int
    """Of the message in the log that gives the time."""
    bib: str
    is_usual: bool = True
    """Whether it is at a pace that is usual for the event."""


FIRST, LAST = PrintedTime(0, -(10**15), 0, ""), PrintedTime(0, 10**15, 0, "")
"""Before and after all others."""


class Misplaced(NamedTuple):
    """What is wrong with a time that contradicts the place printed with it."""

    wrong: Literal["time", "place"]
    against: int
    """The number of a message that shows it."""


NONE: Set[str] = frozenset()


class PrintedPlaces:
    """The times printed with places in a race; values are replaced, never changed, so copies are shallow."""

    def __init__(self) -> None:
        self.misplaced: dict[int, Misplaced] = {}
        """By the number of the message that gives the time."""
        self._by_bib: dict[str, Mapping[int, PrintedTime]] = {}
        """By checkpoint index in turn."""
        self._there: dict[int, tuple[PrintedTime, ...]] = {}
        """By checkpoint index, in the order of the places."""
        self._falling: set[int] = set()
        """The checkpoints at which the times do not all rise with the places."""

    def copy(self) -> PrintedPlaces:
        """An independent copy."""
        other = PrintedPlaces()
        other.misplaced = self.misplaced.copy()
        other._by_bib = self._by_bib.copy()
        other._there = self._there.copy()
        other._falling = self._falling.copy()
        return other

    def of(self, bib: str) -> Mapping[int, PrintedTime]:
        """What is printed about a runner, by checkpoint index."""
        return self._by_bib.get(bib, {})

    def add(self, index: int, printed: PrintedTime) -> Set[str]:
        """Take what is printed about a runner at one more checkpoint; returns the same as `take`."""
        self._by_bib[printed.bib] = {**self.of(printed.bib), index: printed}
        return self._exchange(index, None, printed)

    def take(self, bib: str, printed: Mapping[int, PrintedTime]) -> set[str]:
        """Take all that is printed about a runner, by checkpoint index.

        Returns:
            The bibs about which other times are misplaced now than before.
        """
        before = self.of(bib)
        self._by_bib[bib] = printed
        changed: set[str] = set()
        for index in before.keys() | printed.keys():
            old, new = before.get(index), printed.get(index)
            if old != new:
                changed |= self._exchange(index, old, new)
        return changed

    def _exchange(self, index: int, old: PrintedTime | None, new: PrintedTime | None) -> Set[str]:
        earlier = self._there.get(index, ())
        is_last = old is None and new is not None and (not earlier or earlier[-1] < new)
        if is_last and new is not None and index not in self._falling:  # nearly always: it takes 1 us so
            self._there[index] = (*earlier, new)
            if not earlier or earlier[-1].ms <= new.ms:
                return NONE
        there = [printed for printed in earlier if printed is not old]
        if new is not None:
            insort(there, new)
        self._there[index] = tuple(there)
        falls = any(ahead.ms > behind.ms for ahead, behind in pairwise(there))
        (self._falling.add if falls else self._falling.discard)(index)
        was = {p: self.misplaced.pop(p.number) for p in earlier if p.number in self.misplaced}
        now = misplaced(there) if falls else {}
        self.misplaced.update({printed.number: wrong for printed, wrong in now.items()})
        return {printed.bib for printed in was.keys() | now.keys() if was.get(printed) != now.get(printed)}


def misplaced(there: Sequence[PrintedTime]) -> dict[PrintedTime, Misplaced]:
    """Find what contradicts its place among all that is printed at one checkpoint, sorted by place.

    Where two contradict each other, those at a usual pace are right; where that does not decide between them,
    neither is.
    """
    if len(there) > MOST:
        return {}
    rising = _on_longest_rise([printed for printed in there if printed.is_usual] or there)
    holders = Counter(printed.place for printed in rising)
    slowest = accumulate(
        there, lambda ahead, p: max(ahead, p, key=_ms) if p in rising else ahead, initial=FIRST
    )
    fastest = accumulate(
        reversed(there), lambda behind, p: min(behind, p, key=_ms) if p in rising else behind, initial=LAST
    )
    found: dict[PrintedTime, Misplaced] = {}
    for printed, ahead, behind in zip(there, slowest, [*fastest][-2::-1], strict=False):
        is_held = holders[printed.place] > (printed in rising)
        if printed.ms < ahead.ms - TIED_MS:
            found[printed] = Misplaced("place" if is_held else "time", ahead.number)
        elif printed.ms > behind.ms + TIED_MS:
            found[printed] = Misplaced("place" if is_held else "time", behind.number)
    is_of_all = len({printed.place for printed in there}) == len(there)
    return found if is_of_all or MOST_WRONG * len(found) <= len(there) else {}


def _on_longest_rise(there: Sequence[PrintedTime]) -> set[PrintedTime]:
    """Those that are part of any of the longest series that never fall."""
    up = _lengths([printed.ms for printed in there])
    down = _lengths([-printed.ms for printed in reversed(there)])[::-1]
    longest = max(up, default=0)
    return {p for p, to, back in zip(there, up, down, strict=True) if to + back - 1 == longest}


def _lengths(times: Sequence[int]) -> list[int]:
    """The length of the longest series that ends with each and never falls."""
    ends: list[int] = []
    """The lowest time at which a series of each length ends."""
    lengths: list[int] = []
    for ms in times:
        length = bisect_right(ends, ms)
        ends[length : length + 1] = [ms]
        lengths.append(length + 1)
    return lengths


def _ms(printed: PrintedTime) -> int:
    return printed.ms
