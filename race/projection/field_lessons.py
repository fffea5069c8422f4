"""The live field: what the runners ahead teach about the rest of the course.

A runner who passes a checkpoint shows how much slower the stretch before it was than expected from each
earlier checkpoint. The newest of these lessons, shrunk towards zero, correct what is expected of the runners
behind.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from race.projection.edition_trust import trust
from race.projection.runner_splits import UNIT, RunnerSplits
from race.projection.stretch_factors import stretch_factors

if TYPE_CHECKING:
    from race.projection.pace_curve import PaceCurve

MEMORY = 300
"""How many of the newest lessons on a segment count, all equally."""

HOLD_TAUGHT = 10
"""How many lessons weigh as much as an earlier edition of the same course."""

Shifts = Mapping[int, Sequence[float]]
"""By checkpoint: what an edition adds to the logarithm of the pace over each later segment."""


class Corrections(NamedTuple):
    """What was learnt about the rest of the course from a checkpoint."""

    factors: list[float]
    """By what to multiply the seconds expected from there to each checkpoint ahead."""
    trust: float
    """How far the earlier edition counts, from 0 to 1."""


class FieldLessons:
    """Corrections of a pace curve from the runners followed, and from an earlier edition."""

    def __init__(self, curve: PaceCurve, shifts: Shifts, trusted: float) -> None:
        """Correct a curve; an earlier edition gives `shifts` and is `trusted` so far before the race."""
        self._curve = curve
        self._shifts = shifts
        self._trusted = trusted
        self._runs: dict[int, RunnerSplits] = {}
        self._first_ms = [inf] * len(curve.distances)
        """By checkpoint, the race time at which the first runner is known to have got there or further."""
        self._views: dict[int, CheckpointLessons] = {}
        """By checkpoint, once asked for."""
        self._trust = trusted
        self._since_ms, self._until_ms = inf, -inf
        """The race times between which the trust holds."""

    def follow(self, run: RunnerSplits, since: int = 0) -> None:
        """Learn from a runner's reads from number `since` on; the earlier ones are known."""
        self._runs[run.number] = run
        if since == len(run.reads):
            return
        self._until_ms = -inf
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
        self._until_ms = -inf
        for view in self._views.values():
            view.unlearn(run)

    def corrections(self, checkpoint: int, now_ms: int) -> Corrections:
        """What was known by a race time about the way from a checkpoint; one object while nothing changes."""
        if checkpoint not in self._shifts:
            return self._view(checkpoint).corrections(now_ms, 0.0)
        if not self._since_ms <= now_ms < self._until_ms:
            self._since_ms, self._until_ms = now_ms, inf
            self._trust = trust(self._trusted, self._seen(now_ms))
        return self._view(checkpoint).corrections(now_ms, self._trust)

    def _seen(self, now_ms: int) -> Iterable[tuple[float, int, float]]:
        """The segments that have been run, as `trust` takes them."""
        for checkpoint, shifts in self._shifts.items():
            count, total, next_ms = self._view(checkpoint).newest(checkpoint + 1, now_ms)
            self._until_ms = min(self._until_ms, next_ms)
            if count:
                yield shifts[0], count, total * UNIT / count

    def _view(self, checkpoint: int) -> CheckpointLessons:
        view = self._views.get(checkpoint)
        if view is None:
            shifts = self._shifts.get(checkpoint)
            view = self._views[checkpoint] = CheckpointLessons(
                checkpoint, self._curve, shifts, self._runs, self._first_ms
            )
        return view


class CheckpointLessons:
    """The lessons about the rest of the course as seen from one checkpoint."""

    def __init__(
        self,
        checkpoint: int,
        curve: PaceCurve,
        shifts: Sequence[float] | None,
        runs: Mapping[int, RunnerSplits],
        first_ms: Sequence[float],
    ) -> None:
        self._checkpoint, self._curve = checkpoint, curve
        self._hold = curve.hold if shifts is None else HOLD_TAUGHT
        """How many lessons weigh as much as the expectation without them."""
        self._shifts = shifts or [0.0] * (len(first_ms) - checkpoint - 1)
        self._runs = runs
        self._first_ms = first_ms
        """By checkpoint, the race time before which there is no lesson on the segment up to it."""
        self._segments: dict[int, SegmentLessons] = {}
        """By number, once someone has run them."""
        self._corrections = Corrections([], 0.0)
        self._since_ms, self._until_ms = inf, -inf
        """The race times between which they hold; keeping them saves a third of a projection."""

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

    def corrections(self, now_ms: int, trusted: float) -> Corrections:
        """What was known by a race time, with an edition trusted so far."""
        if not (self._since_ms <= now_ms < self._until_ms and trusted == self._corrections.trust):
            self._since_ms, self._until_ms = now_ms, inf
            drifts, carried = [], 0.0
            for segment, shift in enumerate(self._shifts, start=self._checkpoint + 1):
                count, total, next_ms = self.newest(segment, now_ms)
                drift = (total * UNIT - count * trusted * shift) / (count + self._hold) if count else carried
                carried = self._curve.carry * drift
                drifts.append(trusted * shift + drift)
                self._until_ms = min(self._until_ms, next_ms)
            factors = stretch_factors(drifts, self._curve.distances, self._checkpoint)
            self._corrections = Corrections(factors, trusted)
        return self._corrections

    def newest(self, segment: int, now_ms: int) -> tuple[int, int, float]:
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
