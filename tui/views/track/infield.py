"""What stands in the middle of the oval: how far it is, who leads by how much, and who runs with whom."""

from __future__ import annotations

from itertools import islice, takewhile
from typing import TYPE_CHECKING

from rich.cells import cell_len

from tui.text.formatting import gap_text, pad_decimals, passing_text, stretch_text
from tui.text.safe_text import fit, wrapped
from tui.text.styled_line import plain_text
from tui.views.track.runner_groups import group_lines, headline, home_lines, text_style
from tui.views.who_is_drawn import name_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.course import Course
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene
    from tui.views.track.runner_groups import Group, RunnerOnCourse

FIRST = 3
"""So many of the running order have a line with their figures."""

GAP = 2
"""Cells between two figures."""


def infield_lines(
    scene: Scene,
    course: Course,
    placed: Sequence[RunnerOnCourse],
    groups: Sequence[Group],
    cells: int,
    most: int,
) -> list[StyledLine]:
    """At most `most` lines of so many cells; those of the first three only where all others fit too."""
    head = headline(scene, course, placed)
    heads: list[StyledLine] = [((line, "strong"),) for line in wrapped(head, cells)] if head else []
    behind = group_lines(scene, groups, course.track_m, cells, most)
    home = home_lines(scene, course, most - 2) if not groups else []
    if home:
        return [((headline(scene, course, placed, cells=0), "strong"),), (), *home]
    first = first_lines(scene, course)
    is_fitting = all(cell_len(plain_text(line)) <= cells for line in first)
    whole = [*heads, (), *first, (), *behind]
    return whole if first and is_fitting and len(whole) <= most else [*heads, (), *behind][:most]


def first_lines(scene: Scene, course: Course) -> list[StyledLine]:
    """The first three where they were last timed: `2  Nuguse  2:46.8  +0.3  lap 55.4`."""
    rows = list(islice(takewhile(lambda row: row.is_racing and row.place, scene.board.rows), FIRST))
    if not rows or rows[0].place != 1:
        return []
    digits = max((row.passing.time.digits for row in rows if row.passing and row.passing.time), default=0)
    figures: list[list[str]] = []
    for row in rows:
        is_ahead = row.gap is not None and row.gap.time.ms < 0  # at that checkpoint, and not any more
        gap = "" if not figures or is_ahead else gap_text(row.gap, row.laps_down, digits)
        lap = f"{course.lap_word} {stretch_text(row.lap)}" if row.lap is not None else ""
        time, known = passing_text(row.passing, course.digits), row.passing.time if row.passing else None
        figures.append([pad_decimals(time, known.digits if known else 0, digits), gap, lap])
    names = [name_of(scene, row.runner) for row in rows]
    longest = max(map(cell_len, names), default=0)
    sizes = [max(map(cell_len, column)) for column in zip(*figures, strict=True)]
    lines: list[StyledLine] = []
    for row, name, texts in zip(rows, names, figures, strict=True):
        aligned = [
            " " * GAP + fit(text, size, "right") for text, size in zip(texts, sizes, strict=True) if size
        ]
        start = ((f"{row.place:>2}  ", "dim"), (fit(name, longest), text_style(scene, row.runner)))
        lines.append((*start, ("".join(aligned), "text")))
    return lines
