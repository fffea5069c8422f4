"""Which times contradict the places printed at a checkpoint.

Places and times at one checkpoint rise together. Of all that are printed there the longest series that rises
is believed, of several the one of the most even pace. What lies outside the times of its neighbours in that
series has a wrong time or, where one of the series has the same place, a wrong place.

A place also says how many were ahead. Where more others were at the checkpoint, or at a later one, before
the time that is printed with it, that is doubted: for one more only if the pace of none of them is less even.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Literal

from race.lazy_named_tuple import NamedTuple

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
    """A time, and the place printed with it."""

    place: int
    """0 where there is none."""
    ms: int
    number: int
    """Of the message in the log that gives the time."""
    bib: str
    unevenness: int = 0
    """How uneven it makes the pace of its runner."""
    is_ahead: bool = True
    """Whether its runner counts for the places of others; pacemakers may not."""


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

    def __init__(self, finish: int | None = None) -> None:
        """Take the index of the finish, where who is out does not count."""
        self._finish = finish
        self.misplaced: dict[int, Misplaced] = {}
        """By the number of the message that gives the time."""
        self._by_bib: dict[str, Mapping[int, PrintedTime]] = {}
        """By checkpoint index in turn."""
        self._there: dict[int, tuple[PrintedTime, ...]] = {}
        """By checkpoint index, those with places in the order of these."""
        self._times: dict[int, tuple[PrintedTime, ...]] = {}
        """By checkpoint index, all who count for the places of others, in the order of their times."""
        self._latest_ms = FIRST.ms
        """The latest time that was ever printed with a place."""
        self._falling: set[int] = set()
        """The checkpoints at which the times do not all rise with the places."""

    def __bool__(self) -> bool:
        """Whether any time is there with a place."""
        return any(self._there.values())

    def copy(self) -> PrintedPlaces:
        """An independent copy."""
        other = PrintedPlaces(self._finish)
        other.misplaced = self.misplaced.copy()
        other._by_bib = self._by_bib.copy()
        other._there = self._there.copy()
        other._times = self._times.copy()
        other._latest_ms = self._latest_ms
        other._falling = self._falling.copy()
        return other

    def of(self, bib: str) -> Mapping[int, PrintedTime]:
        """What is printed about a runner, by checkpoint index."""
        return self._by_bib.get(bib, {})

    def add(self, index: int, printed: PrintedTime) -> Set[str]:
        """Take what is printed about a runner at one more checkpoint; returns the same as `take`."""
        self._by_bib[printed.bib] = {**self.of(printed.bib), index: printed}
        times = self._times.get(index, ())
        is_last = printed.ms >= self._latest_ms and (not times or times[-1].ms <= printed.ms)
        if not is_last or not printed.is_ahead:
            return self._exchange(index, None, printed)
        self._times[index] = (*times, printed)
        return self._exchange_place(index, None, printed) if printed.place else NONE

    def take(self, bib: str, printed: Mapping[int, PrintedTime]) -> set[str]:
        """Take all that is printed about a runner, by checkpoint index.

        Returns:
            The bibs about which other times are misplaced now than before.
        """
        before = self.of(bib)
        same = {index: old for index, old in before.items() if printed.get(index) == old}
        self._by_bib[bib] = {**printed, **same}  # the very objects that are kept, as they go by identity
        changed: set[str] = set()
        for index in before.keys() | printed.keys():
            old, new = before.get(index), printed.get(index)
            if old != new:
                changed |= self._exchange(index, old, new)
        return changed

    def _exchange(self, index: int, old: PrintedTime | None, new: PrintedTime | None) -> Set[str]:
        overtaking = self._exchange_time(index, old, new)
        changed = self._exchange_place(
            index, old if old and old.place else None, new if new and new.place else None
        )
        for earlier in overtaking:
            changed = changed | self._judge(earlier, self._there[earlier])
        return changed

    def _exchange_time(self, index: int, old: PrintedTime | None, new: PrintedTime | None) -> list[int]:
        """Keep a time; returns the checkpoints up to there at which a later time has a place."""
        times = [printed for printed in self._times.get(index, ()) if printed is not old]
        changed = [printed for printed in (old, new) if printed is not None and printed.is_ahead]
        if new in changed:
            insort(times, new, key=_ms)
        if not changed:
            return []
        self._times[index] = tuple(times)
        first_ms = min(printed.ms for printed in changed)
        if first_ms >= self._latest_ms:  # nearly always, as the messages come in the order of time
            return []
        return [
            at for at, there in self._there.items() if at <= index and any(p.ms > first_ms for p in there)
        ]

    def _exchange_place(self, index: int, old: PrintedTime | None, new: PrintedTime | None) -> Set[str]:
        if old is None and new is None:
            return NONE
        earlier = self._there.get(index, ())
        if new is not None:
            self._latest_ms = max(self._latest_ms, new.ms)
        is_last = old is None and new is not None and (not earlier or earlier[-1] < new)
        if is_last and new is not None and index not in self._falling:  # nearly always: it takes 1 us so
            self._there[index] = (*earlier, new)
            rises = not earlier or earlier[-1].ms <= new.ms
            if rises and self._overtaker(index, new) is None:
                return NONE
        there = [printed for printed in earlier if printed is not old]
        if new is not None:
            insort(there, new)
        self._there[index] = tuple(there)
        return self._judge(index, earlier)

    def _judge(self, index: int, earlier: Sequence[PrintedTime]) -> set[str]:
        """Find what is misplaced at a checkpoint; returns the bibs for which that differs from `earlier`."""
        there = self._there[index]
        falls = any(ahead.ms > behind.ms for ahead, behind in pairwise(there))
        now = misplaced(there) if falls else {}
        overtakers = {printed: self._overtaker(index, printed) for printed in there if printed not in now}
        overtaken = {printed: by for printed, by in overtakers.items() if by is not None}
        if len(overtaken) == 1 or MOST_WRONG * len(overtaken) <= len(there):
            now |= {printed: Misplaced("time", by.number) for printed, by in overtaken.items()}
        (self._falling.add if falls or overtaken else self._falling.discard)(index)
        was = {p: self.misplaced.pop(p.number) for p in earlier if p.number in self.misplaced}
        self.misplaced.update({printed.number: wrong for printed, wrong in now.items()})
        return {printed.bib for printed in was.keys() | now.keys() if was.get(printed) != now.get(printed)}

    def _overtaker(self, index: int, printed: PrintedTime) -> PrintedTime | None:
        """A time that shows that more were ahead of a runner than the place says; None if there is none."""
        if index == self._finish:
            return None
        for at, times in self._times.items():
            if at < index or len(times) < printed.place:
                continue
            ahead: Sequence[PrintedTime] = times[: bisect_left(times, printed.ms - TIED_MS, key=_ms)]
            if at == index:  # those with places are compared by these
                ahead = [other for other in ahead if other.place < printed.place]
            too_many = len(ahead) - printed.place + 1
            if too_many > 1 or (too_many == 1 and printed.unevenness >= max(p.unevenness for p in ahead)):
                return ahead[printed.place - 1]
        return None


def misplaced(there: Sequence[PrintedTime]) -> dict[PrintedTime, Misplaced]:
    """Find what contradicts its place among all that is printed at one checkpoint, sorted by place.

    Where two contradict each other, the one of the more even pace is right; where that does not decide
    between them, neither is.
    """
    if len(there) > MOST:
        return {}
    rising = _on_best_rise(there)
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


def _on_best_rise(there: Sequence[PrintedTime]) -> set[PrintedTime]:
    """Those that are part of any of the longest series that never fall and are of the most even pace."""
    scale = 1 + sum(printed.unevenness for printed in there)
    worth = [scale - printed.unevenness for printed in there]
    up = _totals([printed.ms for printed in there], worth)
    down = _totals([-printed.ms for printed in reversed(there)], worth[::-1])[::-1]
    best = max(up, default=0)
    return {p for p, to, back, own in zip(there, up, down, worth, strict=True) if to + back - own == best}


def _totals(times: Sequence[int], worth: Sequence[int]) -> list[int]:
    """The worth of the best series that ends with each time and never falls."""
    ends: list[int] = []
    """The lowest time at which a series of each worth ends, and the worth in turn; both rise."""
    best: list[int] = []
    totals: list[int] = []
    for ms, own in zip(times, worth, strict=True):
        at = bisect_right(ends, ms)
        total = own + (best[at - 1] if at else 0)
        beaten = bisect_right(best, total, lo=at)
        ends[at:beaten], best[at:beaten] = [ms], [total]
        totals.append(total)
    return totals


def _ms(printed: PrintedTime) -> int:
    return printed.ms
