"""A race by its checkpoints: places, packs and laps."""

from __future__ import annotations

from collections import Counter
from dataclasses import field
from functools import cached_property
from typing import TYPE_CHECKING

from race.course import NEAR_M, START, Course
from race.laps import difference, lap, reached, segment
from race.lazy_dataclass import dataclass
from race.lazy_named_tuple import NamedTuple
from race.order.field_order import FieldOrder
from race.order.packs import Pack, packs_at
from race.order.places import places_at
from race.order.places_gained import PlacesGained
from race.order.unordered_packs import packs_passing

if TYPE_CHECKING:
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.laps import Stretch
    from race.order.unordered_packs import UnorderedPack

Passings = dict[int, "Passing"]


class FastestLap(NamedTuple):
    """A runner's fastest measured lap."""

    ms: int
    end: int
    """Index of the checkpoint that ends it."""
    among: int
    """How many laps of the runner were measured."""


@dataclass
class Memo:
    """What the tables of one course share, so that only what changed between two states is worked out again.

    With 300 runners and 20 checkpoints it takes a table from 80 ms to 6 ms.
    """

    starts: list[int]
    """By checkpoint, where the stretch begins that ends there."""
    laps: list[tuple[int, int]]
    """The checkpoints at both ends of each stretch that may be a fastest lap."""
    columns: dict[int, _Column] = field(default_factory=dict)
    """By checkpoint, the newest."""
    bests: dict[str, tuple[Passings, FastestLap | None]] = field(default_factory=dict)
    """By bib: the passings, and the fastest lap."""
    stretches: dict[str, tuple[Passings, dict[int, Stretch | None]]] = field(default_factory=dict)
    """By bib: the passings, and the stretches asked for so far."""

    @classmethod
    def of(cls, course: Course) -> Memo:
        """An empty memo for a course."""
        starts = [_start(course, index) for index in range(len(course.checkpoints))]
        return cls(starts, _laps(course, starts))


class CheckpointTable:
    """A state of a race by its checkpoints.

    Give the table of another state of the same race as `earlier` to reuse what is the same in both.
    """

    def __init__(self, state: RaceState, course: Course, earlier: CheckpointTable | None = None) -> None:
        self.course = course
        self.reached = max((runner.reached for runner in state.runners.values()), default=START)
        """The furthest checkpoint that any runner has come to."""
        self._state = state
        self._columns: dict[int, _Column] = {}
        is_same_course = earlier is not None and earlier.course is course
        self.memo: Memo = earlier.memo if earlier and is_same_course else Memo.of(course)

    @property
    def leader(self) -> Runner | None:
        """The first on the board, to whom gaps are measured; None where that is not known."""
        return self._order.leader

    def gap(self, runner: Runner, index: int) -> Stretch | None:
        """The time behind the leader at a checkpoint, negative ahead.

        While no one is known to lead it is the time behind the first who has one there.
        """
        return difference(self.course, reached(self.course, runner, index), self.first_time(index))

    def first_time(self, index: int) -> Stretch | None:
        """The leader's time at a checkpoint; while no one is known to lead, the first that was published."""
        if self.leader is not None:
            return reached(self.course, self.leader, index)
        return self._column(index).first_time

    def pack_of(self, runner: Runner) -> UnorderedPack | None:
        """The pack that a runner is somewhere in now."""
        return self._order.pack_of.get(runner.entrant.bib)

    def place(self, runner: Runner, index: int) -> int | None:
        """The place at a checkpoint: the official one, or else as counted.

        Where a runner was last seen it is the place on the board, among those in the race; at earlier
        checkpoints it is the place among all who passed.
        """
        if index == runner.reached and not runner.status_claims:
            return self._order.places.get(runner.entrant.bib)
        return self.place_there(runner, index)

    def place_there(self, runner: Runner, index: int) -> int | None:
        """The place at a checkpoint among all who passed it, also of those who have left the race since."""
        return self._column(index).places.get(runner.entrant.bib)

    def in_order(self, index: int, most: int | None) -> list[Runner]:
        """Those with a place at a checkpoint, from the first on, at most so many; all if that is None."""
        return [self._state.runners[bib] for bib in self._column(index).bibs[:most]]

    def gained(self, runner: Runner, index: int) -> int | None:
        """The places gained on the way to a checkpoint, negative if lost."""
        return self._gains.at(runner, index)

    @cached_property
    def _order(self) -> FieldOrder:
        return FieldOrder(self._state, self.course)

    @cached_property
    def _gains(self) -> PlacesGained:
        return PlacesGained(self.course, self._state.runners, lambda index: self._column(index).places)

    def packs(self, index: int) -> list[Pack]:
        """The packs at a checkpoint, from the front."""
        return self._column(index).packs

    def packs_in_unknown_order(self, index: int) -> list[UnorderedPack]:
        """Those who passed a checkpoint in packs whose order was not published, from the front."""
        return self._column(index).packs_in_unknown_order

    def start(self, index: int) -> int:
        """Where the stretch begins that ends at a checkpoint: a lap earlier where there is a checkpoint."""
        return self.memo.starts[index]

    def span_m(self, index: int) -> float:
        """Length of that stretch in metres."""
        return self.course.distance(index) - self.course.distance(self.memo.starts[index])

    def is_lap(self, index: int) -> bool:
        """Whether that stretch is a lap, to within a tenth of one; on a road every stretch counts as one."""
        lap_m = self.course.lap_m
        return lap_m is None or abs(self.span_m(index) - lap_m) <= lap_m / 10

    def stretch(self, runner: Runner, index: int) -> Stretch | None:
        """The lap or segment that ends at a checkpoint; None where it is not of the usual length there."""
        kept = self.memo.stretches.get(runner.entrant.bib)
        if kept is None or kept[0] is not runner.passings:
            kept = self.memo.stretches[runner.entrant.bib] = (runner.passings, {})
        if index not in kept[1]:
            kept[1][index] = self._stretch(runner, index)
        return kept[1][index]

    def _stretch(self, runner: Runner, index: int) -> Stretch | None:
        if runner.time_at(index) is None:
            return None
        stretch = lap(self.course, runner, index) or segment(self.course, runner, index)
        return stretch if stretch and abs(stretch.metres - self.span_m(index)) <= NEAR_M else None

    def slowest_ms(self, index: int, *, lap: bool) -> int:
        """The longest time at a checkpoint, or of the stretch that ends there; 0 before there is one."""
        runners = self._state.runners.values()
        stretches = (self.stretch(runner, index) for runner in runners) if lap else ()
        times = [stretch.time for stretch in stretches if stretch]
        times += [time for runner in runners if not lap and (time := runner.time_at(index)) is not None]
        return max((time.ms for time in times), default=0)

    def best_of(self, runner: Runner) -> int | None:
        """Index of the checkpoint that ends a runner's fastest measured lap; None for fewer than two laps.

        On a road it is the fastest of the stretches of the commonest length.
        """
        best = self._best(runner)
        return best.end if best and best.among > 1 else None

    @cached_property
    def best(self) -> tuple[str, int] | None:
        """The bib of the runner with the fastest lap of all, and the index of the checkpoint that ends it.

        None until laps that end at two checkpoints are known.
        """
        bests = ((self._best(runner), bib) for bib, runner in self._state.runners.items())
        known = [(best.ms, bib, best) for best, bib in bests if best]
        if not any(best.among > 1 for *_, best in known) and len({best.end for *_, best in known}) < 2:
            return None
        _, bib, best = min(known)
        return bib, best.end

    def _best(self, runner: Runner) -> FastestLap | None:
        kept = self.memo.bests.get(runner.entrant.bib)
        if kept is None or kept[0] is not runner.passings:
            kept = self.memo.bests[runner.entrant.bib] = runner.passings, _fastest(runner, self.memo.laps)
        return kept[1]

    def _column(self, index: int) -> _Column:
        if index not in self._columns:
            column, kept = _Column(self._state, self.course, index), self.memo.columns.get(index)
            self._columns[index] = kept if kept is not None and kept.facts == column.facts else column
            self.memo.columns[index] = self._columns[index]
        return self._columns[index]


