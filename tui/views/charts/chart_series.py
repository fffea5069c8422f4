"""The lines of a chart: values of athletes at places on the course."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from race.fold.state import Runner
from race.laps import is_estimated
from tui.views.scene import Still
from tui.views.who_is_drawn import drawn_runners, style_of

MOST_LINES = 20
"""More lines in a chart are a tangle."""


class Point(NamedTuple):
    """A value at a place on the course."""

    metres: float
    """From the start."""
    value: float
    estimated: bool
    """Whether it rests on an estimate: the line up to here is dotted."""


class Series(NamedTuple):
    """The line of one athlete."""

    label: str
    style: str
    points: Sequence[Point]
    """At least one."""
    bold: bool = False
    named: bool = True
    """Whether its name must stand at its end; otherwise it does where there is room."""


def series(
    still: Still,
    rows: int,
    values: Callable[[Runner], list[Point]],
    label: Callable[[Runner, Sequence[Point]], str],
) -> list[Series]:
    """The lines of those who are drawn: the picked ones first, so that they lie on top."""
    picked = {still.chosen, *still.followed}
    found = []
    drawn = drawn_runners(still, min(rows, MOST_LINES))
    for row in sorted(drawn, key=lambda row: row.runner.entrant.bib not in picked):
        runner, points = row.runner, values(row.runner)
        if points:
            is_chosen = runner.entrant.bib == still.chosen
            named = is_chosen or (row.is_racing and runner.entrant.role == "runner")
            style = style_of(still, runner)
            found.append(Series(label(runner, points), style, points, is_chosen, named))
    return found


def is_vague(runner: Runner, index: int) -> bool:
    """Whether the line to a checkpoint is not measured: estimated, or past a checkpoint that was missed."""
    return is_estimated(runner, index) or (index > 0 and index - 1 not in runner.passings)
