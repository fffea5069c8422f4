"""Figures about one runner that depend on the whole field."""

from __future__ import annotations

from bisect import bisect_left
from functools import cache, cached_property, partial
from typing import TYPE_CHECKING

from race.course import START, Course
from race.fold.time_limit import time_limit
from race.order.average_laps import AverageLaps
from race.order.group_places import group_places
from race.order.places import places_at
from race.order.places_gained import PlacesGained
from race.place_chances import FEW, PLACES, PlaceChances, chances
from race.projection.missing_readings import shows_that_it_works
from race.projection.projector import Overdue, Projection

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.order.field_order import FieldOrder
    from race.projection.projector import Expected, Model, Projector


class FieldStatistics:
    """The figures of one state, each worked out once, when the first row asks for it."""

    def __init__(
        self,
        course: Course,
        state: RaceState,
        model: Model,
        order: FieldOrder,
        clock_ms: int = 0,
    ) -> None:
        self.course = course
        self.time_limit = time_limit(state)
        """The end of a race to a time; None for a race over a distance."""
        self.move_to(clock_ms, clock_ms)
        self._state = state
        self._model = model
        self._order = order
        self._racing = order.racing
        self._projections: dict[str, Projection | None] = {}
        self._chances: dict[tuple[int, int], PlaceChances] = {}
        """By how many are late, and how many places are asked for."""

    def move_to(self, clock_ms: int, now_ms: int) -> None:
        """Move on to another race time.

        Args:
            clock_ms: The race time for which projections are asked.
            now_ms: The race time now: later than that while no one could be seen since.
        """
        self.clock_ms, self._now_ms = clock_ms, now_ms
        self._expectations: dict[str, Projection | Overdue | None] = {}
        self._projected_places: dict[str, int] | None = None

    def is_over(self, runner: Runner) -> bool:
        """Whether a race to a time is over for a runner: the time is up, or the result is official."""
        limit = self.time_limit
        return limit is not None and (bool(self._state.officials) or self._now_ms >= limit.end_ms(runner))

    @cached_property
    def gains(self) -> PlacesGained:
        """The places gained on the way to each checkpoint."""
        runners = self._state.runners.values()
        return PlacesGained(self.course, self._state.runners, cache(partial(places_at, self.course, runners)))

    @cached_property
    def category_places(self) -> dict[str, int]:
        """The places among those of the same category, by bib."""
        return group_places(self._order, lambda entrant: entrant.category)

    @cached_property
    def sex_places(self) -> dict[str, int]:
        """The places among the men, or among the women, by bib."""
        of_all = self._state.start_list.sex if self._state.start_list else ""
        return group_places(self._order, lambda entrant: entrant.sex or of_all or "")

    @cached_property
    def average_laps(self) -> AverageLaps:
        """The average laps of the runners."""
        return AverageLaps(self.course, self._state.runners.values())

    @property
    def leader(self) -> Runner | None:
        """The first in the running order, even if a pacemaker; None where that is not known."""
        return self._order.leader

    def expectation(self, runner: Runner) -> Projection | Overdue | None:
        """What is expected of a runner at the clock; None for pacemakers, and once that may have happened."""
        bib = runner.entrant.bib
        if bib in self._expectations:
            return self._expectations[bib]
        projection = self.projector(runner)
        is_over = self.time_limit is not None and self.is_over(runner)
        expected = None if projection is None or is_over else self._at_the_clock(projection)
        self._expectations[bib] = expected
        return expected

    def _at_the_clock(self, projection: Projection) -> Projection | Overdue | None:
        expected = projection.at(self.clock_ms)
        if self._now_ms > self.clock_ms and isinstance(expected, Projection) and expected.basis != "result":
            due_ms = expected.next.when_ms if expected.next else expected.when_ms
            return expected if self._now_ms <= due_ms else None
        return expected

    def projected_m(self, runner: Runner) -> float | None:
        """The distance at the end of a race to a time, at the average pace so far; None once that is over."""
        limit_ms, furthest_m = self.course.limit_ms, self.course.distance(runner.furthest)
        if limit_ms is None or self.is_over(runner):
            return None if limit_ms is None else furthest_m
        timed = runner.last_timed
        time = runner.time_at(timed)
        if timed == START or time is None or not isinstance(self.expectation(runner), Projection):
            return None
        return max(self.course.distance(timed) * limit_ms / max(time.ms, 1), furthest_m)

    def projector(self, runner: Runner) -> Projection | None:
        """The projection when the runner was last seen.

        None for pacemakers, who may stop anywhere, and in a pack whose order was not published.
        """
        bib = runner.entrant.bib
        if bib not in self._projections:
            is_none = runner.entrant.role == "pacemaker" or bib in self._order.pack_of
            self._projections[bib] = None if is_none else self._model_of_state(runner)
        return self._projections[bib]

    @cached_property
    def _model_of_state(self) -> Projector:
        return self._model(self._state)

    @property
    def projected_places(self) -> dict[str, int]:
        """Places by projected times at the clock, by bib; finishers keep their places.

        While anyone is in a pack, only finishers have places.
        """
        if self._projected_places is None:
            self._projected_places = self._places_by_projection()
        return self._projected_places

    def _places_by_projection(self) -> dict[str, int]:
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
            bib, projection = runner.entrant.bib, self.expectation(runner)
            time = projection.time if isinstance(projection, Projection) and not projection.is_early else None
            finished = runner.furthest == self.course.finish
            if finished and bib in self._order.places:
                latest_ms = max(latest_ms, time.ms if time else 0)
                expected.append((latest_ms, number, bib, self._order.places[bib]))
            elif time is not None and not self._order.packs:
                expected.append((time.ms, number, bib, 0))
        return expected

    @property
    def chances(self) -> PlaceChances:
        """The chances of the first places at the clock; none where they cannot be given.

        That is while too many have not been seen, and after the first finish of a race with several guns,
        where a later finisher may be faster. Overdue runners have no chance once so many others have come to
        the checkpoint that a reading can hardly be missing; until then they count as others without a time.
        """
        return self._chances_of(PLACES)

    @property
    def all_chances(self) -> PlaceChances:
        """The chances of all places; of the first ones in a large field."""
        number = len(self._racing)
        return self._chances_of(max(number, PLACES) if number <= FEW else PLACES)

    def _chances_of(self, places: int) -> PlaceChances:
        if not self._can_be_given:
            return PlaceChances({})
        late = bisect_left(self._limits, (self.clock_ms,))
        if (late, places) not in self._chances:
            self._chances = {key: known for key, known in self._chances.items() if key[0] == late}
            self._chances[late, places] = self._chances_without(self._limits[:late], places)
        return self._chances[late, places]

    @cached_property
    def _seen(self) -> list[Runner]:
        """The runners who are in the race and have been seen on the way, in the running order."""
        return [r for r in self._racing if r.entrant.role == "runner" and r.furthest != START]

    @cached_property
    def _can_be_given(self) -> bool:
        """Whether there may be chances at all: found before any runner is projected for them."""
        if not self._seen or (not self._order.packs and self._is_opening(self._seen)):
            return False
        has_guns = len({gun.wave for gun in self._state.guns}) > 1
        return not (has_guns and any(runner.furthest == self.course.finish for runner in self._seen))

    @cached_property
    def _limits(self) -> list[tuple[int, str, Expected]]:
        """Until when each runner is expected at the next checkpoint, by race time."""
        projections = ((r.entrant.bib, self.projector(r)) for r in self._racing)
        return sorted((p.next.limit_ms, bib, p.next) for bib, p in projections if p is not None and p.next)

    def _chances_without(self, late: list[tuple[int, str, Expected]], places: int) -> PlaceChances:
        """The chances of the others while some are late beyond the limit."""
        works = {expected.checkpoint: self._is_timed(expected.checkpoint) for _, _, expected in late}
        overdue = {bib for _, bib, expected in late if expected.is_watched and works[expected.checkpoint]}
        seen = self._seen
        done = {runner.entrant.bib for runner in seen if runner.furthest == self.course.finish}
        has_packs = bool(self._order.packs)
        known = self._order.places
        held = {bib: known[bib] for bib in done if bib in known}
        certain = {bib: tuple(float(p == place) for p in range(1, places + 1)) for bib, place in held.items()}
        if has_packs:
            return PlaceChances(certain)
        unknown = {bib for _, bib, _ in late}
        expected = {
            bib: None if projection is None or projection.is_early else projection
            for runner in sorted(seen, key=self._progress)
            for bib in (runner.entrant.bib,)
            for projection in (None if bib in unknown else self.projector(runner),)
            if bib not in done and bib not in overdue
        }
        unseen = 0 if self.course.lap_m is None else self._unseen
        found = chances(expected, max(len(held), *held.values(), 0), places, unseen)
        return found._replace(by_bib=certain | found.by_bib)

    @cached_property
    def _unseen(self) -> int:
        """How many runners are not out and have not been seen; on a lap they are among the others."""
        runners = (runner for runner in self._state.runners.values() if runner.entrant.role == "runner")
        return sum(runner.furthest == START and not runner.status_claims for runner in runners)

    def _is_timed(self, checkpoint: int) -> bool:
        """Whether those who have been seen at a checkpoint show that everyone is seen there."""
        seen = sum(checkpoint in runner.passings for runner in self._racing)
        return shows_that_it_works(seen, len(self._racing))

    def _is_opening(self, seen: list[Runner]) -> bool:
        """Whether any runner is unseen with the leader at the first checkpoint, or later more than half."""
        return self._unseen > (0 if seen[0].furthest == 0 else len(seen))

    def _progress(self, runner: Runner) -> tuple[int, int]:
        """By what runners are in order, some without a time: how far they were seen, and their place."""
        return -runner.furthest, self._order.places.get(runner.entrant.bib, len(self._racing))
