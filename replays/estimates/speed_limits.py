"""How people run between two figures: where somebody is likely to be, and where they cannot be.

Positions count from the start: 0 is the start line, `i + 1` the checkpoint of index i. Times are
milliseconds from the gun. The constants were measured on full tables of splits every 100 m.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil

FASTEST_M_S = 9.5
"""Of a race of 800 m and more, over any stretch. The fastest measured, the first 200 m of an Olympic 800 m
final, was run at 8.6; hundreds are printed to the tenth, which alone can make 8.9 of 8.8."""

SPRINT_M_S = 12.5
"""Of a shorter race. Nobody has run 100 m faster, blocks or none; figures that ask for more are wrong."""

SPRINT_M = 800.0
"""Races below this are sprinted."""

SLOWEST_SHARE = 0.5
"""Of the runner's own average speed. The slowest 100 m measured of somebody still racing was 0.8 of it."""

LEEWAY = 0.9
"""Where published figures ask for speeds near or beyond these limits: how much of them may vary."""

PACK_MS = 600
"""How far the middle of a field is behind its leader while it runs together."""

PACK_LENGTH_MS = 1300
"""How far the last of it is."""

PACK_FORMS_M = 160.0
"""From the line to where it runs in single file."""

FIRST_LAP_M = 400.0
QUICK_START_MS = 600
"""By so much the first half of the first lap is quicker than even."""

TOGETHER, ALONE = 0.08, 0.15
"""Those who finish up to the first share of the winner's time behind ran with the pack and lost it late;
from the second share on they ran their own pace from the gun."""

EVENLY = 0.35
"""The share of a gap that opens evenly for those with the pack; the rest grows with the fourth power."""

SLACK = 1.1
"""The winner, or the first of half a field, counts as leading unless this much slower than sure leaders."""

GRID_MS = 10
"""Estimates are given to the hundredth."""

NEVER = 10**12
"""Later than any race."""


@dataclass(slots=True, eq=False)
class PossibleTimes:
    """One entrant's race: what is known of it, and how early and how late the rest can be."""

    bib: str
    distances: Sequence[float]
    """Metres from the start by position."""
    times: dict[int, int]
    """Known and estimated times by position."""
    ranks: dict[int, int] = field(default_factory=dict)
    """The published rank by position."""
    claims: dict[int, set[int]] = field(default_factory=dict)
    """Every rank that something published gives; figures may contradict each other."""
    last: int = 0
    """The last position where the entrant is known to have been."""
    pacemaker: bool = False
    nameless: bool = False
    """Holds a place in the result that nobody published."""
    lost: bool = False
    """Ran, and may hold one of those places."""
    published: frozenset[int] = frozenset()
    known: list[int] = field(default_factory=list)
    """The positions with times, in order."""
    places: dict[int, int] = field(default_factory=dict)
    """The place at each position where some were estimated."""
    target: float = 0.0
    """The likely time at the position in hand."""
    earliest: list[int] = field(default_factory=list)
    latest: list[int] = field(default_factory=list)
    least: list[int] = field(default_factory=list)
    """The least time from the position before to each."""
    most: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.published = frozenset(self.times)
        self.times[0] = 0
        self.known = sorted(self.times)
        self.last = max(self.last, self.known[-1])

    def limit(self, average: float) -> None:
        """Set the limits that speeds and own times give; `average` is the field's pace in ms a metre."""
        size = len(self.distances)
        self.earliest, self.latest = [0] * size, [NEVER] * size
        self.least, self.most = [0] * size, [NEVER] * size
        for place, ms in self.times.items():
            self.earliest[place] = self.latest[place] = ms
        for before, after in pairwise([*self.known, size]):
            quick, slow = self._paces(before, after, average)
            for place in range(before + 1, min(after + 1, size)):
                metres = self.distances[place] - self.distances[place - 1]
                self.least[place] = max(ceil(metres * quick), GRID_MS)
                self.most[place] = max(int(metres * slow), GRID_MS)
        self.tighten_all()

    def _paces(self, before: int, after: int, average: float) -> tuple[float, float]:
        """The quickest and the slowest between two known positions, in ms a metre."""
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

    def tighten_all(self) -> None:
        """Carry the limits along the whole course."""
        for before, after in pairwise([*self.known, len(self.distances)]):
            self._tighten(before, after)

    def _tighten(self, before: int, after: int) -> None:
        """Carry the limits along between two known positions, or from the last to the end."""
        earliest, latest, least, most = self.earliest, self.latest, self.least, self.most
        for place in range(before + 1, after):
            earliest[place] = max(earliest[place], up(earliest[place - 1] + least[place]))
            latest[place] = min(latest[place], down(latest[place - 1] + most[place]))
        for place in range(min(after, len(least) - 1) - 1, before, -1):
            latest[place] = min(latest[place], down(latest[place + 1] - least[place + 1]))
            earliest[place] = max(earliest[place], up(earliest[place + 1] - most[place + 1]))

    def settle(self, place: int, ms: int) -> None:
        """Take an estimated time for granted from here on."""
        before, after = self.around(place)
        self.times[place] = self.earliest[place] = self.latest[place] = ms
        insort(self.known, place)
        self._tighten(before, place)
        self._tighten(place, len(self.distances) if after is None else after)

    def suppose(self, place: int, ms: int) -> None:
        """Take a likely time that stays unsaid, as far as the entrant's own times allow it."""
        furthest = self.known[-1]
        metres = self.distances[place] - self.distances[furthest]
        soonest = metres * quickest(self.distances[-1]) / LEEWAY
        longest = metres * self._own_pace(NEVER) / SLOWEST_SHARE
        self.times[place] = self.times[furthest] + int(max(min(ms - self.times[furthest], longest), soonest))
        insort(self.known, place)

    def forget(self, place: int) -> None:
        """Take an estimate back."""
        del self.times[place]
        self.known.remove(place)

    def around(self, place: int) -> tuple[int, int | None]:
        """The nearest known positions on both sides; None where none is beyond."""
        at = bisect_left(self.known, place)
        return self.known[at - 1], self.known[at] if at < len(self.known) else None


