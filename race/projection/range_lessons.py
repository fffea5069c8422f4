"""What the finishers teach about how wide ranges should be, as seen from one checkpoint.

Four in five of the newest should have come within their ranges. Where it was fewer, those of the runners
behind are made wider; where it was many more, narrower. docs/projection.md says what that brought.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import inf
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from race.projection.segment_lessons import MEMORY

if TYPE_CHECKING:
    from race.projection.pace_curve import Bounds

LEAST = 60
"""From fewer finishers nothing is learnt."""

HOLD = 50
"""So many weigh as much as the ranges without them."""

HELD = 0.8
"""How many should come within their ranges."""

MORE = 1.3
"""A range that is made narrower is still so many times as wide as would have held four in five: the fastest,
who finish first, are less uncertain than those behind."""

NARROWEST, WIDEST = 0.5, 2.0

STEP = 20
"""It is worked out anew with every so many finishers, as that takes as long as a dozen projections."""


class FinishError(NamedTuple):
    """How a finish compared with what was expected."""

    error: float
    """Logarithm of the real over the expected time of the way to the finish."""
    bounds: Bounds
    """Between which it was expected to be."""


class RangeLessons:
    """The errors of finishers, by the time from which they count."""

    def __init__(self) -> None:
        self._keys: list[tuple[int, int]] = []
        self._errors: list[FinishError] = []
        self._known: dict[int, float] = {}
        """How wide ranges are, by how many finishers count; emptied when one is added or removed."""

    def add(self, key: tuple[int, int], error: FinishError) -> None:
        """Add one. Its key is the time from which it counts, and the number of the runner."""
        at = bisect_left(self._keys, key)
        self._keys.insert(at, key)
        self._errors.insert(at, error)
        self._known.clear()

    def remove(self, key: tuple[int, int]) -> None:
        """Remove one, if it is there."""
        at = bisect_left(self._keys, key)
        if self._keys[at : at + 1] == [key]:
            del self._keys[at], self._errors[at]
            self._known.clear()

    def width(self, now_ms: int) -> float:
        """How many times as wide as expected ranges are by a race time."""
        end = bisect_right(self._keys, (now_ms, inf)) // STEP * STEP
        if end < LEAST:
            return 1.0
        if end not in self._known:
            self._known[end] = _width(self._errors[max(end - MEMORY, 0) : end])
        return self._known[end]


def _width(errors: list[FinishError]) -> float:
    """By the width that would have held four in five, about what they had in common."""
    count = len(errors)
    learnt = count / (count + HOLD)
    common = learnt * sum(error.error for error in errors) / count
    widths: list[float] = []
    for error, (low, high) in errors:
        off = error - common
        bound = high if off > 0 else low
        widths.append(off / bound if bound else WIDEST)
    widths.sort()
    needed = widths[int(HELD * (count - 1))]
    if needed < 1:
        needed = min(needed * MORE, 1.0)
    return float(min(max(needed, NARROWEST), WIDEST) ** learnt)
