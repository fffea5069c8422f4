"""The numbers of the last-lap rule, as lines over the fraction of the race that is run.

The lines of the 1500 m and the mile were fitted on races of which every runner's times are known, by how the
races were run. docs/grading.md says which those are, and how well the rule did.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import exp

from race.lazy_named_tuple import NamedTuple
from race.projection.piecewise_linear import value

Numbers = Sequence[float]


class Coefficients(NamedTuple):
    """The coefficients of the rule at one checkpoint."""

    constant: float
    lap: float
    leader: float
    gap: float
    own_best: float
    best_of_field: float


class LastLapRange(NamedTuple):
    """The 10 % and 90 % points of the ratio of real to projected time for the rest."""

    low: float
    high: float


KNOTS = (0.2, 0.35, 0.5, 0.7333, 0.9333)
"""The fractions of the race at which the lines bend."""

RANGE_KNOTS = (*KNOTS, 1.0)

NOTHING = (0.0,) * len(KNOTS)


class Rule(NamedTuple):
    """The rule for races that are run alike. By default it is even pace, without a range."""

    constant: Numbers = NOTHING
    lap: Numbers = NOTHING
    leader: Numbers = NOTHING
    gap: Numbers = NOTHING
    own_best: float = 0.0
    best_of_field: float = 0.0
    low: Numbers = ()
    """Logarithms of the ratios of `LastLapRange`; empty where no ranges were measured."""
    high: Numbers = ()
    own_share: float = 0.6
    """How much of the range is a runner's own until the bell; the rest is common to all in the race."""
    share_knots: Numbers = (1.0,)
    share: Numbers = (1.0,)
    """Which share of the correction is taken; none where even pace did as well."""
    knots: Numbers = KNOTS
    range_knots: Numbers = RANGE_KNOTS

    def coefficients(self, done: float) -> Coefficients:
        """The coefficients with a fraction of the race done."""
        share = value(self.share_knots, self.share, done)

        def at(line: Numbers) -> float:
            return share * value(self.knots, line, done)

        constant, lap, leader, gap = at(self.constant), at(self.lap), at(self.leader), at(self.gap)
        return Coefficients(constant, lap, leader, gap, share * self.own_best, share * self.best_of_field)

    def spread(self, done: float) -> LastLapRange | None:
        """The range with a fraction of the race done."""
        if not self.low:
            return None
        return LastLapRange(*(exp(value(self.range_knots, line, done)) for line in (self.low, self.high)))

    def by_bests(self, constant: Numbers, spread: float) -> Rule:
        """The same where the runners' personal bests are known.

        They take the place of the reference with which the leader's pace is compared.
        """
        return self._replace(
            constant=constant,
            leader=NOTHING,
            own_best=OWN_BEST,
            best_of_field=BEST_OF_FIELD,
            low=[spread * end for end in self.low],
            high=[spread * end for end in self.high],
        )


OWN_KNOTS, LATE_OWN_SHARE = (0.7333, 0.8), 0.9
"""After the bell most of what is still open is the runner's own."""

OWN_BEST, BEST_OF_FIELD = 0.405, 0.62
"""How much of the difference between the pace so far and that of a best is still to come: for the runner's
own, and for the leader's pace and the median best of the field."""

EVEN = Rule()
"""Even pace: relays, walks, obstacles, and all distances but 800 m, 1500 m and the mile, where nothing was
found that is better."""

PACED = Rule(
    constant=(-0.064, -0.077, -0.073, -0.068, -0.080),
    lap=(-0.04, -0.23, 0.09, 0.48, 0.88),
    leader=(-0.67, -0.73, -0.62, -0.45, -0.58),
    gap=(-0.006, -0.001, 0.003, 0.005, 0.007),
    low=(-0.022, -0.025, -0.030, -0.045, -0.048, -0.12),
    high=(0.026, 0.026, 0.029, 0.044, 0.064, 0.14),
    own_share=0.9,
)
"""Behind pacemakers."""

PACED_BY_BESTS = PACED.by_bests(constant=(0.012, 0.005, -0.005, -0.016, -0.013), spread=0.8)

