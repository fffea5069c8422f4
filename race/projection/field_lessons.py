"""The live field: what the runners ahead teach about the rest of the course.

A runner who passes a checkpoint shows how much slower the stretch before it was than expected from each
earlier checkpoint. The newest of these lessons, shrunk towards zero, correct what is expected of the runners
behind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from math import inf
from typing import TYPE_CHECKING

from race.projection.checkpoint_lessons import CheckpointLessons, Corrections
from race.projection.edition_trust import trust
from race.projection.runner_splits import UNIT, RunnerSplits

if TYPE_CHECKING:
    from race.projection.pace_curve import PaceCurve

Shifts = Mapping[int, Sequence[float]]
"""By checkpoint: what an edition adds to the logarithm of the pace over each later segment."""


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
            view = self._view(checkpoint)
            count, total, next_ms = view.newest(checkpoint + 1, now_ms)
            self._until_ms = min(self._until_ms, next_ms, view.awaited_ms)
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
