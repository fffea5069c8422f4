"""The sheet of a race: what all passings amount to checkpoint by checkpoint, as a coach writes it down."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

from race.course import NEAR_M, START, Course
from race.fold.checkpoint_passing import Passing
from race.fold.state import RaceState, Runner
from race.laps import Stretch, lap, segment
from race.order.checkpoint_leader import leader_at
from race.order.packs import Pack, packs_at
from race.order.places import Departed, in_order, places

Passings = dict[int, Passing]


class CheckpointTable:
    """A state by its checkpoints. What is asked for is worked out once.

    The sheet of an `earlier` state, or of any other of the same race, lends what is the same there.
    """

    def __init__(self, state: RaceState, course: Course, earlier: CheckpointTable | None = None) -> None:
        self.course = course
        self.reached = max((runner.furthest for runner in state.runners.values()), default=START)
        """The furthest checkpoint that anybody has passed."""
        self._state = state
        self._departed = Departed(state.runners.values(), course.finish)
        self._columns: dict[int, _Column] = {}
        self._bests: dict[str, tuple[Passings, int, int | None]] = {}
        """Everybody's passings, with the milliseconds of the fastest lap and the index of its end."""
        self._stretches: dict[str, tuple[Passings, dict[int, Stretch | None]]] = {}
        """Everybody's passings, with the stretches that were asked for."""
        self._lent: dict[int, _Column] = {}
        self._starts: list[int] = []
        self._laps: list[tuple[int, int]] = []
        if earlier is not None and earlier.course is course:
            self._lent, self._bests = earlier._lent | earlier._columns, earlier._bests
            self._starts, self._laps = earlier._starts, earlier._laps
            self._stretches = earlier._stretches
        else:
            self._starts = [_start(course, index) for index in range(len(course.checkpoints))]
            self._laps = _laps(course, self._starts)

    def first(self, index: int) -> Runner | None:
        """Who led at a checkpoint; None while that is not known."""
        return self._column(index).first

    def place(self, runner: Runner, index: int) -> int | None:
        """The place at a checkpoint among all who passed it, as printed or else counted."""
        return self._column(index).ranks.get(runner.entrant.bib)

    def packs(self, index: int) -> list[Pack]:
        """Who ran together at a checkpoint."""
        return self._column(index).packs

    def start(self, index: int) -> int:
        """Where the stretch begins that ends at a checkpoint: a lap where there is one."""
        return self._starts[index]

    def span_m(self, index: int) -> float:
        """Metres of that stretch."""
        return self.course.distance(index) - self.course.distance(self._starts[index])

    def is_lap(self, index: int) -> bool:
        """Whether that stretch is a lap, to within a tenth of one; on a road every one counts as one."""
        lap_m = self.course.lap_m
        return lap_m is None or abs(self.span_m(index) - lap_m) <= lap_m / 10

    def stretch(self, runner: Runner, index: int) -> Stretch | None:
        """The lap or segment that ends at a checkpoint; None where it is not of the usual length there."""
        kept = self._stretches.get(runner.entrant.bib)
        if kept is None or kept[0] is not runner.passings:
            kept = self._stretches[runner.entrant.bib] = (runner.passings, {})
        if index not in kept[1]:
            kept[1][index] = self._stretch(runner, index)
        return kept[1][index]

    def _stretch(self, runner: Runner, index: int) -> Stretch | None:
        if runner.time_at(index) is None:
            return None
        found = lap(self.course, runner, index) or segment(self.course, runner, index)
        return found if found and abs(found.metres - self.span_m(index)) <= NEAR_M else None

    def best_of(self, runner: Runner) -> int | None:
        """Index of the checkpoint that ends an athlete's fastest measured lap; None for fewer than two.

        On a road it is the fastest of the stretches that are as long as most.
        """
        return self._best(runner)[1]

    @cached_property
    def best(self) -> tuple[str, int] | None:
        """The bib of who ran the fastest of them all, and the index of the checkpoint that ends it."""
        found = ((*self._best(runner), bib) for bib, runner in self._state.runners.items())
        known = [(ms, bib, index) for ms, index, bib in found if index is not None]
        return min(known)[1:] if known else None

    def _best(self, runner: Runner) -> tuple[int, int | None]:
        kept = self._bests.get(runner.entrant.bib)
        if kept is None or kept[0] is not runner.passings:
            kept = (runner.passings, *_fastest(runner, self._laps))
            self._bests[runner.entrant.bib] = kept
        return kept[1:]

    def _column(self, index: int) -> _Column:
        if index not in self._columns:
            column, lent = _Column(self._state, self._departed, index), self._lent.get(index)
            self._columns[index] = lent if lent is not None and lent.is_as(column) else column
        return self._columns[index]


class _Column:
    """A checkpoint of a state."""

    def __init__(self, state: RaceState, departed: Departed, index: int) -> None:
        self._state, self._departed, self._index = state, departed, index
        self._facts = [(r.passings.get(index), r.status_claims) for r in state.runners.values()]

    def is_as(self, other: _Column) -> bool:
        """Whether the same is known there in another state."""
        return self._facts == other._facts

    @cached_property
    def first(self) -> Runner | None:
        return leader_at(self._state, self._index)

    @cached_property
    def ranks(self) -> dict[str, int]:
        index = self._index
        order = in_order(index, [r for r in self._state.runners.values() if index in r.passings])
        found = places(((index, runner.passings[index]) for runner in order), self._departed)
        return {runner.entrant.bib: place for runner, place in zip(order, found, strict=True)}

    @cached_property
    def packs(self) -> list[Pack]:
        course = self._state.course
        return packs_at(self._state, course, self._index) if course else []


def _laps(course: Course, starts: list[int]) -> list[tuple[int, int]]:
    """Indices of the checkpoints at both ends of all stretches among which one may be the fastest lap."""
    spans = [round(course.distance(end) - course.distance(start)) for end, start in enumerate(starts)]
    usual_m = course.lap_m or Counter(spans).most_common(1)[0][0]
    return [(starts[end], end) for end, span in enumerate(spans) if abs(span - usual_m) <= NEAR_M]


def _fastest(runner: Runner, laps: list[tuple[int, int]]) -> tuple[int, int | None]:
    """Milliseconds of the fastest measured lap, and the index of its end; of fewer than two, none."""
    times = {
        index: passing.time.ms
        for index, passing in runner.passings.items()
        if passing.time is not None and passing.evidence != "estimated" and not passing.suspect
    }
    times[START] = 0
    found = [(times[end] - times[start], end) for start, end in laps if start in times and end in times]
    return min(found) if len(found) > 1 else (0, None)


def _start(course: Course, index: int) -> int:
    """Where the lap begins that ends at a checkpoint, or else the stretch since the one before.

    At the finish of a track race, where no lap ends, it is the stretch nearest to a last lap, if there is
    one to within a tenth of a lap.
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
