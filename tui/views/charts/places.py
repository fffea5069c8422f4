"""The places chart: each runner's place at each checkpoint."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tui.views.canvas import DOWN
from tui.views.charts.chart import Chart
from tui.views.charts.chart_scale import Scale, nice_step
from tui.views.charts.chart_series import Point, points_of, series
from tui.views.charts.ghost_lines import ghost_series
from tui.views.who_is_drawn import name_of

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.order.checkpoint_table import CheckpointTable
    from tui.views.scene import Scene

MOST_A_ROW = 2
"""Places on one line of the chart at most."""


def places_chart(scene: Scene, table: CheckpointTable, rows: int) -> Chart:
    """The places at each checkpoint, among all who have passed it."""

    def places(runner: Runner) -> list[Point]:
        held = ((index, table.place(runner, index)) for index in sorted(runner.passings))
        values = ((i, p, False) for i, p in held if p is not None)
        return points_of(scene, table.course, values, lambda index: index - 1)

    def label(runner: Runner, points: Sequence[Point]) -> str:
        return f"{points[-1].value:g} {name_of(scene, runner)}"

    def place_of_other(other: CheckpointTable, runner: Runner, there: int, here: int) -> Point | None:
        place = other.place(runner, there) if there in runner.passings else None
        return Point(table.course.distance(here), place, False, "measured") if place is not None else None

    drawn = series(scene, rows, places, label) + ghost_series(scene, table, place_of_other)
    last = max((point.value for line in drawn for point in line.points), default=1.0)
    scale = place_scale(int(min(last, rows * MOST_A_ROW)), rows)
    return Chart("Place at each checkpoint", table, drawn, scale)


def place_scale(last: int, rows: int) -> Scale:
    """A scale from the first place to the last: at least a line each if there is room for all."""
    each = rows // last * DOWN if last <= rows else (rows * DOWN - 3) / (last - 1)
    top = 1 - 1.5 / each
    step = max(nice_step(last - 1, rows - 1), 1)
    ticks = [1.0, *(float(place) for place in range(2, last + 1) if place % step == 0)]
    return Scale(top, top + (rows * DOWN - 1) / each, ticks, lambda place: f"{place:g}")
