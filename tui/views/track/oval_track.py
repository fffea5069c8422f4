"""The empty oval in dots: its lanes, checkpoints and finish line, which never move."""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from math import sqrt
from typing import NamedTuple

from race.order.oval_geometry import Oval, oval_of
from tui.views.canvas import ACROSS, DOWN, Canvas

SIDE, ABOVE = 8, 1
"""Cells around the oval for names."""

CORNERS = 240
"""Straight lines that an oval is drawn with."""

GRID_M = 0.25
"""Runners are drawn at multiples of this."""

CellPosition = tuple[int, int]
"""A column and a row."""


class OvalTrack(NamedTuple):
    """An oval in cells, with everything that never moves drawn on it."""

    oval: Oval
    scale: float
    """Dots to the metre."""
    lap_m: float
    canvas: Canvas
    lane_cells: dict[int, tuple[CellPosition, ...]]
    """The results of `lanes`, by the place in `GRID_M`: they save 3 ms a frame with 300 runners."""

    def dots(self, metres: float, out_m: float) -> tuple[float, float]:
        """The dots of a place so far past the finish line, and so far outside the kerb."""
        x, y = self.oval.at(metres * self.oval.lap_m / self.lap_m, out_m)
        return self.canvas.width * ACROSS / 2 + x * self.scale, self.canvas.height * DOWN / 2 - y * self.scale

    def cell(self, metres: float, out_m: float) -> CellPosition:
        """The cell of the same place."""
        x, y = self.dots(metres, out_m)
        return int(x) // ACROSS, int(y) // DOWN

    def lanes(self, metres: float) -> tuple[CellPosition, ...]:
        """The cells across the track at a place past the finish line, from the innermost lane out."""
        place = round(metres % self.lap_m / GRID_M)
        if place not in self.lane_cells:
            middles = ((lane + 0.5) * self.oval.lane_m for lane in range(self.oval.lanes))
            cells = dict.fromkeys(self.cell(place * GRID_M, out_m) for out_m in middles)
            self.lane_cells[place] = tuple(cells)
        return self.lane_cells[place]

    def across(
        self, metres: float, style: str, *, inner_m: float = 0.0, outer_m: float | None = None
    ) -> None:
        """Draw a line across the track."""
        outer_m = self.oval.outer_m if outer_m is None else outer_m
        self.canvas.line(self.dots(metres, inner_m), self.dots(metres, outer_m), style)

    def half_width(self, rows: int) -> int:
        """Cells from the middle to the kerb, in all of `rows` around the middle."""
        y = min(rows * DOWN / 2 / self.scale, self.oval.radius_m)
        reach = self.oval.straight_m / 2 + sqrt(self.oval.radius_m**2 - y**2)
        return int(reach * self.scale) // ACROSS


# Drawing the empty track takes 3 ms, twice as much as the rest of a frame of a mile.
@lru_cache(maxsize=8)
def oval_track(lap_m: float, width: int, height: int, points_m: tuple[float, ...]) -> OvalTrack:
    """The empty track; `points_m` are the start and the checkpoints, in metres past the finish line."""
    oval = oval_of(lap_m)
    beyond = oval.radius_m + oval.outer_m
    wide, high = (width - 2 * SIDE) * ACROSS, (height - 2 * ABOVE) * DOWN - 1
    scale = min(wide / (oval.straight_m + 2 * beyond), high / (2 * beyond))
    track = OvalTrack(oval, scale, lap_m, Canvas(width, height), {})
    for out_m in (0.0, oval.outer_m):
        places = [track.dots(lap_m * step / CORNERS, out_m) for step in range(CORNERS + 1)]
        for start, end in pairwise(places):
            track.canvas.line(start, end, "dim")
    for point_m in points_m:
        track.across(point_m, "dim", inner_m=-1.5, outer_m=1.0)
    track.across(points_m[0], "dim")
    for shift_m in (0.0, 1 / scale):
        track.across(-shift_m, "strong")
    return track
