"""A road race on a straight line: the whole course, and one kilometre of it drawn larger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil, floor
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.text.safe_text import truncate
from tui.views.canvas import Canvas
from tui.views.charts.chart_scale import nice_step
from tui.views.scene import Scene, nothing
from tui.views.track.road_section import RoadSection, checkpoints, draw_course_line, write_labels
from tui.views.track.runner_groups import (
    RunnerOnCourse,
    group_lines,
    group_style,
    grouped,
    headline,
    home_lines,
    on_course,
    tags,
)
from tui.views.track.runner_symbols import GHOST, IN_PACK, key, symbol
from tui.views.who_is_drawn import is_picked, style_of

if TYPE_CHECKING:
    from race.course import Course
    from tui.text.styled_line import StyledLine

BARS = " ▁▂▃▄▅▆▇█"
"""The number of runners in a cell of the course, relative to the fullest cell."""

WINDOW_M = 1000.0
"""Length of the part that is drawn larger."""

AHEAD = 0.1
"""The share of that part in front of the leader."""

ROUND_M = (10, 20, 50, 100, 200, 500, 1000)

LEAST_WIDTH, LEAST_HEIGHT = 40, 9

COLUMN = 40
"""Cells of a column of groups."""

STACK = 3
"""Runners drawn above one another in one cell of the course."""

COURSE_ROWS = 4
"""Lines of the whole course: a heading, the density, the course and the names of its checkpoints."""

WINDOW_ROWS = STACK + 4
"""Lines of the enlarged part: a heading, names, the runners, the course and the kilometres."""


def road(scene: Scene, course: Course, width: int, height: int) -> list[StyledLine]:
    """The whole course, a kilometre of it with its runners, and the groups in order; then the result."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return nothing("no room for the course here", width, height)
    placed = on_course(scene)
    canvas = Canvas(width, height)
    window = _window(scene, course, placed, width) if placed else None
    _draw_course(canvas, scene, course, placed, window)
    if window is not None:
        _draw_window(canvas, scene, placed, window)
    top = COURSE_ROWS + (WINDOW_ROWS if window is not None else 0) + 1
    room = max(height - top, 0) * (width // COLUMN)
    groups = group_lines(scene, grouped(placed), None, COLUMN - 2, room)
    _write_order(canvas, groups or home_lines(scene, course, room), top)
    return canvas.lines()


def _write_order(canvas: Canvas, lines: Sequence[StyledLine], top: int) -> None:
    """Write a list below the course, in columns."""
    rows = max(canvas.height - top, 0)
    for number, line in enumerate(lines):
        canvas.write_line(number // rows * COLUMN, top + number % rows, line)


def _window(scene: Scene, course: Course, placed: Sequence[RunnerOnCourse], width: int) -> RoadSection:
    """The kilometre of the leader, or that of the chosen runner if it is another one."""
    leader_m = placed[0].where.metres
    chosen_m = next((p.where.metres for p in placed if p.runner.entrant.bib == scene.chosen), leader_m)
    length_m = min(WINDOW_M, course.distance_m)
    is_near = leader_m - chosen_m <= length_m * (1 - 2 * AHEAD)
    end_m = leader_m + length_m * AHEAD if is_near else chosen_m + length_m / 2
    end_m = min(max(end_m, length_m), course.distance_m)
    return RoadSection(end_m - length_m, end_m, width)


def _draw_course(
    canvas: Canvas, scene: Scene, course: Course, placed: Sequence[RunnerOnCourse], window: RoadSection | None
) -> None:
    """Draw the whole course: the density of the field, the checkpoints, and the window as a heavy line."""
    whole = RoadSection(0, course.distance_m, canvas.width)
    meaning = key(placed) if placed else ""
    room = canvas.width - cell_len(meaning) - 1
    canvas.write(0, 0, truncate(headline(scene, course, placed, room), room), "strong")
    canvas.write(room + 1, 0, meaning, "dim")
    counts = Counter(whole.column(runner.where.metres) for runner in placed)
    most = max(counts.values(), default=1)
    for column, count in counts.items():
        canvas.write(column, 1, BARS[-(-count * (len(BARS) - 1) // most)], "text")
    for ghost in scene.ghosts:
        for metres in ghost.metres(scene.clock_ms):
            if 0 < metres < course.distance_m and canvas.has_room(whole.column(metres), 1, GHOST):
                canvas.write(whole.column(metres), 1, GHOST, "dim")
    for picked in (runner for runner in placed if is_picked(scene, runner.runner)):
        column = whole.column(picked.where.metres)
        canvas.write(column, 1, symbol(scene, picked), style_of(scene, picked.runner))
    draw_course_line(canvas, 2, whole, course)
    if window is not None:
        first, last = whole.column(window.start_m), whole.column(window.end_m)
        canvas.write(first, 2, "━" * (last - first + 1), "text")
    write_labels(canvas, 3, whole, checkpoints(scene, course))


def _draw_window(canvas: Canvas, scene: Scene, placed: Sequence[RunnerOnCourse], window: RoadSection) -> None:
    """Draw the runners in the window above its line, and the names of the groups above them."""
    top = COURSE_ROWS + 1
    line = top + STACK + 1
    _draw_metres(canvas, line, window)
    inside = [runner for runner in placed if window.start_m <= runner.where.metres <= window.end_m]
    heights: Counter[int] = Counter()
    for pack in (group for group in grouped(inside) if group[0].pack is not None):
        first, last = map(window.column, pack[0].where.reach)
        for column in range(max(first, 0), min(last, canvas.width - 1) + 1):
            canvas.write(column, line - 1, IN_PACK, group_style(scene, pack))
    known = (runner for runner in inside if runner.pack is None)
    for placed_runner in sorted(known, key=lambda runner: not is_picked(scene, runner.runner)):
        column = window.column(placed_runner.where.metres)
        if heights[column] < STACK:
            heights[column] += 1
            style = style_of(scene, placed_runner.runner)
            canvas.write(column, line - heights[column], symbol(scene, placed_runner), style)
    for group in grouped(inside):
        right = window.column(group[0].where.metres)
        for text in tags(scene, group):
            column = min(max(right - cell_len(text) + 1, 0), canvas.width - cell_len(text))
            if canvas.has_room(column, top, text):
                canvas.write(column, top, text, group_style(scene, group))
                break


def _draw_metres(canvas: Canvas, row: int, window: RoadSection) -> None:
    """Draw the line of the window, with round distances."""
    step = nice_step(window.end_m - window.start_m, max(canvas.width // 12, 2), ROUND_M)
    first, last = ceil(window.start_m / step), floor(window.end_m / step)
    ticks = [number * step for number in range(first, last + 1)]
    canvas.write(0, row, "─" * canvas.width, "text")
    for metres in ticks:
        canvas.write(window.column(metres), row, "┴", "text")
    write_labels(canvas, row + 1, window, [(metres, f"{metres / 1000:g} km", "text") for metres in ticks])
