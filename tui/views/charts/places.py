"""The lap chart: who was in which place at each checkpoint."""

from __future__ import annotations

from collections.abc import Sequence

from race.course import Course
from race.fold.state import Runner
from tui.views.canvas import DOWN
from tui.views.charts.chart import Scale, nice_step
from tui.views.charts.chart_series import Point, Series, is_vague, series
from tui.views.scene import Still
from tui.views.tally import tallies
from tui.views.who_is_drawn import name_of

MOST_A_ROW = 2
"""Places that a line of the chart holds at most."""


def places_chart(still: Still, course: Course, rows: int) -> tuple[str, list[Series], Scale]:
    """Title, lines and scale of the places at each checkpoint, among all who have passed it."""
    by_index = tallies(still.state)

    def places(runner: Runner) -> list[Point]:
        held = [(index, by_index[index].place(runner)) for index in sorted(runner.passings)]
        return [
            Point(course.distance(index), place, is_vague(runner, index))
            for index, place in held
            if place is not None
        ]

    def label(runner: Runner, points: Sequence[Point]) -> str:
        return f"{points[-1].value:g} {name_of(still, runner)}"

    drawn = series(still, rows, places, label)
    last = max((point.value for line in drawn for point in line.points), default=1.0)
    return "Place at each checkpoint", drawn, ladder(int(min(last, rows * MOST_A_ROW)), rows)


def ladder(last: int, rows: int) -> Scale:
    """A scale of places from the first to the last: a line or more for each where there is room for all."""
    each = rows // last * DOWN if last <= rows else (rows * DOWN - 3) / (last - 1)
    top = 1 - 1.5 / each
    step = max(nice_step(last - 1, rows - 1), 1)
    ticks = [1.0, *(float(place) for place in range(2, last + 1) if place % step == 0)]
    return Scale(top, top + (rows * DOWN - 1) / each, ticks, lambda place: f"{place:g}")
