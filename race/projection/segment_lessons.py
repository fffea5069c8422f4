"""The lessons about one segment of the course, as seen from one checkpoint."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from math import inf
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

MEMORY = 300
"""How many of the newest lessons on a segment count, all equally."""


class SegmentLessons:
    """The lessons on one segment, by the time from which they count."""

    def __init__(self, ends: Iterable[tuple[int, int]]) -> None:
        """Take the race times at which runners came to the end of the segment, and their numbers."""
        self._awaited = sorted((-end_ms, number) for end_ms, number in ends)
        """Those whose lessons are still to be worked out, the first to come there last."""
        self._keys: list[tuple[int, int]] = []
        self._residuals: list[int] = []

    @property
    def awaited_ms(self) -> float:
        """When the first came there whose lesson is still to be worked out; it counts no earlier."""
        return -self._awaited[-1][0] if self._awaited else inf

    def expect(self, end_ms: int, number: int) -> None:
        """Expect the lesson of a runner who came there at a race time."""
        insort(self._awaited, (-end_ms, number))

    def expects_no_longer(self, end_ms: int, number: int) -> bool:
        """Expect it no longer; False if it was not expected."""
        at = bisect_left(self._awaited, (-end_ms, number))
        is_expected = self._awaited[at : at + 1] == [(-end_ms, number)]
        del self._awaited[at : at + is_expected]
        return is_expected

    def due(self, now_ms: int) -> list[int]:
        """The numbers of those who came there by a race time; their lessons are expected no longer."""
        at = bisect_left(self._awaited, (-now_ms,))
        numbers = [number for _, number in self._awaited[at:]]
        del self._awaited[at:]
        return numbers

    def add(self, key: tuple[int, int], residual: int) -> None:
        """Add one. Its key is the time from which it counts, and the number of the runner."""
        at = bisect_left(self._keys, key)
        self._keys.insert(at, key)
        self._residuals.insert(at, residual)

    def remove(self, key: tuple[int, int]) -> None:
        """Remove one."""
        at = bisect_left(self._keys, key)
        del self._keys[at], self._residuals[at]

    def newest(self, now_ms: int) -> tuple[int, int, float]:
        """The newest that count: how many, the sum of their residuals, and when the next one counts."""
        end = bisect_right(self._keys, (now_ms, inf))
        start = max(end - MEMORY, 0)
        next_ms = self._keys[end][0] if end < len(self._keys) else inf
        return end - start, sum(self._residuals[start:end]), next_ms
