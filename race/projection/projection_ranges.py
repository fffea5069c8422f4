"""The ranges of projections: bounds between which four in five runners finish."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.projection.fitted_curves import FRACTIONS, LEVELS
from race.projection.piecewise_linear import value

if TYPE_CHECKING:
    from race.projection.pace_curve import CourseCurve

Bounds = tuple[float, float]
"""Lower and upper bound of the logarithm of the real over the expected time of a stretch."""

NARROWING = 0.35
"""The bounds of a stretch are those of the whole rest times its share of the rest to this power."""


class FittedRanges:
    """The bounds of a fitted curve on a course."""

    def __init__(self, curve: CourseCurve) -> None:
        self._columns = [
            tuple(
                [value(FRACTIONS, column, curve.fraction(checkpoint)) for column in zip(*table, strict=True)]
                for table in curve.curve.spread
            )
            for checkpoint in range(curve.finish)
        ]
        """By checkpoint: the low and the high bounds, by level."""

    def bounds(self, checkpoint: int, level: float) -> Bounds:
        """The bounds of the rest after a checkpoint, for a runner of a level."""
        low, high = self._columns[checkpoint]
        return min(value(LEVELS, low, level), 0.0), max(value(LEVELS, high, level), 0.0)


def narrowed(bounds: Bounds, share: float) -> Bounds:
    """The bounds of a stretch that is a share of the rest."""
    narrower = share**NARROWING
    return bounds[0] * narrower, bounds[1] * narrower
