"""The charts along the course: gaps, places by checkpoint, and lap times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from race.fold.runner import Runner
from race.laps import Stretch, gap_at, is_estimated
from race.order.head_to_head import times_of
from race.order.positions_on_course import course_positions
from tui.text.formatting import stretch_text
from tui.text.mark_rows import MARK_SYMBOL
from tui.text.safe_text import clean
from tui.views.charts.chart import (
    FRAME_ROWS,
    LEAST_ROWS,
    LEAST_WIDTH,
    Chart,
    Drawing,
    scale_of_seconds,
)
from tui.views.charts.chart_series import Point, Series, is_interpolated, series
from tui.views.charts.lap_times import lap_times
from tui.views.charts.places import places_chart
from tui.views.scene import Scene, Target, nothing
from tui.views.who_is_drawn import name_of

if TYPE_CHECKING:
    from race.order.checkpoint_table import CheckpointTable
    from tui.text.styled_line import StyledLine

Kind = Literal["gaps", "places", "laps"]
"""The value of a chart."""

LEAST_S = 2.0
"""The least height of a gap chart, in seconds."""

OUTLIER = 3.0
"""A runner this many times as far behind as the median leaves the chart."""

MARK_OUTLIER = 2.0
"""So does a mark this many times as far away as the furthest runner."""

Gap = Callable[[Runner, int], Stretch | None]
"""A runner's gap at a checkpoint."""


def lines(scene: Scene, width: int, height: int, kind: Kind = "gaps") -> list[StyledLine]:
    """A chart of the race so far, in `width` by `height` cells."""
    table = scene.checkpoints
    if table is None:
        return []
    if width < LEAST_WIDTH or height < LEAST_ROWS + FRAME_ROWS:
        return nothing("no room for a chart here", width, height)
    positions = course_positions(scene.board.state, scene.clock_ms).values()
    here_m = max((position.metres for position in positions), default=0.0)
    return _drawing(scene, table, width, height, kind).lines(here_m)


# While the table and the picks are the same, only the playhead moves: a frame of 300 runners takes 3 ms,
# a new drawing 15 ms.
@lru_cache(maxsize=4)
def _drawing(scene: Scene, table: CheckpointTable, width: int, height: int, kind: Kind) -> Drawing:
    make_chart = {"gaps": gap_chart, "places": places_chart, "laps": lap_times}[kind]
    return Drawing(make_chart(scene, table, height - FRAME_ROWS), width, height)


def gap_chart(scene: Scene, table: CheckpointTable, rows: int) -> Chart:
    """The gaps in seconds to the leader, or to the scene's `behind`."""
    course = table.course
    gap, name = _gap(scene, table)

    def gaps(runner: Runner) -> list[Point]:
        known = [(index, gap(runner, index)) for index in sorted(runner.passings)]
        points = [
            Point(
                course.distance(index),
                behind.time.ms / 1000,
                behind.estimated or is_interpolated(runner, index),
            )
            for index, behind in known
            if behind is not None
        ]
        return [Point(0.0, 0.0, False), *points] if points else []

    def label(runner: Runner, _points: Sequence[Point]) -> str:
        newest_first = (gap(runner, index) for index in sorted(runner.passings, reverse=True))
        return f"{name_of(scene, runner)} {stretch_text(next(filter(None, newest_first)), '+')}"

    drawn = series(scene, rows, gaps, label)
    ends = [line.points[-1].value for line in drawn if line.named]
    mark = _mark(scene, table)
    if mark is not None:
        drawn.append(mark)
        end = mark.points[-1].value
        ends += [end] if abs(end) <= MARK_OUTLIER * max(map(abs, ends), default=0.0) else []
    ahead = without_outliers([-end for end in ends if end < 0])
    behind = without_outliers([end for end in ends if end >= 0])
    scale = scale_of_seconds(-ahead, max(behind, LEAST_S - ahead), rows)
    return Chart(f"Behind {name}", table, drawn, scale)


def _mark(scene: Scene, table: CheckpointTable) -> Series | None:
    """The raced mark as far as any runner has come, dotted where its times are estimated.

    None without a mark, and before the first split.
    """
    target, course = scene.target, table.course
    if target is None:
        return None
    base = scene.board.state.runners.get(scene.behind) if isinstance(scene.behind, str) else None
    points = [Point(0.0, 0.0, False)]
    for index in range(len(course.checkpoints)):
        mark, first = target.at(index), table.first(index)
        if isinstance(scene.behind, Target):
            other = scene.behind.at(index) if first is not None else None
        else:
            ahead = base or first
            other = times_of(course, ahead)(index) if ahead is not None else None
        if mark is not None and other is not None:
            gap_ms = mark.time.minus(other.time).ms
            points.append(Point(mark.metres, gap_ms / 1000, mark.estimated or other.estimated))
    if len(points) == 1:
        return None
    finish = target.at(course.finish)
    time = finish.time.show(course.digits) if finish else ""
    return Series(f"{MARK_SYMBOL} {clean(target.name)} {time}".rstrip(), "strong", points)


def _gap(scene: Scene, table: CheckpointTable) -> tuple[Gap, str]:
    """The rule for gaps, and the name of what they are measured to."""
    course, behind = table.course, scene.behind
    if isinstance(behind, Target):
        return lambda runner, index: _behind_target(behind, runner, index), clean(behind.name)
    if behind is not None and behind in scene.board.state.runners:
        other = scene.board.state.runners[behind]
        return lambda runner, index: gap_at(course, runner, other, index), clean(other.short_name)
    return (
        lambda runner, index: gap_at(course, runner, first, index) if (first := table.first(index)) else None
    ), "the leader"


def _behind_target(target: Target, runner: Runner, index: int) -> Stretch | None:
    time, mark = runner.time_at(index), target.at(index)
    if time is None or mark is None:
        return None
    return Stretch(time.minus(mark.time), mark.metres, mark.estimated or is_estimated(runner, index))


def without_outliers(values: Sequence[float]) -> float:
    """The largest value that is not far beyond the median; 0 without values."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    limit = OUTLIER * ordered[len(ordered) // 2]
    return max((value for value in ordered if value <= limit), default=ordered[0])
