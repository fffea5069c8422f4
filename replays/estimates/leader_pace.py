"""When the leader of a race was where: through published times, and between them at even pace.

Points count from the start: 0 is the start line, `i + 1` the checkpoint of index i. Times are milliseconds
from the gun.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from replays.estimates.known_field import slack_of

if TYPE_CHECKING:
    from race.times import Time
    from replays.estimates.known_run import KnownRun

NEVER = 10**12
"""Later than any race."""

FIRST_LAP_M = 400.0
QUICK_START_MS = 600
"""How much faster than even pace the first half of the first lap is."""

JUST_AHEAD_MS = 10
"""How far ahead of the first time someone may be, at least, where no place was published with it."""

SLACK = 1.1
"""The winner, or the first of half a field, counts as leader unless this much slower than known leaders."""


class LeaderPace(NamedTuple):
    """The leader's race by point."""

    times: list[float]
    slack: list[int]
    """How far the times may be off because of how they were printed: 1:11 is half a second either way."""


def leader_pace(
    distances: Sequence[float], runs: Sequence[KnownRun], leading: Mapping[int, Time]
) -> LeaderPace:
    """The leader's race: through times known to be the leader's, and any faster than even pace between.

    `leading` are such times that were printed without a name, by point.
    """
    winner = min(runs, key=lambda run: (-run.last, run.times.get(len(distances) - 1, NEVER)))
    sure, likely, best, slack = {0: 0}, set(), {}, {0: 0}
    for point in range(1, len(distances)):
        timed = [run for run in runs if point in run.times]
        if not timed:
            continue
        first = min(timed, key=lambda run: (run.times[point], run.places.get(point, NEVER)))
        best[point] = first.times[point]
        slack[point] = first.slack.get(point, 0)
        there = sum(run.last >= point for run in runs)
        if first.places.get(point) == 1 or len(timed) == there:
            sure[point] = best[point]
            continue
        slack[point] = max(slack[point], JUST_AHEAD_MS)
        if winner in timed or 2 * len(timed) >= there:
            likely.add(point)
    for point, time in leading.items():
        if time.ms < best.get(point, NEVER):
            sure[point] = best[point] = time.ms
            slack[point] = slack_of(time)
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
    near = [_around(sure, point) for point in range(len(distances))]
    return LeaderPace(curve, [max(slack[p] for p in points) for points in near])


def _around(points: Iterable[int], point: int) -> list[int]:
    """The nearest of some points on both sides, or the point itself."""
    before = max(p for p in points if p <= point)
    after = min((p for p in points if p >= point), default=before)
    return [before, after]


def _evenly(distances: Sequence[float], times: dict[int, int], point: int) -> float:
    """Even pace between the nearest of some times; beyond the last one, the average so far."""
    before, after = _around(times, point)
    if after < point:
        return times[before] * distances[point] / distances[before]
    part = (distances[point] - distances[before]) / max(distances[after] - distances[before], 0.001)
    return times[before] + part * (times[after] - times[before])
