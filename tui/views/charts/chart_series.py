"""The series of a chart: a value of each runner at places along the course."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Literal, NamedTuple

from tui.views.who_is_drawn import PACEMAKER, drawn_runners, is_picked, name_of, style_of

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.runner import Runner
    from tui.views.scene import Scene

MOST_SERIES = 20
"""With more lines a chart cannot be read."""


LineKind = Literal["measured", "estimated", "none"]


class Point(NamedTuple):
    """A value at a place on the course."""

    metres: float
    """From the start."""
    value: float
    estimated: bool
    """Whether it rests on an estimate."""
    line: LineKind
    """What the line is that leads to it from the point before."""


Known = tuple[int, float, bool]
"""The checkpoint of a known value, the value, and whether it is estimated."""


Before = Callable[[int], int]


class Series(NamedTuple):
    """The line of one runner or mark."""

    label: str
    style: str
    points: Sequence[Point]
    """At least one."""
    bold: bool = False
    named: bool = True
    """Whether its label is always shown; otherwise only where there is room at its end."""


def series(
    scene: Scene,
    rows: int,
    values: Callable[[Runner], list[Point]],
    label: Callable[[Runner, Sequence[Point]], str],
) -> list[Series]:
    """The series of the drawn runners, the picked ones first, so that they are drawn on top.

    Who is somewhere in a pack has a name and no value beside it, which would be one of the past.
    """
    drawn = drawn_runners(scene, min(rows, MOST_SERIES))
    lines = []
    for row in sorted(drawn, key=lambda row: not is_picked(scene, row.runner)):
        runner, points = row.runner, values(row.runner)
        if points:
            is_chosen = runner.entrant.bib == scene.chosen
            named = row.is_racing or is_picked(scene, runner)
            text = label(runner, points) if row.pack is None else name_of(scene, runner)
            text = (PACEMAKER if runner.entrant.role == "pacemaker" else "") + text
            lines.append(Series(text, style_of(scene, runner), points, is_chosen, named))
    return lines


def points_of(scene: Scene, course: Course, values: Iterable[Known], before: Before) -> list[Point]:
    """Points at checkpoints, in order. Only between neighbours that are measured is the line measured too.

    Elsewhere it is an estimate, and left out where only what was published is shown.

    Args:
        scene: What is drawn.
        course: The course.
        values: The values.
        before: The checkpoint whose value comes before that at a checkpoint if none was missed.
    """
    points: list[Point] = []
    earlier: tuple[int, bool] | None = None
    for index, value, estimated in values:
        is_measured = earlier is not None and earlier[0] >= before(index) and not (estimated or earlier[1])
        line: LineKind = "measured" if is_measured else "estimated" if scene.snapshot.estimates else "none"
        points.append(Point(course.distance(index), value, estimated, line))
        earlier = index, estimated
    return points
