"""The course with its runners; on roads also pictures of the whole field."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from tui.views.scene import Scene, nothing
from tui.views.track import oval

if TYPE_CHECKING:
    from tui.text.styled_line import StyledLine

COURSE = "course"

LEAST_FIELD = 30
"""Of fewer entrants the course shows each, and of a field of leaders few times are published."""

OF_THE_FIELD = {
    "field": "density",
    "arrivals": "mat_arrivals",
    "finishes": "finish_times",
    "still out": "stretches",
}
"""The module of each picture below tui.views.field, imported when it is first drawn."""


def lines(scene: Scene, width: int, height: int, picture: str = COURSE) -> list[StyledLine]:
    """A picture in `width` by `height` cells; on a track always the course, as only roads have others."""
    if scene.course is None or scene.course.track_m is not None or picture == COURSE:
        return oval.lines(scene, width, height)
    if scene.field is not None and scene.field.everyone < LEAST_FIELD:
        why = f"a picture of the field takes {LEAST_FIELD} on the start list; v shows the course again"
        return nothing(why, width, height)
    drawn: list[StyledLine] = import_module(f"tui.views.field.{OF_THE_FIELD[picture]}").lines(
        scene, width, height
    )
    return drawn
