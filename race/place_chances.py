"""The chance of each place, from the projections and their ranges.

A runner's finishing time is taken as a split normal distribution about the projected one, with the range from
its 10 % to its 90 % point. Much of a range is about the race and not about one runner: a slow race is slow
for all. So against each other runners have only a share of it, which the projection says, and those shares
are taken as independent.

A runner who is in the race and has no time may win it as well. The chances of all such runners are those of
"another runner": nothing is known that would tell them apart.
"""

from __future__ import annotations

from math import erf, prod, sqrt
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from race.projection.projector import Projection

FIRST_PLACES = (1, 2, 3)
PLACES = len(FIRST_PLACES)

FEW = 40
"""Of a field of so many the chances of all places can be worked out, of a larger one those of the first."""

BEHIND = 1.25
"""How far behind the leader runners without a time are taken to be, in standard deviations: so that one who
leads eleven of them wins as often as leaders did in races whose times are all known."""

TENTH = 1.28155
"""The 90 % point of the normal distribution, in standard deviations."""

REACH = 4.0
"""Standard deviations beyond which no finish is expected."""

STEPS = 24
"""Steps that the time is cut into, from the first possible finish to the last that matters."""

POINTS = ((1 - 3**-0.5) / 2, (1 + 3**-0.5) / 2)
"""Points of a step at which Gauss's rule integrates a cubic exactly, as fractions of the step."""

MANY = 5.2
"""When three finishers are expected, and so many times the root of three more, three have finished but for
once in 2,000 times (Poisson); more, likewise."""

HALVINGS = 8
"""Of the search for when that is."""

ROOT = sqrt(2)

LEAST_MS = 1.0

ALMOST = 1 - 1e-6
"""The largest chance of having finished, so that the odds stay finite."""

MOST = 1 - 1e-9
"""The chance of a runner who has only to finish: what rounding makes of 1 must not depend on the Python."""

NEGLIGIBLE = 1e-9

Chances = tuple[float, ...]
"""Of the first place, the second and so on, each from 0 to 1."""


class PlaceChances(NamedTuple):
    """The chances of the runners of a race."""

    by_bib: dict[str, Chances]
    """Empty where none can be given."""
    another: Chances = ()
    """Of all together who have no chances of their own, because no time of theirs is known."""


class FinishSpread(NamedTuple):
    """A finishing time as two halves of normal distributions, in milliseconds."""

    middle: float
    below: float
    above: float

    @classmethod
    def of(cls, projection: Projection | None) -> FinishSpread | None:
        """The spread of a projection against other runners; None without a range."""
        if projection is None or projection.low is None or projection.high is None:
            return None
        middle, share = projection.time.ms, projection.own_share / TENTH
        below, above = middle - projection.low.ms, projection.high.ms - middle
        return cls(middle, max(share * below, LEAST_MS), max(share * above, LEAST_MS))

    @property
    def first(self) -> float:
        """The earliest expected finish."""
        return self.middle - REACH * self.below

    @property
    def last(self) -> float:
        """The latest expected finish."""
        return self.middle + REACH * self.above

    def finished(self, ms: float) -> float:
        """The chance of having finished by a time."""
        deviation = self.below if ms < self.middle else self.above
        return min((1 + erf((ms - self.middle) / (deviation * ROOT))) / 2, ALMOST)


def chances(
    expected: Mapping[str, Projection | None], taken: int = 0, places: int = PLACES, unseen: int = 0
) -> PlaceChances:
    """The chances of the first places, or of as many as are asked for in a field of few.

    No one still running is certain of a place.

    Args:
        expected: The projections of the runners still to finish, in running order, by bib; None for those of
            whom only that is known.
        taken: How many places are held by those who have finished.
        places: How many places.
        unseen: How many more are in the race, of whom nothing is known.
    """
    spreads = {bib: spread for bib, projection in expected.items() if (spread := FinishSpread.of(projection))}
    if not spreads:
        return PlaceChances({})
    places = places if len(expected) + unseen <= FEW else min(places, PLACES)
    nowhere = dict.fromkeys(spreads, (0.0,) * places)
    if taken >= places:
        return PlaceChances(nowhere)
    others = _others(expected, spreads, unseen)
    end = _end([*spreads.values(), *others], places - taken)
    contenders = {bib: spread for bib, spread in spreads.items() if spread.first < end}
    rivals = [spread for spread in others if spread.first < end]
    free = [
        ((0.0,) * taken + tuple(max(0.0, min(chance, MOST)) for chance in each))[:places]
        for each in _of_the_next([*contenders.values(), *rivals], end, places - taken)
    ]
    by_bib = nowhere | dict(zip(contenders, free, strict=False))
    return PlaceChances(by_bib, tuple(map(sum, zip(*free[len(contenders) :], strict=True))) if rivals else ())


