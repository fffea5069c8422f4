"""The numbers of the last-lap rule: lines over the fraction of a race on the track that is run."""

from __future__ import annotations

from collections.abc import Sequence
from math import exp
from typing import NamedTuple

from race.projection.piecewise_linear import value

Numbers = Sequence[float]


class Bend(NamedTuple):
    """The coefficients of the rule at one checkpoint."""

    constant: float
    lap: float
    leader: float
    gap: float


class LastLapRange(NamedTuple):
    """The 10 % and 90 % points of time for the rest, as run / as projected."""

    low: float
    high: float


class Rule(NamedTuple):
    """The rule for some distances."""

    knots: Numbers
    """Fractions of the race. Up to the first one the pace is taken as even."""
    constant: Numbers
    lap: Numbers
    leader: Numbers
    gap: Numbers
    spread_knots: Numbers = ()
    """Fractions of the race; none where no range has a measured basis."""
    low: Numbers = ()
    """Logarithms of the ratios of `LastLapRange`."""
    high: Numbers = ()

    def bend(self, done: float) -> Bend:
        """The coefficients with a fraction of the race done."""
        lines = (self.constant, self.lap, self.leader, self.gap)
        return Bend(*(value(self.knots, line, done) for line in lines))

    def spread(self, done: float) -> LastLapRange | None:
        """The range with a fraction of the race done."""
        if not self.spread_knots:
            return None
        return LastLapRange(*(exp(value(self.spread_knots, line, done)) for line in (self.low, self.high)))


MIDDLE = Rule(
    knots=(0.2, 0.7333, 0.93),
    constant=(0, -0.0314, 0),
    lap=(0, 1.386, 1),
    leader=(0, -0.119, 0),
    gap=(0, 0.0003, 0),
    spread_knots=(0.2, 0.47, 0.73, 0.93, 1),
    low=(-0.055, -0.08, -0.06, -0.055, -0.13),
    high=(0.08, 0.065, 0.055, 0.06, 0.15),
)
"""1500 m and mile. With a lap to go it was fitted on 625 runs of 53 college and national races of 2018.
Earlier, no correction helped in the elite races of the library; later, the pace of the last lap did best
there. The ranges are those of the college and national races, widened until they hold in the elite ones."""

OTHER = Rule(knots=(0.5, 1), constant=(0, 0), lap=(0, 1), leader=(0, 0), gap=(0, 0))
"""Other distances: the last lap alone, more and more from half-way on. Too few races are known to measure a
range on."""

MIDDLE_M = (1400.0, 1700.0)


def rule(distance_m: float) -> Rule:
    """The rule for a race over so many metres."""
    shortest, longest = MIDDLE_M
    return MIDDLE if shortest <= distance_m <= longest else OTHER
