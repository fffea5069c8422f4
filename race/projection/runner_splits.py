"""An entrant's race so far, as a model takes it."""

from __future__ import annotations

from bisect import bisect_left
from math import log
from typing import TYPE_CHECKING, NamedTuple

from race.course import START

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.projection.pace_curve import CourseCurve, Expectation, Read

SLACK = 1.1
"""A lesson counts once somebody so much slower than expected would also have come by. Else the fast ones of
each group would teach alone."""

UNIT = 1e-6
"""Lessons are whole millionths: their sum does not hang on the order in which they came."""


class Lesson(NamedTuple):
    """How a segment went against what was expected of it."""

    segment: int
    """The checkpoint at its end."""
    when_ms: int
    """Race time from which it counts."""
    residual: int
    """Logarithm of the real over the expected time, in millionths."""


class RunnerSplits:
    """The times of one entrant in order, and what was expected behind each."""

    def __init__(self, number: int, curve: CourseCurve) -> None:
        self.number = number
        """Unique in the race."""
        self.reads: list[Read] = []
        self._curve = curve
        self._at: dict[int, int] = {}
        self._expectations: list[Expectation | None] = []

    def add(self, read: Read) -> None:
        """The next time, at a checkpoint behind the one before."""
        self._at[read.checkpoint] = len(self.reads)
        self.reads.append(read)
        self._expectations.append(None)

    def expectation(self, number: int) -> Expectation:
        """What is expected behind a read, by its number from 0, from it and those before."""
        found = self._expectations[number]
        if found is None:
            found = self._expectations[number] = self._curve.expect(self.reads[: number + 1])
        return found

    def segments(self, since: int = 0) -> range:
        """Those between the read before a number and the last one."""
        start = self.reads[since - 1].checkpoint if since else START
        return range(start + 1, self.reads[-1].checkpoint + 1)

    def lessons(self, checkpoint: int) -> Iterator[Lesson]:
        """What it taught of each segment behind a checkpoint."""
        for segment in range(checkpoint + 1, self.reads[-1].checkpoint + 1 if self.reads else 0):
            lesson = self.lesson(checkpoint, segment)
            if lesson is not None:
                yield lesson

    def lesson(self, checkpoint: int, segment: int) -> Lesson | None:
        """How a segment went, against what was expected at a checkpoint before it.

        A stretch over a checkpoint without a time speaks for each of its segments.
        """
        seen, number = self._at.get(checkpoint), self._at.get(segment)
        if number is None:
            number = bisect_left(self.reads, segment, key=_checkpoint)
        if seen is None or number == len(self.reads):
            return None
        return Lesson(segment, *self._taught(seen, number))

    def _taught(self, seen: int, number: int) -> tuple[int, int]:
        """When the stretch up to a read counts, and its residual by what was expected at an earlier one."""
        start, end = self.reads[number - 1], self.reads[number]
        read, _, _, arrivals = self.expectation(seen)
        first, last = start.checkpoint - read.checkpoint, end.checkpoint - read.checkpoint
        expected = arrivals[last - 1] - (arrivals[first - 1] if first else 0.0)
        residual = round(log((end.seconds - start.seconds) / expected) / UNIT)
        due_ms = read.when_ms + round(SLACK * 1000 * arrivals[last - 1])
        return max(due_ms, end.when_ms), residual


def _checkpoint(read: Read) -> int:
    return read.checkpoint
