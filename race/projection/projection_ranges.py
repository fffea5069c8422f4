"""The ranges of projections off the marathon: bounds between which four in five runners are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.projection.piecewise_linear import value

if TYPE_CHECKING:
    from race.projection.pace_curve import Bounds

FRACTIONS = (0.2, 0.3, 0.45, 0.6, 0.75, 0.9)
"""Parts of the way done at which the bounds are given; before the first none was measured."""

LENGTHS_M = (21_097.5, 45_000, 90_000, 161_000)
"""Lengths of the races at which they are given, one row each."""

LOW = (
    (-0.056, -0.049, -0.069, -0.068, -0.062, -0.079),
    (-0.069, -0.068, -0.072, -0.084, -0.109, -0.107),
    (-0.085, -0.092, -0.098, -0.117, -0.123, -0.118),
    (-0.01, -0.036, -0.077, -0.095, -0.129, -0.178),
)
"""Logarithms of the real over the expected time of the rest."""

HIGH = (
    (0.113, 0.113, 0.079, 0.089, 0.077, 0.072),
    (0.159, 0.16, 0.16, 0.125, 0.088, 0.094),
    (0.16, 0.152, 0.128, 0.101, 0.097, 0.124),
    (0.278, 0.238, 0.172, 0.161, 0.164, 0.14),
)

NARROWING = (0.35, 0.2, 0.1, 0.0)
"""By length: the bounds of a stretch are those of the whole rest times its share of the rest to this power.
In long races one stretch is as uncertain as the rest: there are hills, and runners stop."""


def rest_bounds(length_m: float, done: float) -> Bounds | None:
    """The bounds of the rest of a race of a length, from a part of the way."""
    if done < FRACTIONS[0]:
        return None
    low, high = (
        value(LENGTHS_M, [value(FRACTIONS, row, done) for row in table], length_m) for table in (LOW, HIGH)
    )
    return low, high


def narrowed(bounds: Bounds, length_m: float, share: float) -> Bounds:
    """The bounds of a stretch that is a share of the rest, in a race of a length."""
    narrower = share ** value(LENGTHS_M, NARROWING, length_m)
    return bounds[0] * narrower, bounds[1] * narrower
