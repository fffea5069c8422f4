"""Fits the lines of the last-lap rule, so that each race is judged by a rule fitted on the others.

Least squares over all runners at all checkpoints, each race with the same weight, and each number held near
where it would be without these races. The lines of the project were fitted likewise, on all of them.
"""

from __future__ import annotations

from contextlib import contextmanager
from math import log
from typing import TYPE_CHECKING, NamedTuple

from race.projection import last_lap_tables as tables
from race.projection.piecewise_linear import value
from race.projection.track_fields import REFERENCE_PACES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from race.fold.state import RaceState

LAP_M = 400.0

LARGEST_GAP = 8.0

FROM, TO = 0.18, 0.95
"""The parts of the way that are fitted."""

NOISE = 0.03
"""How far the rest of a race of 1000 m is from the rule, as a logarithm."""

WIDTHS = (0.03, 0.4, 0.4, 0.006)
"""How far a constant and the coefficients of the last lap, the leader and the gap may be from their start."""

STARTS = {
    "club": ((-0.01,) * 5, (0.0, 0.1, 0.3, 0.6, 0.8), (-0.1,) * 5, (0.008,) * 5),
    "elite": ((-0.05,) * 5, (0.0, 0.1, 0.3, 0.6, 0.8), (-0.5,) * 5, (0.004,) * 5),
}

RACE_WEIGHT = 10.0
"""As many runners at a checkpoint count as a race."""


class FitRow(NamedTuple):
    """What was known of a runner at a checkpoint, and the rest."""

    done: float
    known: tuple[float, float, float, float]
    rest_m: float
    ratio: float
    """Logarithm of the pace of the rest over the average so far."""


def rows_of(end: RaceState) -> list[FitRow]:
    """The rows of a race that has been run."""
    course, start_list = end.course, end.start_list
    assert course
    assert start_list
    reference = REFERENCE_PACES[start_list.sex_of_field or "men"]
    rows = []
    for index in range(course.finish):
        metres = course.distance(index)
        times = [time.ms for runner in end.runners.values() if (time := runner.time_at(index))]
        if not times or not FROM <= metres / course.distance_m <= TO:
            continue
        for runner in end.runners.values():
            time, run = runner.time_at(index), runner.time_at(course.finish)
            if time is None or run is None or run.ms <= time.ms or runner.entrant.role != "runner":
                continue
            starts = [(0.0, 0)]
            starts += [(course.distance(i), t.ms) for i in range(index) if (t := runner.time_at(i))]
            start_m, start_ms = min(starts, key=lambda start: abs(metres - start[0] - LAP_M))
            average, left_m = time.ms / metres, course.distance_m - metres
            lap = (time.ms - start_ms) / (metres - start_m)
            gap = min(100 * (time.ms - min(times)) / time.ms, LARGEST_GAP)
            known = (1.0, log(lap / average), log(min(times) / metres / reference), gap)
            ratio = log((run.ms - time.ms) / left_m / average)
            rows.append(FitRow(metres / course.distance_m, known, left_m, ratio))
    return rows


def fitted(races: Sequence[Sequence[FitRow]], start: str) -> tables.Rule:
    """The lines that fit some races best."""
    size = len(WIDTHS) * len(tables.KNOTS)
    products = [[0.0] * size for _ in range(size)]
    sums = [0.0] * size

    def add(numbers: Sequence[float], aim: float) -> None:
        for i, number in enumerate(numbers):
            if number:
                sums[i] += number * aim
                for j, other in enumerate(numbers):
                    products[i][j] += number * other

    _hold(add, STARTS[start])
    for rows in races:
        for row in rows:
            weight = (row.rest_m / 1000 * RACE_WEIGHT / len(rows)) ** 0.5 / NOISE
            shares = _shares(row.done)
            add([weight * known * share for known in row.known for share in shares], weight * row.ratio)
    found = _solved(products, sums)
    constant, lap, leader, gap = (found[i : i + len(tables.KNOTS)] for i in range(0, size, len(tables.KNOTS)))
    return tables.Rule(constant=constant, lap=lap, leader=leader, gap=gap)


@contextmanager
def refitted(races: Sequence[Sequence[FitRow]], kind: str) -> Iterator[None]:
    """The rule of a kind of race, `paced`, `championship` or `club`, as fitted on some races, for a while."""
    rule = fitted(races, "club" if kind == "club" else "elite")
    lines = {"constant": rule.constant, "lap": rule.lap, "leader": rule.leader, "gap": rule.gap}
    names = ("PACED", "PACED_MEN") if kind == "paced" else (kind.upper(),)
    before = {name: getattr(tables, name) for name in names}
    try:
        for name, known in before.items():
            setattr(tables, name, known._replace(**lines))
        yield
    finally:
        for name, known in before.items():
            setattr(tables, name, known)


def _hold(add: Callable[[Sequence[float], float], None], starts: Sequence[Sequence[float]]) -> None:
    """Hold each number near its start, and each line straight."""
    knots = len(tables.KNOTS)
    size = len(WIDTHS) * knots
    for line, (width, start) in enumerate(zip(WIDTHS, starts, strict=True)):
        for knot in range(knots):
            add([(i == line * knots + knot) / width for i in range(size)], start[knot] / width)
        for knot in range(1, knots - 1):
            bend = {line * knots + knot + step: weight / width for step, weight in ((-1, 1), (0, -2), (1, 1))}
            add([bend.get(i, 0.0) for i in range(size)], 0.0)


def _shares(done: float) -> list[float]:
    """How much of the value at each knot a line has at a part of the way."""
    knots = tables.KNOTS
    return [value(knots, [float(knot == each) for each in knots], done) for knot in knots]


def _solved(products: list[list[float]], sums: list[float]) -> list[float]:
    """The solution of a system of equations with positive pivots."""
    size = len(sums)
    rows = [[*row, total] for row, total in zip(products, sums, strict=True)]
    for i in range(size):
        rows[i] = [number / rows[i][i] for number in rows[i]]
        for j in range(size):
            if j != i and rows[j][i]:
                factor = rows[j][i]
                rows[j] = [a - factor * b for a, b in zip(rows[j], rows[i], strict=True)]
    return [row[-1] for row in rows]
