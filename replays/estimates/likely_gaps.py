"""How far behind the leader each runner is likely to have been where no time was published."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from replays.estimates.gap_opening import GapOpening
from replays.estimates.own_pace import smooth_time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from replays.estimates.known_run import KnownRun
    from replays.estimates.leader_pace import LeaderPace

PACK_MS = 2000
"""How far behind the leader the last of a pack is at most, on a track."""

ROAD_PACK_MS = 4000
"""The same on a road."""

PACK_FORMS_M = 160.0
"""From the start to where the field has strung out."""

FAR_BACK_MS = 10_000
"""A note about a runner who finishes so far behind says where that began."""

LAP_M = 410.0
"""A lap outdoors, or two indoors with the way to the finish line. A time of the runner's own that is further
back does not say where in the pack the runner is."""

STRETCH_SHARE = 0.125
"""Between two times of the runner's own no further apart than this share of the race, or a lap, the runner
was where a smooth pace says."""

AROUND_MS, WITHIN = 300, 0.005
"""By so much, and this share of the time between the two, such a runner may have been earlier or later."""

RUN_IN_M = 50.0
"""So near the finish the gap is that of the result."""

GRID_MS = 10
"""Estimates are rounded to hundredths."""


class Behind(NamedTuple):
    """How far behind the leader a runner is likely to be at a point."""

    ms: float
    is_own: bool
    """Whether that follows from figures of the runner's own on the way."""
    within_ms: float | None = None
    """How far off it may be, where the runner's own times just before and after tell."""


class LikelyGaps:
    """The likely gaps of a field on a course."""

    def __init__(self, distances: Sequence[float], leader: LeaderPace, *, is_road: bool) -> None:
        self._distances = distances
        self._leader = leader
        self._finish = len(distances) - 1
        self._is_road = is_road
        self._pack_ms = ROAD_PACK_MS if is_road else PACK_MS
        self._opening = GapOpening(distances, leader.times, is_road=is_road)

    def formed(self, point: int) -> float:
        """How far the field has strung out, from 0 at the start to 1."""
        return min(self._distances[point] / PACK_FORMS_M, 1.0)

    def pack_ms(self, point: int) -> float:
        """How far behind the leader the last of a pack is at most."""
        return self._pack_ms * self.formed(point)

    def behind_first(self, first: KnownRun, ahead: Behind, run: KnownRun, gap: Behind, point: int) -> Behind:
        """How far back a runner is who finished behind the first of a group.

        On a road those who have lost the leader run together as long as they can.
        """
        times = first.times.get(self._finish), run.times.get(self._finish)
        if not self._is_road or gap.is_own or ahead.is_own or times[0] is None or times[1] is None:
            return gap
        return gap._replace(ms=ahead.ms + self._opening.opened(times[1] - times[0], point, self._finish))

    def behind(self, run: KnownRun, point: int, length_ms: float, size: int) -> Behind:
        """How far behind the leader a runner of a field of `size` is likely to be; its pack is so long."""
        if point in run.times:
            return Behind(self._gap(run, point), is_own=True)
        if point in run.places:
            return Behind(length_ms * min((run.places[point] - 1) / max(size - 1, 1), 1.0), is_own=True)
        before, after = run.around(point)
        if after is None:
            return Behind(self._gap(run, before), self._is_near(before, point))
        if after < self._finish:
            return self._between(run, before, point, after)
        gap = self._before_finish(run, before, point)
        if run.away is None or point < run.away:
            return gap
        apart_ms = self.pack_ms(point) + GRID_MS
        has_caught_up = self._gap(run, after) < apart_ms and point > run.away
        return gap if has_caught_up else gap._replace(ms=max(gap.ms, apart_ms))

    def _between(self, run: KnownRun, before: int, point: int, after: int) -> Behind:
        """Between two times short of the finish."""
        stretch_m = self._distances[after] - self._distances[before]
        if stretch_m <= max(LAP_M, STRETCH_SHARE * self._distances[-1]):
            within_ms = AROUND_MS + WITHIN * (run.times[after] - run.times[before])
            return Behind(self._smooth(run, point), is_own=True, within_ms=within_ms)
        start, end = self._gap(run, before), self._gap(run, after)
        if before == 0 and self._is_road:
            return Behind(self._opening.opened(end, point, after), is_own=True)
        evenly = start + (end - start) * self._share(before, point, after)
        strung_out = end * self.formed(point) / self.formed(after)
        return Behind(evenly if before else (evenly + strung_out) / 2, is_own=True)

    def _before_finish(self, run: KnownRun, before: int, point: int) -> Behind:
        """Between the runner's last time on the way, or the start, and the finish."""
        start, end = self._gap(run, before), self._gap(run, self._finish)
        is_own = self._is_near(before, point)
        if self._distances[-1] - self._distances[point] <= RUN_IN_M:
            return Behind(end, is_own=True)
        if run.left_m is not None and end - start > FAR_BACK_MS:
            return Behind(start + (end - start) * self._since(run.left_m, point), is_own=False)
        if is_own and self._distances[-1] - self._distances[before] <= LAP_M:
            gap = self._smooth(run, point)
            return Behind(gap, is_own=gap <= self.pack_ms(point))
        latest_ms = sum(self._leader.times[run.away - 1 : run.away + 1]) / 2 if run.away else None
        opened, earlier = (self._opening.opened(end, p, self._finish, latest_ms) for p in (point, before))
        share = (opened - earlier) / (end - earlier) if abs(end - earlier) > 1 else 1.0
        gap = start + (end - start) * share
        return Behind(start, is_own) if is_own and gap <= self.pack_ms(point) else Behind(gap, is_own=False)

    def _is_near(self, before: int, point: int) -> bool:
        """Whether a time of the runner's own is within a lap before a point."""
        return before > 0 and self._distances[point] - self._distances[before] <= LAP_M

    def _smooth(self, run: KnownRun, point: int) -> float:
        return smooth_time(self._distances, run.times, point) - self._leader.times[point]

    def _gap(self, run: KnownRun, point: int) -> float:
        return run.times[point] - self._leader.times[point]

    def _share(self, before: int, point: int, after: int) -> float:
        start, here, end = (self._distances[p] for p in (before, point, after))
        return (here - start) / max(end - start, 0.001)

    def _since(self, left_m: float, point: int) -> float:
        """The share of the way from where a runner left the others to the finish."""
        return max(self._distances[point] - left_m, 0.0) / max(self._distances[-1] - left_m, 0.001)
