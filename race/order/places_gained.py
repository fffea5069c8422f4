"""Places gained between two checkpoints: one figure for the board, the splits and the sentences."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from race.course import START, Course
from race.order.places import holds_place

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from race.fold.runner import Runner


def gained(before: int, now: int, left_out_before: Sequence[int], left_out_now: Sequence[int]) -> int:
    """The places gained from one place to another.

    Args:
        before: The place at the first checkpoint.
        now: The place at the second.
        left_out_before: The places at the first of those who do not count at the second, in order.
        left_out_now: The places at the second of those who do not count at the first, in order.
    """
    return before - bisect_left(left_out_before, before) - now + bisect_left(left_out_now, now)


class PlacesGained:
    """The places gained in one state of a race.

    They are gained over runners who hold a place at both checkpoints or may still pass the second one. No one
    gains a place from a pacemaker, from a runner who left the race on the way, or from one who was missed.
    """

    def __init__(
        self, course: Course, runners: Mapping[str, Runner], places_at: Callable[[int], dict[str, int]]
    ) -> None:
        self._course = course
        self._runners = runners
        """By bib."""
        self._places_at = places_at
        """The places at a checkpoint, by bib."""
        self._left_out: dict[tuple[int, int], list[int]] = {}
        """By checkpoint and the one compared with it, the places of those who do not count, in order."""

    def at(self, runner: Runner, index: int) -> int | None:
        """The places gained on the way to a checkpoint, negative if lost; None without two places."""
        passings, bib = runner.passings, runner.entrant.bib
        before = index - 1
        while before > START and before not in passings:
            before -= 1
        then = self._places_at(before).get(bib) if before != START else None
        now = self._places_at(index).get(bib)
        if then is None or now is None:
            return None
        left_out = self._places_left_out(before, index), self._places_left_out(index, before)
        return gained(then, now, *left_out)

    def _places_left_out(self, index: int, other: int) -> list[int]:
        """The places at a checkpoint of those who do not count at another one, in order."""
        if (index, other) not in self._left_out:
            places, runners = self._places_at(index).items(), self._runners
            left_out = [place for bib, place in places if not self._counts(runners[bib], other)]
            self._left_out[index, other] = sorted(left_out)
        return self._left_out[index, other]

    def _counts(self, runner: Runner, other: int) -> bool:
        """Whether a runner who holds a place at one checkpoint counts in a comparison with another."""
        if runner.entrant.role == "pacemaker":
            return False
        if other in runner.passings:
            return holds_place(self._course, runner, other)
        return runner.out in (None, "unknown") and runner.furthest < other
