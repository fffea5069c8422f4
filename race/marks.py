"""Marks in the race: where a record would be by now, and how far each runner is from it.

A mark runs by its holder's own splits where they are known, steadily from one to the next, and at even pace
where not. It is shown within the running order but changes no row and no place.
"""

from __future__ import annotations

from dataclasses import field
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

from race.course import START, Course
from race.laps import Stretch, time_between
from race.lazy_dataclass import dataclass
from race.lazy_named_tuple import NamedTuple
from race.messages import Mark
from race.required_times import RequiredTimes
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import Entrant
    from race.standings import Row

SAME_M = 0.5
"""Two points are the same when they are within half a metre."""

Basis = Literal["own splits", "even pace"]


class RunningMark:
    """A mark moving along a course."""

    def __init__(self, mark: Mark, course: Course) -> None:
        self.mark = mark
        self.basis: Basis = "own splits" if mark.splits else "even pace"
        self.course = course
        on_the_way = (s for s in mark.splits if s.distance_m < course.distance_m - SAME_M)
        self._known = [(0.0, Time(0)), *((s.distance_m, s.time) for s in on_the_way)]
        self._known.append((course.distance_m, mark.time))
        self._reached: dict[int, Stretch] = {}
        """By checkpoint. Keeping them places 8 marks among 300 rows in 0.6 ms instead of 3.2 ms."""

    def at(self, index: int) -> Stretch:
        """Its time at a checkpoint; where that is not known, an estimate to the tenth of a second at most."""
        if index not in self._reached:
            self._reached[index] = self._at(self.course.distance(index))
        return self._reached[index]

    def metres_at(self, ms: int) -> float:
        """How far it has come at a race time; at the finish it stays."""
        for (start_m, start), (end_m, end) in pairwise(self._known):
            if ms < end.ms:
                share = max(ms - start.ms, 0) / (end.ms - start.ms)
                return start_m + (end_m - start_m) * share
        return self.course.distance_m

    def known_at(self, index: int) -> Stretch | None:
        """Its time at a checkpoint where that is known; None elsewhere."""
        there = self.at(index)
        return None if there.estimated else there

    def _at(self, metres: float) -> Stretch:
        for (start_m, start), (end_m, end) in pairwise(self._known):
            if abs(end_m - metres) < SAME_M:
                return Stretch(end, metres)
            if metres < end_m:
                share = max(metres - start_m, 0) / (end_m - start_m)
                ms = start.ms + round((end.ms - start.ms) * share)
                return Stretch(Time(ms, min(self.mark.time.digits, 1)), metres, estimated=True)
        return Stretch(self.mark.time, metres)

    def gap(self, runner: Runner, index: int | None = None) -> Stretch | None:
        """The time a runner is behind the mark; negative when ahead of it.

        Taken at a checkpoint, by default the runner's last timed one; None where there is no time.
        """
        if index is None:
            index = runner.last_timed
        time = runner.time_at(index)
        if time is None or index == START:
            return None
        at = self.at(index)
        behind = time_between(self.course, time, at.time)
        return Stretch(behind, at.metres, at.estimated)


