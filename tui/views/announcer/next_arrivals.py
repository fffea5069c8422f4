"""For the announcer: who arrives next, packs in unknown order, and the followed runners."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import TYPE_CHECKING

from race.field.groups import is_in_group
from race.moments.phrases import ordinal
from race.times import span_text
from tui.text.checkpoint_labels import checkpoint_label, shortened_label
from tui.text.formatting import ABOUT, behind_text, stretch_text
from tui.text.safe_text import clean, fit, truncate
from tui.text.unordered_packs import membership, spoken
from tui.views.who_is_drawn import name_of

if TYPE_CHECKING:
    from race.course import Course
    from race.laps import Stretch
    from race.order.checkpoint_table import CheckpointTable
    from race.standings import Row
    from tui.text.styled_line import StyledLine
    from tui.views.scene import Scene

COUNTDOWN, CHECKPOINT = 8, 12
"""Cells of the columns beside the name."""

FOREMOST = 16
"""So many of those still out are announced, the first in running order, and the followed."""

MOST_NAME = 22
"""Cells of a name."""

DUE = "due"
"""In place of a countdown that has run out."""


def followed_coming(scene: Scene, width: int, most: int) -> list[StyledLine]:
    """The next arrivals of the followed."""
    rows = [row for row in scene.board.rows if row.runner.entrant.bib in scene.followed and row.is_racing]
    return _arrivals(scene, rows, None, width, most)


def coming(scene: Scene, width: int, most: int) -> list[StyledLine]:
    """The next arrivals: in how many seconds, who, and where. Overdue runners are left out.

    With `scene.arrivals_at`, only arrivals at that checkpoint.
    """
    course = scene.course
    if course is None:
        return []
    arrivals = _arrivals(scene, _still_out(scene, course), scene.arrivals_at, width, most)
    if not arrivals and scene.arrivals_at is not None:
        return [((truncate(_none_expected(scene, course, scene.arrivals_at), width), "dim"),)]
    return arrivals


def _arrivals(scene: Scene, rows: Sequence[Row], at: int | None, width: int, most: int) -> list[StyledLine]:
    """The next arrivals among some runners, at one checkpoint or at all."""
    course = scene.course
    if course is None:
        return []
    expected = [
        (found.when_ms, row, found.checkpoint)
        for row in rows
        if (found := row.next) is not None and at in (None, found.checkpoint)
    ]
    arrivals = [
        (row, fit(_countdown(max(when_ms - scene.clock_ms, 0)), COUNTDOWN, "right"), _where(course, index))
        for when_ms, row, index in sorted(expected, key=lambda arrival: arrival[0])[:most]
    ]
    return _lines(scene, arrivals, width)


def _none_expected(scene: Scene, course: Course, index: int) -> str:
    """What there is to say of a checkpoint where no arrival is expected."""
    rows = scene.board.rows
    where = checkpoint_label(course, index)
    if not any(index in row.runner.passings for row in rows):
        return f"no one yet at {where}"
    everyone = (row.runner for row in rows if row.runner.entrant.role == "runner")
    runners = (runner for runner in everyone if is_in_group(runner.entrant, scene.group))
    if any(runner.furthest < index and not runner.out for runner in runners):
        return f"no one else is expected soon at {where}"
    return "all have finished" if index == course.finish else f"all have passed {where}"


def _still_out(scene: Scene, course: Course) -> list[Row]:
    """Who may arrive next and is announced: of a large field the foremost and the followed.

    Only these are projected: projecting a field of thousands would take too long for a frame.
    """
    rows = (
        row
        for row in scene.board.rows
        if row.checkpoint != course.finish
        and row.is_racing
        and scene.arrivals_at in (None, course.next_place(row.checkpoint))
        and is_in_group(row.runner.entrant, scene.group)
    )
    foremost = [*islice(rows, FOREMOST)]
    if scene.followed:
        foremost += (row for row in rows if row.runner.entrant.bib in scene.followed)
    return foremost


def packs(scene: Scene, most: int) -> list[str]:
    """At most so many packs whose order was not published, a sentence each, the first with who leads."""
    course, board = scene.course, scene.board
    if course is None:
        return []
    leader, seen = board.leader, [pack for pack in board.packs if len(pack.runners) > 1]
    start = f"{name_of(scene, leader.runner, MOST_NAME)} leads; then " if leader is not None else ""
    if (
        leader is not None and leader.status == "finished"
    ):  # who was last seen before the finish may be home too
        start, seen = "", [pack for pack in seen if course.next_place(pack.checkpoint) != course.finish]
    told = [spoken(course, pack) for pack in seen[:most]]
    return [f"{start or 'in front ' if not number else 'then '}{text}" for number, text in enumerate(told)]


def followed(scene: Scene, width: int) -> list[StyledLine]:
    """The followed runners in running order: the place, where it was taken, and the gap."""
    table = scene.checkpoints
    if table is None:
        return []
    rows = [row for row in scene.board.rows if row.runner.entrant.bib in scene.followed]
    return [((truncate(_followed_text(scene, table, row), width), "text"),) for row in rows]


def _followed_text(scene: Scene, table: CheckpointTable, row: Row) -> str:
    place = ordinal(row.place) if row.place is not None and row.is_racing else row.runner.out or ""
    where = checkpoint_label(table.course, row.checkpoint) if row.passing else ""
    if row.pack is not None:
        where = membership(table.course, row.pack)
    gap = ""
    if row.is_racing:
        gap = behind_text(row.gap_m) if row.gap_m else _gap_text(table, row, row.gap)
    return "   ".join(part for part in (name_of(scene, row.runner, MOST_NAME), place, where, gap) if part)


def _lines(scene: Scene, arrivals: Sequence[tuple[Row, str, str]], width: int) -> list[StyledLine]:
    """A line for each arrival: a figure, the name in the room that is left, and more figures."""
    lines: list[StyledLine] = []
    for row, before, after in arrivals:
        start = before + "   "
        room = max(min(width - len(start) - len(after), MOST_NAME), 1)
        name = fit(name_of(scene, row.runner, room), room)
        styles = ("text", "dim") if lines else ("strong", "text")
        lines.append(((fit(start, min(len(start), width)), styles[0]), (name, styles[0]), (after, styles[1])))
    return lines


def _where(course: Course, index: int) -> str:
    return fit(shortened_label(clean(course.label(index)), CHECKPOINT), CHECKPOINT, "right")


def _countdown(ms: int) -> str:
    """Whole seconds, rounded up; with minutes and hours from 100 seconds on."""
    if ms <= 0:
        return DUE
    seconds = -(-ms // 1000)
    return ABOUT + (f"{seconds} s" if seconds < 100 else span_text(ms))


def _gap_text(table: CheckpointTable, row: Row, gap: Stretch | None) -> str:
    if row.runner is table.leader:
        return "first"
    return stretch_text(gap, "+") if gap and gap.time.ms >= 0 else ""
