"""A pace curve on a course: the times expected from the times so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import exp, log
from typing import NamedTuple

from race.projection.fitted_curves import KNOTS, REFERENCE_PACE, Curve
from race.projection.piecewise_linear import area

LATEST_PART = 0.1
"""The latest pace is taken over at least this part of the distance."""

FAST_LEVEL = -0.2
"""Below this level `Curve.fade_of_fast` applies."""

Shifts = Mapping[int, Sequence[float]]
"""By checkpoint: what to add to the logarithm of the pace over each later segment."""


class Read(NamedTuple):
    """A runner's time at a checkpoint, as a model takes it."""

    checkpoint: int
    seconds: float
    """From the runner's own start."""
    when_ms: int
    """Race time, in milliseconds from the first gun."""


class Expectation(NamedTuple):
    """What is expected of a runner after one checkpoint."""

    read: Read
    level: float
    """The logarithm of the average pace so far over `REFERENCE_PACE`; slower is larger."""
    segments: list[float]
    """Seconds for each segment left."""
    arrivals: list[float]
    """Seconds from there to each checkpoint left."""


class CourseCurve:
    """A curve on a course whose checkpoints are `distances` metres from the start, the finish last.

    P is the average pace so far, l = ln(P / `REFERENCE_PACE`), Q the pace over the latest stretch, g the
    curve for l over a stretch, G its mean so far, and x the fraction done. Shifts aside, over a segment

        ln(expected pace / P) = g - G + r(x) v,  v = ln(Q / P) - (g over the latest stretch - G)
    """

    def __init__(self, curve: Curve, distances: Sequence[float], shifts: Shifts | None = None) -> None:
        self.curve = curve
        self.finish = len(distances) - 1
        self.distances = distances
        whole_m = max(distances[-1], curve.distance_m)
        self._fractions = [*(metres / whole_m for metres in distances), 0.0]
        """By index; the start, index -1, comes last."""
        self._areas = [
            tuple(area(KNOTS, line, x) for line in (curve.fade, curve.fade_by_level, curve.fade_of_fast))
            for x in self._fractions
        ]
        shifts = shifts or {}
        self._segments = [
            [
                (distances[m] - (distances[m - 1] if m else 0.0), *self._fade(k, m - 1, m))
                for m in range(k + 1, len(distances))
            ]
            for k in range(self.finish)
        ]
        self._shift_factors = {k: [exp(shift) for shift in shifts[k]] for k in shifts}

    def fraction(self, checkpoint: int) -> float:
        """How much of the distance is done at a checkpoint."""
        return self._fractions[checkpoint]

    def expect(self, reads: Sequence[Read]) -> Expectation:
        """What is expected after the last of a runner's reads, which is before the finish."""
        last = reads[-1]
        pace = last.seconds / self.distances[last.checkpoint]
        level = log(pace / REFERENCE_PACE)
        fast = min(level - FAST_LEVEL, 0.0)
        pace *= exp(self._kept(reads, pace, level, fast))
        segments = [
            metres * pace * exp(fade + level * by_level + fast * of_fast)
            for metres, fade, by_level, of_fast in self._segments[last.checkpoint]
        ]
        if last.checkpoint in self._shift_factors:
            segments = [
                s * factor for s, factor in zip(segments, self._shift_factors[last.checkpoint], strict=True)
            ]
        return Expectation(last, level, segments, list(accumulate(segments)))

    def _kept(self, reads: Sequence[Read], pace: float, level: float, fast: float) -> float:
        """How much of a latest pace off the curve is kept, as a logarithm."""
        last = reads[-1]
        least_m = LATEST_PART * self.distances[-1]
        for read in reversed(reads[:-1]):
            metres = self.distances[last.checkpoint] - self.distances[read.checkpoint]
            if metres >= least_m:
                break
        else:
            return 0.0
        fade, by_level, of_fast = self._fade(last.checkpoint, read.checkpoint, last.checkpoint)
        expected = fade + level * by_level + fast * of_fast
        off = log((last.seconds - read.seconds) / metres / pace) - expected
        start, change, slow_start, slow_change = self.curve.persistence
        x = self._fractions[last.checkpoint]
        return off * (start + change * x + (slow_start + slow_change * x if off > 0 else 0.0))

    def _fade(self, done: int, start: int, end: int) -> tuple[float, float, float]:
        """The three lines of the curve over a stretch, less their means so far."""
        if self._fractions[end] == self._fractions[start]:
            return 0.0, 0.0, 0.0
        fade, by_level, of_fast = (
            (self._areas[end][i] - self._areas[start][i]) / (self._fractions[end] - self._fractions[start])
            - self._areas[done][i] / self._fractions[done]
            for i in range(3)
        )
        return fade, by_level, of_fast
