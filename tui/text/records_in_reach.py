"""The records within reach, in words for an announcer."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from race.marks import mark_runs
from race.moments.phrases import due_at, length
from tui.text.formatting import stretch_text
from tui.text.mark_rows import mark_time, title_of
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from race.board import Board
    from race.course import Course
    from race.marks import MarkRow

MOST_RECORDS = 3
"""Records shown at once."""


def records_in_reach(board: Board) -> list[str]:
    """What the first runner who could has to run for the fastest marks within the range projected."""
    chased = (run.chased for run in mark_runs(board.marks))
    course = board.state.course
    texts = (_required(course, row) for row in chased if row is not None)
    return list(islice(filter(None, texts), MOST_RECORDS))


def pace_at_next(board: Board) -> list[str]:
    """When the fastest mark that someone can still equal passes where the leader comes next; or nothing."""
    leader, course = board.leader, board.state.course
    if leader is None or course is None or leader.checkpoint >= course.finish:
        return []
    index = course.next_place(leader.checkpoint)
    row = next((run.chased for run in mark_runs(board.marks) if run.chased is not None), None)
    if row is None or index == course.finish:
        return []
    spot = clean(due_at(course, index))
    return [f"{clean(title_of(row.mark))} pace {stretch_text(row.running.at(index))} {spot}"]


def _required(course: Course | None, row: MarkRow) -> str:
    """`NR ESP 3:47.69: García Romo needs 54.2 for the last 409 m`; empty out of the projection's range."""
    chaser, needs = row.chaser, row.needs
    projection = chaser.projection if chaser else None
    if course is None or chaser is None or needs is None or projection is None or projection.low is None:
        return ""
    if row.mark.time.ms < projection.low.ms:
        return ""
    name, mark = clean(chaser.runner.spoken_name), f"{clean(title_of(row.mark))} {mark_time(row)}"
    return f"{mark}: {name} needs {stretch_text(needs)} for the last {length(course, needs.metres)}"
