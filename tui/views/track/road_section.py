"""A part of a course on a line of cells, with its checkpoints."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rich.cells import cell_len

from race.course import START, Course
from tui.text.checkpoint_labels import short_checkpoint_label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.views.canvas import Canvas
    from tui.views.scene import Scene


class RoadSection(NamedTuple):
    """A part of the course, drawn on a line of cells."""

    start_m: float
    end_m: float
    cells: int
    left: int = 0
    """The cell at which the line begins."""

    def column(self, metres: float) -> int:
        """The cell of a place; beyond the line for a place outside the section."""
        share = (metres - self.start_m) / (self.end_m - self.start_m)
        return self.left + int(share * (self.cells - 1) + 0.5)


def draw_course_line(canvas: Canvas, row: int, section: RoadSection, course: Course) -> None:
    """Draw a line with a tick at each checkpoint."""
    canvas.write(section.left, row, "─" * section.cells, "dim")
    for index in range(len(course.checkpoints)):
        canvas.write(section.column(course.distance(index)), row, "┴", "dim")


def checkpoints(scene: Scene, course: Course) -> list[tuple[float, str, str]]:
    """The metres, label and style of each checkpoint; the finish first, so that it always has room."""
    reached = max((row.checkpoint for row in scene.board.rows), default=START)
    finish_first = sorted(range(len(course.checkpoints)), key=lambda index: index != course.finish)
    return [
        (
            course.distance(index),
            short_checkpoint_label(course, index),
            "strong" if index == reached + 1 else "text" if index <= reached else "dim",
        )
        for index in finish_first
    ]


def write_labels(
    canvas: Canvas, row: int, section: RoadSection, labels: Sequence[tuple[float, str, str]]
) -> None:
    """Write labels below their places, as far as they do not touch."""
    for metres, text, style in labels:
        if section.start_m <= metres <= section.end_m:
            column = section.column(metres) - cell_len(text) // 2
            column = min(max(column, 0), canvas.width - cell_len(text))
            if canvas.has_room(column, row, text):
                canvas.write(column, row, text, style)
