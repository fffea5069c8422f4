"""The field: what takes everybody in the race to say about one of them."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import TYPE_CHECKING

from race.course import START, Course
from race.order.places import Departed, places_by_bib
from race.place_chances import FIRST_PLACES, Chances, chances

if TYPE_CHECKING:
    from race.fold.state import RaceState, Runner
    from race.projection.projector import Model, Projection, Projector


class FieldStatistics:
    """Those in the running order. What is asked for is worked out once."""

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
        """The place on the board by bib."""
        self._departed = departed
        self._projections: dict[str, Projection | None] = {}
        self._places: dict[int, dict[str, int]] = {}
        self._absent: dict[tuple[int, int], list[int]] = {}

    @property
    def leader(self) -> Runner:
        """Who heads the running order, a pacemaker too."""
        return self._racing[0]

    def projection(self, runner: Runner) -> Projection | None:
        """When a runner is expected at the finish; pacemakers are not expected there."""
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
        """Places by bib in the order of the projected times; who has finished keeps the place held."""
        found: dict[str, int] = {}
        counted = 0
        for _, _, bib, held in sorted(self._expected()):
            counted = max(counted + 1, held)
            found[bib] = held or counted
        return found

    def _expected(self) -> list[tuple[int, int, str, int]]:
        """Time at the finish, number in the running order, bib, and the place held of those who have one."""
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
        """The chances of the first places by bib; of nobody where they cannot be told.

        They cannot while too many are still to be seen, nor after the first finish of a race with several
        guns: who comes in later may be the faster one.
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
        """Whether any are unseen while the leader is at the first checkpoint; later, whether half are."""
        runners = (runner for runner in self._state.runners.values() if runner.entrant.role == "runner")
        unseen = sum(runner.furthest == START and not runner.status_claims for runner in runners)
        return unseen > (0 if self.leader.furthest == 0 else seen)

    def change(self, runner: Runner) -> int | None:
        """Places gained between the last two checkpoints passed, over those who passed both or may yet."""
        now = runner.furthest
        before = max((index for index in runner.passings if index < now), default=START)
        if before == START or not holds_place(self.course, runner, now):
            return None
        return self._place(runner, before, now) - self._place(runner, now, before)

    def _place(self, runner: Runner, index: int, other: int) -> int:
        """The place at a checkpoint, less those ahead there who hold none at another one behind them."""
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
    """Whether somebody's place at a checkpoint counts: a pacemaker's does, but not at the finish."""
    return index != course.finish or runner.entrant.role == "runner"
