"""How far what was said to be likely came true: the Brier score of chances, and their reliability."""

from __future__ import annotations

from collections import Counter, defaultdict
from math import sqrt
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable

RANGES_HOLD = 0.8
"""How often a range should hold the time that was run."""

CHANCE_BINS = (0.02, 0.05, 0.1, 0.2, 0.35, 0.5)
"""The chances at which one bin ends and the next begins."""

SURE = 1.96
"""Standard deviations on both sides of a mean within which 95 % of a normal distribution are."""


class GivenChance(NamedTuple):
    """The chance of winning that a runner was given at a moment of a race."""

    moment: Hashable
    """Tells apart the moments, at each of which the chances add up to 1 at most."""
    chance: float
    won: bool
    place: int | None = None
    """In the running order of then."""


class Reliability(NamedTuple):
    """How often something came true that was said to be so likely."""

    said: float
    """How likely, from 0 to 1; of several cases the mean."""
    cases: int
    came_true: int

    @property
    def share(self) -> float:
        """How often it came true, from 0 to 1."""
        return self.came_true / self.cases

    @property
    def interval(self) -> tuple[float, float]:
        """Between which shares the true one is with 95 % (Wilson's interval), were all cases independent."""
        n, share = self.cases, self.share
        middle = (share + SURE**2 / (2 * n)) / (1 + SURE**2 / n)
        half = SURE / (1 + SURE**2 / n) * sqrt(share * (1 - share) / n + SURE**2 / (4 * n * n))
        return max(middle - half, 0.0), min(middle + half, 1.0)


class GroupedShare:
    """How often something came true, where the cases of a group are alike: of one runner, or of one race.

    Groups are taken to be independent of one another.
    """

    def __init__(self) -> None:
        self._cases: Counter[Hashable] = Counter()
        self._came_true: Counter[Hashable] = Counter()

    def add(self, group: Hashable, came_true: bool) -> None:
        """Add a case."""
        self._cases[group] += 1
        self._came_true[group] += came_true

    @property
    def interval(self) -> tuple[float, float] | None:
        """Between which shares the true one is with 95 %, from 0 to 1; None of fewer than two groups.

        From the variance of a ratio of sums over groups, as a bootstrap of the groups would give it.
        """
        groups, cases = len(self._cases), self._cases.total()
        if groups < 2:
            return None
        share = self._came_true.total() / cases
        squares = sum((self._came_true[group] - share * n) ** 2 for group, n in self._cases.items())
        half = SURE * sqrt(squares * groups / (groups - 1)) / cases
        return max(share - half, 0.0), min(share + half, 1.0)


def brier(given: Iterable[GivenChance]) -> float | None:
    """The Brier score: 0 where the winners were given 1, up to 2 where others were; None without chances.

    It is the sum over the runners of the squares of what their chances differ from 1 for the winner and from
    0 for the others, and the mean of that over the moments.
    """
    moments: defaultdict[Hashable, float] = defaultdict(float)
    for each in given:
        moments[each.moment] += (each.chance - each.won) ** 2
    return fmean(moments.values()) if moments else None


def by_chance(given: Iterable[GivenChance]) -> list[Reliability]:
    """How often runners won who had been given about the same chance, from the least to the greatest."""
    bins: list[list[GivenChance]] = [[] for _ in (*CHANCE_BINS, 1)]
    for each in given:
        bins[sum(each.chance >= end for end in CHANCE_BINS)].append(each)
    return [
        Reliability(fmean(each.chance for each in found), len(found), sum(each.won for each in found))
        for found in bins
        if found
    ]
