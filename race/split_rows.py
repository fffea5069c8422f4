"""A race as rows: every entrant at every checkpoint, with how each figure is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.belief.claim_choice import SURENESS
from race.course import NEAR_M, START
from race.laps import Stretch, reached, time_between
from race.lazy_dataclass import dataclass
from race.messages import Split
from race.order.checkpoint_table import CheckpointTable
from race.projection.board_model import project
from race.standings import standings
from race.times import Time

if TYPE_CHECKING:
    from race.belief.doubt import Reason
    from race.course import Course
    from race.fold.history import History
    from race.fold.runner import Runner
    from race.messages import Checkpoint, Evidence, Note, StartList
    from race.standings import RowStatus
    from race.times import TimeOfDay

SAME_M = 0.01
"""How near to the start of a stretch its first checkpoint is, in floating point."""

LAST_M = 400.0
"""How much of the end of a race is often asked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SplitRow:
    """An entrant at a checkpoint. Unknown is None."""

    checkpoint: Checkpoint
    time: Time | None = None
    """From the entrant's own gun."""
    net: Time | None = None
    """The same from the start line, where crossing it is timed."""
    clock: TimeOfDay | None = None
    """The time of day, while the time is not known."""
    place: int | None = None
    """The place there: the official one, or else as counted."""
    official_place: int | None = None
    evidence: Evidence | None = None
    """How time and official place are known; `estimated` where only the estimate is there."""
    doubt: Reason | None = None
    """Why the time is not believed; it then decides nothing, and laps, gaps and places are without it."""
    notes: tuple[str, ...] = ()
    leg: int | None = None
    wind: float | None = None
    source: str = ""
    """In words."""
    lap: Stretch | None = None
    """The lap that ends here, or else the stretch from the timed checkpoint before."""
    lap_evidence: Evidence | None = None
    """How the lap is known: the less sure of the times at its ends."""
    gap: Stretch | None = None
    """Behind the leader."""
    last_400: Time | None = None
    """At the finish, the last 400 m, where a checkpoint lies 400 m before it."""
    last_400_evidence: Evidence | None = None
    estimate: tuple[Time, Time, Time] | None = None
    """Where no time was published: the earliest, the likely and the latest, from the entrant's own gun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EntrantRows:
    """An entrant with the rows of all checkpoints of which anything is known, in the order of the course."""

    runner: Runner
    place: int | None
    """In the running order; at the finish, in the result."""
    status: RowStatus
    after: str = ""
    """Id of the last checkpoint passed by someone who is out."""
    reason: str = ""
    start: Time | None = None
    """The entrant's own gun after the first; None while it is not known to have gone."""
    gun: TimeOfDay | None = None
    """The same as a time of day."""
    splits: tuple[SplitRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RaceRows:
    """A race at one moment."""

    race: str
    """The id of the race."""
    start_list: StartList
    course: Course
    is_official: bool
    entrants: tuple[EntrantRows, ...]
    """In running order, then those not seen, then those who are out."""
    notes: tuple[Note, ...] = ()

    @property
    def checkpoints(self) -> tuple[Checkpoint, ...]:
        """In the order of the course, the start line with them if it is timed."""
        line = self.course.start_line
        return (*((line,) if line else ()), *self.course.checkpoints)


def race_rows(race: str, history: History, clock_ms: int) -> RaceRows | None:
    """A race at a race time; None without a start list."""
    state = history.at(clock_ms)
    course, start_list = state.course, state.start_list
    if course is None or start_list is None:
        return None
    maker = _RowMaker(history, start_list, CheckpointTable(state, course))
    return RaceRows(
        race=race,
        start_list=start_list,
        course=course,
        is_official=bool(state.officials),
        entrants=tuple(
            maker.entrant(row.runner, row.place, row.status) for row in standings(state, project, clock_ms)
        ),
        notes=state.notes,
    )


class _RowMaker:
    """Makes the rows of one state."""

    def __init__(self, history: History, start_list: StartList, table: CheckpointTable) -> None:
        self._start_times, self._start_list = history.start_times, start_list
        self._table, self._course = table, table.course

    def entrant(self, runner: Runner, place: int | None, status: RowStatus) -> EntrantRows:
        bib, said = runner.entrant.bib, runner.statuses
        has_started = self._start_times.has_started(bib)
        known = {
            *runner.passings,
            *runner.doubtful,
            *runner.estimates,
            *((START,) if runner.start_mat else ()),
        }
        return EntrantRows(
            runner=runner,
            place=place,
            status=status,
            after=self._after(runner),
            reason=said[-1].reason if said else "",
            start=Time(self._start_times.delay_ms(bib)) if has_started else None,
            gun=self._start_times.gun_time(bib) if has_started else None,
            splits=tuple(self._split(runner, index) for index in sorted(known)),
        )

    def _after(self, runner: Runner) -> str:
        """The last checkpoint passed by someone who is out, as a status says or as is known otherwise."""
        said = runner.statuses[-1].after if runner.statuses else None
        is_seen = runner.furthest != START or runner.start_mat is not None
        if said is None and runner.out == "dnf" and is_seen:
            return self._course.at(runner.furthest).id
        return said or ""

    def _split(self, runner: Runner, index: int) -> SplitRow:
        believed = runner.start_mat if index == START else runner.passings.get(index)
        passing = believed if index == START and believed else runner.shown_at(index)
        if passing is None:
            estimate = self._estimate(runner, index)
            return SplitRow(checkpoint=self._course.at(index), evidence="estimated", estimate=estimate)
        said = passing.message
        split = said if isinstance(said, Split) else None
        is_timed = index != START and believed is not None
        lap = self._table.stretch(runner, index) if is_timed else None
        last_400 = self._last_400(runner) if is_timed and index == self._course.finish else None
        return SplitRow(
            checkpoint=self._course.at(index),
            time=passing.time,
            net=runner.net_at(index) if is_timed else None,
            clock=split.clock if split and passing.time is None else None,
            place=self._table.place(runner, index) if is_timed else None,
            official_place=believed.official_place if believed else None,
            evidence=passing.evidence,
            doubt=passing.doubt.reason if passing.doubt else None,
            notes=passing.notes,
            leg=split.leg if split else None,
            wind=split.wind if split else None,
            source=self._start_list.source_of(said) if said else "",
            lap=lap,
            lap_evidence=self._evidence(runner, index, lap),
            gap=self._table.gap(runner, index) if is_timed else None,
            last_400=last_400.time if last_400 else None,
            last_400_evidence=self._evidence(runner, index, last_400),
            estimate=self._estimate(runner, index) if passing.time is None else None,
        )

    def _last_400(self, runner: Runner) -> Stretch | None:
        course = self._course
        begin = course.last_before(course.distance_m - LAST_M + NEAR_M)
        if abs(course.to_go(begin) - LAST_M) > NEAR_M:
            return None
        start, end = reached(course, runner, begin), reached(course, runner, course.finish)
        return (
            Stretch(time_between(course, end.time, start.time), course.to_go(begin))
            if start and end
            else None
        )

    def _evidence(self, runner: Runner, index: int, stretch: Stretch | None) -> Evidence | None:
        """How a stretch that ends at a checkpoint is known."""
        if stretch is None:
            return None
        start_m = self._course.distance(index) - stretch.metres
        at_start = (
            runner.passings[i].evidence
            for i in range(index - 1, START, -1)
            if abs(self._course.distance(i) - start_m) < SAME_M and runner.time_at(i) is not None
        )
        end = runner.passings[index].evidence
        return max(end, next(at_start, end), key=SURENESS.__getitem__)

    def _estimate(self, runner: Runner, index: int) -> tuple[Time, Time, Time] | None:
        band = runner.estimates.get(index)
        if band is None:
            return None
        gun_ms = self._start_times.delay_ms(runner.entrant.bib)
        low, likely, high = (Time(ms - gun_ms) for ms in band)
        return low, likely, high
