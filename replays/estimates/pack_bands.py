"""Between which times each runner passed a checkpoint where no time was published.

A runner is in the pack unless something published parts the two: a time before or after, a note, or a gap at
the finish that in most races has opened further by then than a pack is long. All in the pack have the same
band; those left behind together have one of their own. docs/reconstruction.md says where the constants are
from.
"""

from __future__ import annotations

from math import ceil
from statistics import median
from typing import TYPE_CHECKING

from race.belief.human_limits import least_seconds
from race.lazy_named_tuple import NamedTuple
from race.messages import TimeBand
from replays.estimates.leader_pace import NEVER
from replays.estimates.likely_gaps import GRID_MS, LikelyGaps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from replays.estimates.known_run import KnownRun
    from replays.estimates.leader_pace import LeaderPace
    from replays.estimates.likely_gaps import Behind

NEIGHBOURS_MS = 200
"""At most so far behind each other are those of a small pack."""

MIDDLE = 0.4
"""Where the middle of a pack is, as a share of its length; it comes to the front towards the finish."""

LAG = 0.3
"""Where the leader is faster than even pace would be to the winning time, the pack is further back by this
share of that: it lets the pacemakers go. On a road they are in it."""

VAGUE, AROUND_MS = 0.05, 500
"""By this share of the gap, and so much besides, someone left behind may have been earlier or later."""


class Together(NamedTuple):
    """Runners in one band, in milliseconds behind the leader."""

    low_ms: float
    high_ms: float
    likely_ms: Mapping[KnownRun, float]


