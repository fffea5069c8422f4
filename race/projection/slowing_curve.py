"""The pace curve of all races but road marathons: runners slow down steadily, the more the longer the race.

It knows no course: what a hill costs is learnt from the runners ahead and from an earlier edition.
"""

from __future__ import annotations

from math import exp, log
from typing import TYPE_CHECKING

from race.projection.pace_curve import Expectation, Read, Splits, Stretch
from race.projection.projection_ranges import narrowed, rest_bounds

if TYPE_CHECKING:
    from collections.abc import Sequence

LATEST_PART = 0.1
"""The latest pace is taken over at least this part of the distance."""

PERSISTENCE = (0.87, -0.41)
"""How much of a latest pace off the curve is kept, at the start, and the change up to the finish."""

PERSISTENCE_OF_SLOWER = (-0.33, 0.24)
"""The same to be added for a pace slower than the curve."""

EVEN_UNTIL, SLOWING_FROM = 0.12, 0.25
"""Up to the first part of the distance even pace is expected, as a hill at the start says more than the
length does; from the second one on the slowing counts in full."""


class SlowingCurve:
    """The curve on a course whose checkpoints are `distances` metres from the start, the finish last.

    P is the average pace so far, Q the pace over the latest stretch, which began at the fraction a of the
    way, and s the slowing. Over the stretch from the fraction x to b

        ln(expected pace / P) = s b w(x) + r(x) v,   v = ln(Q / P) - s a
    """

    hold = 5
    own_share = 0.6
    carry = 1.0

    def __init__(self, distances: Sequence[float], slowing: float, *, has_range: bool) -> None:
        self.distances = distances
        self._slowing = slowing
        self._has_range = has_range

    def expect(self, splits: Splits) -> Expectation:
        """What is expected after the last of a runner's reads."""
        return _SlowingExpectation(splits.reads, self.distances, self._slowing, has_range=self._has_range)


class _SlowingExpectation(Expectation):
    def __init__(
        self, reads: Sequence[Read], distances: Sequence[float], slowing: float, *, has_range: bool
    ) -> None:
        super().__init__(reads[-1])
        self._distances = distances
        whole_m = distances[-1]
        self._start_m = distances[self.read.checkpoint]
        done = self._start_m / whole_m
        even = self.read.seconds / self._start_m
        kept = _kept(reads, distances, even, slowing)
        weight = min(max((done - EVEN_UNTIL) / (SLOWING_FROM - EVEN_UNTIL), 0.0), 1.0)
        self._pace, self._slowing = even * exp(kept), slowing * weight
        self._rest = rest_bounds(whole_m, done) if has_range else None

    def _stretch(self, checkpoint: int) -> Stretch:
        end_m, whole_m = self._distances[checkpoint], self._distances[-1]
        metres = end_m - self._start_m
        seconds = metres * self._pace * exp(self._slowing * end_m / whole_m)
        if self._rest is None:
            return Stretch(seconds, None)
        return Stretch(seconds, narrowed(self._rest, whole_m, metres / (whole_m - self._start_m)))


def _kept(reads: Sequence[Read], distances: Sequence[float], even: float, slowing: float) -> float:
    """How much of a latest pace off the curve is kept, as a logarithm."""
    last, whole_m = reads[-1], distances[-1]
    for read in reversed(reads[:-1]):
        metres = distances[last.checkpoint] - distances[read.checkpoint]
        if metres >= LATEST_PART * whole_m:
            break
    else:
        return 0.0
    off = log((last.seconds - read.seconds) / metres / even) - slowing * distances[read.checkpoint] / whole_m
    done = distances[last.checkpoint] / whole_m
    start, change = PERSISTENCE
    slower_start, slower_change = PERSISTENCE_OF_SLOWER
    return off * (start + change * done + (slower_start + slower_change * done if off > 0 else 0.0))
