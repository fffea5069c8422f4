"""The finish times of the field, run and projected, with the median and the place of one among them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.times import Time
from tui.text.formatting import ABOUT, about
from tui.text.safe_text import fit, truncate
from tui.views.canvas import Canvas
from tui.views.charts.chart_scale import nice_step
from tui.views.field.heading import LEAST_HEIGHT, LEAST_WIDTH, heading
from tui.views.field.stacked_bars import EXPECTED, MEASURED, draw_bars
from tui.views.scene import Scene, nothing
from tui.views.who_is_drawn import name_of

if TYPE_CHECKING:
    from race.course import Course
    from race.field.finish_times import FinishTimes
    from race.standings import Row
    from tui.text.styled_line import StyledLine

GUTTER = 6
"""Cells on the left for the numbers."""

BELOW = 4
"""Lines below the bars: the axis, its times, the signs of the median and of one, and the one in words."""

STEPS_S = (1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 900, 1800, 3600)
"""Seconds of a bar."""

TICK_CELLS = 9
"""Cells from one time below the axis to the next at least."""

OWN, MEDIAN = "▲", "median"


def lines(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The times as bars from the fastest to the slowest, in `width` by `height` cells."""
    course, field = scene.course, scene.field
    if course is None or field is None:
        return []
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return nothing("no room for the times here", width, height)
    times = field.finish_times(scene.board.seen_ms, scene.group)
    median_ms = times.median_ms
    if median_ms is None:
        return nothing("no finish time is known or projected yet", width, height)
    first_ms = min((*times.run[:1], *times.projected[:1]))
    last_ms = max((*times.run[-1:], *times.projected[-1:]))
    room = width - GUTTER
    step_ms = round(nice_step((last_ms - first_ms + 1) / 1000, room - 1, STEPS_S) * 1000)
    start_ms = first_ms // step_ms * step_ms
    steps = (last_ms - start_ms) // step_ms + 1
    cells = max(room // steps, 1)
    run, projected = times.counts(start_ms, step_ms, steps)
    most = max(map(sum, zip(run, projected, strict=True)), default=0)
    rows = height - BELOW - 1
    canvas = Canvas(width, height)
    wide = [[number for number in numbers for _ in range(cells)] for numbers in (run, projected)]
    draw_bars(canvas, GUTTER, rows, rows, [(MEASURED, wide[0]), (EXPECTED, wide[1])], most)
    canvas.write(0, 1, fit(str(most), GUTTER - 1, "right"), "dim")
    axis = _Axis(start_ms, step_ms / cells, steps * cells)
    axis.draw(canvas, rows + 1)
    median_text = f"{MEDIAN} {about(bool(times.projected))}{_shown(median_ms, course)}"
    canvas.write_line(0, 0, _heading(scene, times, median_text, step_ms, width))
    _write_signs(canvas, scene, times, axis, rows + 3, median_ms)
    return canvas.lines()


class _Axis:
    """The times along the bars."""

    def __init__(self, start_ms: int, cell_ms: float, cells: int) -> None:
        self._start_ms, self._cell_ms, self._cells = start_ms, cell_ms, cells

    def column(self, ms: int) -> int:
        """The cell of a time."""
        return GUTTER + min(max(int((ms - self._start_ms) / self._cell_ms), 0), self._cells - 1)

    def draw(self, canvas: Canvas, row: int) -> None:
        """Draw the axis with round times below it."""
        canvas.write(GUTTER, row, "─" * self._cells, "dim")
        span_s = self._cells * self._cell_ms / 1000
        step_ms = round(nice_step(span_s, max(self._cells // TICK_CELLS, 1), STEPS_S) * 1000)
        ms = -(-self._start_ms // step_ms) * step_ms
        while ms < self._start_ms + self._cells * self._cell_ms:
            column, text = self.column(ms), Time(ms, 0).show(0)
            canvas.write(column, row, "┴", "dim")
            if canvas.has_room(column, row + 1, text):
                canvas.write(column, row + 1, text, "dim")
            ms += step_ms


def _heading(scene: Scene, times: FinishTimes, median_text: str, step_ms: int, width: int) -> StyledLine:
    others = [f"{ABOUT}{len(times.projected)} projected"] if times.projected else []
    others.append(median_text)
    if times.not_projected:
        others.append(f"{times.not_projected} not projected")
    others.append(f"a bar is {Time(step_ms, 0).show(0) if step_ms >= 60_000 else f'{step_ms // 1000} s'}")
    return heading(scene.group, f"{len(times.run)} finished", others, width)


def _write_signs(
    canvas: Canvas, scene: Scene, times: FinishTimes, axis: _Axis, row: int, median_ms: int
) -> None:
    """Mark the median, and the one under the cursor with a line about the place among all."""
    own = next((one for one in scene.board.rows if one.runner.entrant.bib == scene.chosen), None)
    found = _own_time(own) if own is not None else None
    if own is not None and found is not None and scene.course is not None:
        time, is_projected = found
        canvas.write(axis.column(time.ms), row, OWN, "accent")
        faster, everyone = times.faster_than(time.ms), len(times.run) + len(times.projected)
        sign = about(is_projected or bool(times.projected))
        name = name_of(scene, own.runner, canvas.width // 2)
        shown = f"{about(is_projected)}{_shown(time.ms, scene.course)}"
        text = f"{name}  {shown}  {sign}{faster} of {everyone} are faster"
        canvas.write(0, row + 1, f"{OWN} {truncate(text, canvas.width - 2)}", "accent")
    column = axis.column(median_ms)
    column = min(column, canvas.width - cell_len(MEDIAN) - 2)
    sign = f"│{MEDIAN}"
    if canvas.has_room(column, row, sign):
        canvas.write(column, row, sign, "strong")


def _own_time(row: Row) -> tuple[Time, bool] | None:
    """The time at the finish, and whether it is projected."""
    if row.status == "finished" and row.passing is not None and row.passing.time is not None:
        return row.passing.time, False
    return (row.projection.time, True) if row.projection is not None else None


def _shown(ms: int, course: Course) -> str:
    return Time(ms, 3).show(course.digits)
