"""What if: the finish and the place of a runner who goes on at some pace from the last checkpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.belief.human_limits import MARGIN, least_seconds
from race.course import START
from race.eligibility import may_take
from race.times import Time

if TYPE_CHECKING:
    from race.board import Board
    from race.messages import Mark
    from race.pace import Pace
    from race.projection.projector import Projection
    from race.standings import Row


class WhatIf(NamedTuple):
    """A finish at a pace."""

    row: Row
    pace: Pace
    since: int
    """Index of the checkpoint from which the pace is run; START before the first."""
    finish: Time
    """To the tenth of a second at most; on roads and trails to the second."""
    place: int | None
    """By the projections of the others; None where someone in front now has none."""
    ahead: Row | None
    """Who would finish just ahead, by these."""
    ahead_time: Time | None
    """When."""
    beaten: tuple[Mark, ...]
    """The marks that would be equalled or beaten, fastest first, own bests among them."""


def what_if(board: Board, row: Row, pace: Pace) -> WhatIf:
    """What becomes of a runner at a pace, from the last checkpoint with a time on.

    Raises ValueError, with a sentence, where that cannot be said: for those who do not run, and at a pace at
    which the next checkpoint would have been passed by now, or that no one can run.
    """
    course, runner = row.field.course, row.runner
    name, since = runner.spoken_name, runner.last_timed
    if course.limit_ms is not None:
        raise ValueError("in a race to a time no finish can be worked out")
    if row.status != "running" or runner.status_claims or since == course.finish:
        raise ValueError(f"{name} is not running any longer")
    _require_possible(board, row, pace)
    start = runner.time_at(since) or Time(0)
    gun_ms = runner.passings[since].when_ms - start.ms if since != START else 0
    following = course.next_place(runner.furthest)
    due_ms = start.ms + pace.over(course.distance(following) - course.distance(since))
    if gun_ms + due_ms < board.seen_ms:
        due = Time(due_ms).rounded(min(course.digits, 1))
        raise ValueError(
            f"too fast: at that pace {name} would have come to {course.label(following)} in {due}"
        )
    finish = Time(start.ms + pace.over(course.to_go(since))).rounded(min(course.digits, 1))
    others = _expected(board, row)
    ahead = max((one for one in others or () if one[0] < finish.ms), default=None, key=lambda one: one[:2])
    return WhatIf(
        *(row, pace, since, finish),
        None if others is None else 1 + sum(ms < finish.ms for ms, *_ in others),
        ahead[2] if ahead else None,
        ahead[3].time if ahead else None,
        _beaten(board, row, finish),
    )


def _require_possible(board: Board, row: Row, pace: Pace) -> None:
    """Raise ValueError at a pace that no one has ever run over the rest."""
    course = row.field.course
    if not course.event.is_on_foot:
        return
    to_go_m = course.to_go(row.runner.last_timed)
    sex = row.runner.entrant.sex or (board.state.start_list.sex if board.state.start_list else "")
    least_s = least_seconds(to_go_m, sex, course.event.leg_m) / MARGIN
    if pace.over(to_go_m) < 1000 * least_s:
        raise ValueError(f"too fast: no one has run the last {to_go_m:.0f} m at {pace.show()}")


def _expected(board: Board, row: Row) -> list[tuple[int, int, Row, Projection]] | None:
    """When each of the others finishes, or has finished; None where that is not known of someone in front."""
    expected: list[tuple[int, int, Row, Projection]] = []
    is_in_front = True
    for number, other in enumerate(board.rows):
        projection = other.projection
        if other is row:
            is_in_front = False
        elif other.runner.entrant.role == "pacemaker" or other.runner.status_claims:
            continue
        elif projection is not None:
            expected.append((projection.time.ms, number, other, projection))
        elif is_in_front:
            return None
    return expected or None


def _beaten(board: Board, row: Row, finish: Time) -> tuple[Mark, ...]:
    marks = [mark.mark for mark in (*board.marks, *board.own_marks(row.runner.entrant))]
    entrant, start_list = row.runner.entrant, board.state.start_list
    reached = (mark for mark in marks if finish.ms <= mark.time.ms and may_take(entrant, mark, start_list))
    return tuple(sorted(reached, key=lambda mark: mark.time.ms))
