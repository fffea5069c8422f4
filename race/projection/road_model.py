"""The road model: what is expected of runners, from the kind of race, an earlier edition and those ahead.

It takes times one by one, as they come.
"""

from __future__ import annotations

from math import exp
from operator import mul
from typing import TYPE_CHECKING, NamedTuple

from race.projection.field_lessons import FieldLessons
from race.projection.fitted_curves import FLAT
from race.projection.pace_curve import CourseCurve, Expectation, Read
from race.projection.previous_edition import NOTHING, Edition, teach
from race.projection.projection_ranges import Bounds, FittedRanges, narrowed
from race.projection.race_kinds import kind_of
from race.projection.runner_splits import RunnerSplits

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.messages import Setting
    from race.projection.projector import Basis


class Estimate(NamedTuple):
    """When a runner is expected at a checkpoint."""

    seconds: float
    """From the runner's own start."""
    low: float | None
    """Four in five come between this and `high`; None where no range was measured."""
    high: float | None


class RoadModel:
    """The model of one race."""

    def __init__(
        self,
        distances: Sequence[float],
        setting: Setting,
        edition: Edition | None = None,
        *,
        is_plain_run: bool = True,
    ) -> None:
        """Model a race whose checkpoints are `distances` metres from the start, the finish last."""
        self._kind = kind_of(setting, distances[-1], is_plain_run=is_plain_run)
        self.patience = self._kind.patience
        """How many times the expected time of a stretch makes a runner overdue."""
        self._distances = distances
        self._taught = teach(edition, self._kind.curve, distances) if edition else NOTHING
        self._curve = CourseCurve(self._kind.curve, distances, self._taught.shifts)
        self._spread = FittedRanges(self._curve)
        self.field = FieldLessons(self._curve, self._taught.shifts)
        """The lessons from the runners followed."""

    def run(self, number: int) -> RunnerSplits:
        """The splits of a runner who has not started; the number must be unique in the race."""
        return RunnerSplits(number, self._curve)

    def trusts(self, before: Read | None, read: Read) -> bool:
        """Whether a time is plausible after the last plausible one."""
        metres = self._distances[read.checkpoint] - (self._distances[before.checkpoint] if before else 0.0)
        seconds = read.seconds - (before.seconds if before else 0.0)
        return metres >= 0 and seconds >= self._kind.fastest * metres

    def estimates(
        self, run: RunnerSplits, number: int, ahead: int, factors: Sequence[float]
    ) -> tuple[Estimate, Estimate]:
        """When a runner is expected at a checkpoint ahead and at the finish, from the read of a number.

        Reads count from 0; those after the given one are not used.
        """
        expectation = run.expectation(number)
        segments = list(map(mul, expectation.segments, factors))
        start, seconds, rest = expectation.read.checkpoint, expectation.read.seconds, sum(segments)
        stretch = sum(segments[: ahead - start])
        coming, last = self._bounds(number, expectation, stretch / rest if rest else 1.0, ahead)
        return _estimate(seconds, stretch, coming), _estimate(seconds, rest, last)

    def basis(self, run: RunnerSplits, number: int, factors: Sequence[float]) -> Basis:
        """What those estimates rest on."""
        if run.reads[number].checkpoint in self._taught.shifts:
            return "edition"
        if self._kind.curve is not FLAT:
            return "curve"
        if any(factor != 1.0 for factor in factors):
            return "field"
        return "curve" if number else "even pace"

    def _bounds(
        self, number: int, expectation: Expectation, share: float, ahead: int
    ) -> tuple[Bounds | None, Bounds | None]:
        """The bounds of the stretch to a checkpoint ahead, a share of the rest, and those of the rest."""
        start = expectation.read.checkpoint
        if start in self._taught.shifts:
            known = self._taught.bounds
            return known.get((start, ahead)), known.get((start, self._curve.finish))
        if not self._kind.has_range or (self._kind.curve is FLAT and not number):
            return None, None
        bounds = self._spread.bounds(start, expectation.level)
        return narrowed(bounds, share), bounds


def _estimate(seconds: float, stretch: float, bounds: Bounds | None) -> Estimate:
    if bounds is None:
        return Estimate(seconds + stretch, None, None)
    low, high = bounds
    return Estimate(seconds + stretch, seconds + stretch * exp(low), seconds + stretch * exp(high))
