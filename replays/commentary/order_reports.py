"""The order at the end of each lap, in a sentence, told once those it names have passed."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from race.moments.phrases import JUST_OVER_M
from race.sentence_to_say import NAMED, named_at, order_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.board import Board
    from race.course import Course
    from race.fold.runner import Runner
    from race.order.checkpoint_table import CheckpointTable
    from race.projection.projector import Projection
    from race.times import Time

WAIT_MS = 10_000
"""So long after the leader the order is told, though not all have come whom it would name."""

ORDER_PRIORITY = 39
"""Of the order at a lap, on the scale of moments."""


class OrderReport(NamedTuple):
    """The order at the end of a lap."""

    clock_ms: int
    when_ms: int
    """Race time at which the last of those named passed, or from which no one else was waited for."""
    course: Course
    checkpoint: int
    first: Runner
    """The first who is no pacemaker."""
    time: Time | None
    """Of the last of those named; None if that is not known, or others are still to come."""
    sentence: str
    projection: Projection | None
    """Of the first."""
    bibs: tuple[str, ...]
    """Of those named."""
    priority: int = ORDER_PRIORITY


class OrderReports:
    """Reports the order of each lap of a race once, from state to state."""

    def __init__(self) -> None:
        self.due_ms: int | None = None
        """Race time from which the order of the last lap is told, whoever has come."""
        self._told: set[str] = set()
        """The checkpoints whose order was told."""
        self._laps: tuple[Course, frozenset[int]] | None = None

    def laps(self, course: Course) -> frozenset[int]:
        """The checkpoints where laps end."""
        if self._laps is None or self._laps[0] is not course:
            self._laps = course, lap_ends(course)
        return self._laps[1]

    def new(self, board: Board, table: CheckpointTable) -> Iterator[OrderReport]:
        """The order of each lap that is complete, or has waited long enough; none once the race was won."""
        self.due_ms = None
        for index in sorted(self.laps(table.course)):
            checkpoint = table.course.at(index).id
            if index > table.reached or checkpoint in self._told:
                continue
            report = _order(board, table, index)
            if report is None:
                continue
            is_awaited = report.time is None and table.reached == index
            if is_awaited and board.clock_ms < report.when_ms:
                self.due_ms = report.when_ms
            elif len(report.bibs) > 1:
                self._told.add(checkpoint)
                when_ms = min(report.when_ms, board.clock_ms)
                if not _was_won(table, when_ms):
                    yield report._replace(when_ms=when_ms)


def _order(board: Board, table: CheckpointTable, index: int) -> OrderReport | None:
    """The order at a checkpoint; None where no one is known to lead there."""
    named = named_at(table, index)
    if not named:
        return None
    first = next((runner for runner in named if runner.entrant.role == "runner"), named[0])
    row = next(row for row in board.rows if row.runner is first)
    when_ms, time = named[0].passings[index].when_ms + WAIT_MS, None
    if len(named) > NAMED:
        last = max((runner.passings[index] for runner in named), key=attrgetter("when_ms"))
        when_ms, time = last.when_ms, last.time
    return OrderReport(
        when_ms,
        when_ms,
        table.course,
        index,
        first,
        time,
        order_at(board, table, index),
        row.projection if row.checkpoint == index else None,
        tuple(runner.entrant.bib for runner in named),
    )


def _was_won(table: CheckpointTable, when_ms: int) -> bool:
    finish = table.course.finish
    return any(runner.passings[finish].when_ms <= when_ms for runner in table.in_order(finish, 1))


def lap_ends(course: Course) -> frozenset[int]:
    """The checkpoints where laps end, counted from the start or, if that makes more of them, from the finish.

    On a road every checkpoint; nowhere those a few metres before the finish.
    """
    lap_m = course.lap_m
    before = [index for index in range(course.finish) if course.to_go(index) > (lap_m or 0.0) / 4]
    from_start = frozenset(index for index in before if course.ends_lap(index))
    if lap_m is None:
        return from_start
    from_finish = frozenset(index for index in before if course.to_go(index) % lap_m <= JUST_OVER_M)
    return max(from_start, from_finish, key=len)