class PackBands:
    """The bands of a field on a course."""

    def __init__(self, distances: Sequence[float], leader: LeaderPace, *, is_road: bool) -> None:
        self._distances = distances
        self._leader = leader
        self._finish = len(distances) - 1
        self._lag = 0.0 if is_road else LAG
        self._gaps = LikelyGaps(distances, leader, is_road=is_road)
        self._quickest: dict[tuple[int, int], int] = {}
        """The stretches that were asked for: runners share most of them."""

    def of(self, runs: Sequence[KnownRun]) -> dict[tuple[str, int], TimeBand]:
        """The bands by bib and point, wherever a runner was and no time was published; none at the finish."""
        bands: dict[tuple[str, int], TimeBand] = {}
        lost: set[KnownRun] = set()
        for point in range(1, self._finish):
            there = [run for run in runs if run.last >= point and run not in lost]
            for run, band in self._bands_at(point, there):
                fitted = self._fitted(run, point, band, bands.get((run.bib, point - 1)))
                if fitted is not None:
                    bands[run.bib, point] = fitted
            lost |= {run for run in there if not run.is_seen and (run.bib, point) not in bands}
        return bands

    def _bands_at(self, point: int, there: Sequence[KnownRun]) -> Iterator[tuple[KnownRun, TimeBand]]:
        """The bands at a point: those of whom only the start is known are in the largest pack, if any."""
        seen = [run for run in there if run.is_seen]
        length_ms = self._length_ms(point, len(seen))
        behind = {
            run: self._gaps.behind(run, point, length_ms, len(seen)) for run in seen if point not in run.shown
        }
        groups = [*self._groups(point, behind, length_ms)]
        for group in groups:
            for run, likely_ms in group.likely_ms.items():
                yield run, self._band(point, group.low_ms, likely_ms, group.high_ms)
        unseen = [run for run in there if not run.is_seen]
        most = max(groups, key=lambda group: len(group.likely_ms), default=None)
        if most is not None and _is_pack(len(most.likely_ms), len(behind), len(seen), len(unseen)):
            middle_ms = median(most.likely_ms.values())
            for run in unseen:
                yield run, self._band(point, most.low_ms, middle_ms, most.high_ms)

    def _groups(self, point: int, behind: Mapping[KnownRun, Behind], length_ms: float) -> Iterator[Together]:
        """The pack, and those behind it."""
        end_ms = float(-NEVER)
        pack = self._pack(point, behind, length_ms)
        if pack is not None:
            yield pack
            end_ms = max(self._gaps.pack_ms(point), pack.high_ms) + GRID_MS
        apart = {run: gap for run, gap in behind.items() if pack is None or run not in pack.likely_ms}
        for group in self._left_behind(point, apart):
            low_ms = max(min(_earliest(gap) for gap in group.values()), end_ms)
            guessed = sum(gap.within_ms is None for gap in group.values())
            length_ms = self._length_ms(point, max(guessed, 1))
            high_ms = max(low_ms + length_ms, *(_latest(gap) for gap in group.values()))
            yield Together(low_ms, high_ms, {run: max(gap.ms, low_ms) for run, gap in group.items()})

    def _pack(self, point: int, behind: Mapping[KnownRun, Behind], length_ms: float) -> Together | None:
        """The pack behind the leader; none of those alone whose own times just before and after tell more."""
        most_ms = self._gaps.pack_ms(point)
        pack = [run for run, gap in behind.items() if gap.ms <= most_ms]
        if all(behind[run].within_ms is not None for run in pack):
            return None
        share, slack = self._distances[point] / self._distances[-1], self._leader.slack[point]
        ahead_ms = max(self._leader.times[-1] * share - self._leader.times[point], 0.0)
        back_ms = MIDDLE * length_ms * (1 - share**3) + self._lag * ahead_ms
        gaps_ms = sum(max(behind[run].ms, 0.0) for run in pack) / len(pack)
        end_ms = max(length_ms, 2 * (back_ms + gaps_ms))
        likely_ms = {
            run: gap.ms if gap.is_own else back_ms + max(gap.ms, 0.0)
            for run, gap in behind.items()
            if gap.ms <= max(most_ms, end_ms - back_ms)
        }
        return Together(-slack, max(end_ms, *likely_ms.values()) + slack, likely_ms)

    def _left_behind(self, point: int, apart: Mapping[KnownRun, Behind]) -> Iterator[dict[KnownRun, Behind]]:
        """Those who were left behind, from the front, by who may have been with whom."""
        first: KnownRun | None = None
        group: dict[KnownRun, Behind] = {}
        for run in sorted(apart, key=lambda run: (apart[run].ms, run.bib)):
            gap = apart[run]
            if first is not None:
                gap = self._gaps.behind_first(first, group[first], run, gap, point)
                if _earliest(gap) > max(_latest(other) for other in group.values()):
                    yield group
                    first = None
            if first is None:
                first, group = run, {}
            group[run] = gap
        if group:
            yield group

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

    def _quickest_ms(self, start: int, end: int) -> int:
        """The least time in which a human can run a stretch."""
        if (start, end) not in self._quickest:
            metres = self._distances[end] - self._distances[start]
            self._quickest[start, end] = ceil(1000 * least_seconds(metres))
        return self._quickest[start, end]

    def _length_ms(self, point: int, size: int) -> float:
        """How far behind the leader the last of the pack is."""
        return min(self._gaps.pack_ms(point), NEIGHBOURS_MS * (size - 1) * self._gaps.formed(point))


def _is_pack(size: int, untimed: int, seen: int, unseen: int) -> bool:
    """Whether the largest pack is that of most who were not timed, and most who were seen were not timed."""
    return 2 * (size + unseen) >= untimed + unseen and 2 * untimed >= seen


def _earliest(gap: Behind) -> float:
    return gap.ms - (gap.ms * VAGUE + AROUND_MS if gap.within_ms is None else gap.within_ms)


def _latest(gap: Behind) -> float:
    return gap.ms + (gap.ms * VAGUE + AROUND_MS if gap.within_ms is None else gap.within_ms)


def _rounded(ms: float) -> int:
    return round(ms / GRID_MS) * GRID_MS
