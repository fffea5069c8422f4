"""A chart along the course: a line for each runner, labels at the ends of the lines, and the playhead.

Small values are at the top: the leader, the first place, the fastest lap.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise, product
from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.lazy_dataclass import dataclass
from tui.text.checkpoint_labels import short_checkpoint_label
from tui.text.safe_text import fit, truncate
from tui.views.canvas import ACROSS, DOWN, Canvas

if TYPE_CHECKING:
    from race.course import Course
    from race.order.checkpoint_table import CheckpointTable
    from tui.text.styled_line import StyledLine
    from tui.views.charts.chart_scale import Scale
    from tui.views.charts.chart_series import Series
    from tui.views.charts.pack_bands import Band, Edge

LEADER_CELLS = 3
"""Between the end of a line and its label."""

MOST_LABEL = 26
"""Cells of a label: a name and its value."""

LEAST_ROWS, LEAST_WIDTH = 5, 40

FRAME_ROWS = 3
"""Lines around the plot: the title, the course, and the names of its checkpoints."""

SHORT_LAPS = 9
"""A race of fewer laps is labelled by laps, a longer one by kilometres."""

ROUND_M = (10_000, 5000, 2000, 1000, 500)

FIGURE = re.compile(r"(?: [~+/-]*\d[\d.:]*)*$")
"""What stands behind the name in a label: `~+16.2`, `54.64 /409`."""

PLAYHEAD = "┊"

GUIDE = "┈"
"""From the end of a line to its label, where that is far to the right: no dots, as those are figures."""

APART = 2
"""Dots between lines that would lie on one another."""

BEYOND, ABOVE = "↓", "↑"
"""After the label of a line that leaves the chart, below or above."""

KEY = "⠒⠒ measured  ⠂⠂ estimated"
PACK_KEY = "⡂⠅ pack"


Place = tuple[float, float]
"""A column and a row in dots."""


@dataclass(frozen=True)
class Chart:
    """The content of a chart; the first series are drawn on top."""

    title: str
    table: CheckpointTable
    series: Sequence[Series]
    scale: Scale
    bands: Sequence[Band] = ()
    note: str = ""
    """Why much of it is empty, written in its middle."""


class Drawing:
    """A chart in `width` by `height` cells, complete but for the playhead."""

    def __init__(self, chart: Chart, width: int, height: int) -> None:
        self._chart = chart
        labels = [chart.scale.show(tick) for tick in chart.scale.ticks]
        self._margin = max((len(label) for label in labels), default=0) + 1
        self._width, self._rows = width - self._margin, height - FRAME_ROWS
        longest = max((cell_len(series.label) for series in chart.series), default=0)
        self._label_cells = min(longest, MOST_LABEL, width // 3)
        self._cells = self._width - self._label_cells - LEADER_CELLS - 2
        """From the start to the finish."""
        self._canvas = Canvas(self._width, self._rows)
        self._draw()
        self._scale_labels = [" " * self._margin] * self._rows
        for tick, label in zip(chart.scale.ticks, labels, strict=True):
            self._scale_labels[int(self._y(tick)) // DOWN] = f"{label:>{self._margin - 1}} "
        self._names = self._checkpoint_names()

    def lines(self, here_m: float) -> list[StyledLine]:
        """The chart with the playhead at a distance from the start."""
        canvas, here = self._canvas.copy(), self._x(here_m)
        for row in range(self._rows):
            if canvas.has_room(int(here) // ACROSS, row, PLAYHEAD):
                canvas.write(int(here) // ACROSS, row, PLAYHEAD, "dim")
        rows = [((text, "dim"), *line) for text, line in zip(self._scale_labels, canvas.lines(), strict=True)]
        return [self._title(), *rows, self._axis(int(here) // ACROSS), self._names]

    def _x(self, metres: float) -> float:
        """The column of a place, in dots."""
        return metres / self._chart.table.course.distance_m * (self._cells * ACROSS - 1)

    def _y(self, value: float) -> float:
        """The row of a value, in dots."""
        scale = self._chart.scale
        return (value - scale.top) / (scale.bottom - scale.top) * (self._rows * DOWN - 1)

    def _end(self, series: Series) -> tuple[float, float]:
        return self._x(series.points[-1].metres), self._y(series.points[-1].value)

    def _edge(self, edge: Edge) -> tuple[float, float, float]:
        return self._x(edge.metres), self._y(edge.low), self._y(edge.high)

    def _draw(self) -> None:
        """Draw the bands, the lines from the last to the first, then the labels."""
        for start, end in self._chart.bands:
            self._canvas.shade(self._edge(start), self._edge(end), "dim")
        for places, series in reversed(self._told_apart()):
            self._draw_line(places, series)
        self._write_labels([series for series in self._chart.series if series.named])
        for series in self._chart.series:
            if not series.named and series.label:
                self._write_where_free(series)
        column, row = max((self._cells - cell_len(self._chart.note)) // 2, 0), self._rows // 2
        if self._chart.note and self._canvas.has_room(column, row, self._chart.note):
            self._canvas.write(column, row, self._chart.note, "dim")

    def _told_apart(self) -> list[tuple[list[tuple[Place, Place]], Series]]:
        """The parts of each line, from place to place; one that lies on another is moved down."""
        used: Counter[tuple[int, ...]] = Counter()
        told_apart = []
        for series in self._chart.series:
            places = [(self._x(point.metres), self._y(point.value)) for point in series.points]
            parts = []
            for (x, y), (end_x, end_y) in pairwise(places):
                part = tuple(map(round, (x, y, end_x, end_y)))
                down = APART * used[part]
                used[part] += 1
                parts.append(((x, y + down), (end_x, end_y + down)))
            told_apart.append((parts, series))
        return told_apart

    def _draw_line(self, parts: Sequence[tuple[Place, Place]], series: Series) -> None:
        places = [(self._x(point.metres), self._y(point.value)) for point in series.points]
        lines = [point.line for point in series.points[1:]]
        for (start, end), line in zip(parts, lines, strict=True):
            for lower in range(1 + series.bold):
                if line != "none":
                    ends = (start[0], start[1] + lower), (end[0], end[1] + lower)
                    self._canvas.line(*ends, series.style, dotted=line == "estimated")
        for (x, y), *lines_beside in zip(places, ["none", *lines], [*lines, "none"], strict=True):
            if set(lines_beside) == {"none"}:
                self._canvas.line((x, y), (x + 1, y), series.style)
                self._canvas.line((x, y + 1), (x + 1, y + 1), series.style)

    def _write_labels(self, named: list[Series]) -> None:
        """Labels in a column right of all lines, as near to the ends as the other labels allow."""
        named.sort(key=lambda series: series.points[-1].value)
        ends = [self._end(series) for series in named]
        column = int(max((x for x, _ in ends), default=0)) // ACROSS + LEADER_CELLS
        rows = spread_apart([min(max(int(y) // DOWN, 0), self._rows - 1) for _, y in ends], self._rows)
        for series, (x, y), row in zip(named, ends, rows, strict=False):
            arrow = BEYOND if y >= self._rows * DOWN else ABOVE if y <= -1 else ""
            if not arrow and int(y) // DOWN == row:
                self._guide(int(x) // ACROSS + 2, column - 1, row)
            self._canvas.write(column, row, self._fitted(series) + arrow, series.style)

    def _guide(self, start: int, end: int, row: int) -> None:
        """Lead the eye along a row to a label, as far as it is free."""
        if all(self._canvas.is_free(column, row, 1) for column in range(start, end)):
            self._canvas.write(start, row, GUIDE * (end - start), "dim")

    def _write_where_free(self, series: Series) -> None:
        x, y = self._end(series)
        column, row, label = round(x) // ACROSS, int(y) // DOWN, self._fitted(series)
        for down, right in product((0, -1, 1, -2, 2), (2, -cell_len(label) - 1, -cell_len(label) // 2)):
            if self._canvas.has_room(column + right, row + down, label):
                self._canvas.write(column + right, row + down, label, series.style)
                return

    def _fitted(self, series: Series) -> str:
        """The label; where it is too long, the name is cut and not the figure behind it."""
        if cell_len(series.label) <= self._label_cells:
            return series.label
        name = FIGURE.sub("", series.label)
        figure = series.label.removeprefix(name)
        return f"{truncate(name, self._label_cells - cell_len(figure))}{figure}".strip()

    def _title(self) -> StyledLine:
        whole = self._margin + self._width
        key = f"{KEY}  {PACK_KEY}" if self._chart.bands else KEY
        room = whole - cell_len(key) - 1
        title = ", ".join(filter(None, (self._chart.title, self._chart.scale.unit)))
        title = title if cell_len(title) <= room else self._chart.title
        if room < cell_len(title):
            return ((fit(title, whole), "dim"),)
        return ((fit(title, room), "dim"), (f" {key}", "dim"))

    def _axis(self, here: int) -> StyledLine:
        """The course below the plot, with a tick for each checkpoint, and the playhead."""
        line = ["─"] * self._cells
        for metres in self._chart.table.course.distances:
            line[self._column(metres)] = "┴"
        here = min(max(here, 0), self._cells - 1)
        passed, to_come = "".join(line[:here]), "".join(line[here + 1 :])
        return (" " * self._margin, "dim"), (passed, "text"), ("●", "text"), (to_come, "dim")

    def _checkpoint_names(self) -> StyledLine:
        course, words = self._chart.table.course, Canvas(self._margin + self._width, 1)
        for index in sorted(range(len(course.checkpoints)), key=lambda index: label_weight(course, index)):
            label = short_checkpoint_label(course, index)
            column = self._margin + self._column(course.distance(index)) - cell_len(label) // 2
            if words.has_room(column, 0, label):
                words.write(column, 0, label, "text" if index <= self._chart.table.reached else "dim")
        return words.lines()[0]

    def _column(self, metres: float) -> int:
        return min(int(self._x(metres)) // ACROSS, self._cells - 1)


def label_weight(course: Course, index: int) -> tuple[bool, int, int]:
    """The order in which checkpoints are labelled below the course, as far as there is room."""
    metres, lap_m = course.distance(index), course.lap_m
    short = lap_m is not None and course.distance_m < SHORT_LAPS * lap_m
    units = (lap_m, lap_m / 2) if short and lap_m else ROUND_M
    weight = next((number for number, unit in enumerate(units) if metres % unit == 0), len(units))
    return index != course.finish, weight, index


def spread_apart(wanted: Sequence[int], rows: int) -> list[int]:
    """Distinct rows for labels in order, each as near to the wanted row as the room allows.

    Returns at most `rows` of them: the last ones of too many get none.
    """
    spread: list[int] = []
    for row in wanted[:rows]:
        spread.append(max(row, spread[-1] + 1) if spread else row)
    limit = rows
    for number in reversed(range(len(spread))):
        limit = spread[number] = min(spread[number], limit - 1)
    return spread
