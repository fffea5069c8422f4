"""Figures about one runner that depend on the whole field."""

from __future__ import annotations

from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from race.course import START, Course
from race.order.places import places_at
from race.order.places_gained import PlacesGained
from race.place_chances import FIRST_PLACES, Chances, chances

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.order.field_order import FieldOrder
    from race.projection.projector import Model, Projection, Projector


class FieldStatistics:
    """The figures of one state, each worked out once, when the first row asks for it."""

    def __init__(
        self,
        course: Course,
        state: RaceState,
        model: Model,
        order: FieldOrder,
    ) -> None:
        self.course = course
        self._state = state
        self._model = model
        self._order = order
        self._racing = order.racing
        self._projections: dict[str, Projection | None] = {}

    @cached_property
    def gains(self) -> PlacesGained:
        """The places gained on the way to each checkpoint."""
        runners = self._state.runners.values()
        return PlacesGained(self.course, runners, cache(partial(places_at, self.course, runners)))

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
            if finished and bib in self._order.places:
                latest_ms = max(latest_ms, projection.time.ms if projection else 0)
                expected.append((latest_ms, number, bib, self._order.places[bib]))
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
        held = {bib: self._order.places[bib] for bib in done}
        expected = {r.entrant.bib: self.projection(r) for r in runners if r.entrant.bib not in done}
        certain = {bib: tuple(float(p == place) for p in FIRST_PLACES) for bib, place in held.items()}
        return certain | chances(expected, taken=max(len(held), *held.values(), 0))

    def _is_opening(self, seen: int) -> bool:
        """Whether any runner is unseen with the leader at the first checkpoint, or later more than half."""
        runners = (runner for runner in self._state.runners.values() if runner.entrant.role == "runner")
        unseen = sum(runner.furthest == START and not runner.status_claims for runner in runners)
        return unseen > (0 if self.leader.furthest == 0 else seen)
