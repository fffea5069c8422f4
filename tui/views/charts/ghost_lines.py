"""The runners of other recordings in a chart: dim lines, the first with the name of its race."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from race.laps import difference, reached
from tui.text.safe_text import clean
from tui.views.charts.chart_series import Point, Series

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.order.checkpoint_table import CheckpointTable
    from race.order.head_to_head import TimeAt
    from replays.watching.ghost_race import Ghost
    from tui.views.scene import Scene

PointAt = Callable[["CheckpointTable", "Runner", int, int], "Point | None"]
"""A point of a runner of another race: by its table, the runner, the checkpoint there and that here."""


def ghost_series(scene: Scene, table: CheckpointTable, point_at: PointAt) -> list[Series]:
    """All who run along, at the checkpoints that both races have, as far as this race has come."""
    lines: list[Series] = []
    for ghost in scene.ghosts:
        runners = ghost.state.runners.values()
        drawn = [points for runner in runners if (points := _points(ghost, runner, table, point_at))]
        drawn.sort(key=lambda points: (-points[-1].metres, points[-1].value))
        for number, points in enumerate(drawn):
            lines.append(Series("" if number else clean(ghost.name), "dim", points, named=False))
    return lines


def gaps_to(table: CheckpointTable, base: TimeAt) -> PointAt:
    """The gaps to the times that the runners of this race are held against."""

    def gap(other: CheckpointTable, runner: Runner, there: int, here: int) -> Point | None:
        found = difference(table.course, reached(other.course, runner, there), base(here))
        return Point(found.metres, found.time.ms / 1000, found.estimated, "measured") if found else None

    return gap


def _points(ghost: Ghost, runner: Runner, table: CheckpointTable, point_at: PointAt) -> list[Point]:
    points: list[Point] = []
    for index in range(table.reached + 1):
        there = ghost.index_of(table.course, index)
        if ghost.table is not None and there is not None:
            point = point_at(ghost.table, runner, there, index)
            points += [point] if point is not None else []
    return points
