"""The JSON of a board. Times in milliseconds; unknown is None."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from race.course import START, Course
from race.laps import Stretch
from race.mark_json import mark_json, prospects_json, woven
from race.marks import in_running_order
from race.standings import Row
from race.times import Time

if TYPE_CHECKING:
    from race.board import Board

VERSION = 1
"""Fields may be added within a version; none changes its meaning."""

Json = dict[str, Any]


def board_json(board: Board, *, with_marks: bool = False) -> Json:
    """The object that `lapbell board --json` prints, the marks among its rows if they are asked for."""
    course, start_list = board.state.course, board.state.start_list
    leader = board.leader
    rows = [_row(board, row, with_marks=with_marks) for row in board.rows]
    return {
        "version": VERSION,
        "race": board.race,
        "name": start_list.name if start_list else None,
        "meet": start_list.meet if start_list else None,
        "date": start_list.date if start_list else None,
        "distance_m": course.distance_m if course else None,
        "state": board.phase,
        "clock_ms": board.clock_ms,
        "checkpoint": _checkpoint(course, leader.checkpoint) if leader else None,
        "marks": [mark_json(mark, board.targets) for mark in in_running_order(board.marks)],
        "rows": woven(rows, board.marks) if with_marks else rows,
    }


def _row(board: Board, row: Row, *, with_marks: bool) -> Json:
    course = board.state.course
    passing, entrant, segment = row.passing, row.runner.entrant, row.segment
    point = _checkpoint(course, row.checkpoint)
    return {
        "place": row.place,
        "bib": entrant.bib,
        "name": entrant.name,
        "nation": entrant.nation or None,
        "category": entrant.category or None,
        "role": entrant.role,
        "status": row.status,
        "checkpoint": point["id"] if point else None,
        "distance_m": point["distance_m"] if point else None,
        "time_ms": passing.time.ms if passing and passing.time else None,
        "net_ms": _time_ms(row.net),
        "digits": passing.time.digits if passing and passing.time else None,
        "evidence": passing.evidence if passing else None,
        "rank": passing.official_place if passing else None,
        "suspect": passing.suspect if passing else False,
        "lap_ms": _ms(row.lap),
        "segment_ms": _ms(segment),
        "segment_m": round(segment.metres, 3) if segment else None,
        "gap_ms": _ms(row.gap),
        "interval_ms": _ms(row.interval),
        "laps_down": row.laps_down if row.is_racing else None,
        "change": row.change,
        **_expectations(course, row, board.clock_ms),
        "notes": list(passing.notes) if passing else [],
        "badges": list(board.badges.get(entrant.bib) or (passing.notes if passing else ())),
        "marks": [prospects_json(mark, row.runner) for mark in board.marks] if with_marks else None,
        "reason": row.runner.statuses[-1].reason or None if row.runner.statuses else None,
    }


def _expectations(course: Course | None, row: Row, clock_ms: int) -> Json:
    """What is expected of an entrant; of one who is overdue nothing is."""
    projection = row.projection.at(clock_ms) if row.projection else None
    overdue = projection is not None and projection.overdue
    known = projection if not overdue else None
    expected = known.next if known else None
    point = _checkpoint(course, expected.checkpoint) if expected else None
    return {
        "projected_ms": known.time.ms if known else None,
        "projected_low_ms": _time_ms(known.low) if known else None,
        "projected_high_ms": _time_ms(known.high) if known else None,
        "projected_place": row.projected_place if known else None,
        "projected_by": known.basis if known else None,
        "projected_from_estimates": known.estimated if known else None,
        "chances": [round(chance, 3) for chance in row.chances] if known and row.chances else None,
        "next_checkpoint": point["id"] if point else None,
        "next_ms": expected.time.ms if expected else None,
        "next_low_ms": _time_ms(expected.low) if expected else None,
        "next_high_ms": _time_ms(expected.high) if expected else None,
        "overdue": overdue,
    }


def _checkpoint(course: Course | None, index: int) -> Json | None:
    if course is None or index == START:
        return None
    checkpoint = course.checkpoints[index]
    return {"id": checkpoint.id, "distance_m": checkpoint.distance_m}


def _ms(stretch: Stretch | None) -> int | None:
    return stretch.time.ms if stretch else None


def _time_ms(time: Time | None) -> int | None:
    return time.ms if time else None
