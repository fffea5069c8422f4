"""The views beside the board: the key, the name and the module of each."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from race.course import Course
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene


class ViewKind(NamedTuple):
    """A view, and the key that shows it."""

    key: str
    name: str
    about: str
    """What it shows, in words."""
    module: str
    """Below tui.views; imported when the view is first drawn. Its `lines` draws the view."""
    modes: tuple[str, ...] = ()
    """The modes that it can be drawn in, if there are several."""
    on_roads: bool = False
    """Whether it has these on roads alone, and the first one on a track."""
    alone: bool = False
    """Whether it leaves no room for the board."""
    bare: bool = False
    """Whether it leaves no room for anything but the name of the race."""

    def modes_on(self, course: Course | None) -> tuple[str, ...]:
        """The modes in a race on a course."""
        return self.modes if not self.on_roads or (course is not None and course.track_m is None) else ()

    def draw(self, scene: Scene, width: int, height: int, mode: int = 0) -> list[StyledLine]:
        """The lines of a scene in a width and a height in cells; `mode` is an index of `modes`."""
        module = import_module(f"tui.views.{self.module}")
        lines: list[StyledLine] = module.lines(scene, width, height, *self.modes[mode : mode + 1])
        return lines


SPLITS, ANNOUNCER, WALL = "splits", "announcer", "wall"

HEAD_TO_HEAD = ViewKind("c", "head-to-head", "Compare two", "head_to_head.head_to_head")

GRIDS, CHARTS = ("time", "lap", "place", "gap"), ("gaps", "places", "laps")

CHART = ViewKind("3", "gaps", "Gaps, places or lap times as a chart", "charts.gaps", CHARTS)

ROADS = ("course", "field", "arrivals", "finishes", "still out")

TRACK = ViewKind("4", "track", "The track, or the road and its field", "road_pictures", ROADS, on_roads=True)

VIEWS = (
    ViewKind("2", SPLITS, "Splits, laps, places or gaps of all", "splits.splits", GRIDS),
    CHART,
    TRACK,
    ViewKind("5", "packs", "Packs, and how they formed", "packs.packs"),
    ViewKind("6", ANNOUNCER, "For the announcer, large", "announcer.announcer", alone=True),
    ViewKind("7", WALL, "The wall, for a second screen", "wall", alone=True, bare=True),
)
"""In the order of their keys. `1` is the board alone."""