CHAMPIONSHIP = Rule(
    constant=(-0.070, -0.088, -0.121, -0.114, -0.097),
    lap=(0, 0.10, 0.34, 0.43, 0.58),
    leader=(-0.72, -0.86, -0.97, -0.88, -0.89),
    gap=(-0.006, -0.008, 0.005, 0.013, 0.005),
    low=(-0.033, -0.031, -0.029, -0.043, -0.050, -0.14),
    high=(0.060, 0.058, 0.056, 0.051, 0.067, 0.16),
)
"""For a title: the slower the leader so far, the faster the rest. The ranges are a little wider than
measured, as whole races differ and few were known."""

CHAMPIONSHIP_BY_BESTS = CHAMPIONSHIP.by_bests((-0.008, -0.013, -0.030, -0.034, -0.015), spread=1)

CLUB = Rule(
    constant=(0.013, -0.001, -0.008, -0.028, -0.080),
    lap=(0, 0.17, 0.39, 0.82, 0.88),
    leader=(-0.22, -0.12, -0.02, -0.07, -0.58),
    gap=(0.009, 0.011, 0.010, 0.004, 0.007),
    low=(-0.050, -0.047, -0.043, -0.054, -0.055, -0.13),
    high=(0.052, 0.052, 0.052, 0.057, 0.063, 0.15),
)
"""Club and college races. Nothing was measured between the last lap and the last hundred metres, where it is
the rule of paced races."""

UNKNOWN = CLUB._replace(
    share_knots=(0.7, 0.7333),
    share=(0, 1),
    low=(-0.055, -0.08, -0.06, -0.055, -0.13),
    high=(0.08, 0.065, 0.055, 0.06, 0.15),
    range_knots=(0.2, 0.47, 0.73, 0.93, 1),
)
"""Where neither the kind of race nor the field is known: even pace until the bell, with ranges as wide as all
kinds together need. From the bell on the rule of club races was better than even pace in each kind."""


def _between(lines: Numbers, others: Numbers) -> list[float]:
    return [(one + other) / 2 for one, other in zip(lines, others, strict=True)]


ELITE_BY_BESTS = PACED_BY_BESTS._replace(
    constant=_between(PACED_BY_BESTS.constant, CHAMPIONSHIP_BY_BESTS.constant),
    lap=_between(PACED_BY_BESTS.lap, CHAMPIONSHIP_BY_BESTS.lap),
    gap=_between(PACED_BY_BESTS.gap, CHAMPIONSHIP_BY_BESTS.gap),
    low=_between(PACED_BY_BESTS.low, CHAMPIONSHIP_BY_BESTS.low),
    high=_between(PACED_BY_BESTS.high, CHAMPIONSHIP_BY_BESTS.high),
)
"""A field of the best of which only the personal bests are known: half paced, half for a title."""

HALVED_KNOTS, HALVED = (0.27, 0.30, 0.545, 0.60, 0.7333, 0.80), (0.5, 0, 0, 0.5, 0.5, 1)
"""In paced races of men half of the correction did better until the bell, and none from 500 to 800 m."""

PACED_MEN = PACED._replace(share_knots=HALVED_KNOTS, share=HALVED, own_share=0.6)

PACED_MEN_BY_BESTS = PACED_BY_BESTS._replace(share_knots=(0.7333, 0.80), share=(0.5, 1), own_share=0.6)

EIGHT_HUNDRED = Rule(
    knots=(0.25, 0.375, 0.5, 0.625, 0.75, 0.875),
    constant=(0.086, 0.063, 0.051, 0.040, 0.040, 0.040),
    lap=(0,) * 6,
    leader=(0,) * 6,
    gap=(0,) * 6,
    range_knots=(0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1),
    low=(-0.042, -0.042, -0.045, -0.052, -0.065, -0.09, -0.18),
    high=(0.042, 0.042, 0.045, 0.052, 0.065, 0.09, 0.18),
)
"""800 m, however it is run: the second lap is the slower one."""
