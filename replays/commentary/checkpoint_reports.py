"""Everyone who passes a checkpoint, and the order there in a sentence, for those who do not see the board.

It is told at each lap or at each checkpoint, the finish apart, of which the moments tell. A passing is told
once, and again where its time has changed; the order of a lap once, when those it names have passed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from race.board import Board
from race.laps import gap_at, lap, segment
from race.moments.moment import CHATTER, FOLLOWED, Moment
from race.order.checkpoint_table import CheckpointTable
from race.projection.board_model import BoardModel
from replays.commentary.order_reports import OrderReport, OrderReports

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.laps import Stretch
    from race.messages import Mark
    from race.projection.projector import Projection
    from race.standings import Row
    from race.times import Time
    from replays.commentary.narration import NarratedEvent
    from replays.watching.live_race import LiveRace
    from replays.watching.recorded_race import RecordedRace

Every = Literal["moment", "lap", "checkpoint"]
"""How often everyone is told of: never beside the moments, at each lap, at each checkpoint."""

LAST = 1_000_000
"""Behind every place."""

TOLD_AS_ORDER = frozenset({"through", "order", "gap"})
"""Kinds of moments that say who is where at a checkpoint."""


class PassingReport(NamedTuple):
    """A runner passes a checkpoint: what the board shows of it."""

    clock_ms: int
    """Race time at which it became known, in milliseconds from the gun."""
    when_ms: int
    """Race time at which it happened."""
    course: Course
    checkpoint: int
    """Its index."""
    first: Runner
    """The runner."""
    time: Time | None
    place: int | None
    is_so_far: bool
    """Whether those who started later may still be faster."""
    gap: Stretch | None
    """Time behind the leader; None for the first, and where no leader is known."""
    lap: Stretch | None
    """The lap that ends there, or what is nearest to one."""
    projection: Projection | None
    priority: int
    """0 to 100, as of a moment."""

    @property
    def bibs(self) -> tuple[str, ...]:
        """The bib of the runner."""
        return (self.first.entrant.bib,)


CheckpointReport = PassingReport | OrderReport


class CheckpointReports:
    """Reports what is new at the checkpoints of a race, from state to state."""

    def __init__(
        self,
        every: Every,
        followed: frozenset[str] = frozenset(),
        targets: tuple[Mark, ...] = (),
    ) -> None:
        self._every = every
        self._followed = followed
        self._targets = targets
        self._model = BoardModel()
        self._table: CheckpointTable | None = None
        self._seen: dict[str, dict[int, Passing]] = {}
        """By bib, the passings in the last state."""
        self._told: dict[tuple[str, str], int | None] = {}
        """By bib and checkpoint, the time that was told."""
        self._told_when: set[tuple[str, int]] = set()
        """The bibs of the passings that were told, with their race times."""
        self._orders = OrderReports()

    @property
    def due_ms(self) -> int | None:
        """Race time from which the order of a lap is told, whoever has come."""
        return self._orders.due_ms

    def says(self, event: NarratedEvent) -> bool:
        """Whether an event of the commentary is a moment that says who is where, of someone told of."""
        moment = event.subject
        return (
            isinstance(moment, Moment)
            and moment.kind in TOLD_AS_ORDER
            and any((bib, moment.when_ms) in self._told_when for bib in moment.bibs)
        )

    def new(self, state: RaceState, clock_ms: int, since_ms: int | None = None) -> list[CheckpointReport]:
        """What is new in a state at a race time.

        What happened after `since_ms` became known when it happened; without it, now.
        """
        course = state.course
        if course is None or self._every == "moment":
            return []
        passed = list(self._new_passings(state, course))
        if not passed and (self.due_ms is None or clock_ms < self.due_ms):
            return []
        since_ms = clock_ms if since_ms is None else since_ms
        board = Board.at("", clock_ms, state, self._model, self._targets)
        table = self._table = CheckpointTable(state, course, self._table)
        rows = {row.runner.entrant.bib: row for row in board.rows}
        is_so_far = len({runner.entrant.wave for runner in state.runners.values()}) > 1
        reports: list[CheckpointReport] = [
            self._passing(board, table, rows[bib], index, is_so_far=is_so_far) for bib, index in passed
        ]
        reports += self._orders.new(board, table)
        known = (
            report._replace(clock_ms=report.when_ms if since_ms < report.when_ms <= clock_ms else clock_ms)
            for report in reports
        )
        return sorted(known, key=_in_turn)

    def _tells(self, course: Course, index: int) -> bool:
        return index != course.finish and (self._every == "checkpoint" or index in self._orders.laps(course))

    def _new_passings(self, state: RaceState, course: Course) -> Iterator[tuple[str, int]]:
        """The bibs and checkpoints of the passings that are new, or have another time."""
        for bib, runner in state.runners.items():
            if self._seen.get(bib) is runner.passings:
                continue
            self._seen[bib] = runner.passings
            for index, passing in runner.passings.items():
                key, ms = (bib, course.at(index).id), passing.time.ms if passing.time is not None else None
                if self._tells(course, index) and (key not in self._told or self._told[key] != ms):
                    self._told[key] = ms
                    self._told_when.add((bib, passing.when_ms))
                    yield bib, index

    def _passing(
        self, board: Board, table: CheckpointTable, row: Row, index: int, *, is_so_far: bool
    ) -> PassingReport:
        course, runner, leader = table.course, row.runner, board.leader
        passing, is_last_seen = runner.passings[index], row.checkpoint == index and row.is_racing
        place = row.place if is_last_seen else table.place_there(runner, index)
        is_followed = runner.entrant.bib in self._followed
        return PassingReport(
            passing.when_ms,
            passing.when_ms,
            course,
            index,
            runner,
            passing.time,
            place,
            is_so_far,
            gap_at(course, runner, leader.runner, index) if leader is not None and place != 1 else None,
            lap(course, runner, index) or segment(course, runner, index),
            row.projection if is_last_seen else None,
            CHATTER + FOLLOWED if is_followed else max(CHATTER - (place or CHATTER), 1),
        )


def _in_turn(report: CheckpointReport) -> tuple[int, int, int]:
    """In the order of time, and of those at the same time by place, the order of all last."""
    place = LAST if isinstance(report, OrderReport) else report.place or LAST - 1
    return report.clock_ms, report.when_ms, place


def recorded_reports(recording: RecordedRace, reports: CheckpointReports) -> Iterator[CheckpointReport]:
    """What is told of a recorded race, in the order in which a playhead passes it."""
    history, before_ms = recording.history(), -1
    state = history.at(before_ms)
    for when_ms in history.times():
        if reports.due_ms is not None and reports.due_ms < when_ms:
            yield from reports.new(state, reports.due_ms, before_ms)
        state = history.at(when_ms)
        yield from reports.new(state, when_ms, before_ms)
        before_ms = when_ms
    if reports.due_ms is not None:
        yield from reports.new(state, reports.due_ms, before_ms)


class LiveReports(CheckpointReports):
    """The same of a race that grows; the first time, all that has happened so far."""

    _read_to: tuple[LiveRace, int, int] | None = None
    """The race, its rewrites, and how many messages had taken effect, when it was last read."""

    def new_reports(self, live: LiveRace) -> list[CheckpointReport]:
        """What is new at the clock of the race."""
        clock_ms, history = live.seen_ms, live.history()
        read_to = live, history.rewrites, history.count(clock_ms)
        is_due = self.due_ms is not None and clock_ms >= self.due_ms
        if read_to == self._read_to and not is_due:
            return []
        since_ms = -1 if self._read_to is None else None
        self._read_to = read_to
        return self.new(history.at(clock_ms), clock_ms, since_ms)
