"""How far from the expected time the real one is: between which bounds four in five come in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.projection.fitted_curves import FRACTIONS, LEVELS
from race.projection.piecewise_linear import value

if TYPE_CHECKING:
    from race.projection.pace_curve import CourseCurve

Bounds = tuple[float, float]
"""Logarithms of the real over the expected time of a stretch, the lower and the higher one."""

NARROWING = 0.35
"""The bounds of a stretch are those of the whole rest times its share of it to this power."""


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
        """By checkpoint, low and high: by level."""

    def bounds(self, checkpoint: int, level: float, share: float) -> Bounds:
        """Of a stretch behind a checkpoint that is a share of the rest, for somebody of a level."""
        low, high = self._columns[checkpoint]
        narrower = share**NARROWING
        return min(value(LEVELS, low, level), 0.0) * narrower, max(value(LEVELS, high, level), 0.0) * narrower
