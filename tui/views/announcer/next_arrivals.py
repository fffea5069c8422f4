"""What an announcer says next: who comes, who has just come, and how those stand who are followed."""

from __future__ import annotations

from collections.abc import Sequence

from race.course import Course
from race.laps import gap_at
from race.moments.phrases import ordinal
from race.order.checkpoint_table import CheckpointTable
from race.standings import Row
from tui.text.checkpoint_labels import checkpoint_label, short_checkpoint_label
from tui.text.formatting import ABOUT, passing_text, stretch_text
from tui.text.safe_text import fit
from tui.text.styled_line import StyledLine
from tui.views.scene import Scene
from tui.views.who_is_drawn import name_of

COUNTDOWN, SPOT, TIME = 8, 8, 10
"""Cells of the columns beside the name."""

CANDIDATES = 3
"""So many times as many as are told are looked at."""

MOST_NAME = 22
"""Cells of a name."""

DUE = "due"
"""Stands in place of a countdown that has run out."""


def coming(scene: Scene, width: int, most: int) -> list[StyledLine]:
    """The next to arrive: in how long, who, and where. Who is overdue is not counted down.

    At a post, only those whose next checkpoint it is.
    """
    course = scene.course
    if course is None:
        return []
    clock_ms = scene.clock_ms
    expected = [
        (found.when_ms, number, row, found.checkpoint)
        for number, row in enumerate(_soonest(scene, course, most * CANDIDATES))
        if row.projection is not None
        if not (projection := row.projection.at(clock_ms)).overdue
        if (found := projection.next) is not None and scene.arrivals_at in (None, found.checkpoint)
    ]
    expected.sort(key=lambda one: one[:2])
    if not expected and scene.arrivals_at is not None:
        return [
            ((fit(f"nobody yet at {checkpoint_label(course, scene.arrivals_at)}", width).rstrip(), "dim"),)
        ]
    told = [(_countdown(when_ms - clock_ms), row, index) for when_ms, _, row, index in expected[:most]]
    return [
        _line(
            scene,
            row,
            [(when, COUNTDOWN)],
            [(short_checkpoint_label(course, index), SPOT)],
            width,
            first=number == 0,
        )
        for number, (when, row, index) in enumerate(told)
    ]


def _soonest(scene: Scene, course: Course, most: int) -> list[Row]:
    """So many who should be at their next checkpoint first at their average pace; of a large field only
    these are projected."""
    rows = [row for row in scene.board.rows if row.is_racing and row.checkpoint != course.finish]
    if scene.arrivals_at is not None:
        rows = [row for row in rows if row.checkpoint == scene.arrivals_at - 1]
    return sorted(rows, key=lambda row: _at_average_pace(course, row))[:most]


def _at_average_pace(course: Course, row: Row) -> float:
    passing, index = row.passing, row.checkpoint
    assert passing is not None
    return passing.when_ms * course.distance(index + 1) / course.distance(index)


def arrived(scene: Scene, width: int, most: int) -> list[StyledLine]:
    """The last who arrived, the newest first: who, where, when, and how far behind the first there.

    Anywhere, or at the post.
    """
    sheet = scene.checkpoints
    if sheet is None:
        return []
    arrivals_at = scene.arrivals_at
    found = [(row, row.checkpoint if arrivals_at is None else arrivals_at) for row in scene.board.rows]
    seen = [
        (row, index, passing)
        for row, index in found
        if (passing := row.runner.passings.get(index)) is not None
        if passing.when_ms <= scene.clock_ms
    ]
    newest = sorted(enumerate(seen), key=lambda one: (-one[1][2].when_ms, one[0]))[:most]
    return [
        _line(
            scene,
            row,
            [(passing_text(passing, sheet.course.digits), TIME)],
            [(short_checkpoint_label(sheet.course, index), SPOT), (_behind(sheet, row, index), TIME)],
            width,
            first=number == 0,
        )
        for number, (_, (row, index, passing)) in enumerate(newest)
    ]


def followed(scene: Scene, width: int) -> list[StyledLine]:
    """Those who are followed, in running order: the place, where it was taken, and how far behind."""
    board = scene.board
    sheet = scene.checkpoints
    if sheet is None or not scene.followed:
        return []
    rows = [row for row in board.rows if row.runner.entrant.bib in scene.followed]
    return [_row_line(scene, sheet, row, width) for row in rows]


def _row_line(scene: Scene, sheet: CheckpointTable, row: Row, width: int) -> StyledLine:
    place = ordinal(row.place) if row.place is not None and row.is_racing else row.runner.out or ""
    where = checkpoint_label(sheet.course, row.checkpoint) if row.passing else ""
    about = [place, where, _behind(sheet, row, row.checkpoint) if row.is_racing else ""]
    name = name_of(scene, row.runner, MOST_NAME)
    text = "   ".join(part for part in (name, *about) if part)
    return ((fit(text, width).rstrip(), "text"),)


def _line(
    scene: Scene,
    row: Row,
    before: Sequence[tuple[str, int]],
    after: Sequence[tuple[str, int]],
    width: int,
    *,
    first: bool,
) -> StyledLine:
    """Figures, the name in what room is left, and more figures."""
    start = "".join(fit(text, cells, "right") for text, cells in before) + "   "
    end = "".join(fit(text, cells, "right") for text, cells in after)
    room = max(min(width - len(start) - len(end), MOST_NAME), 1)
    name = fit(name_of(scene, row.runner, room), room)
    style = "strong" if first else "text"
    return ((fit(start, min(len(start), width)), style), (name, style), (end, "text" if first else "dim"))


def _countdown(ms: int) -> str:
    """Whole seconds, those begun counted; with minutes from 100 of them."""
    if ms <= 0:
        return DUE
    seconds = -(-ms // 1000)
    return f"{ABOUT}{seconds} s" if seconds < 100 else f"{ABOUT}{seconds // 60}:{seconds % 60:02}"


def _behind(sheet: CheckpointTable, row: Row, index: int) -> str:
    runner, first = row.runner, sheet.first(index)
    if first is not None and first.entrant.bib == runner.entrant.bib:
        return "first"
    return stretch_text(gap_at(sheet.course, runner, first, index), "+") if first else ""
