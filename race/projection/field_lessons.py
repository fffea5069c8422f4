"""The live field: what those ahead teach about the rest of the course.

Whoever comes by a checkpoint shows how much slower the stretch behind was than expected from each checkpoint
before it. The newest of these lessons, shrunk towards none, correct what is expected of those who follow.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from math import exp, inf
from typing import TYPE_CHECKING

from race.projection.runner_splits import UNIT, RunnerSplits

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from race.projection.pace_curve import CourseCurve

MEMORY = 300
"""So many of the newest lessons on a segment count, each the same."""

HOLD_TAUGHT = 50
"""So many lessons weigh as much as an earlier edition of the same course."""


class FieldLessons:
    """Corrections of a curve by the runs that are followed."""

    def __init__(self, curve: CourseCurve, taught: Container[int] = ()) -> None:
        """`taught` are the checkpoints of which an earlier edition has told already."""
        self._curve = curve
        self._taught = taught
        self._runs: dict[int, RunnerSplits] = {}
        self._first_ms = [inf] * (curve.finish + 1)
        """By checkpoint, the race time before which nobody is known to have got there, or further."""
        self._views: dict[int, CheckpointLessons] = {}
        """By checkpoint, once asked for."""

    def follow(self, run: RunnerSplits, since: int = 0) -> None:
        """Learn from a run's reads; from those from a number on where the earlier ones are known."""
        self._runs[run.number] = run
        if since == len(run.reads):
            return
        for read in run.reads[since:]:
            for checkpoint in range(read.checkpoint, -1, -1):
                if self._first_ms[checkpoint] <= read.when_ms:
                    break
                self._first_ms[checkpoint] = read.when_ms
        for view in self._views.values():
            view.learn(run, since)

    def forget(self, run: RunnerSplits) -> None:
        """Take back all that was learnt from a run."""
        del self._runs[run.number]
        for view in self._views.values():
            view.unlearn(run)

    def factors(self, checkpoint: int, now_ms: int) -> list[float]:
        """By what to multiply the seconds expected behind a checkpoint, segment by segment.

        Nothing is used that is not known by the race time given. The same list while nothing has changed.
        """
        view = self._views.get(checkpoint)
        if view is None:
            curve = self._curve.curve
            hold = HOLD_TAUGHT if checkpoint in self._taught else curve.hold
            view = self._views[checkpoint] = CheckpointLessons(
                checkpoint, hold, curve.carry, self._runs, self._first_ms
            )
        return view.factors(now_ms)


class CheckpointLessons:
    """The rest of the course as seen from one checkpoint."""

    def __init__(
        self,
        checkpoint: int,
        hold: int,
        carry: float,
        runs: Mapping[int, RunnerSplits],
        first_ms: Sequence[float],
    ) -> None:
        self._checkpoint = checkpoint
        self._hold = hold
        """So many lessons weigh as much as what was expected without them."""
        self._carry = carry
        """How much of what the last known segment lost is expected of those that nobody has run."""
        self._runs = runs
        self._first_ms = first_ms
        """By checkpoint, before which race time there is no lesson on the segment up to it."""
        self._segments: dict[int, SegmentLessons] = {}
        """Once somebody has run them."""
        self._factors: list[float] = []
        self._since_ms, self._until_ms = inf, -inf
        """When the factors hold."""

    def learn(self, run: RunnerSplits, since: int) -> None:
        """Take in what a run's reads from a number on teach."""
        for segment in run.segments(since):
            if segment not in self._segments:
                self._until_ms = min(self._until_ms, self._first_ms[segment])
            elif lesson := run.lesson(self._checkpoint, segment):
                self._segments[segment].add((lesson.when_ms, run.number), lesson.residual)
                self._until_ms = min(self._until_ms, lesson.when_ms)

    def unlearn(self, run: RunnerSplits) -> None:
        """Take back what a run taught."""
        for segment, lessons in self._segments.items():
            if lesson := run.lesson(self._checkpoint, segment):
                lessons.remove((lesson.when_ms, run.number))
                self._until_ms = min(self._until_ms, lesson.when_ms)

    def factors(self, now_ms: int) -> list[float]:
        """Of the segments in their order."""
        if not self._since_ms <= now_ms < self._until_ms:
            self._since_ms, self._until_ms = now_ms, inf
            self._factors, carried = [], 0.0
            for segment in range(self._checkpoint + 1, len(self._first_ms)):
                count, total, next_ms = self._newest(segment, now_ms)
                drift = total * UNIT / (count + self._hold) if count else carried
                carried = self._carry * drift if count else carried
                self._factors.append(exp(drift))
                self._until_ms = min(self._until_ms, next_ms)
        return self._factors

    def _newest(self, segment: int, now_ms: int) -> tuple[int, int, float]:
        """The lessons on a segment that count, as `SegmentLessons.newest` has them."""
        if now_ms < self._first_ms[segment]:
            return 0, 0, self._first_ms[segment]
        if segment not in self._segments:
            self._segments[segment] = self._lessons(segment)
        return self._segments[segment].newest(now_ms)

    def _lessons(self, segment: int) -> SegmentLessons:
        found = ((run.number, run.lesson(self._checkpoint, segment)) for run in self._runs.values())
        return SegmentLessons(
            ((one.when_ms, number), one.residual) for number, one in found if one is not None
        )


class SegmentLessons:
    """Those on one segment, by the time from which they count."""

    def __init__(self, known: Iterable[tuple[tuple[int, int], int]]) -> None:
        several = sorted(known)
        self._keys = [key for key, _ in several]
        self._residuals = [residual for _, residual in several]
        self._newest: tuple[int, int, float] = (0, 0, -inf)
        self._since_ms = inf

    def add(self, key: tuple[int, int], residual: int) -> None:
        """Take one in. Its key is when it counts, and the number of the run."""
        at = bisect_left(self._keys, key)
        self._keys.insert(at, key)
        self._residuals.insert(at, residual)
        self._since_ms = inf

    def remove(self, key: tuple[int, int]) -> None:
        """Take one back."""
        at = bisect_left(self._keys, key)
        del self._keys[at], self._residuals[at]
        self._since_ms = inf

    def newest(self, now_ms: int) -> tuple[int, int, float]:
        """The newest that count: how many, the sum of their residuals, and when there will be one more."""
        if not self._since_ms <= now_ms < self._newest[-1]:
            end = bisect_right(self._keys, (now_ms, inf))
            start = max(end - MEMORY, 0)
            next_ms = self._keys[end][0] if end < len(self._keys) else inf
            self._since_ms = now_ms
            self._newest = end - start, sum(self._residuals[start:end]), next_ms
        return self._newest
