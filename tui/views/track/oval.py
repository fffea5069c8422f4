"""The track from above, with everyone where they should be by now; a road race on a strip."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise, product
from math import sqrt
from typing import NamedTuple

from rich.cells import cell_len

from race.course import START, Course
from race.order.oval_geometry import Oval, oval_of
from tui.text.safe_text import clean, wrapped
from tui.text.styled_line import StyledLine
from tui.views.canvas import ACROSS, DOWN, Canvas
from tui.views.scene import Scene, nothing
from tui.views.track.road import road
from tui.views.track.runner_groups import group_lines, group_style, grouped, headline, on_course, tags
from tui.views.track.runner_symbols import KEY, is_picked, symbol
from tui.views.who_is_drawn import style_of

SIDE, ABOVE = 8, 1
"""Cells around the oval that are kept for names."""

LEAST_WIDTH, LEAST_HEIGHT = 44, 11

MOST_TAGS = 16
"""Bunches, from the front, that are named beside the track."""

MARK_CELLS = 5
"""Cells inside the kerb that are kept for the names of checkpoints."""

OUTSIDE = 3.5
"""Dots between the track and the names beside it."""

CORNERS = 240
"""Short straight lines that an oval is drawn of."""

PRECISE_M = 0.25
"""A runner is drawn as near as this to where it should be."""

WAY = "→"
"""Beside the home straight: the way round."""


def lines(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The course with all who are on it, in `width` by `height` cells."""
    course = scene.course
    if course is None:
        return []
    if course.lap_m is None:
        return road(scene, course, width, height)
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return nothing("no room for the track here", width, height)
    ground = _ground(course.lap_m, width, height, _lines_on(course))
    picture = _Picture(scene, course, ground)
    picture.draw()
    return picture.canvas.lines()


Cell = tuple[int, int]
"""A column and a row."""


class _Ground(NamedTuple):
    """An oval in cells, with what never moves drawn on it."""

    oval: Oval
    scale: float
    """Dots to the metre."""
    lap_m: float
    canvas: Canvas
    spots: dict[int, tuple[Cell, ...]]
    """What `lanes` has found, by the place in `PRECISE_M`."""

    def dots(self, metres: float, out_m: float) -> tuple[float, float]:
        """Where a place is that lies so far past the finish line and from the kerb."""
        x, y = self.oval.at(metres * self.oval.lap_m / self.lap_m, out_m)
        return self.canvas.width * ACROSS / 2 + x * self.scale, self.canvas.height * DOWN / 2 - y * self.scale

    def cell(self, metres: float, out_m: float) -> Cell:
        """The cell of such a place."""
        x, y = self.dots(metres, out_m)
        return int(x) // ACROSS, int(y) // DOWN

    def lanes(self, metres: float) -> tuple[Cell, ...]:
        """The cells across the track, so far past the finish line, from the innermost lane out."""
        place = round(metres % self.lap_m / PRECISE_M)
        if place not in self.spots:
            middles = ((lane + 0.5) * self.oval.lane_m for lane in range(self.oval.lanes))
            cells = dict.fromkeys(self.cell(place * PRECISE_M, out_m) for out_m in middles)
            self.spots[place] = tuple(cells)
        return self.spots[place]

    def across(
        self, metres: float, style: str, *, inner_m: float = 0.0, outer_m: float | None = None
    ) -> None:
        """A line across the track."""
        outer_m = self.oval.outer_m if outer_m is None else outer_m
        self.canvas.line(self.dots(metres, inner_m), self.dots(metres, outer_m), style)

    def half_width(self, rows: int) -> int:
        """Cells from the middle to the kerb, in so many rows around the middle."""
        y = min(rows * DOWN / 2 / self.scale, self.oval.radius_m)
        reach = self.oval.straight_m / 2 + sqrt(self.oval.radius_m**2 - y**2)
        return int(reach * self.scale) // ACROSS


@lru_cache(maxsize=8)
def _ground(lap_m: float, width: int, height: int, marks_m: tuple[float, ...]) -> _Ground:
    """The empty track; `marks_m` are the start and the checkpoints, in metres past the finish line."""
    oval = oval_of(lap_m)
    beyond = oval.radius_m + oval.outer_m
    wide, high = (width - 2 * SIDE) * ACROSS, (height - 2 * ABOVE) * DOWN - 1
    scale = min(wide / (oval.straight_m + 2 * beyond), high / (2 * beyond))
    ground = _Ground(oval, scale, lap_m, Canvas(width, height), {})
    for out_m in (0.0, oval.outer_m):
        places = [ground.dots(lap_m * step / CORNERS, out_m) for step in range(CORNERS + 1)]
        for start, end in pairwise(places):
            ground.canvas.line(start, end, "dim")
    for mark_m in marks_m:
        ground.across(mark_m, "dim", inner_m=-1.5, outer_m=1.0)
    ground.across(marks_m[0], "dim")
    for shift_m in (0.0, 1 / scale):
        ground.across(-shift_m, "strong")
    return ground


