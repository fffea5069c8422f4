"""The chart of lap times; on a road, of the pace of each segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from race.course import NEAR_M, Course
from race.laps import Stretch, lap, segment
from race.times import Time
from tui.text.formatting import about
from tui.views.charts.chart import Chart, scale_of_seconds
from tui.views.charts.chart_series import Point, series
from tui.views.who_is_drawn import name_of

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.order.checkpoint_table import CheckpointTable
    from tui.views.scene import Scene

KILOMETRE_M = 1000.0

LEAST_S = 2.0
"""The least height of the chart, in seconds."""

SHOWN_SHARE = 0.95
"""The share of all laps that the scale holds: the slowest leave the chart."""


def lap_times(scene: Scene, table: CheckpointTable, rows: int) -> Chart:
    """The lap times; on a road, the pace a kilometre.

    Where the last segment is not a whole lap, its pace stands for a lap time and counts as an estimate.
    """
    course = table.course

    def paces(runner: Runner) -> list[Point]:
        ends = (index for index in sorted(runner.passings) if runner.time_at(index) is not None)
        stretches = [(index, _stretch(course, runner, index)) for index in ends]
        return [_pace(course, index, stretch) for index, stretch in stretches if stretch is not None]

    def label(runner: Runner, points: Sequence[Point]) -> str:
        last = points[-1]
        return f"{name_of(scene, runner)} {about(last.estimated)}{Time(round(last.value * 1000)).show(1)}"

    drawn = series(scene, rows, paces, label)
    values = sorted(point.value for line in drawn for point in line.points)
    fastest = values[0] if values else 0.0
    slowest = values[int((len(values) - 1) * SHOWN_SHARE)] if values else 0.0
    title = f"Lap times, {course.lap_m:g} m" if course.lap_m else "Time a kilometre"
    scale = scale_of_seconds(fastest, max(slowest, fastest + LEAST_S), rows)
    return Chart(title, table, drawn, scale)


def _stretch(course: Course, runner: Runner, index: int) -> Stretch | None:
    """The lap that ends at a checkpoint; on a road, and at a finish that ends no lap, the segment."""
    lap_time = lap(course, runner, index) if course.lap_m is not None else None
    if lap_time is None and (course.lap_m is None or index == course.finish):
        return segment(course, runner, index)
    return lap_time


def _pace(course: Course, index: int, stretch: Stretch) -> Point:
    took_s, unit_m = stretch.time.ms / 1000, course.lap_m or KILOMETRE_M
    if course.lap_m is not None and abs(stretch.metres - unit_m) <= NEAR_M:
        return Point(course.distance(index), took_s, stretch.estimated)
    estimated = stretch.estimated or course.lap_m is not None
    return Point(course.distance(index), took_s * unit_m / stretch.metres, estimated)
