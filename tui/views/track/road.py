"""A road race on a straight strip: the whole course, and the stretch that matters drawn larger."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import ceil, floor
from typing import NamedTuple

from rich.cells import cell_len

from race.course import START, Course
from tui.text.safe_text import clean, fit
from tui.text.styled_line import StyledLine
from tui.views.canvas import Canvas
from tui.views.charts.chart import nice_step
from tui.views.scene import Scene, nothing
from tui.views.track.runner_groups import (
    RunnerOnCourse,
    group_lines,
    group_style,
    grouped,
    headline,
    on_course,
    tags,
)
from tui.views.track.runner_symbols import KEY, is_picked, symbol
from tui.views.who_is_drawn import style_of

BARS = " ▁▂▃▄▅▆▇█"
"""How many run in a cell of the course, as a part of the most in one."""

WINDOW_M = 1000.0
"""Length of the stretch that is drawn larger."""

AHEAD = 0.1
"""Part of that stretch in front of the foremost in it."""

LENGTHS_M = (10, 20, 50, 100, 200, 500, 1000)

LEAST_WIDTH, LEAST_HEIGHT = 40, 9

COLUMN = 40
"""Cells of a column of bunches."""

STACK = 3
"""Runners above one another where they are side by side."""


COURSE_ROWS = 4
"""A heading, the density, the line and the kilometres."""

WINDOW_ROWS = STACK + 4
"""A heading, names, runners above one another, the line and the metres."""


class RoadSection(NamedTuple):
    """A part of the course on a line of cells."""

    start_m: float
    end_m: float
    cells: int

    def column(self, metres: float) -> int:
        """The cell of a place; outside the line where the place is."""
        return int((metres - self.start_m) / (self.end_m - self.start_m) * (self.cells - 1) + 0.5)


def road(scene: Scene, course: Course, width: int, height: int) -> list[StyledLine]:
    """The whole course, a kilometre of it with everyone in it, and the order of the bunches."""
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return nothing("no room for the course here", width, height)
    placed = on_course(scene)
    canvas = Canvas(width, height)
    window = _window(scene, course, placed, width)
    _draw_course(canvas, scene, course, placed, window)
    _draw_window(canvas, scene, placed, window)
    _tell_bunches(canvas, scene, placed, COURSE_ROWS + WINDOW_ROWS + 1)
    return canvas.lines()


def _tell_bunches(canvas: Canvas, scene: Scene, placed: Sequence[RunnerOnCourse], top: int) -> None:
    """The order of the bunches in columns."""
    rows, columns = max(canvas.height - top, 0), canvas.width // COLUMN
    lines = group_lines(scene, grouped(placed), None, COLUMN - 2, rows * columns)
    for number, (text, style) in enumerate(lines):
        canvas.write(number // rows * COLUMN, top + number % rows, text, style)


def _window(scene: Scene, course: Course, placed: Sequence[RunnerOnCourse], width: int) -> RoadSection:
    """A kilometre up to the leader, or around the athlete under the cursor who is not in that one."""
    leader_m = placed[0].where.metres if placed else 0.0
    chosen_m = next((p.where.metres for p in placed if p.runner.entrant.bib == scene.chosen), leader_m)
    length_m = min(WINDOW_M, course.distance_m)
    is_near = leader_m - chosen_m <= length_m * (1 - 2 * AHEAD)
    end_m = leader_m + length_m * AHEAD if is_near else chosen_m + length_m / 2
    end_m = min(max(end_m, length_m), course.distance_m)
    return RoadSection(end_m - length_m, end_m, width)


def _draw_course(
    canvas: Canvas, scene: Scene, course: Course, placed: Sequence[RunnerOnCourse], window: RoadSection
) -> None:
    """The whole course: how many run where, and a line a checkpoint, heavy in the window."""
    whole = RoadSection(0, course.distance_m, canvas.width)
    room = canvas.width - cell_len(KEY) - 1
    canvas.write(0, 0, fit(headline(scene, course, placed), room).rstrip(), "strong")
    canvas.write(room + 1, 0, KEY, "dim")
    counts = Counter(whole.column(one.where.metres) for one in placed)
    most = max(counts.values(), default=1)
    for column, count in counts.items():
        canvas.write(column, 1, BARS[-(-count * (len(BARS) - 1) // most)], "text")
    for one in placed:
        if is_picked(scene, one.runner):
            canvas.write(whole.column(one.where.metres), 1, symbol(scene, one), style_of(scene, one.runner))
    canvas.write(0, 2, "─" * canvas.width, "dim")
    for index in range(len(course.checkpoints)):
        canvas.write(whole.column(course.distance(index)), 2, "┴", "dim")
    first, last = whole.column(window.start_m), whole.column(window.end_m)
    canvas.write(first, 2, "━" * (last - first + 1), "accent")
    _name_places(canvas, 3, whole, _checkpoints(scene, course))


def _checkpoints(scene: Scene, course: Course) -> list[tuple[float, str, str]]:
    """Where they are, what they are called, and how that is written."""
    reached = max((row.checkpoint for row in scene.board.rows), default=START)
    finish_first = sorted(range(len(course.checkpoints)), key=lambda index: index != course.finish)
    return [
        (
            course.distance(index),
            clean(course.checkpoints[index].id),
            "accent" if index == reached + 1 else "text" if index <= reached else "dim",
        )
        for index in finish_first
    ]


def _draw_window(canvas: Canvas, scene: Scene, placed: Sequence[RunnerOnCourse], window: RoadSection) -> None:
    """Everyone in the window above its line, with the names of the bunches above them."""
    top = COURSE_ROWS + 1
    line = top + STACK + 1
    _draw_metres(canvas, line, window)
    inside = [one for one in placed if window.start_m <= one.where.metres <= window.end_m]
    heights: Counter[int] = Counter()
    for one in sorted(inside, key=lambda one: not is_picked(scene, one.runner)):
        column = window.column(one.where.metres)
        if heights[column] < STACK:
            heights[column] += 1
            canvas.write(column, line - heights[column], symbol(scene, one), style_of(scene, one.runner))
    for bunch in grouped(inside):
        right = window.column(bunch[0].where.metres)
        for text in tags(scene, bunch):
            column = min(max(right - cell_len(text) + 1, 0), canvas.width - cell_len(text))
            if canvas.has_room(column, top, text):
                canvas.write(column, top, text, group_style(scene, bunch))
                break


def _draw_metres(canvas: Canvas, row: int, window: RoadSection) -> None:
    """The line of the window with round distances on it."""
    step = nice_step(window.end_m - window.start_m, max(canvas.width // 12, 2), LENGTHS_M)
    first, last = ceil(window.start_m / step), floor(window.end_m / step)
    marks = [number * step for number in range(first, last + 1)]
    canvas.write(0, row, "─" * canvas.width, "text")
    for metres in marks:
        canvas.write(window.column(metres), row, "┴", "text")
    _name_places(canvas, row + 1, window, [(metres, f"{metres / 1000:g} km", "text") for metres in marks])


def _name_places(
    canvas: Canvas, row: int, stretch: RoadSection, named: Sequence[tuple[float, str, str]]
) -> None:
    """Names below their places, as far as they do not meet."""
    for metres, text, style in named:
        if stretch.start_m <= metres <= stretch.end_m:
            column = stretch.column(metres) - cell_len(text) // 2
            column = min(max(column, 0), canvas.width - cell_len(text))
            if canvas.has_room(column, row, text):
                canvas.write(column, row, text, style)
