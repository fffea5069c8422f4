"""The runners of other recordings in the gap chart: dim lines, the first with the name of its race."""

from __future__ import annotations

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


def ghost_series(scene: Scene, table: CheckpointTable, base: TimeAt) -> list[Series]:
    """The gaps of all who run along, to the same times as the gaps of this race's runners."""
    lines: list[Series] = []
    for ghost in scene.ghosts:
        runners = ghost.state.runners.values()
        drawn = [points for runner in runners if (points := _points(ghost, runner, table, base))]
        drawn.sort(key=lambda points: (-points[-1].metres, points[-1].value))
        for number, points in enumerate(drawn):
            lines.append(Series("" if number else clean(ghost.name), "dim", points, named=False))
    return lines


def _points(ghost: Ghost, runner: Runner, table: CheckpointTable, base: TimeAt) -> list[Point]:
    """The gaps at the checkpoints that both races have, as far as this race has come."""
    own, points = ghost.state.course, []
    for index in range(table.reached + 1):
        there = ghost.index_of(table.course, index)
        gap = None
        if own is not None and there is not None:
            gap = difference(table.course, reached(own, runner, there), base(index))
        if gap is not None:
            points.append(Point(gap.metres, gap.time.ms / 1000, gap.estimated, "measured"))
    return points
