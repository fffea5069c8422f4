"""Where the marks of a table lie that has no column heads: the sets that printers use, tried on the times."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from math import inf, log
from statistics import median_low

from feeds.documents.field_pace import FieldPace, Run
from feeds.documents.race_heading import MILE_M

LAP_M = 400

AT_LINES: dict[float, tuple[float, ...]] = {MILE_M: (1500.0,), 2 * MILE_M: (3000.0,)}
"""Other lines that are timed in races over miles, in metres from the start."""


MOST_UNEVEN = 0.3
"""How far a step may be from even pace (log of the ratio) under the right set of marks."""

SHORTEST_M = 50
"""Shorter steps, as the last 9 m of a mile, say little in tenths."""

CLEARLY = 0.1
"""By so much the right set fits better than the next one."""


def likely_marks(distance_m: float, runs: Sequence[Sequence[int]]) -> tuple[float, ...] | None:
    """The one set of marks under which the field runs most evenly.

    `runs` are the times of each row in milliseconds, the last of each the finish; full rows count. None
    where no set fits, or more than one does.
    """
    full = max(map(len, runs), default=0)
    rows = [run for run in runs if len(run) == full]
    candidates = {marks for marks in _sets(distance_m) if marks and len(marks) + 1 == full}
    fits = sorted((_unevenness(marks, distance_m, rows), marks) for marks in candidates)
    if not fits or fits[0][0] > MOST_UNEVEN or (len(fits) > 1 and fits[1][0] < fits[0][0] + CLEARLY):
        return None
    return fits[0][1]


def _sets(distance_m: float) -> list[tuple[float, ...]]:
    return [_within(marks, distance_m) for marks in _rules(distance_m)]


def _rules(distance_m: float) -> list[set[float]]:
    whole = int(distance_m)
    hundreds = {float(m) for m in range(100, whole + 1, 100)}
    laps = {float(m) for m in range(LAP_M, whole + 1, LAP_M)}
    thousands = {float(m) for m in range(1000, whole + 1, 1000)}
    last = {m for m in hundreds if m > distance_m - 600}
    lines = {round(distance_m - LAP_M * n, 3) for n in range(1, whole // LAP_M + 1)}
    extra = set(AT_LINES.get(distance_m, ()))
    return [
        hundreds,
        hundreds - {100.0},
        {m for m in hundreds if m % 200 == 0},
        laps,
        laps | thousands,
        laps | thousands | last,
        lines,
        lines | extra,
    ]


def _within(marks: set[float], distance_m: float) -> tuple[float, ...]:
    return tuple(sorted(m for m in marks if SHORTEST_M <= m < distance_m - 1))


def at_line(metres: float, distance_m: float) -> float:
    """The mark that a column head means: `409m` of a mile is the finish line after 409.344 m."""
    lines = {round(distance_m - LAP_M * n, 3) for n in range(1, int(distance_m) // LAP_M + 1)}
    return next((line for line in lines if abs(line - metres) < 1), metres)


def _unevenness(marks: tuple[float, ...], distance_m: float, rows: Sequence[Sequence[int]]) -> float:
    """The largest deviation of a step of the field from even pace, as the log of their ratio."""
    runs: list[Run] = [dict(zip((*marks, distance_m), row, strict=True)) for row in rows]
    field = FieldPace(runs, distance_m)
    steps = pairwise((0.0, *marks, distance_m))
    taken = [(median_low(field.steps(a, b)), field.even(a, b)) for a, b in steps if b - a >= SHORTEST_M]
    return max(abs(log(ms / even)) if ms > 0 else inf for ms, even in taken)
