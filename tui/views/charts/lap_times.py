"""The chart of lap times; on a road, of the pace of each segment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from race.course import NEAR_M
from race.times import Time
from tui.text.formatting import segment_text, stretch_text
from tui.views.charts.chart import Chart
from tui.views.charts.chart_scale import scale_of_seconds
from tui.views.charts.chart_series import Point, points_of, series
from tui.views.charts.ghost_lines import ghost_series
from tui.views.who_is_drawn import name_of

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.laps import Stretch
    from race.order.checkpoint_table import CheckpointTable
    from tui.views.scene import Scene

KILOMETRE_M = 1000.0

LEAST_S = 2.0
"""The least height of the chart, in seconds."""

SHOWN_SHARE = 0.95
"""The share of all laps that the scale holds: the slowest leave the chart."""


def lap_times(scene: Scene, table: CheckpointTable, rows: int) -> Chart:
    """The lap times; on a road, the pace a kilometre.

    A stretch that is nearly a lap, such as the last 409 m of a mile, is drawn at its pace for a lap.
    """
    course = table.course
    unit_m = course.lap_m or KILOMETRE_M

    def paces(runner: Runner) -> list[Point]:
        ends = ((index, _lap(table, runner, index)) for index in sorted(runner.passings))
        values = ((i, lap.time.ms / 1000 * unit_m / lap.metres, lap.estimated) for i, lap in ends if lap)
        return points_of(scene, course, values, table.start)

    def label(runner: Runner, points: Sequence[Point]) -> str:
        newest_first = (_lap(table, runner, index) for index in sorted(runner.passings, reverse=True))
        lap = next(lap for lap in newest_first if lap)
        if course.lap_m is None:
            lap = lap._replace(time=Time(round(points[-1].value * 1000), 1), metres=unit_m)
        text = stretch_text(lap) if abs(lap.metres - unit_m) <= NEAR_M else segment_text(lap)
        return f"{name_of(scene, runner)} {text}"

    def pace_of_other(other: CheckpointTable, runner: Runner, there: int, here: int) -> Point | None:
        lap = _lap(other, runner, there)
        if lap is None:
            return None
        pace_s = lap.time.ms / 1000 * unit_m / lap.metres
        return Point(course.distance(here), pace_s, lap.estimated, "measured")

    drawn = series(scene, rows, paces, label) + ghost_series(scene, table, pace_of_other)
    values = sorted(point.value for line in drawn for point in line.points)
    fastest = values[0] if values else 0.0
    slowest = values[int((len(values) - 1) * SHOWN_SHARE)] if values else 0.0
    title = f"Lap times, {course.lap_m:g} m" if course.lap_m else "Time a kilometre"
    scale = scale_of_seconds(fastest, max(slowest, fastest + LEAST_S), rows)
    return Chart(title, table, drawn, scale)


def _lap(table: CheckpointTable, runner: Runner, index: int) -> Stretch | None:
    """The lap that ends at a checkpoint, or a stretch that is nearly one; on a road the segment."""
    return table.stretch(runner, index) if table.is_lap(index) else None
