"""How runners run between two known times: when they are likely to be at a point, and when they cannot be.

Points count from the start: 0 is the start line, `i + 1` the checkpoint of index i. Times are milliseconds
from the gun. The constants were measured on complete tables of splits every 100 m.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

FASTEST_M_S = 9.5
"""In races of 800 m and more, over any stretch.

The fastest measured, the first 200 m of an Olympic 800 m final, was run at 8.6. Times of 100 m are printed to
the tenth, which alone can turn 8.8 into 8.9.
"""

SPRINT_M_S = 12.5
"""In shorter races. No one has run 100 m faster, even from a flying start; faster figures are wrong."""

SPRINT_M = 800.0
"""Shorter races are sprints."""

SLOWEST_SHARE = 0.5
"""Share of the runner's own average speed. The slowest 100 m measured in a race was 0.8 of it."""

LEEWAY = 0.9
"""Where published times imply a pace near or beyond these limits, parts of it may deviate this far."""

PACK_MS = 600
"""How far the middle of a field is behind its leader while the field is together."""

PACK_LENGTH_MS = 1300
"""How far the last of the field is behind."""

PACK_FORMS_M = 160.0
"""From the start to where the field has strung out."""

FIRST_LAP_M = 400.0
QUICK_START_MS = 600
"""How much faster than even pace the first half of the first lap is."""

TOGETHER, ALONE = 0.08, 0.15
"""Shares of the winner's time. Runners who finish less than the first behind were in the pack and lost touch
late; runners who finish more than the second behind ran their own pace from the gun."""

EVENLY = 0.35
"""The share of a gap that opens evenly for runners in the pack; the rest grows with the fourth power."""

SLACK = 1.1
"""The winner, or the first of half a field, counts as leader unless this much slower than known leaders."""

GRID_MS = 10
"""Estimates are rounded to hundredths."""

NEVER = 10**12
"""Later than any race."""


@dataclass(slots=True, eq=False)
class PossibleTimes:
    """An entrant's race: the known times, and how early and how late the others can be."""

    bib: str
    distances: Sequence[float]
    """Metres from the start by point."""
    times: dict[int, int]
    """Known and estimated times by point."""
    places: dict[int, int] = field(default_factory=dict)
    """The published place by point."""
    claimed_places: dict[int, set[int]] = field(default_factory=dict)
    """Every published place by point; published places may contradict each other."""
    last: int = 0
    """The last point that the entrant is known to have reached."""
    pacemaker: bool = False
    nameless: bool = False
    """Stands for a place in the result whose holder was not published."""
    may_be_nameless: bool = False
    """Whether the entrant ran and may hold such a place."""
    published: frozenset[int] = frozenset()
    """The points with published times."""
    known: list[int] = field(default_factory=list)
    """The points with times, in order."""
    counted_places: dict[int, int] = field(default_factory=dict)
    """The place at each point where some times were estimated."""
    target: float = 0.0
    """The likely time at the point being estimated."""
    earliest: list[int] = field(default_factory=list)
    latest: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    """The least time from the previous point to each."""
    most: list[int] = field(default_factory=list)
    """The most time from the previous point to each."""

    def __post_init__(self) -> None:
        self.published = frozenset(self.times)
        self.times[0] = 0
        self.known = sorted(self.times)
        self.last = max(self.last, self.known[-1])

    def set_limits(self, average: float) -> None:
        """Set the limits given by speeds and own times; `average` is the field's pace in ms per metre."""
        size = len(self.distances)
        self.earliest, self.latest = [0] * size, [NEVER] * size
        self.least, self.most = [0] * size, [NEVER] * size
        for point, ms in self.times.items():
            self.earliest[point] = self.latest[point] = ms
        for before, after in pairwise([*self.known, size]):
            quick, slow = self._paces(before, after, average)
            for point in range(before + 1, min(after + 1, size)):
                metres = self.distances[point] - self.distances[point - 1]
                self.least[point] = max(ceil(metres * quick), GRID_MS)
                self.most[point] = max(int(metres * slow), GRID_MS)
        self.propagate_limits()

    def _paces(self, before: int, after: int, average: float) -> tuple[float, float]:
        """The quickest and the slowest pace between two known points, in ms per metre."""
        quick, slow = quickest(self.distances[-1]), self._own_pace(average) / SLOWEST_SHARE
        if after not in self.published:
            return quick, slow
        metres = self.distances[after] - self.distances[before]
        pace = (self.times[after] - self.times[before]) / max(metres, 0.001)
        if pace < 1000 / SPRINT_M_S:
            return NEVER, slow
        return min(quick, pace * LEEWAY), max(slow, pace / LEEWAY)

    def _own_pace(self, average: float) -> float:
        furthest = max(self.published, default=self.known[-1])
        if furthest == 0:
            return max(average, quickest(self.distances[-1]))
        return self.times[furthest] / self.distances[furthest]

    def propagate_limits(self) -> None:
        """Propagate the limits along the whole course."""
        for before, after in pairwise([*self.known, len(self.distances)]):
            self._propagate(before, after)

    def _propagate(self, before: int, after: int) -> None:
        """Propagate the limits between two known points, or from the last one to the end."""
        earliest, latest, least, most = self.earliest, self.latest, self.least, self.most
        for point in range(before + 1, after):
            earliest[point] = max(earliest[point], up(earliest[point - 1] + least[point]))
            latest[point] = min(latest[point], down(latest[point - 1] + most[point]))
        for point in range(min(after, len(least) - 1) - 1, before, -1):
            latest[point] = min(latest[point], down(latest[point + 1] - least[point + 1]))
            earliest[point] = max(earliest[point], up(earliest[point + 1] - most[point + 1]))

    def set_estimate(self, point: int, ms: int) -> None:
        """Set an estimated time, which limits the others from now on."""
        before, after = self.around(point)
        self.times[point] = self.earliest[point] = self.latest[point] = ms
        insort(self.known, point)
        self._propagate(before, point)
        self._propagate(point, len(self.distances) if after is None else after)

    def assume(self, point: int, ms: int) -> None:
        """Assume a likely time, which is not shown, as far as the entrant's own times allow it."""
        furthest = self.known[-1]
        metres = self.distances[point] - self.distances[furthest]
        soonest = metres * quickest(self.distances[-1]) / LEEWAY
        longest = metres * self._own_pace(NEVER) / SLOWEST_SHARE
        self.times[point] = self.times[furthest] + int(max(min(ms - self.times[furthest], longest), soonest))
        insort(self.known, point)

    def withdraw(self, point: int) -> None:
        """Withdraw an estimate."""
        del self.times[point]
        self.known.remove(point)

    def around(self, point: int) -> tuple[int, int | None]:
        """The nearest known points on both sides; None where there is none beyond."""
        at = bisect_left(self.known, point)
        return self.known[at - 1], self.known[at] if at < len(self.known) else None


