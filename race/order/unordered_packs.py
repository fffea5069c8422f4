"""Packs whose order was not published: who runs in them, and where they stand in the running order.

A runner is in one who is still racing, is known to have come to a checkpoint, and has neither time nor place
there. All in a pack were there between the same two times, and have no place, gap or gain.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from race.messages import TimeBand
from race.order.places import NEVER, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from race.fold.runner import Runner
    from race.fold.state import RaceState


class _Comers(NamedTuple):
    """The runners of a field, by their places in it, who came to a checkpoint."""

    timed: array[int]
    """In order of time: the race time in milliseconds times the size of the field, and the place in it."""
    estimated: list[tuple[TimeBand, int]]
    """Those without a time there."""


class CheckpointCompany:
    """Those of a field who came to a checkpoint, sought by time.

    All are looked at once, when it is first asked for: a field of 50,000 has hundreds who ask.
    """

    def __init__(self, index: int, field: Iterable[Runner]) -> None:
        """Take a checkpoint, by its index on the course."""
        self._index = index
        self._field = field

    def within(self, band: TimeBand, one: Runner, most: int) -> list[Runner]:
        """Those who came there with one: timed within the band, or in one that overlaps.

        The first of the field, so many at most, without the one.
        """
        runners, comers = self._runners, self._comers
        size, bib = len(runners), one.entrant.bib
        begin = bisect_left(comers.timed, band.low_ms * size)
        end = bisect_left(comers.timed, (band.high_ms + 1) * size)
        there = [key % size for key in comers.timed[begin:end]]
        there += [
            number
            for other, number in comers.estimated
            if other.low_ms <= band.high_ms and band.low_ms <= other.high_ms
        ]
        others = (runners[number] for number in sorted(there))
        return [runner for runner in others if runner.entrant.bib != bib][:most]

    @cached_property
    def _runners(self) -> list[Runner]:
        return [*self._field]

    @cached_property
    def _comers(self) -> _Comers:
        timed, estimated, size = [], [], len(self._runners)
        for number, runner in enumerate(self._runners):
            passing = runner.passings.get(self._index)
            if passing is not None and passing.time is not None:
                timed.append(passing.when_ms * size + number)
            elif self._index in runner.estimates:
                estimated.append((runner.estimates[self._index], number))
        return _Comers(array("q", sorted(timed)), estimated)


class UnorderedPack(NamedTuple):
    """Runners who came to a checkpoint together, in an order that was not published."""

    number: int
    """Counted from the front, from 1."""
    checkpoint: int
    band: TimeBand
    """When they were there."""
    runners: tuple[Runner, ...]
    """In the order of the start list."""
    company: CheckpointCompany | None = None
    """Among whom those are looked for who came there with someone who is in no pack now."""

    @property
    def bibs(self) -> tuple[str, ...]:
        """Who is in it, in the same order."""
        return tuple(runner.entrant.bib for runner in self.runners)

    @property
    def beside(self) -> list[Runner]:
        """Of one alone: those who came there in the same seconds, timed or long gone; of many the first two.

        Looked for when it is asked for, as a field of 10,000 has a hundred such at a time.
        """
        if len(self.runners) > 1 or self.company is None:
            return []
        return self.company.within(self.band, self.runners[0], 2)


def packs_among(
    index: int, unplaced: Iterable[Runner], field: Iterable[Runner], number: int
) -> list[UnorderedPack]:
    """The packs of those of a field without time and place at a checkpoint, numbered on from `number`."""
    together: defaultdict[tuple[int, int], list[Runner]] = defaultdict(list)
    for runner in unplaced:
        low_ms, _, high_ms = runner.estimates[index]
        together[low_ms, high_ms].append(runner)
    packs: list[UnorderedPack] = []
    company = CheckpointCompany(index, field)
    for (low_ms, high_ms), runners in sorted(together.items(), key=lambda item: item[0]):
        likely_ms = sorted(runner.estimates[index].likely_ms for runner in runners)[len(runners) // 2]
        members = tuple(sorted(runners, key=lambda runner: runner.number))
        band = TimeBand(low_ms, likely_ms, high_ms)
        packs.append(UnorderedPack(number + len(packs), index, band, members, company))
    return packs


def packs_passing(state: RaceState, index: int) -> list[UnorderedPack]:
    """The packs in which runners passed a checkpoint, from the front, whatever has become of them since."""
    runners = state.runners.values()
    there = (r for r in runners if index in r.estimates and index not in r.passings)
    return packs_among(index, there, runners, 1)


def woven(index: int, placed: Iterable[Runner], packs: Sequence[UnorderedPack]) -> list[Runner]:
    """The runners at a checkpoint with the packs among them.

    A runner with an official place has as many in front as it says, as far as the time allows. A runner with
    a time alone has those in front who are known to have been there before.
    """
    waiting = [(pack.band, runner) for pack in packs for runner in pack.runners]
    order: list[Runner] = []
    for runner in in_order(index, placed):
        passing = runner.passings[index]
        ms = passing.when_ms if passing.time is not None else NEVER
        place = passing.official_place
        while waiting and _is_in_front(waiting[0][0], ms, place, len(order)):
            order.append(waiting.pop(0)[1])
        order.append(runner)
    return order + [runner for _, runner in waiting]


def _is_in_front(band: TimeBand, ms: int, place: int | None, ahead: int) -> bool:
    return band.high_ms < ms if place is None else ahead < place - 1 and band.low_ms <= ms
