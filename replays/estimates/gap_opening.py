"""How far the gap at the end of a stretch has opened on the way.

On a track most of it opens late. On a road a runner is with the leaders or is not: who loses touch goes on
slower than they do. docs/reconstruction.md says how the constants were measured.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

TOGETHER, ALONE = 0.08, 0.15
"""On a track, shares of the winner's time. Runners who finish less than the first behind were in the pack and
lost touch late; runners who finish more than the second behind ran their own pace from the gun."""

EVENLY = 0.35
"""The share of a gap that opens evenly for runners in a pack on a track; the rest is as the fourth power."""

SLOWER = 0.06
"""On a road, who has lost touch takes this much longer than the leader for the rest of the way."""


class GapOpening:
    """How gaps open in one race."""

    def __init__(self, distances: Sequence[float], leader_ms: Sequence[float], *, is_road: bool) -> None:
        self._distances = distances
        self._leader_ms = leader_ms
        self._is_road = is_road

    def opened(self, gap_ms: float, point: int, end: int, latest_ms: float | None = None) -> float:
        """How much of a gap at `end` there is at `point`, for one who had none at the start.

        On a road the runner has lost touch by `latest_ms` in the leader's race, if that is given.
        """
        if not self._is_road:
            return gap_ms * self._share_on_track(gap_ms, point, end)
        end_ms = self._leader_ms[end]
        lost_ms = end_ms - abs(gap_ms) / SLOWER
        if latest_ms is not None:
            lost_ms = min(lost_ms, latest_ms)
        lost_ms = max(lost_ms, 0.0)
        gone_ms = max(self._leader_ms[point] - lost_ms, 0.0)
        return gap_ms * min(gone_ms / max(end_ms - lost_ms, 1.0), 1.0)

    def _share_on_track(self, gap_ms: float, point: int, end: int) -> float:
        """The share of the gap that has opened."""
        way = self._distances[point] / max(self._distances[end], 0.001)
        behind = gap_ms / max(self._leader_ms[end], 1.0)
        alone = min(max((behind - TOGETHER) / (ALONE - TOGETHER), 0.0), 1.0)
        evenly = EVENLY + (1 - EVENLY) * alone
        return evenly * way + (1 - evenly) * way**4
