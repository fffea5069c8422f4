"""Who runs together, by where everyone is estimated to be."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from rich.cells import cell_len

from race.course import Course
from race.fold.state import Runner
from race.order.positions_on_course import CoursePosition, course_positions
from tui.text.formatting import ABOUT
from tui.text.safe_text import fit, wrapped
from tui.views.scene import Scene
from tui.views.who_is_drawn import name_of, style_of

TOGETHER_M = 10.0
"""Somebody so far behind the next in front, or less, runs with them."""


class RunnerOnCourse(NamedTuple):
    """A runner at a place on the course."""

    runner: Runner
    where: CoursePosition


MOST_TAG = 30
"""Cells of the names beside the course."""

SHORT_NAME = 4
"""Cells of a name where there is hardly any room."""

Bunch = Sequence[RunnerOnCourse]
"""From the first to the last."""


def on_course(scene: Scene) -> list[RunnerOnCourse]:
    """Everyone between the start and the finish, the foremost first; equals as on the board."""
    board = scene.board
    course = board.state.course
    if course is None:
        return []
    found = course_positions(board.state, scene.clock_ms)
    rows = (row.runner for row in board.rows if row.runner.furthest != course.finish)
    placed = [
        RunnerOnCourse(runner, found[runner.entrant.bib]) for runner in rows if runner.entrant.bib in found
    ]
    return sorted(placed, key=lambda one: -one.where.metres)


def grouped(placed: Sequence[RunnerOnCourse]) -> Sequence[Bunch]:
    """Those who run together, from the front."""
    bunches: list[list[RunnerOnCourse]] = []
    for one in placed:
        if bunches and bunches[-1][-1].where.metres - one.where.metres <= TOGETHER_M:
            bunches[-1].append(one)
        else:
            bunches.append([one])
    return bunches


def tags(scene: Scene, bunch: Bunch) -> list[str]:
    """What a bunch is called beside the course, from the longest to the shortest."""
    first = name_of(scene, bunch[0].runner)
    if len(bunch) == 1:
        return [first]
    whole = _names(scene, bunch)
    several = [whole] if cell_len(whole) <= MOST_TAG else []
    others = f" +{len(bunch) - 1}"
    return [*several, first + others, fit(first, SHORT_NAME).rstrip() + others, f"{len(bunch)}"]


def headline(scene: Scene, course: Course, placed: Sequence[RunnerOnCourse]) -> str:
    """How far the first has to go; from the first finish on, who is home."""
    rows = scene.board.rows
    home = [row.runner for row in rows if row.checkpoint == course.finish and row.is_racing]
    if home:
        return f"{len(home)} home: " + " ".join(name_of(scene, runner) for runner in home)
    if not placed:
        return ""
    to_go_m = course.distance_m - placed[0].where.metres
    about = "" if placed[0].where.measured else ABOUT
    return f"{about}{to_go_m:.0f} m to go" if course.lap_m else f"{about}{to_go_m / 1000:.1f} km to go"


def group_style(scene: Scene, bunch: Bunch) -> str:
    """That of the athlete under the cursor among them, else of the first who is no pacemaker."""
    styles = [style_of(scene, one.runner) for one in bunch]
    if "accent" in styles:
        return "accent"
    return next((style for style in styles if style != "dim"), "dim")


def group_lines(
    scene: Scene, bunches: Sequence[Bunch], lap_m: float | None, cells: int, most: int
) -> list[tuple[str, str]]:
    """At most so many lines of text, each with its style: the bunches, and how far each is behind."""
    bunches = bunches[:most]
    behind = [_behind(bunches[0][0], bunch[0], lap_m) for bunch in bunches]
    margin = max((cell_len(text) for text in behind), default=0) + 1 if len(bunches) > 1 else 0
    lines: list[tuple[str, str]] = []
    for bunch, text in zip(bunches, behind, strict=True):
        for number, line in enumerate(wrapped(_names(scene, bunch), max(cells - margin, MOST_TAG // 2))):
            start = fit(text if number == 0 else "", margin - 1, "right") + " " if margin else ""
            lines.append((start + line, group_style(scene, bunch)))
    return lines[:most]


def _names(scene: Scene, bunch: Bunch) -> str:
    """Their names in a line; before them, of several, how many they are."""
    named = " ".join(name_of(scene, one.runner) for one in bunch)
    return f"{len(bunch)}: {named}" if len(bunch) > 1 else named


def _behind(leader: RunnerOnCourse, one: RunnerOnCourse, lap_m: float | None) -> str:
    """How far behind somebody is, in metres, or in laps where it is one and more."""
    metres = leader.where.metres - one.where.metres
    if one is leader:
        return ""
    about = "" if leader.where.measured and one.where.measured else ABOUT
    if lap_m is not None and metres >= lap_m:
        return f"{about}{metres / lap_m:.1f} laps"
    return f"{about}{metres / 1000:.1f} km" if metres >= 1000 else f"{about}{metres:.0f} m"
