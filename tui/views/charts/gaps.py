"""The charts along the course: gaps, places by checkpoint, and lap times."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Literal

from race.laps import Stretch, difference, reached
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
)
from tui.views.charts.chart_scale import scale_of_seconds
from tui.views.charts.chart_series import Point, Series, points_of, series
from tui.views.charts.ghost_lines import gaps_to, ghost_series
from tui.views.charts.lap_times import lap_times
from tui.views.charts.nothing_drawn import nothing_drawn
from tui.views.charts.pack_bands import pack_bands, pack_labels
from tui.views.charts.places import places_chart
from tui.views.scene import Scene, Target, nothing
from tui.views.who_is_drawn import name_of

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.order.checkpoint_table import CheckpointTable
    from race.order.head_to_head import TimeAt
    from tui.text.styled_line import StyledLine

Kind = Literal["gaps", "places", "laps"]
"""The value of a chart."""

WHAT = {"gaps": "gaps", "places": "places", "laps": "lap times"}
"""What each draws, in words."""

NOT_BEFORE_FINISH = "no gaps before the finish were published"

LEAST_S = 2.0
"""The least height of a gap chart, in seconds."""

OUTLIER = 3.0
"""A runner this many times as far behind as the median leaves the chart."""

MARK_OUTLIER = 2.0
"""So does a mark this many times as far away as the furthest runner."""


def lines(scene: Scene, width: int, height: int, kind: Kind = "gaps") -> list[StyledLine]:
    """A chart of the race so far, in `width` by `height` cells."""
    table = scene.checkpoints
    if table is None:
        return []
    if width < LEAST_WIDTH or height < LEAST_ROWS + FRAME_ROWS:
        return nothing("no room for a chart here", width, height)
    positions = course_positions(scene.board.state, scene.board.seen_ms).values()
    here_m = max((position.metres for position in positions), default=0.0)
    drawing = _drawing(scene, table, width, height, kind)
    if drawing is not None:
        return drawing.lines(here_m)
    ends = range(len(table.course.checkpoints))
    first = next((index for index in ends if kind != "laps" or table.is_lap(index)), table.course.finish)
    return nothing_drawn(scene, table, WHAT[kind], first, width, height)


# While the table and the picks are the same, only the playhead moves: a frame of 300 runners takes 3 ms,
# a new drawing 15 ms.
@lru_cache(maxsize=4)
def _drawing(scene: Scene, table: CheckpointTable, width: int, height: int, kind: Kind) -> Drawing | None:
    make_chart = {"gaps": gap_chart, "places": places_chart, "laps": lap_times}[kind]
    chart = make_chart(scene, table, height - FRAME_ROWS)
    return Drawing(chart, width, height) if chart.series or chart.bands else None


def gap_chart(scene: Scene, table: CheckpointTable, rows: int) -> Chart:
    """The gaps in seconds to the leader, or to the scene's `behind`."""
    course = table.course
    base, name = _base(scene, table)

    def gap(runner: Runner, index: int) -> Stretch | None:
        return difference(course, reached(course, runner, index), base(index))

    def gaps(runner: Runner) -> list[Point]:
        known = [(index, gap(runner, index)) for index in sorted(runner.passings)]
        values = (
            (index, behind.time.ms / 1000, is_estimated(runner, index)) for index, behind in known if behind
        )
        return points_of(scene, course, values, lambda index: index - 1)

    def is_estimated(runner: Runner, index: int) -> bool:
        """Whether what was run is estimated; a mark at even pace makes nothing of that an estimate."""
        sides = [reached(course, runner, index)] + ([] if isinstance(scene.behind, Target) else [base(index)])
        return any(side.estimated for side in sides if side is not None)

    def label(runner: Runner, _points: Sequence[Point]) -> str:
        newest_first = (gap(runner, index) for index in sorted(runner.passings, reverse=True))
        newest = next(filter(None, newest_first))
        is_overtaken = scene.behind is None and newest.time.ms < 0
        return f"{name_of(scene, runner)} {'' if is_overtaken else stretch_text(newest, '+')}".rstrip()

    drawn = series(scene, rows, gaps, label)
    ends = [line.points[-1].value for line in drawn if line.named]
    before = [-point.value for line in drawn for point in line.points if point.value < 0]
    bands = pack_bands(scene, table, base)
    drawn += pack_labels(scene, table, base)
    if scene.behind is not None:
        before += [-edge.low for band in bands for edge in band if edge.low < 0]
    ends += [band.end.high for band in bands]
    ghosts = ghost_series(scene, table, gaps_to(table, base))
    ends += [line.points[-1].value for line in ghosts if line.points[-1].value >= 0]
    before += [-point.value for line in ghosts for point in line.points if point.value < 0]
    drawn += ghosts
    mark = _mark(scene, table)
    if mark is not None:
        drawn.append(mark)
        end = mark.points[-1].value
        ends += [end] if abs(end) <= MARK_OUTLIER * max(map(abs, ends), default=0.0) else []
    before += [-end for end in ends if end < 0]
    is_to_mark = isinstance(scene.behind, Target)  # then the leader is the furthest ahead
    ahead = max(before, default=0.0) if is_to_mark else without_outliers(before)
    behind = without_outliers([end for end in ends if end >= 0])
    scale = scale_of_seconds(-ahead, max(behind, LEAST_S - ahead), rows)
    note = "" if bands or _is_known_before(drawn, course.distance_m) else NOT_BEFORE_FINISH
    return Chart(f"Behind {name}", table, drawn, scale, bands, note)


def _is_known_before(drawn: Sequence[Series], finish_m: float) -> bool:
    """Whether there is a gap between any two before the finish, or no one has come there yet."""
    has_finished = any(line.points[-1].metres == finish_m for line in drawn)
    return not has_finished or sum(line.points[0].metres < finish_m for line in drawn) > 1


def _mark(scene: Scene, table: CheckpointTable) -> Series | None:
    """The raced mark as far as any runner has come, dotted where its times are estimated.

    None without a mark, and before the first split.
    """
    target, course = scene.target, table.course
    if target is None:
        return None
    base, _ = _base(scene, table)
    gaps = (difference(course, target.at(index), base(index)) for index in range(table.reached + 1))
    points = [
        Point(gap.metres, gap.time.ms / 1000, gap.estimated, "estimated" if gap.estimated else "measured")
        for gap in gaps
        if gap is not None
    ]
    if not points:
        return None
    finish = target.at(course.finish)
    time = finish.time.show(course.digits) if finish else ""
    return Series(f"{MARK_SYMBOL} {clean(target.name)} {time}".rstrip(), "strong", points)


def _base(scene: Scene, table: CheckpointTable) -> tuple[TimeAt, str]:
    """The times that gaps are measured to, and whose they are."""
    behind, runners = scene.behind, scene.board.state.runners
    if isinstance(behind, Target):
        return behind.at, clean(behind.name)
    if behind is not None and behind in runners:
        return partial(reached, table.course, runners[behind]), clean(runners[behind].short_name)
    leader = table.leader
    name = (
        f"the leader, {clean(leader.short_name)}"
        if leader is not None
        else "the first time at each checkpoint"
    )
    return table.first_time, name


def without_outliers(values: Sequence[float]) -> float:
    """The largest value that is not far beyond the median; 0 without values."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    limit = OUTLIER * ordered[len(ordered) // 2]
    return max((value for value in ordered if value <= limit), default=ordered[0])