class _Column:
    """One checkpoint of a state."""

    def __init__(self, state: RaceState, course: Course, index: int) -> None:
        self._state, self._course, self._index = state, course, index
        self.facts = [
            (r.passings.get(index), r.estimates.get(index), r.status_claims) for r in state.runners.values()
        ]
        """All that the column depends on."""

    @cached_property
    def places(self) -> dict[str, int]:
        return places_at(self._course, self._state.runners.values(), self._index)

    @cached_property
    def bibs(self) -> list[str]:
        """Of those with a place, in order."""
        return sorted(self.places, key=self.places.__getitem__)

    @cached_property
    def first_time(self) -> Stretch | None:
        times = (reached(self._course, runner, self._index) for runner in self._state.runners.values())
        return min(filter(None, times), key=lambda time: time.time.ms, default=None)

    @cached_property
    def packs_in_unknown_order(self) -> list[UnorderedPack]:
        return packs_passing(self._state, self._index)

    @cached_property
    def packs(self) -> list[Pack]:
        return packs_at(self._state, self._course, self._index)


def _laps(course: Course, starts: list[int]) -> list[tuple[int, int]]:
    """The indices of the checkpoints at both ends of each stretch that may be a fastest lap.

    On a track that is a lap, or the end of the race if it is up to a tenth longer: 409 m in 54.64 hold a lap
    faster than that.
    """
    spans = [round(course.distance(end) - course.distance(start)) for end, start in enumerate(starts)]
    usual_m = course.lap_m or Counter(spans).most_common(1)[0][0]
    most_m = usual_m + (course.lap_m / 10 if course.lap_m else NEAR_M)
    return [(starts[end], end) for end, span in enumerate(spans) if usual_m - NEAR_M <= span <= most_m]


def _fastest(runner: Runner, laps: list[tuple[int, int]]) -> FastestLap | None:
    """The fastest measured lap of a runner; None before there is one."""
    times = {index: passing.time.ms for index, passing in runner.passings.items() if passing.time is not None}
    times[START] = 0
    measured = [(times[end] - times[start], end) for start, end in laps if start in times and end in times]
    return FastestLap(*min(measured), len(measured)) if measured else None


def _start(course: Course, index: int) -> int:
    """Where the lap begins that ends at a checkpoint, or else the checkpoint before.

    At the finish of a track race that is not a whole number of laps, it is the checkpoint nearest to a lap
    before, if that is within a tenth of a lap.
    """
    start, lap_m = course.lap_start[index], course.lap_m
    if start is not None:
        return start
    if index == course.finish and lap_m is not None:
        wanted_m = course.distance(index) - lap_m
        nearest = min(range(START, index), key=lambda i: abs(course.distance(i) - wanted_m))
        if abs(course.distance(nearest) - wanted_m) <= lap_m / 10:
            return nearest
    return index - 1
