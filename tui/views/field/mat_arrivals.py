"""Arrivals a minute at each checkpoint: those who came, and those who are expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from tui.text.checkpoint_labels import short_checkpoint_label, shortened_label
from tui.text.formatting import ABOUT
from tui.text.safe_text import fit
from tui.views.announcer.next_arrivals import followed_coming
from tui.views.canvas import Canvas
from tui.views.field.heading import LEAST_HEIGHT, heading
from tui.views.field.stacked_bars import EXPECTED, MEASURED, draw_bars
from tui.views.scene import Scene, nothing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.field.mat_arrivals import MatArrivals
    from tui.text.styled_line import StyledLine

LEAST_WIDTH = 50

COLUMNS = (("", 8), ("passed", 7), ("to come", 8), ("last min", 9), (f"{ABOUT}next 5", 8))
"""What stands before the bars, and how many cells each has."""

FIGURES = sum(cells for _, cells in COLUMNS) + 1

SOON = 5
"""Minutes whose arrivals are added up."""

MOST_ROWS = 4
"""Lines of the bars of one checkpoint."""

MOST_FOLLOWED = 6


def lines(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The checkpoints one below the other, in `width` by `height` cells; then the followed who come next."""
    course, field = scene.course, scene.field
    if course is None or field is None:
        return []
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return nothing("no room for arrivals here", width, height)
    followed = followed_coming(scene, width, min(MOST_FOLLOWED, height // 4))
    room = height - 2 - (len(followed) + 1 if followed else 0)
    back = (width - FIGURES - 1) // 2
    ahead = width - FIGURES - 1 - back
    start = START if course.start_line is not None else 0
    mats = [
        field.arrivals(index, scene.board.seen_ms, back, max(ahead, SOON))
        for index in range(start, course.finish + 1)
    ]
    mats = [mat._replace(coming=mat.coming[: max(ahead, SOON)]) for mat in _busiest(mats, room)]
    most = max((max(*mat.came, *mat.coming) for mat in mats), default=0)
    rows = max(min(room // max(len(mats), 1), MOST_ROWS), 1)
    canvas = Canvas(width, height)
    level = f"a full bar is {most} a minute" if most else ""
    canvas.write_line(0, 0, heading("", "Arrivals a minute", [level], width))
    _write_heads(canvas, back, ahead)
    for number, mat in enumerate(mats):
        bottom = 1 + (number + 1) * rows
        label = short_checkpoint_label(course, mat.checkpoint) or "start"
        _write_figures(canvas, bottom, label, mat)
        draw_bars(canvas, FIGURES, bottom, rows, [(MEASURED, mat.came)], most)
        draw_bars(canvas, FIGURES + back + 1, bottom, rows, [(EXPECTED, mat.coming[:ahead])], most)
        for row in range(rows):
            canvas.write(FIGURES + back, bottom - row, "│", "dim")
    for row, line in enumerate(followed, start=height - len(followed)):
        canvas.write_line(0, row, line)
    return canvas.lines()


def _busiest(mats: Sequence[MatArrivals], most: int) -> list[MatArrivals]:
    """At most so many checkpoints, in order along the course: those where most come about now."""
    kept = sorted(mats, key=lambda mat: (-sum(mat.came) - sum(mat.coming), -mat.checkpoint))[:most]
    return sorted(kept, key=lambda mat: mat.checkpoint)


def _write_heads(canvas: Canvas, back: int, ahead: int) -> None:
    column = 0
    for title, cells in COLUMNS:
        canvas.write(column, 1, fit(title, cells, "right"), "dim")
        column += cells
    canvas.write(FIGURES, 1, f"-{back} min", "dim")
    canvas.write(FIGURES + back - 1, 1, "now", "dim")
    end = f"{ABOUT} +{ahead} min"
    canvas.write(canvas.width - len(end), 1, end, "dim")


def _write_figures(canvas: Canvas, row: int, label: str, mat: MatArrivals) -> None:
    soon = sum(mat.coming[:SOON])
    texts = [
        shortened_label(label, COLUMNS[0][1]),
        f"{mat.passed}",
        f"{mat.of - mat.passed}",
        f"{mat.came[-1]}" if mat.came and mat.came[-1] else "·",
        f"{ABOUT}{soon}" if soon else "·",
    ]
    style = "text" if any(mat.came) or any(mat.coming) else "dim"
    column = 0
    for text, (_, cells) in zip(texts, COLUMNS, strict=True):
        canvas.write(column, row, fit(text, cells, "right"), style)
        column += cells
