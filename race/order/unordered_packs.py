"""Packs whose order was not published: who runs in them, and where they stand in the running order.

A runner is in one who is still racing, is known to have come to a checkpoint, and has neither time nor place
there. All in a pack were there between the same two times, and have no place, gap or gain.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from race.messages import TimeBand
from race.order.places import NEVER, in_order

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from race.fold.runner import Runner
    from race.fold.state import RaceState


class UnorderedPack(NamedTuple):
    """Runners who came to a checkpoint together, in an order that was not published."""

    number: int
    """Counted from the front, from 1."""
    checkpoint: int
    band: TimeBand
    """When they were there."""
    runners: tuple[Runner, ...]
    """In the order of the start list."""
    field: Iterable[Runner] = ()
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
        if len(self.runners) > 1:
            return []
        return [*islice(_company(self.checkpoint, self.runners[0], self.field, self.band), 2)]


def packs_among(
    index: int, unplaced: Iterable[Runner], field: Iterable[Runner], number: int
) -> list[UnorderedPack]:
    """The packs of those of a field without time and place at a checkpoint, numbered on from `number`."""
    together: defaultdict[tuple[int, int], list[Runner]] = defaultdict(list)
    for runner in unplaced:
        low_ms, _, high_ms = runner.estimates[index]
        together[low_ms, high_ms].append(runner)
    packs: list[UnorderedPack] = []
    for (low_ms, high_ms), runners in sorted(together.items(), key=lambda item: item[0]):
        likely_ms = sorted(runner.estimates[index].likely_ms for runner in runners)[len(runners) // 2]
        members = tuple(sorted(runners, key=lambda runner: runner.number))
        band = TimeBand(low_ms, likely_ms, high_ms)
        packs.append(UnorderedPack(number + len(packs), index, band, members, field))
    return packs


def _company(index: int, one: Runner, field: Iterable[Runner], band: TimeBand) -> Iterator[Runner]:
    """Those of a field who came to a checkpoint with one: timed within the band, or in one that overlaps."""
    for runner in field:
        passing, other = runner.passings.get(index), runner.estimates.get(index)
        if passing is not None and passing.time is not None:
            is_there = band.low_ms <= passing.when_ms <= band.high_ms
        else:
            is_there = other is not None and other.low_ms <= band.high_ms and band.low_ms <= other.high_ms
        if is_there and runner.entrant.bib != one.entrant.bib:
            yield runner


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
