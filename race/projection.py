"""Projected finish times, and the one door by which a model of them comes in.

A model is a function from the course and a runner to a `Projection`. It sees only what the playhead has
shown. `standings` takes the model as an argument.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from race.course import START, Course
from race.state import Runner
from race.times import Time


class Projection(NamedTuple):
    """When an entrant is expected at the finish."""

    time: Time
    low: Time | None = None
    """Lower end of the range; None where the range has no measured basis."""
    high: Time | None = None
    estimated: bool = False
    """Whether it rests on an estimated split."""


Model = Callable[[Course, Runner], Projection | None]


def even_pace(course: Course, runner: Runner) -> Projection | None:
    """Average pace so far, held over the distance that is left.

    Carries the tenth at most: a projection is no measurement. A finisher is projected at the time run.
    """
    index = last_timed(course, runner)
    time = runner.time_at(index)
    if index == START or time is None:
        return None
    estimated = runner.passings[index].evidence == "estimated"
    if index == course.finish:
        return Projection(time, time, time, estimated)
    ms = round(time.ms * course.distance_m / course.distance(index))
    return Projection(Time(ms, min(time.digits, 1)), estimated=estimated)


def last_timed(course: Course, runner: Runner) -> int:
    """Index of the furthest checkpoint with a time that counts, START if there is none."""
    for index in range(runner.furthest, START, -1):
        if runner.time_at(index) is not None:
            return index
    return START
