"""The series of a chart: a value of each runner at places along the course."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from race.laps import is_estimated
from tui.views.who_is_drawn import drawn_runners, is_picked, style_of

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from tui.views.scene import Scene

MOST_SERIES = 20
"""With more lines a chart cannot be read."""


class Point(NamedTuple):
    """A value at a place on the course."""

    metres: float
    """From the start."""
    value: float
    estimated: bool
    """Whether it rests on an estimate: the line up to here is dotted."""


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
    """The series of the drawn runners, the picked ones first, so that they are drawn on top."""
    drawn = drawn_runners(scene, min(rows, MOST_SERIES))
    lines = []
    for row in sorted(drawn, key=lambda row: not is_picked(scene, row.runner)):
        runner, points = row.runner, values(row.runner)
        if points:
            is_chosen = runner.entrant.bib == scene.chosen
            named = is_chosen or (row.is_racing and runner.entrant.role == "runner")
            lines.append(Series(label(runner, points), style_of(scene, runner), points, is_chosen, named))
    return lines


def is_interpolated(runner: Runner, index: int) -> bool:
    """Whether the line to a checkpoint is not measured: estimated, or across a missed checkpoint."""
    return is_estimated(runner, index) or (index > 0 and index - 1 not in runner.passings)
