"""The chance of each of the first places, from the projections and their ranges.

A runner's finishing time is taken as a split normal distribution about the projected one, with the range from
its 10 % to its 90 % point. Much of a range is about the race and not about one runner: a slow race is slow
for all. So against each other runners have half of it (`OWN`), and those halves are taken as independent.
"""

from __future__ import annotations

from math import erf, prod, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from race.projection.projector import Projection

FIRST_PLACES = (1, 2, 3)
PLACES = len(FIRST_PLACES)

OWN = 0.5
"""The part of a spread that is a runner's own: of 0.2 to 1 it best fits who came first, second and third on
the track and on the road; docs/grading.md lists the races."""

TENTH = 1.28155
"""The 90 % point of the normal distribution, in standard deviations."""

REACH = 4.0
"""Standard deviations beyond which no finish is expected."""

STEPS = 24
"""Steps that the time is cut into, from the first possible finish to the last that matters."""

POINTS = ((1 - 3**-0.5) / 2, (1 + 3**-0.5) / 2)
"""Points of a step at which Gauss's rule integrates a cubic exactly, as fractions of the step."""

MANY = 12
"""When so many finishers are expected, three have finished but for once in 2,000 times (Poisson)."""

HALVINGS = 8
"""Of the search for when that is."""

ROOT = sqrt(2)

LEAST_MS = 1.0

ALMOST = 1 - 1e-6
"""The largest chance of having finished, so that the odds stay finite."""

MOST = 1 - 1e-9
"""The chance of a runner who has only to finish: what rounding makes of 1 must not depend on the Python."""

Chances = tuple[float, ...]
"""Of first, second and third place, each from 0 to 1."""


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
        middle, share = projection.time.ms, OWN / TENTH
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


def chances(expected: Mapping[str, Projection | None], taken: int = 0) -> dict[str, Chances]:
    """The chances of the first places, by bib.

    Empty while a runner without a range may take one of them, as that makes the other chances wrong too: a
    runner who is projected in time, or one without a projection, unless someone who comes too late is ahead.
    No one still running is certain of a place.

    Args:
        expected: The projections of the runners still to finish, in running order, by bib.
        taken: How many places are held by those who have finished.
    """
    spreads = {bib: spread for bib, projection in expected.items() if (spread := FinishSpread.of(projection))}
    if not spreads:
        return {}
    by_bib = dict.fromkeys(spreads, (0.0,) * PLACES)
    if taken >= PLACES:
        return by_bib
    end = _end(list(spreads.values()), PLACES - taken)
    contenders = {bib: spread for bib, spread in spreads.items() if spread.first < end}
    if _may_others_come_in(expected, contenders, end):
        return {}
    for bib, free in zip(contenders, _of_the_next(list(contenders.values()), end), strict=True):
        by_bib[bib] = ((0.0,) * taken + tuple(min(chance, MOST) for chance in free))[:PLACES]
    return by_bib


def _end(spreads: list[FinishSpread], free: int) -> float:
    """A time by which so many free places are all but certain to be taken."""
    start, end = min(spread.first for spread in spreads), sorted(spread.last for spread in spreads)[:free][-1]
    for _ in range(HALVINGS if len(spreads) > MANY else 0):
        middle = (start + end) / 2
        if sum(spread.finished(middle) for spread in spreads) < MANY:
            start = middle
        else:
            end = middle
    return end


def _may_others_come_in(
    expected: Mapping[str, Projection | None], contenders: Mapping[str, FinishSpread], end: float
) -> bool:
    ahead, late = len(contenders), False
    for bib, projection in expected.items():
        ahead -= bib in contenders
        if projection is None:
            if ahead or not late:
                return True
        elif bib not in contenders:
            if projection.low is None and projection.time.ms < end:
                return True
            late = True
    return False


def _of_the_next(spreads: list[FinishSpread], end: float) -> list[Chances]:
    """The chances of being first, second and third of these; each place adds up to one.

    The time is cut into steps, within which each runner's chance of having finished grows evenly. At two
    points of each step (Gauss's rule) the chance of finishing there is multiplied by that of none, one or two
    others having finished. With p the chance that a runner has finished and o = p / (1 - p) the odds, no one
    has with the product of all 1 - p; exactly one other has with that times the sum of their odds, exactly
    two with that times the sum of the products of pairs of odds.
    """
    start = min(spread.first for spread in spreads)
    times = [start + (end - start) * step / STEPS for step in range(STEPS + 1)]
    growing = [[spread.finished(ms) for ms in times] for spread in spreads]
    sums = [[0.0] * PLACES for _ in spreads]
    for step in range(STEPS):
        before, after = [ins[step] for ins in growing], [ins[step + 1] for ins in growing]
        now = [(b - a) / len(POINTS) for a, b in zip(before, after, strict=True)]
        for point in POINTS:
            ins = [a + (b - a) * point for a, b in zip(before, after, strict=True)]
            _add(sums, ins, now)
    totals = [sum(chance[place] for chance in sums) for place in range(PLACES)]
    shares = [1 / total if place < len(spreads) else 0.0 for place, total in enumerate(totals)]
    return [tuple(c * share for c, share in zip(chance, shares, strict=True)) for chance in sums]


def _add(sums: list[list[float]], ins: list[float], now: list[float]) -> None:
    """Add the chances of finishing in each place `now`; `ins` are the chances of having finished by now."""
    odds = [p / (1 - p) for p in ins]
    none, total = prod(1 - p for p in ins), sum(odds)
    pairs = (total * total - sum(o * o for o in odds)) / 2
    for chance, odd, coming in zip(sums, odds, now, strict=True):
        alone, others = coming * none * (1 + odd), total - odd
        chance[0] += alone
        chance[1] += alone * others
        chance[2] += alone * max(pairs - odd * others, 0.0)
