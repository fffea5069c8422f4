"""Between which times each runner passed a checkpoint where no time was published.

A runner is in the pack unless something published parts the two: a time before or after, a note, or a gap at
the finish that in most races has opened further by then than a pack is long. All in the pack have the same
band; those left behind together have one of their own. docs/reconstruction.md says where the constants are
from.
"""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, NamedTuple

from race.belief.human_limits import least_seconds
from race.messages import TimeBand
from replays.estimates.leader_pace import NEVER

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from replays.estimates.known_run import KnownRun
    from replays.estimates.leader_pace import LeaderPace

PACK_MS = 2000
"""How far behind the leader the last of a pack is at most."""

NEIGHBOURS_MS = 200
"""At most so far behind each other are those of a small pack."""

PACK_FORMS_M = 160.0
"""From the start to where the field has strung out."""

MIDDLE = 0.4
"""Where the middle of a pack is, as a share of its length; it comes to the front towards the finish."""

LAG = 0.3
"""Where the leader is faster than even pace would be to the winning time, the pack is further back by this
share of that: it lets the pacemakers go."""

TOGETHER, ALONE = 0.08, 0.15
"""Shares of the winner's time. Runners who finish less than the first behind were in the pack and lost touch
late; runners who finish more than the second behind ran their own pace from the gun."""

EVENLY = 0.35
"""The share of a gap that opens evenly for runners in the pack; the rest grows with the fourth power."""

FAR_BACK_MS = 10_000
"""A note about a runner who finishes so far behind says where that began."""

VAGUE, AROUND_MS = 0.05, 500
"""By this share of the gap, and so much besides, someone left behind may have been earlier or later."""

LAP_M = 400.0
"""A time of the runner's own that is further back does not say where in the pack the runner is."""

RUN_IN_M = 50.0
"""So near the finish the gap is that of the result."""

GRID_MS = 10
"""Estimates are rounded to hundredths."""


class Behind(NamedTuple):
    """How far behind the leader a runner is likely to be at a point."""

    ms: float
    is_own: bool
    """Whether that follows from figures of the runner's own on the way."""


