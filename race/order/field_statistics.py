"""Figures about one runner that depend on the whole field."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from race.course import START, Course
from race.order.places import Departed, places_by_bib
from race.place_chances import FIRST_PLACES, Chances, chances

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.projection.projector import Model, Projection, Projector


class FieldStatistics:
    """The figures of one state, each worked out once, when the first row asks for it."""

    def __init__(
        self,
        course: Course,
        state: RaceState,
        model: Model,
        racing: list[Runner],
        placed: dict[str, int],
        departed: Departed,
    ) -> None:
        self.course = course
        self._state = state
        self._model = model
        self._racing = racing
        self._placed = placed
        """The place on the board, by bib."""
        self._departed = departed
        self._projections: dict[str, Projection | None] = {}
        self._places: dict[int, dict[str, int]] = {}
        self._absent: dict[tuple[int, int], list[int]] = {}

    @property
    def leader(self) -> Runner:
        """The first in the running order, even if a pacemaker."""
        return self._racing[0]

    def projection(self, runner: Runner) -> Projection | None:
        """The projected finish; None for pacemakers, who are not expected there."""
        if runner.entrant.role == "pacemaker":
            return None
        bib = runner.entrant.bib
        if bib not in self._projections:
            self._projections[bib] = self._projector(runner)
        return self._projections[bib]

    @cached_property
    def _projector(self) -> Projector:
        return self._model(self._state)

    @cached_property
    def projected_places(self) -> dict[str, int]:
        """Places by projected times, by bib; finishers keep their places."""
        projected: dict[str, int] = {}
        counted = 0
        for _, _, bib, held in sorted(self._expected()):
            counted = max(counted + 1, held)
            projected[bib] = held or counted
        return projected

    def _expected(self) -> list[tuple[int, int, str, int]]:
        """Projected or real time, number in the running order, bib, and place held or 0."""
        expected: list[tuple[int, int, str, int]] = []
        latest_ms = 0
        for number, runner in enumerate(self._racing):
            bib, projection = runner.entrant.bib, self.projection(runner)
            finished = runner.furthest == self.course.finish
            if finished and bib in self._placed:
                latest_ms = max(latest_ms, projection.time.ms if projection else 0)
                expected.append((latest_ms, number, bib, self._placed[bib]))
            elif projection is not None:
                expected.append((projection.time.ms, number, bib, 0))
        return expected

    @cached_property
    def chances(self) -> dict[str, Chances]:
        """The chances of the first places, by bib; empty where they cannot be given.

        That is while too many have not been seen, and after the first finish of a race with several guns,
        where a later finisher may be faster.
        """
        runners = [runner for runner in self._racing if runner.entrant.role == "runner"]
        done = {runner.entrant.bib for runner in runners if runner.furthest == self.course.finish}
        if self._is_opening(len(runners)) or (done and len({gun.wave for gun in self._state.guns}) > 1):
            return {}
        held = {bib: self._placed[bib] for bib in done}
        expected = {r.entrant.bib: self.projection(r) for r in runners if r.entrant.bib not in done}
        certain = {bib: tuple(float(p == place) for p in FIRST_PLACES) for bib, place in held.items()}
        return certain | chances(expected, taken=max(len(held), *held.values(), 0))

    def _is_opening(self, seen: int) -> bool:
        """Whether any runner is unseen with the leader at the first checkpoint, or later more than half."""
        runners = (runner for runner in self._state.runners.values() if runner.entrant.role == "runner")
        unseen = sum(runner.furthest == START and not runner.status_claims for runner in runners)
        return unseen > (0 if self.leader.furthest == 0 else seen)

    def change(self, runner: Runner) -> int | None:
        """Places gained between the last two checkpoints passed, among those who passed both or still may."""
        now = runner.furthest
        before = max((index for index in runner.passings if index < now), default=START)
        if before == START or not holds_place(self.course, runner, now):
            return None
        return self._place(runner, before, now) - self._place(runner, now, before)

    def _place(self, runner: Runner, index: int, other: int) -> int:
        """The place at a checkpoint, not counting those ahead who hold no place at another one."""
        place = self._places_at(index)[runner.entrant.bib]
        if (index, other) not in self._absent:
            self._absent[index, other] = sorted(
                self._places_at(index)[absentee.entrant.bib]
                for absentee in self._holders(index)
                if (absentee.furthest > other and other not in absentee.passings)
                or not holds_place(self.course, absentee, other)
            )
        return place - bisect_left(self._absent[index, other], place)

    def _places_at(self, index: int) -> dict[str, int]:
        if index not in self._places:
            self._places[index] = places_by_bib(index, self._holders(index), self._departed)
        return self._places[index]

    def _holders(self, index: int) -> list[Runner]:
        return [
            runner
            for runner in self._racing
            if index in runner.passings and holds_place(self.course, runner, index)
        ]


def holds_place(course: Course, runner: Runner, index: int) -> bool:
    """Whether a runner holds a place at a checkpoint: a pacemaker does, but not at the finish."""
    return index != course.finish or runner.entrant.role == "runner"
