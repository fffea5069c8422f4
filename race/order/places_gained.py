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
    gains a place from a pacemaker or from a runner who left the race on the way; nor from one who was missed
    at a checkpoint, unless the place there is official, which counts everyone.
    """

    def __init__(
        self, course: Course, runners: Mapping[str, Runner], places_at: Callable[[int], dict[str, int]]
    ) -> None:
        self._course = course
        self._runners = runners
        """By bib."""
        self._places_at = places_at
        """The places at a checkpoint, by bib."""
        self._left_out: dict[tuple[int, int, bool], list[int]] = {}
        """By checkpoint, the one compared with it, and whether the place there is official."""

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
        was_official, is_official = (passings[i].official_place is not None for i in (before, index))
        left_out_before = self._places_left_out(before, index, is_official)
        return gained(then, now, left_out_before, self._places_left_out(index, before, was_official))

    def _places_left_out(self, index: int, other: int, is_official: bool) -> list[int]:
        """The places at a checkpoint of those whom a place at another one does not count, in order."""
        key = index, other, is_official
        if key not in self._left_out:
            places, runners = self._places_at(index).items(), self._runners
            left_out = (p for bib, p in places if not self._counts(runners[bib], other, is_official))
            self._left_out[key] = sorted(left_out)
        return self._left_out[key]

    def _counts(self, runner: Runner, other: int, is_official: bool) -> bool:
        """Whether a runner who holds a place at one checkpoint is counted by a place at another."""
        if runner.entrant.role == "pacemaker":
            return False
        if other in runner.passings:
            return holds_place(self._course, runner, other)
        if runner.furthest > other:
            return is_official
        return runner.out in (None, "unknown")
