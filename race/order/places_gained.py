"""Places gained between two checkpoints: one figure for the board, the splits and the sentences."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from race.course import START, Course
from race.order.places import holds_place, is_place_estimated

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from race.fold.runner import Runner


class Gain(NamedTuple):
    """The places gained since the checkpoint before."""

    places: int
    """Negative if places were lost."""
    estimated: bool
    """Whether either of the two places rests on an estimated time."""


class PlacesGained:
    """The places gained in one state of a race.

    They are gained over runners who hold a place at both checkpoints or may still pass the second one. No one
    gains a place from a pacemaker, from a runner who left the race on the way, or from one who was missed.
    """

    def __init__(
        self, course: Course, runners: Iterable[Runner], places_at: Callable[[int], dict[str, int]]
    ) -> None:
        self._course = course
        self._runners = list(runners)
        self._places_at = places_at
        """The places at a checkpoint, by bib."""
        self._left_out: dict[tuple[int, int], list[int]] = {}
        """By checkpoint and the one compared with it, the places of those who do not count, in order."""

    def at(self, runner: Runner, index: int) -> Gain | None:
        """The places gained on the way to a checkpoint; None where there is no place to compare with."""
        before = max((i for i in runner.passings if i < index), default=START)
        places = (self._place(runner, before, index), self._place(runner, index, before))
        if before == START or places[0] is None or places[1] is None:
            return None
        passings = runner.passings[before], runner.passings[index]
        return Gain(places[0] - places[1], any(map(is_place_estimated, passings)))

    def _place(self, runner: Runner, index: int, other: int) -> int | None:
        """The place at a checkpoint among those who count at another one too."""
        place = self._places_at(index).get(runner.entrant.bib) if index != START else None
        if place is None:
            return None
        if (index, other) not in self._left_out:
            places = self._places_at(index)
            self._left_out[index, other] = sorted(
                places[r.entrant.bib]
                for r in self._runners
                if r.entrant.bib in places and not self._counts(r, other)
            )
        return place - bisect_left(self._left_out[index, other], place)

    def _counts(self, runner: Runner, other: int) -> bool:
        """Whether a runner who holds a place at one checkpoint counts in a comparison with another."""
        if runner.entrant.role == "pacemaker":
            return False
        if other in runner.passings:
            return holds_place(self._course, runner, other)
        return runner.out in (None, "unknown") and runner.furthest < other
