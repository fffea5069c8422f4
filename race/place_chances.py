"""The chance of each of the first places, from the projections and their ranges.

An entrant's finishing time is taken as a split normal about the projected one, with the range from its 10 %
to its 90 % point. Much of a range is about the race and not about one entrant: a slow race is slow for all.
So against the others each has half of it (`OWN`), and there they are independent.
"""

from __future__ import annotations

from math import erf, prod, sqrt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from race.projection.projector import Projection

FIRST_PLACES = (1, 2, 3)
"""Those of which there are chances."""
PLACES = len(FIRST_PLACES)

OWN = 0.5
"""The part of a spread that is an entrant's own: of 0.2 to 1 it fits best who came first, second and third on
the track and on the road; docs/grading.md says on which races."""

TENTH = 1.28155
"""The 90 % point of the normal distribution, in standard deviations."""

REACH = 4.0
"""Standard deviations beyond which nobody is expected."""

STEPS = 24
"""Into which the time is cut from the first that anybody may finish to the last that matters."""

POINTS = ((1 - 3**-0.5) / 2, (1 + 3**-0.5) / 2)
"""Those of a step at which a cubic adds up exactly."""

MANY = 12
"""When so many are expected to be in, the first three are: fewer are once in 2,000 times (Poisson)."""

HALVINGS = 8

ROOT = sqrt(2)

LEAST_MS = 1.0
"""Nobody's deviation is less."""

ALMOST = 1 - 1e-6

Chances = tuple[float, ...]
"""Of first, second and third place, each from 0 to 1."""


class FinishSpread(NamedTuple):
    """An entrant's finishing time against the others': two halves of a normal, in milliseconds."""

    middle: float
    below: float
    above: float

    @classmethod
    def of(cls, projection: Projection | None) -> FinishSpread | None:
        """None without a range."""
        if projection is None or projection.low is None or projection.high is None:
            return None
        middle, own = projection.time.ms, OWN / TENTH
        below, above = middle - projection.low.ms, projection.high.ms - middle
        return cls(middle, max(own * below, LEAST_MS), max(own * above, LEAST_MS))

    @property
    def first(self) -> float:
        """Before this the finish is not expected."""
        return self.middle - REACH * self.below

    @property
    def last(self) -> float:
        """By then the finish is as good as certain."""
        return self.middle + REACH * self.above

    def finished(self, ms: float) -> float:
        """The chance of having finished by a time."""
        deviation = self.below if ms < self.middle else self.above
        return min((1 + erf((ms - self.middle) / (deviation * ROOT))) / 2, ALMOST)


def chances(expected: Mapping[str, Projection | None], taken: int = 0) -> dict[str, Chances]:
    """The chances of the first places by bib, of those who are still to finish, given in running order.

    `taken` places are held by those who have finished. Nothing is said while somebody may come in of whom no
    range is known, as it would be wrong about the others too: who is projected in time for it, or who is not
    projected but further than one who may.
    """
    spreads = {bib: spread for bib, projection in expected.items() if (spread := FinishSpread.of(projection))}
    if not spreads:
        return {}
    found = dict.fromkeys(spreads, (0.0,) * PLACES)
    if taken >= PLACES:
        return found
    end = _end(list(spreads.values()), PLACES - taken)
    contenders = {bib: spread for bib, spread in spreads.items() if spread.first < end}
    if _may_others_come_in(expected, contenders, end):
        return {}
    for bib, free in zip(contenders, _of_the_next(list(contenders.values()), end), strict=True):
        found[bib] = ((0.0,) * taken + free)[:PLACES]
    return found


def _end(spreads: list[FinishSpread], free: int) -> float:
    """A time by which so many free places are as good as taken."""
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
    left = len(contenders)
    for bib, projection in expected.items():
        left -= bib in contenders
        if projection is None and left:
            return True
        if projection is not None and projection.low is None and projection.time.ms < end:
            return True
    return False


def _of_the_next(spreads: list[FinishSpread], end: float) -> list[Chances]:
    """The chances of being first, second and third of these, each adding up to one over all of them.

    The time is cut into steps, within which everybody's chance to be in grows evenly. At two points of each
    (Gauss's) the chance of coming in there is multiplied by that of so many others being in. With the odds
    o = p / (1 - p) of each to be in, nobody is with the product of all 1 - p; one of the others is so many
    times more likely than that as their odds add up to, two as the products of their pairs do.
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
    """Add what coming in `now` is worth while each is in with the chance in `ins`."""
    odds = [p / (1 - p) for p in ins]
    none, total = prod(1 - p for p in ins), sum(odds)
    pairs = (total * total - sum(o * o for o in odds)) / 2
    for chance, own, coming in zip(sums, odds, now, strict=True):
        alone, others = coming * none * (1 + own), total - own
        chance[0] += alone
        chance[1] += alone * others
        chance[2] += alone * max(pairs - own * others, 0.0)
