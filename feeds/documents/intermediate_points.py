"""The intermediates of a table without column heads: the sets that printers use, tried on the times."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf, log
from statistics import median_low

from feeds.documents.field_pace import FieldPace, RunnerTimes
from race.event import MILE_M

LAP_M = 400

EN_ROUTE_LINES: dict[float, tuple[float, ...]] = {MILE_M: (1500.0,), 2 * MILE_M: (3000.0,)}
"""Finish lines of other events that are timed in races over miles, in metres from the start."""


MOST_UNEVEN = 0.3
"""How far a step may be from even pace (log of the ratio) with the right set of intermediates."""

SHORTEST_M = 50
"""Shorter steps, such as the last 9 m of a mile, say little when timed to the tenth."""

CLEARLY = 0.1
"""How much better than the next set (log of the ratio) the right one must fit."""


def likely_intermediates(distance_m: float, rows: Sequence[Sequence[int]]) -> tuple[float, ...] | None:
    """The one set of intermediates with which the field runs most evenly, in metres from the start.

    `rows` are the times of each athlete in milliseconds, the last one the finish; only full rows count. None
    where no set fits, or more than one does.
    """
    longest = max(map(len, rows), default=0)
    full = [row for row in rows if len(row) == longest]
    candidates = {points for points in _sets(distance_m) if points and len(points) + 1 == longest}
    fits = sorted((_unevenness(points, distance_m, full), points) for points in candidates)
    if not fits or fits[0][0] > MOST_UNEVEN or (len(fits) > 1 and fits[1][0] < fits[0][0] + CLEARLY):
        return None
    return fits[0][1]


def _sets(distance_m: float) -> list[tuple[float, ...]]:
    whole = int(distance_m)
    hundreds = {float(m) for m in range(100, whole + 1, 100)}
    laps = {float(m) for m in range(LAP_M, whole + 1, LAP_M)}
    thousands = {float(m) for m in range(1000, whole + 1, 1000)}
    last = {m for m in hundreds if m > distance_m - 600}
    lines = _finish_line(distance_m)
    sets = [
        hundreds,
        hundreds - {100.0},
        {m for m in hundreds if m % 200 == 0},
        laps,
        laps | thousands,
        laps | thousands | last,
        lines,
        lines.union(EN_ROUTE_LINES.get(distance_m, ())),
    ]
    return [tuple(sorted(m for m in points if SHORTEST_M <= m < distance_m - 1)) for points in sets]


def at_line(metres: float, distance_m: float) -> float:
    """The point that a column head means: `409m` of a mile is the finish line after 409.344 m."""
    return next((line for line in _finish_line(distance_m) if abs(line - metres) < 1), metres)


def _finish_line(distance_m: float) -> set[float]:
    """Metres from the start each time the finish line is crossed, without the finish."""
    return {round(distance_m - LAP_M * n, 3) for n in range(1, int(distance_m) // LAP_M + 1)}


def _unevenness(points: tuple[float, ...], distance_m: float, rows: Sequence[Sequence[int]]) -> float:
    """The largest deviation of a step of the field from even pace, as the log of their ratio."""
    times: list[RunnerTimes] = [dict(zip((*points, distance_m), row, strict=True)) for row in rows]
    field = FieldPace(times, distance_m)
    steps = pairwise((0.0, *points, distance_m))
    taken = [(median_low(field.steps(a, b)), field.even(a, b)) for a, b in steps if b - a >= SHORTEST_M]
    return max(abs(log(ms / even)) if ms > 0 else inf for ms, even in taken)