class RunningOrder:
    """The last times of the runners in the running order, from which a mark takes its position."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self._rows = rows

    def position(self, mark: RunningMark) -> int:
        """Number of the first row that a mark would be ahead of; an entrant level with it is ahead."""
        above = (number for number, index, ms in self._times if mark.at(index).time.ms < ms)
        return next(above, self._behind)

    @cached_property
    def _times(self) -> list[tuple[int, int, int]]:
        """Row number, index of the last checkpoint with a time, and that time in milliseconds."""
        times = []
        for number, row in enumerate(self._rows[: self._behind]):
            if row.pack is not None:
                continue
            index = row.runner.last_timed
            time = row.runner.time_at(index)
            if index != START and time is not None:
                times.append((number, index, time.ms))
        return times

    @cached_property
    def _behind(self) -> int:
        """Number of the first row that is not in the running order."""
        outside = (n for n, row in enumerate(self._rows) if not (row.is_racing or row.pack))
        return next(outside, len(self._rows))


@dataclass(frozen=True)
class MarkRow:
    """A mark among the rows of a board."""

    running: RunningMark
    time: Stretch | None
    """Its time at the leader's last timed checkpoint; None before there is one."""
    gap: Stretch | None
    """The time it is behind the leader there; negative ahead."""
    order: RunningOrder = field(repr=False, compare=False)
    required: RequiredTimes = field(repr=False, compare=False)

    @property
    def mark(self) -> Mark:
        """The mark itself."""
        return self.running.mark

    @cached_property
    def chaser(self) -> Row | None:
        """The first runner in the running order who may hold it and can still equal it."""
        return self.required.chaser(self.mark)

    @property
    def needs(self) -> Stretch | None:
        """What the chaser has left to equal it."""
        return self.needs_of(self.chaser.runner) if self.chaser else None

    def needs_of(self, runner: Runner) -> Stretch | None:
        """What a runner has left to equal it; None where it is not the runner's to equal, or out of reach."""
        return self.required.needs(runner, self.mark)

    @cached_property
    def position(self) -> int:
        """Number of the row that it is shown above; the number of rows if it is behind them all."""
        return self.order.position(self.running)


class MarkRun(NamedTuple):
    """Marks that are one and the same run: the European record may be the Norwegian one too."""

    rows: tuple[MarkRow, ...]

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks."""
        return tuple(row.mark for row in self.rows)

    @property
    def chased(self) -> MarkRow | None:
        """The first that someone can still equal."""
        return next((row for row in self.rows if row.chaser), None)

    @property
    def first(self) -> MarkRow:
        """The first of the rows, all at the same position."""
        return self.rows[0]


def mark_runs(rows: Iterable[MarkRow]) -> list[MarkRun]:
    """The marks as runs, in the order of their first rows."""
    runs: dict[object, list[MarkRow]] = {}
    for row in rows:
        mark = row.mark
        runs.setdefault((mark.time, mark.holder or mark.label, mark.splits), []).append(row)
    return [MarkRun(tuple(same)) for same in runs.values()]


def mark_rows(
    state: RaceState, course: Course, rows: Sequence[Row], marks: Iterable[Mark], clock_ms: int
) -> list[MarkRow]:
    """The marks beside the rows of a board at a race time, fastest first."""
    order, required = RunningOrder(rows), RequiredTimes(state, course, rows, clock_ms)
    leader = rows[0].field.leader if rows else None
    fastest_first = sorted(marks, key=lambda mark: mark.time.ms)
    rows_of_marks = (_mark_row(RunningMark(mark, course), leader) for mark in fastest_first)
    return [MarkRow(*figures, order, required) for figures in rows_of_marks]


def own_marks(entrant: Entrant) -> list[Mark]:
    """The personal and the season's best with which an entrant came to the race."""
    bests = {"PB": entrant.pb, "SB": entrant.sb} if entrant.role == "runner" else {}
    return [
        Mark(label=code, code=code, time=best, holder=entrant.name)
        for code, best in bests.items()
        if best is not None and best.ms > 0
    ]


def in_running_order(rows: Iterable[MarkRow]) -> list[MarkRow]:
    """The marks in the order of their positions among the entrants."""
    return sorted(rows, key=_position)


def _mark_row(
    running: RunningMark, leader: Runner | None
) -> tuple[RunningMark, Stretch | None, Stretch | None]:
    """A mark, its time at the leader's last timed checkpoint, and the time it is behind the leader there."""
    ahead = running.gap(leader) if leader else None
    if leader is None or ahead is None:
        return running, None, None
    gap = ahead._replace(time=ahead.time._replace(ms=-ahead.time.ms))
    return running, running.at(leader.last_timed), gap


def _position(row: MarkRow) -> tuple[int, int, int, str]:
    at_ms = row.time.time.ms if row.time else 0
    return row.position, at_ms, row.mark.time.ms, row.mark.holder
