"""A runner's race so far, as a model takes it."""

from __future__ import annotations

from bisect import bisect_left
from math import log
from operator import attrgetter
from typing import TYPE_CHECKING

from race.course import START
from race.lazy_named_tuple import NamedTuple
from race.projection.pace_curve import UNKNOWN, Splits
from race.projection.range_lessons import FinishError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.projection.pace_curve import Expectation, PaceCurve, Read, Traits

SLACK = 1.1
"""A lesson counts once a runner so much slower than expected would also have passed. Otherwise it would be
learnt from the fast ones of each group alone."""

UNIT = 1e-6
"""Lessons are whole millionths, so that their sum does not depend on the order in which they came."""

LEAST = 0.5
"""No stretch is expected to take less than this part of even pace, as a curve may say anything of two
checkpoints close to each other."""


class Lesson(NamedTuple):
    """How a segment compared with what was expected."""

    segment: int
    """The checkpoint at its end."""
    when_ms: int
    """Race time from which it counts."""
    residual: int
    """Logarithm of the real over the expected time, in millionths."""


class RunnerSplits:
    """The times of one runner in order, and what was expected after each."""

    def __init__(self, number: int, curve: PaceCurve, traits: Traits = UNKNOWN) -> None:
        """Begin without times."""
        self.number = number
        """Unique in the race."""
        self._traits = traits
        self.reads: list[Read] = []
        self._curve = curve
        self._at: dict[int, int] = {}
        """The number of a read, by checkpoint."""
        self._expectations: list[Expectation | None] = []
        """By number of a read, once asked for; keeping them saves a quarter of a projection."""

    def add(self, read: Read) -> None:
        """Add the next time, at a checkpoint after the last one."""
        self._at[read.checkpoint] = len(self.reads)
        self.reads.append(read)
        self._expectations.append(None)

    def expectation(self, number: int) -> Expectation:
        """What is expected after the read of a number, from 0, from it and those before."""
        expectation = self._expectations[number]
        if expectation is None:
            expectation = self._expectations[number] = self._curve.expect(
                Splits(self.reads[: number + 1], self._traits)
            )
        return expectation

    def segments(self, since: int = 0) -> range:
        """The segments between the read before a number and the last read."""
        start = self.reads[since - 1].checkpoint if since else START
        return range(start + 1, self.reads[-1].checkpoint + 1)

    def lessons(self, checkpoint: int) -> Iterator[Lesson]:
        """The lessons about each segment after a checkpoint."""
        for segment in range(checkpoint + 1, self.reads[-1].checkpoint + 1 if self.reads else 0):
            lesson = self.lesson(checkpoint, segment)
            if lesson is not None:
                yield lesson

    def lesson(self, checkpoint: int, segment: int) -> Lesson | None:
        """How a segment compared with what was expected at an earlier checkpoint; None if not known.

        A stretch over a checkpoint without a time counts for each of its segments.
        """
        seen, number = self._at.get(checkpoint), self._at.get(segment)
        if number is None:
            number = bisect_left(self.reads, segment, key=attrgetter("checkpoint"))
        if seen is None or number == len(self.reads):
            return None
        taught = self._taught(seen, number)
        return Lesson(segment, *taught) if taught else None

    def end_ms(self, checkpoint: int, segment: int) -> int | None:
        """The race time of the read that ends a lesson, which counts no earlier; None if no read ends one."""
        if checkpoint not in self._at:
            return None
        number = self._at.get(segment)
        if number is None:
            number = bisect_left(self.reads, segment, key=attrgetter("checkpoint"))
        return self.reads[number].when_ms if number < len(self.reads) else None

    def finish_error(self, checkpoint: int) -> FinishError | None:
        """How the finish compared with what was expected at a checkpoint; None where it had no range."""
        expectation, end = self.expectation(self._at[checkpoint]), self.reads[-1]
        seconds, bounds = expectation.to(end.checkpoint)
        if bounds is None:
            return None
        return FinishError(log((end.seconds - expectation.read.seconds) / seconds), bounds)

    def _taught(self, seen: int, number: int) -> tuple[int, int] | None:
        """When the stretch up to a read counts, and its residual by the expectation at an earlier read.

        A stretch begins when the runner came to a place, unless the expectation is from when the runner left
        it. Between two reads at one place, where nothing is expected, there is nothing to learn (None).
        """
        end, first_read = self.reads[number], number - 1
        while first_read > seen and self._is_same_place(first_read - 1, first_read):
            first_read -= 1
        start = self.reads[first_read]
        if self._is_same_place(first_read, number):
            return None
        expectation = self.expectation(seen)
        expected = whole = expectation.to(end.checkpoint).seconds
        if first_read > seen:
            metres, read = self._curve.distances, expectation.read
            even = (
                (metres[end.checkpoint] - metres[start.checkpoint]) * read.seconds / metres[read.checkpoint]
            )
            expected = max(whole - expectation.to(start.checkpoint).seconds, LEAST * even)
        residual = round(log((end.seconds - start.seconds) / expected) / UNIT)
        due_ms = expectation.read.when_ms + round(SLACK * 1000 * whole)
        return max(due_ms, end.when_ms), residual

    def _is_same_place(self, number: int, other: int) -> bool:
        metres = self._curve.distances
        return metres[self.reads[number].checkpoint] == metres[self.reads[other].checkpoint]