def quickest(distance_m: float) -> float:
    """The least time that anyone takes for a metre of a race, in ms."""
    return 1000 / (SPRINT_M_S if distance_m < SPRINT_M else FASTEST_M_S)


def up(ms: int) -> int:
    """The next time that an estimate can have."""
    return -(-ms // GRID_MS) * GRID_MS


def down(ms: int) -> int:
    """The last time that an estimate can have."""
    return ms // GRID_MS * GRID_MS


class Leader:
    """The times of whoever leads, and how far behind everybody is expected."""

    def __init__(self, distances: Sequence[float], runs: Sequence[PossibleTimes]) -> None:
        self._distances = distances
        self.times = _curve(distances, [run for run in runs if not run.nameless])
        """By position."""
        self._pack_ms = min(PACK_MS, 50 * (len(runs) - 1))

    def expected(self, run: PossibleTimes, place: int) -> float:
        """The likely time: the usual one in the pack, and a gap that meets the nearest known times."""
        before, after = run.around(place)
        gap = self._gap(run, before)
        if after is not None:
            more = self._gap(run, after) - gap
            if before == 0:
                strung = max(min(more, PACK_LENGTH_MS), -PACK_LENGTH_MS) * (1 - self._share(after))
                gap += strung * self._formed(place) / self._formed(after)
                more -= strung
            start, here, end = (self._opened(run, p) for p in (before, place, after))
            gap += more * (here - start) / max(end - start, 0.001)
        return self.times[place] + self._in_pack(run, place) + gap

    def _gap(self, run: PossibleTimes, place: int) -> float:
        """Behind the leader, beyond what is usual in the pack."""
        return run.times[place] - self.times[place] - self._in_pack(run, place)

    def _in_pack(self, run: PossibleTimes, place: int) -> float:
        return 0.0 if run.pacemaker else self._pack_ms * self._formed(place) * (1 - self._share(place) ** 3)

    def _formed(self, place: int) -> float:
        return min(self._distances[place] / PACK_FORMS_M, 1.0)

    def _share(self, place: int) -> float:
        return self._distances[place] / self._distances[-1]

    def _opened(self, run: PossibleTimes, place: int) -> float:
        """The share of the gap at the finish that is open at a position."""
        share, end_ms = self._share(place), max(self.times[-1], 1)
        behind = run.times.get(len(self.times) - 1, end_ms) / end_ms - 1
        alone = min(max((behind - TOGETHER) / (ALONE - TOGETHER), 0.0), 1.0)
        evenly = EVENLY + (1 - EVENLY) * alone
        return evenly * share + (1 - evenly) * share**4


def _curve(distances: Sequence[float], runs: Sequence[PossibleTimes]) -> list[float]:
    """Through the times that are surely the leader's, and whatever is faster than even pace between them."""
    winner = min(runs, key=lambda run: (-run.last, run.times.get(len(distances) - 1, NEVER)))
    sure, likely, best = {0: 0}, set(), {}
    for place in range(1, len(distances)):
        timed = [run for run in runs if place in run.times]
        if not timed:
            continue
        first = min(timed, key=lambda run: (run.times[place], run.ranks.get(place, NEVER)))
        best[place] = first.times[place]
        there = sum(run.last >= place for run in runs)
        if first.ranks.get(place) == 1 or len(timed) == there:
            sure[place] = best[place]
        elif winner in timed or 2 * len(timed) >= there:
            likely.add(place)
    furthest = max(best)
    sure[furthest] = best[furthest]
    for place, ms in best.items():
        if ms < _evenly(distances, sure, place) * (SLACK if place in likely else 1):
            sure[place] = ms
    curve = [_evenly(distances, sure, place) for place in range(len(distances))]
    first_lap = min(distances[sorted(sure)[1]], FIRST_LAP_M)
    for place in range(1, sorted(sure)[1]):
        part = min(distances[place] / first_lap, 1)
        curve[place] -= QUICK_START_MS * first_lap / FIRST_LAP_M * 4 * part * (1 - part)
    return curve


def _evenly(distances: Sequence[float], times: dict[int, int], place: int) -> float:
    """Even pace between the nearest of some times; beyond the last, its average."""
    if place in times:
        return times[place]
    before = max(p for p in times if p < place)
    after = min((p for p in times if p > place), default=None)
    if after is None:
        return times[before] * distances[place] / distances[before]
    part = (distances[place] - distances[before]) / max(distances[after] - distances[before], 0.001)
    return times[before] + part * (times[after] - times[before])