class PackBands:
    """The bands of a field on a course."""

    def __init__(self, distances: Sequence[float], leader: LeaderPace) -> None:
        self._distances = distances
        self._leader = leader
        self._finish = len(distances) - 1

    def of(self, runs: Sequence[KnownRun]) -> dict[tuple[str, int], TimeBand]:
        """The bands by bib and point, wherever a runner was and no time was published; none at the finish."""
        bands: dict[tuple[str, int], TimeBand] = {}
        for point in range(1, self._finish):
            size = sum(run.last >= point for run in runs)
            length_ms = self._length_ms(point, size)
            behind = {
                run: self._behind(run, point, length_ms, size)
                for run in runs
                if run.last >= point and point not in run.shown
            }
            for run, band in self._grouped(point, behind, length_ms):
                fitted = self._fitted(run, point, band, bands.get((run.bib, point - 1)))
                if fitted is not None:
                    bands[run.bib, point] = fitted
        return bands

    def _grouped(
        self, point: int, behind: Mapping[KnownRun, Behind], length_ms: float
    ) -> Iterator[tuple[KnownRun, TimeBand]]:
        """The bands at a point: the same for all in the pack, and for all in each group behind it.

        In the pack the likely time is that of its middle, but for those with figures of their own on the way.
        """
        most_ms = PACK_MS * self._formed(point)
        pack = [run for run, gap in behind.items() if gap.ms <= most_ms]
        if pack:
            share, slack = self._share(0, point, self._finish), self._leader.slack[point]
            ahead_ms = max(self._leader.times[-1] * share - self._leader.times[point], 0.0)
            back_ms = MIDDLE * length_ms * (1 - share**3) + LAG * ahead_ms
            middle_ms = back_ms + sum(max(behind[run].ms, 0.0) for run in pack) / len(pack)
            end_ms = max(length_ms, 2 * middle_ms)
            pack = [run for run, gap in behind.items() if gap.ms <= max(most_ms, end_ms - back_ms)]
            most_ms = max(most_ms, end_ms + slack)
            for run in pack:
                likely_ms = behind[run].ms if behind[run].is_own else middle_ms
                yield run, self._band(point, -slack, likely_ms, end_ms + slack)
        apart = sorted(behind.keys() - set(pack), key=lambda run: (behind[run].ms, run.bib))
        for group in _groups(apart, behind):
            low_ms = max(_earliest(behind[group[0]].ms), most_ms + GRID_MS)
            high_ms = max(_latest(behind[group[-1]].ms), low_ms)
            for run in group:
                yield run, self._band(point, low_ms, max(behind[run].ms, low_ms), high_ms)

    def _band(self, point: int, *behind_ms: float) -> TimeBand:
        """A band by how far behind the leader it begins, is likely, and ends."""
        return TimeBand(*(_rounded(self._leader.times[point] + ms) for ms in behind_ms))

    def _fitted(self, run: KnownRun, point: int, band: TimeBand, last: TimeBand | None) -> TimeBand | None:
        """The band as far as the runner's own times allow; none where those contradict each other."""
        before, after = run.around(point)
        earliest = run.times[before] + self._quickest_ms(before, point)
        if last is not None:
            earliest = max(earliest, last.likely_ms + self._quickest_ms(point - 1, point))
        latest = run.times[after] - self._quickest_ms(point, after) if after is not None else NEVER
        if earliest > latest:
            return None
        likely = _rounded(min(max(band.likely_ms, earliest), latest))
        low = max(band.low_ms, _rounded(run.times[before] + self._quickest_ms(before, point)))
        high = min(band.high_ms, _rounded(latest))
        return TimeBand(min(low, likely), likely, max(high, likely))

    def _behind(self, run: KnownRun, point: int, length_ms: float, size: int) -> Behind:
        """How far behind the leader a runner is."""
        if point in run.times:
            return Behind(self._gap(run, point), is_own=True)
        if point in run.places:
            return Behind(length_ms * min((run.places[point] - 1) / max(size - 1, 1), 1.0), is_own=True)
        before, after = run.around(point)
        since_m = self._distances[point] - self._distances[before]
        start, is_own = self._gap(run, before), before > 0 and since_m <= LAP_M
        if after is None:
            return Behind(start, is_own)
        end, share = self._gap(run, after), self._share(before, point, after)
        if after < self._finish:
            evenly = start + (end - start) * share
            strung_out = end * self._formed(point) / self._formed(after)
            return Behind(evenly if before else (evenly + strung_out) / 2, is_own=True)
        if self._distances[-1] - self._distances[point] <= RUN_IN_M:
            return Behind(end, is_own=True)
        if run.left_m is not None and end - start > FAR_BACK_MS:
            return Behind(start + (end - start) * self._since(run.left_m, point), is_own=False)
        late = self._opened(run, point) - self._opened(run, before)
        gap = start + (end - start) * late / max(1 - self._opened(run, before), 0.001)
        return Behind(start, is_own) if is_own and gap <= PACK_MS else Behind(gap, is_own=False)

    def _gap(self, run: KnownRun, point: int) -> float:
        return run.times[point] - self._leader.times[point]

    def _quickest_ms(self, start: int, end: int) -> int:
        """The least time in which a human can run a stretch."""
        return ceil(1000 * least_seconds(self._distances[end] - self._distances[start]))

    def _length_ms(self, point: int, size: int) -> float:
        """How far behind the leader the last of the pack is."""
        return min(PACK_MS, NEIGHBOURS_MS * (size - 1)) * self._formed(point)

    def _formed(self, point: int) -> float:
        """How far the field has strung out."""
        return min(self._distances[point] / PACK_FORMS_M, 1.0)

    def _share(self, before: int, point: int, after: int) -> float:
        start, here, end = (self._distances[p] for p in (before, point, after))
        return (here - start) / max(end - start, 0.001)

    def _since(self, left_m: float, point: int) -> float:
        """The share of the way from where a runner left the others to the finish."""
        return max(self._distances[point] - left_m, 0.0) / max(self._distances[-1] - left_m, 0.001)

    def _opened(self, run: KnownRun, point: int) -> float:
        """The share of the gap at the finish that has opened at a point."""
        share, end_ms = self._share(0, point, self._finish), max(self._leader.times[-1], 1.0)
        alone = min(max((run.times[self._finish] / end_ms - 1 - TOGETHER) / (ALONE - TOGETHER), 0.0), 1.0)
        evenly = EVENLY + (1 - EVENLY) * alone
        return evenly * share + (1 - evenly) * share**4


def _earliest(gap_ms: float) -> float:
    return gap_ms * (1 - VAGUE) - AROUND_MS


def _latest(gap_ms: float) -> float:
    return gap_ms * (1 + VAGUE) + AROUND_MS


def _groups(apart: Iterable[KnownRun], behind: Mapping[KnownRun, Behind]) -> Iterator[list[KnownRun]]:
    """Those who were left behind, from the front, by who may have been with whom."""
    group: list[KnownRun] = []
    for run in apart:
        if group and _earliest(behind[run].ms) > _latest(behind[group[-1]].ms):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _rounded(ms: float) -> int:
    return round(ms / GRID_MS) * GRID_MS
