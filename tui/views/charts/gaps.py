"""The gap chart, and the two that go with it: places by checkpoint, and lap times."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Literal

from race.course import START, Course
from race.fold.state import RaceState, Runner
from race.laps import Stretch, gap_at, is_estimated
from race.order.head_to_head import times_of
from race.order.positions_on_course import course_positions
from tui.text.formatting import stretch_text
from tui.text.mark_rows import MARK_SYMBOL
from tui.text.safe_text import clean
from tui.text.styled_line import StyledLine
from tui.views.charts.chart import AROUND, LEAST_ROWS, LEAST_WIDTH, Chart, Drawing, Scale, seconds
from tui.views.charts.chart_series import Point, Series, is_vague, series
from tui.views.charts.lap_times import lap_times
from tui.views.charts.places import places_chart
from tui.views.scene import Scene, Still, Target, nothing
from tui.views.tally import tallies
from tui.views.who_is_drawn import name_of

Kind = Literal["gaps", "places", "laps"]
"""What a chart along the course may show."""

LEAST_S = 2.0
"""The least height of a gap chart, in seconds."""

SQUASH = 3.0
"""Who is so many times as far behind as half of the others does not count for the scale."""

MARK_SQUASH = 2.0
"""Nor does a mark so many times as far away as anybody."""

Gap = Callable[[Runner, int], Stretch | None]
"""How far behind a runner is at a checkpoint."""


def lines(scene: Scene, width: int, height: int, kind: Kind = "gaps") -> list[StyledLine]:
    """A chart of the race so far, in `width` by `height` cells."""
    if scene.board.state.course is None:
        return []
    if width < LEAST_WIDTH or height < LEAST_ROWS + AROUND:
        return nothing("no room for a chart here", width, height)
    places = course_positions(scene.board.state, scene.view.clock_ms).values()
    return _drawing(scene.still, width, height, kind).lines(max((p.metres for p in places), default=0.0))


@lru_cache(maxsize=4)
def _drawing(still: Still, width: int, height: int, kind: Kind) -> Drawing:
    state, rows = still.state, height - AROUND
    assert state.course is not None
    title, drawn, scale = {"gaps": gap_chart, "places": places_chart, "laps": lap_times}[kind](
        still, state.course, rows
    )
    reached = max((runner.furthest for runner in state.runners.values()), default=START)
    return Drawing(Chart(title, state.course, reached, drawn, scale), width, height)


def gap_chart(still: Still, course: Course, rows: int) -> tuple[str, list[Series], Scale]:
    """Seconds behind the leader, or behind whom the scene says, at each checkpoint."""
    gap, name = _gap(still.state, still.behind)

    def gaps(runner: Runner) -> list[Point]:
        found = [(index, gap(runner, index)) for index in sorted(runner.passings)]
        points = [
            Point(course.distance(index), behind.time.ms / 1000, behind.estimated or is_vague(runner, index))
            for index, behind in found
            if behind is not None
        ]
        return [Point(0.0, 0.0, False), *points] if points else []

    def label(runner: Runner, _points: Sequence[Point]) -> str:
        last = (gap(runner, index) for index in sorted(runner.passings, reverse=True))
        return f"{name_of(still, runner)} {stretch_text(next(filter(None, last)), '+')}"

    drawn = series(still, rows, gaps, label)
    ends = [line.points[-1].value for line in drawn if line.named]
    mark = _mark(still, course)
    if mark is not None:
        drawn.append(mark)
        end = mark.points[-1].value
        ends += [end] if abs(end) <= MARK_SQUASH * max(map(abs, ends), default=0.0) else []
    ahead = cut([-end for end in ends if end < 0])
    behind = cut([end for end in ends if end >= 0])
    return f"Behind {name}", drawn, seconds(-ahead, max(behind, LEAST_S - ahead), rows)


def _mark(still: Still, course: Course) -> Series | None:
    """The line of the mark that is raced, as far as anybody has come; dotted where its times are estimated.

    None before the first split.
    """
    target, state = still.target, still.state
    if target is None:
        return None
    firsts = [tally.first for tally in tallies(state)]
    base = state.runners.get(still.behind) if isinstance(still.behind, str) else None
    points = [Point(0.0, 0.0, False)]
    for index, first in enumerate(firsts):
        own, ahead = target.at(index), base or first
        if isinstance(still.behind, Target):
            other = still.behind.at(index) if first is not None else None
        else:
            other = times_of(course, ahead)(index) if ahead is not None else None
        if own is not None and other is not None:
            gap_ms = own.time.minus(other.time).ms
            points.append(Point(own.metres, gap_ms / 1000, own.estimated or other.estimated))
    if len(points) == 1:
        return None
    finish = target.at(course.finish)
    time = finish.time.show(course.digits) if finish else ""
    return Series(f"{MARK_SYMBOL} {clean(target.name)} {time}".rstrip(), "strong", points)


def _gap(state: RaceState, behind: str | Target | None) -> tuple[Gap, str]:
    """How gaps are measured, and what to call whom they are measured to."""
    course = state.course
    assert course is not None
    if isinstance(behind, Target):
        return lambda runner, index: _behind_target(behind, runner, index), clean(behind.name)
    if behind is not None and behind in state.runners:
        other = state.runners[behind]
        return lambda runner, index: gap_at(course, runner, other, index), clean(other.short_name)
    firsts = [tally.first for tally in tallies(state)]
    return (
        lambda runner, index: gap_at(course, runner, ahead, index) if (ahead := firsts[index]) else None
    ), "the leader"


def _behind_target(target: Target, runner: Runner, index: int) -> Stretch | None:
    own, other = runner.time_at(index), target.at(index)
    if own is None or other is None:
        return None
    return Stretch(own.minus(other.time), other.metres, other.estimated or is_estimated(runner, index))


def cut(values: Sequence[float]) -> float:
    """The largest of some values that a scale should reach: none far beyond half of them."""
    ordered = sorted(values)
    if not ordered:
        return 0.0
    limit = SQUASH * ordered[len(ordered) // 2]
    return max((value for value in ordered if value <= limit), default=ordered[0])
