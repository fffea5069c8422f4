"""Racers: marathon runners who may hold a pace at which most slow down, by their best or their field.

Of those who begin a large marathon at the pace of an elite, most are no such runners, or begin too fast: the
net expects all to slow down. A personal best that is faster says otherwise, and so does a start list of a few
names: they are the leaders whom a report named, and such races were run at even pace or faster
(docs/projection.md).
"""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from race.projection.pace_curve import Bounds, Traits

SMALL_FIELD = 15
"""In a marathon with no more entrants than this, the fast ones are the leaders whom a report named."""

ELITE_S = {-1.0: 8_100, 0.0: 8_100, 1.0: 9_300}
"""Who is on for a slower marathon than this is not of the elite, by sex, in seconds: 2:15:00 and 2:35:00."""

FASTER = -0.035
"""So much faster, as a logarithm, may one who holds the pace so far run the rest: the most in the library
is 3.2 % (Kiptum from 30 km to the finish of Chicago in 2023)."""


def is_small(entrants: int) -> bool:
    """Whether in a field of so many only the leaders are known."""
    return entrants <= SMALL_FIELD


def may_hold(traits: Traits, marathon_s: float) -> bool:
    """Whether a runner may hold the average pace so far, at which a marathon takes so many seconds."""
    is_known = traits.best_s is not None or traits.is_in_small_field
    return is_known and marathon_s <= ELITE_S[traits.sex]


def held(traits: Traits, seconds: float, even_s: float, slower: float) -> float:
    """How much slower the rest of the way is expected than the way so far, as a logarithm.

    It lies between even pace and what the net expects (`slower`), as near to the personal best as that
    allows; without a best it is even pace. `seconds` were run, and `even_s` are left at even pace.
    """
    if traits.best_s is None:
        return 0.0
    left_s = max(traits.best_s - seconds, even_s * exp(FASTER))
    return sorted((0.0, log(left_s / even_s), slower))[1]


def widened(slower: float, expected: float, bounds: Bounds) -> Bounds:
    """The range of the net, which expects the rest to be so much slower, about what is expected instead."""
    low, high = bounds
    return min(slower + low, FASTER) - expected, max(slower + high - expected, 0.0)
