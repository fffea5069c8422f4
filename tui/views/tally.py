"""Who came by each checkpoint, told once for a whole chart."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache

from race.fold.checkpoint_passing import Passing
from race.fold.state import RaceState, Runner
from race.order.checkpoint_leader import leader_at
from race.order.places import in_order


class CheckpointPassings:
    """One checkpoint."""

    def __init__(self, state: RaceState, index: int) -> None:
        self._state, self._index = state, index
        self._times: list[int] = []
        """Of those whose time counts."""
        self._fastest: Runner | None = None
        self._least_ms = 0
        self._is_ranked = False
        self._places: dict[str, int] | None = None
        self._first: Runner | None = None

    def enter(self, runner: Runner, passing: Passing) -> None:
        """Take a passing into account."""
        time = passing.time
        if passing.official_place is not None:
            self._is_ranked = True
        if time is not None and not passing.suspect:
            ms = time.ms
            self._times.append(ms)
            if self._fastest is None or ms < self._least_ms:
                self._fastest, self._least_ms = runner, ms

    @property
    def first(self) -> Runner | None:
        """Who led; None while that is not known with a time."""
        if not self._is_ranked:
            return self._fastest
        if self._first is None:
            self._first = leader_at(self._state, self._index)
        return self._first

    def place(self, runner: Runner) -> int | None:
        """The place among all who passed; None where it is not known. Equal times share one."""
        if self._is_ranked:
            return self._ranked().get(runner.entrant.bib)
        time = runner.time_at(self._index)
        return None if time is None else bisect_left(self._sorted(), time.ms) + 1

    def _sorted(self) -> list[int]:
        self._times.sort()
        return self._times

    def _ranked(self) -> dict[str, int]:
        if self._places is None:
            there = (runner for runner in self._state.runners.values() if self._index in runner.passings)
            order = enumerate(in_order(self._index, there), start=1)
            self._places = {runner.entrant.bib: place for place, runner in order}
        return self._places


@lru_cache(maxsize=2)
def tallies(state: RaceState) -> list[CheckpointPassings]:
    """By index of the checkpoint. A state that is on show does not change."""
    course = state.course
    found = [CheckpointPassings(state, index) for index in range(len(course.checkpoints))] if course else []
    for runner in state.runners.values():
        for index, passing in runner.passings.items():
            found[index].enter(runner, passing)
    return found