def _others(
    expected: Mapping[str, Projection | None], spreads: Mapping[str, FinishSpread], unseen: int
) -> list[FinishSpread]:
    """When those may finish who have no range, as uncertain as the first of those who have one.

    One who is in front in the running order is level with that first one, others are somewhat behind, and
    none is expected before the runner in front.
    """
    first = min(spreads.values(), key=lambda spread: spread.middle)
    behind = first.middle + BEHIND * (first.below + first.above) / 2
    front, others = first.middle, [first._replace(middle=behind)] * unseen
    for bib, projection in expected.items():
        if bib in spreads:
            front = max(behind, spreads[bib].middle)
        else:
            others.append(first._replace(middle=projection.time.ms if projection else front))
    return others


def _end(spreads: list[FinishSpread], free: int) -> float:
    """A time by which so many free places are all but certain to be taken."""
    start, end = min(spread.first for spread in spreads), sorted(spread.last for spread in spreads)[:free][-1]
    many = free + MANY * sqrt(free)
    for _ in range(HALVINGS if len(spreads) > many else 0):
        middle = (start + end) / 2
        if sum(spread.finished(middle) for spread in spreads) < many:
            start = middle
        else:
            end = middle
    return end


def _of_the_next(spreads: list[FinishSpread], end: float, places: int) -> list[Chances]:
    """The chances of these runners of coming next, after one, two ... of them; each place adds up to one.

    The time is cut into steps, within which each runner's chance of having finished grows evenly. At two
    points of each step (Gauss's rule) the chance of finishing there is multiplied by that of none, one, two
    and more others having finished.
    """
    start = min(spread.first for spread in spreads)
    times = [start + (end - start) * step / STEPS for step in range(STEPS + 1)]
    growing = [[spread.finished(ms) for ms in times] for spread in spreads]
    sums = [[0.0] * max(places, PLACES) for _ in spreads]
    for step in range(STEPS):
        before, after = [ins[step] for ins in growing], [ins[step + 1] for ins in growing]
        now = [(b - a) / len(POINTS) for a, b in zip(before, after, strict=True)]
        for point in POINTS:
            ins = [a + (b - a) * point for a, b in zip(before, after, strict=True)]
            if places <= PLACES:
                _add_first(sums, ins, now)
            else:
                _add(sums, ins, now, places)
    totals = [sum(chance[place] for chance in sums) for place in range(places)]
    shares = [1 / total if place < len(spreads) else 0.0 for place, total in enumerate(totals)]
    return [tuple(c * share for c, share in zip(chance, shares, strict=False)) for chance in sums]


def _add(sums: list[list[float]], ins: list[float], now: list[float], places: int) -> None:
    """Add the chances of finishing in each place `now`; `ins` are the chances of having finished by now."""
    counts = [1.0]
    """The chance that none has finished, one, two ..."""
    for p in ins:
        if p > NEGLIGIBLE:
            counts = [a * (1 - p) + b * p for a, b in zip([*counts, 0.0], [0.0, *counts], strict=True)]
    for chance, p, coming in zip(sums, ins, now, strict=True):
        if coming > NEGLIGIBLE:
            for place, others in enumerate(_without(counts, p, places)):
                chance[place] += coming * others


def _without(counts: list[float], p: float, places: int) -> Iterable[float]:
    """The chances that so many others have finished, without one who has with chance `p`.

    They are divided out from the end where the divisor is the larger one, as errors grow from the other.
    """
    if p <= NEGLIGIBLE:
        return counts[:places]
    rest = 0.0
    if p < 0.5:
        return [rest := (count - p * rest) / (1 - p) for count in counts[: min(places, len(counts) - 1)]]
    return [rest := (count - (1 - p) * rest) / p for count in counts[:0:-1]][::-1][:places]


def _add_first(sums: list[list[float]], ins: list[float], now: list[float]) -> None:
    """The same for the first three places, with less work.

    With p the chance that a runner has finished and o = p / (1 - p) the odds, no one has with the product of
    all 1 - p; exactly one other has with that times the sum of their odds, exactly two with that times the
    sum of the products of pairs of odds.
    """
    odds = [p / (1 - p) for p in ins]
    none, total = prod(1 - p for p in ins), sum(odds)
    pairs = (total * total - sum(o * o for o in odds)) / 2
    for chance, odd, coming in zip(sums, odds, now, strict=True):
        alone, others = coming * none * (1 + odd), total - odd
        chance[0] += alone
        chance[1] += alone * others
        chance[2] += alone * max(pairs - odd * others, 0.0)
