"""Piecewise linear functions, given by values at knots."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def value(knots: Sequence[float], values: Sequence[float], x: float) -> float:
    """The value at `x`; constant before the first knot and after the last."""
    if x <= knots[0]:
        return values[0]
    if x >= knots[-1]:
        return values[-1]
    after = bisect_right(knots, x)
    x0, x1 = knots[after - 1], knots[after]
    return values[after - 1] + (values[after] - values[after - 1]) * (x - x0) / (x1 - x0)
