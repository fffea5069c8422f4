"""Lap times along the race; on a road the pace of each stretch."""

from __future__ import annotations

from collections.abc import Sequence

from race.course import NEAR_M, Course
from race.fold.state import Runner
from race.laps import Stretch, lap, segment
from race.times import Time
from tui.text.formatting import ABOUT
from tui.views.charts.chart import Scale, seconds
from tui.views.charts.chart_series import Point, Series, series
from tui.views.scene import Still
from tui.views.who_is_drawn import name_of

KILOMETRE_M = 1000.0

LEAST_S = 2.0
"""The least height of the chart, in seconds."""

SLOWEST = 0.95
"""The scale holds so many of all the laps: the slowest leave the chart."""


def lap_times(still: Still, course: Course, rows: int) -> tuple[str, list[Series], Scale]:
    """Title, lines and scale of the laps as they end; on a road of the pace a kilometre.

    Where a last stretch is not a lap long its pace stands for a lap, and counts as an estimate.
    """

    def paces(runner: Runner) -> list[Point]:
        ends = (index for index in sorted(runner.passings) if runner.time_at(index) is not None)
        found = [(index, _stretch(course, runner, index)) for index in ends]
        return [_pace(course, index, stretch) for index, stretch in found if stretch is not None]

    def label(runner: Runner, points: Sequence[Point]) -> str:
        about = ABOUT if points[-1].estimated else ""
        return f"{name_of(still, runner)} {about}{Time(round(points[-1].value * 1000)).show(1)}"

    drawn = series(still, rows, paces, label)
    values = sorted(point.value for line in drawn for point in line.points)
    fastest = values[0] if values else 0.0
    slowest = values[int((len(values) - 1) * SLOWEST)] if values else 0.0
    title = f"Lap times, {course.lap_m:g} m" if course.lap_m else "Time a kilometre"
    return title, drawn, seconds(fastest, max(slowest, fastest + LEAST_S), rows)


def _stretch(course: Course, runner: Runner, index: int) -> Stretch | None:
    """The lap that ends here; at the finish, where there is none, the stretch nearest to one."""
    found = lap(course, runner, index) if course.lap_m is not None else segment(course, runner, index)
    return segment(course, runner, index) if found is None and index == course.finish else found


def _pace(course: Course, index: int, stretch: Stretch) -> Point:
    took_s, unit_m = stretch.time.ms / 1000, course.lap_m or KILOMETRE_M
    if course.lap_m is not None and abs(stretch.metres - unit_m) <= NEAR_M:
        return Point(course.distance(index), took_s, stretch.estimated)
    estimated = stretch.estimated or course.lap_m is not None
    return Point(course.distance(index), took_s * unit_m / stretch.metres, estimated)
