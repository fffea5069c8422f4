"""The live field: what the runners ahead teach about the rest of the course.

A runner who passes a checkpoint shows how much slower the stretch before it was than expected from each
earlier checkpoint. The newest of these lessons, shrunk towards zero, correct what is expected of the runners
behind.
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
"""How many of the newest lessons on a segment count, all equally."""

HOLD_TAUGHT = 50
"""How many lessons weigh as much as an earlier edition of the same course."""


class FieldLessons:
    """Corrections of a pace curve from the runners followed."""

    def __init__(self, curve: CourseCurve, taught: Container[int] = ()) -> None:
        """Correct a curve; an earlier edition has taught about the checkpoints `taught` already."""
        self._curve = curve
        self._taught = taught
        self._runs: dict[int, RunnerSplits] = {}
        self._first_ms = [inf] * (curve.finish + 1)
        """By checkpoint, the race time at which the first runner is known to have got there or further."""
        self._views: dict[int, CheckpointLessons] = {}
        """By checkpoint, once asked for."""

    def follow(self, run: RunnerSplits, since: int = 0) -> None:
        """Learn from a runner's reads from number `since` on; the earlier ones are known."""
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
        """Take back everything learnt from a runner."""
        del self._runs[run.number]
        for view in self._views.values():
            view.unlearn(run)

    def factors(self, checkpoint: int, now_ms: int) -> list[float]:
        """By what to multiply the seconds expected after a checkpoint, segment by segment.

        Only what was known by the race time is used. It is the same list object while nothing changes.
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
    """The lessons about the rest of the course as seen from one checkpoint."""

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
        """How many lessons weigh as much as the expectation without them."""
        self._carry = carry
        """How much of the last known segment's drift is expected on the segments not run yet."""
        self._runs = runs
        self._first_ms = first_ms
        """By checkpoint, the race time before which there is no lesson on the segment up to it."""
        self._segments: dict[int, SegmentLessons] = {}
        """By number, once someone has run them."""
        self._factors: list[float] = []
        self._since_ms, self._until_ms = inf, -inf
        """The race times between which the factors hold; keeping them saves a third of a projection."""

    def learn(self, run: RunnerSplits, since: int) -> None:
        """Add the lessons of a runner's reads from a number on."""
        for segment in run.segments(since):
            if segment not in self._segments:
                self._until_ms = min(self._until_ms, self._first_ms[segment])
            elif lesson := run.lesson(self._checkpoint, segment):
                self._segments[segment].add((lesson.when_ms, run.number), lesson.residual)
                self._until_ms = min(self._until_ms, lesson.when_ms)

    def unlearn(self, run: RunnerSplits) -> None:
        """Take back the lessons of a runner."""
        for segment, lessons in self._segments.items():
            if lesson := run.lesson(self._checkpoint, segment):
                lessons.remove((lesson.when_ms, run.number))
                self._until_ms = min(self._until_ms, lesson.when_ms)

    def factors(self, now_ms: int) -> list[float]:
        """The factors at a race time, segment by segment."""
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
        """The lessons on a segment that count, as from `SegmentLessons.newest`."""
        if now_ms < self._first_ms[segment]:
            return 0, 0, self._first_ms[segment]
        if segment not in self._segments:
            self._segments[segment] = self._lessons(segment)
        return self._segments[segment].newest(now_ms)

    def _lessons(self, segment: int) -> SegmentLessons:
        lessons = ((run.number, run.lesson(self._checkpoint, segment)) for run in self._runs.values())
        return SegmentLessons(
            ((lesson.when_ms, number), lesson.residual) for number, lesson in lessons if lesson is not None
        )


class SegmentLessons:
    """The lessons on one segment, by the time from which they count."""

    def __init__(self, known: Iterable[tuple[tuple[int, int], int]]) -> None:
        lessons = sorted(known)
        self._keys = [key for key, _ in lessons]
        self._residuals = [residual for _, residual in lessons]

    def add(self, key: tuple[int, int], residual: int) -> None:
        """Add one. Its key is the time from which it counts, and the number of the runner."""
        at = bisect_left(self._keys, key)
        self._keys.insert(at, key)
        self._residuals.insert(at, residual)

    def remove(self, key: tuple[int, int]) -> None:
        """Remove one."""
        at = bisect_left(self._keys, key)
        del self._keys[at], self._residuals[at]

    def newest(self, now_ms: int) -> tuple[int, int, float]:
        """The newest that count: how many, the sum of their residuals, and when the next one counts."""
        end = bisect_right(self._keys, (now_ms, inf))
        start = max(end - MEMORY, 0)
        next_ms = self._keys[end][0] if end < len(self._keys) else inf
        return end - start, sum(self._residuals[start:end]), next_ms
