"""A straight line through measurements, with its error."""

from __future__ import annotations

from collections.abc import Sequence
from math import inf, sqrt


def slope(points: Sequence[tuple[float, float]]) -> tuple[float, float]:
    """The slope of the line of least squares, and its standard error; infinite for less than three points."""
    count = len(points)
    if count < 3:
        return 0.0, inf
    middle_x = sum(x for x, _ in points) / count
    middle_y = sum(y for _, y in points) / count
    spread = sum((x - middle_x) ** 2 for x, _ in points)
    found = sum((x - middle_x) * (y - middle_y) for x, y in points) / spread
    rest = sum((y - middle_y - found * (x - middle_x)) ** 2 for x, y in points)
    return found, sqrt(rest / (count - 2) / spread)
