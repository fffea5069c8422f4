"""How far the foremost runner has to go, at the checkpoints and between them."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from race.course import START
from race.lazy_named_tuple import NamedTuple
from race.order.positions_on_course import course_positions

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.state import RaceState
    from race.order.positions_on_course import CoursePosition

STEP_M = 10.0
"""Between checkpoints the metres count down in steps of this: they are not known better."""


class MetresToGo(NamedTuple):
    """A distance to the finish."""

    metres: float
    estimated: bool
    """Whether it is from a place between two checkpoints."""


def metres_to_go(course: Course, where: CoursePosition) -> MetresToGo:
    """How far it is from a place on the course to the finish; near behind a checkpoint, from there."""
    left_m = course.distance_m - where.metres
    if where.measured:
        return MetresToGo(left_m, estimated=False)
    behind = (course.to_go(index) for index in range(START, course.finish))
    passed_m = min((metres for metres in behind if metres > left_m), default=course.distance_m)
    if passed_m - left_m < STEP_M:
        return MetresToGo(passed_m, estimated=False)
    return MetresToGo(max(math.ceil(left_m / STEP_M), 1) * STEP_M, estimated=True)


def foremost_to_go(state: RaceState, clock_ms: int) -> MetresToGo | None:
    """How far the foremost of those who are on the course has to go; None where there is no one."""
    places = course_positions(state, clock_ms)
    if state.course is None or not places:
        return None
    return metres_to_go(state.course, max(places.values(), key=lambda where: where.metres))