def quickest(distance_m: float) -> float:
    """The least time for a metre in a race of a distance, in ms."""
    return 1000 / (SPRINT_M_S if distance_m < SPRINT_M else FASTEST_M_S)


def up(ms: int) -> int:
    """A time rounded up to the precision of estimates."""
    return -(-ms // GRID_MS) * GRID_MS


def down(ms: int) -> int:
    """A time rounded down to the precision of estimates."""
    return ms // GRID_MS * GRID_MS


class LeaderPace:
    """The leader's times, and how far behind each runner is expected."""

    def __init__(self, distances: Sequence[float], runs: Sequence[PossibleTimes]) -> None:
        self._distances = distances
        self.times = _curve(distances, [run for run in runs if not run.nameless])
        """By point."""
        self._pack_ms = min(PACK_MS, 50 * (len(runs) - 1))

    def expected(self, run: PossibleTimes, point: int) -> float:
        """The likely time: the usual one in the pack plus a gap that fits the nearest known times."""
        before, after = run.around(point)
        gap = self._gap(run, before)
        if after is not None:
            more = self._gap(run, after) - gap
            if before == 0:
                strung = max(min(more, PACK_LENGTH_MS), -PACK_LENGTH_MS) * (1 - self._share(after))
                gap += strung * self._formed(point) / self._formed(after)
                more -= strung
            start, here, end = (self._opened(run, p) for p in (before, point, after))
            gap += more * (here - start) / max(end - start, 0.001)
        return self.times[point] + self._in_pack(run, point) + gap

    def _gap(self, run: PossibleTimes, point: int) -> float:
        """The gap to the leader beyond what is usual in the pack."""
        return run.times[point] - self.times[point] - self._in_pack(run, point)

    def _in_pack(self, run: PossibleTimes, point: int) -> float:
        return 0.0 if run.pacemaker else self._pack_ms * self._formed(point) * (1 - self._share(point) ** 3)

    def _formed(self, point: int) -> float:
        return min(self._distances[point] / PACK_FORMS_M, 1.0)

    def _share(self, point: int) -> float:
        return self._distances[point] / self._distances[-1]

    def _opened(self, run: PossibleTimes, point: int) -> float:
        """The share of the gap at the finish that has opened at a point."""
        share, end_ms = self._share(point), max(self.times[-1], 1)
        behind = run.times.get(len(self.times) - 1, end_ms) / end_ms - 1
        alone = min(max((behind - TOGETHER) / (ALONE - TOGETHER), 0.0), 1.0)
        evenly = EVENLY + (1 - EVENLY) * alone
        return evenly * share + (1 - evenly) * share**4


def _curve(distances: Sequence[float], runs: Sequence[PossibleTimes]) -> list[float]:
    """The leader's times: through those known to be the leader's, and any faster than even pace between."""
    winner = min(runs, key=lambda run: (-run.last, run.times.get(len(distances) - 1, NEVER)))
    sure, likely, best = {0: 0}, set(), {}
    for point in range(1, len(distances)):
        timed = [run for run in runs if point in run.times]
        if not timed:
            continue
        first = min(timed, key=lambda run: (run.times[point], run.places.get(point, NEVER)))
        best[point] = first.times[point]
        there = sum(run.last >= point for run in runs)
        if first.places.get(point) == 1 or len(timed) == there:
            sure[point] = best[point]
        elif winner in timed or 2 * len(timed) >= there:
            likely.add(point)
    furthest = max(best)
    sure[furthest] = best[furthest]
    for point, ms in best.items():
        if ms < _evenly(distances, sure, point) * (SLACK if point in likely else 1):
            sure[point] = ms
    curve = [_evenly(distances, sure, point) for point in range(len(distances))]
    first_lap = min(distances[sorted(sure)[1]], FIRST_LAP_M)
    for point in range(1, sorted(sure)[1]):
        part = min(distances[point] / first_lap, 1)
        curve[point] -= QUICK_START_MS * first_lap / FIRST_LAP_M * 4 * part * (1 - part)
    return curve


def _evenly(distances: Sequence[float], times: dict[int, int], point: int) -> float:
    """Even pace between the nearest of some times; beyond the last one, the average so far."""
    if point in times:
        return times[point]
    before = max(p for p in times if p < point)
    after = min((p for p in times if p > point), default=None)
    if after is None:
        return times[before] * distances[point] / distances[before]
    part = (distances[point] - distances[before]) / max(distances[after] - distances[before], 0.001)
    return times[before] + part * (times[after] - times[before])