def _lines_on(course: Course) -> tuple[float, ...]:
    """Where the start and the checkpoints lie on the lap, in metres past the finish line."""
    assert course.lap_m is not None
    lap_m = course.lap_m
    return tuple(
        dict.fromkeys(
            round((course.distance(index) - course.distance_m) % lap_m, 1) % lap_m
            for index in range(START, len(course.checkpoints))
        )
    )


class _Picture:
    """The track at one moment."""

    def __init__(self, scene: Scene, course: Course, ground: _Ground) -> None:
        self.scene, self.course = scene, course
        self.canvas = ground.canvas.copy()
        self.ground = ground._replace(canvas=self.canvas)
        self.placed = on_course(scene)
        self.bunches = grouped(self.placed)

    def draw(self) -> None:
        """Draw the checkpoints to come, the runners, their names outside, and the order inside."""
        key = KEY.split("  ")
        for row, text in enumerate(key, start=self.canvas.height - len(key)):
            self.canvas.write(0, row, text, "dim")
        self._write_outside(0.0, ["finish"], "strong")
        self._write_inside(-self.ground.oval.straight_m / 2, WAY, "dim")
        self._name_checkpoints()
        self._draw_runners()
        for bunch in self.bunches[:MOST_TAGS]:
            texts = tags(self.scene, bunch)
            past_m = self._past_finish(bunch[0].where.metres)
            self._write_outside(past_m, texts, group_style(self.scene, bunch))
        self._tell()

    def _past_finish(self, metres: float) -> float:
        return metres - self.course.distance_m

    def _name_checkpoints(self) -> None:
        """The name of the next checkpoint at each place, inside the kerb."""
        lap_m = self.ground.lap_m
        first = max((row.checkpoint for row in self.scene.board.rows), default=START)
        named: set[float] = set()
        for index in range(first + 1, self.course.finish):
            past_m = round(self._past_finish(self.course.distance(index)) % lap_m, 1) % lap_m
            if past_m in named:
                continue
            named.add(past_m)
            style = "accent" if index == first + 1 else "dim"
            self._write_inside(past_m, clean(self.course.checkpoints[index].id), style)

    def _write_inside(self, past_m: float, text: str, style: str) -> None:
        column, row = self.ground.cell(past_m, -3.5 - 2 / self.ground.scale)
        middle = self.canvas.width // 2
        share = (column - middle) / max(self.ground.half_width(0), 1)
        column -= round(cell_len(text) * (0.5 + 0.5 * share))
        if self.canvas.has_room(column, row, text):
            self.canvas.write(column, row, text, style)

    def _draw_runners(self) -> None:
        """Each in the innermost lane where there is room; who was picked lies on top."""
        taken: set[Cell] = set()
        for one in sorted(self.placed, key=lambda one: not is_picked(self.scene, one.runner)):
            past_m = self._past_finish(one.where.metres)
            cell = next((cell for cell in self.ground.lanes(past_m) if cell not in taken), None)
            if cell is not None:
                taken.add(cell)
                self.canvas.write(*cell, symbol(self.scene, one), style_of(self.scene, one.runner))

    def _write_outside(self, past_m: float, texts: Sequence[str], style: str) -> None:
        """The first of some texts that there is room for outside the track."""
        edge_m, away = self.ground.oval.outer_m, OUTSIDE / self.ground.scale
        column, row = self.ground.cell(past_m, edge_m + away)
        row = min(max(row, 0), self.canvas.height - 1)
        side = (self.ground.dots(past_m, edge_m + away)[0] - self.ground.dots(past_m, edge_m)[0]) / OUTSIDE
        further = row + (1 if row > self.canvas.height // 2 else -1)
        for text, at in product(texts, (row, further)):
            start = column - round(cell_len(text) * (1 - side) / 2)
            start = min(max(start, 0), self.canvas.width - cell_len(text))
            if self.canvas.has_room(start, at, text):
                self.canvas.write(start, at, text, style)
                return

    def _tell(self) -> None:
        """The order of the bunches in the infield, with how far each is behind."""
        most = max(int(self.ground.oval.radius_m * 2 * self.ground.scale) // DOWN - 4, 1)
        cells = 2 * (self.ground.half_width(most) - MARK_CELLS)
        told = self._told(cells, most)[:most]
        cells = max((cell_len(text) for text, _ in told), default=0)
        column, top = (self.canvas.width - cells) // 2, (self.canvas.height - len(told)) // 2
        for row, (text, style) in enumerate(told, start=top):
            self.canvas.write(column, row, text, style)

    def _told(self, cells: int, most: int) -> list[tuple[str, str]]:
        head = headline(self.scene, self.course, self.placed)
        told = [(line, "strong") for line in wrapped(head, cells)] if head else []
        bunches = group_lines(self.scene, self.bunches, self.course.lap_m, cells, most)
        return [*told, ("", "text"), *bunches]
