"""The lap counter of each runner: laps done and to go, who is on the last lap, who was lapped."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, NamedTuple

from race.course import NEAR_M, START
from race.laps import laps_down
from race.order.field_order import FieldOrder

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.runner import Runner
    from race.fold.state import RaceState


class LapCount(NamedTuple):
    """Where a runner stands in a race of laps, as far as passings are known."""

    done: int
    """How often the runner passed the line where laps end, the start not counted."""
    to_go: int
    """Laps that are not complete, the last one among them; 0 at the finish."""
    is_last: bool
    """Whether the runner is on the last lap: the bell has been rung."""
    down: int
    """Whole laps behind the leader."""


def lap_counts(state: RaceState) -> dict[str, LapCount]:
    """The lap counter of every runner, by bib; empty where the race has no laps, or is to a time."""
    course = state.course
    if course is None or course.lap_m is None or course.limit_ms is not None:
        return {}
    leader = next(iter(FieldOrder(state, course).racing), None)
    return {
        bib: _count(course, runner, leader) for bib, runner in state.runners.items() if runner.out is None
    }


def _count(course: Course, runner: Runner, leader: Runner | None) -> LapCount:
    assert course.lap_m is not None
    total = math.ceil(round(course.distance_m / course.lap_m, 2))
    line = next((i for i in range(runner.furthest, START, -1) if _ends_lap(course, i)), None)
    to_go = total if line is None else round(course.to_go(line) / course.lap_m)
    done = total - to_go
    down = laps_down(course, runner, leader) if leader is not None else 0
    return LapCount(done, to_go, to_go == 1, down)


def _ends_lap(course: Course, index: int) -> bool:
    """Whether a checkpoint is at the line: a whole number of laps before the finish."""
    assert course.lap_m is not None
    laps = course.to_go(index) / course.lap_m
    return abs(laps - round(laps)) * course.lap_m <= NEAR_M
