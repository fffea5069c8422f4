"""The road model: what is expected of runners, from the kind of race, an earlier edition and those ahead.

It takes times one by one, as they come.
"""

from __future__ import annotations

from math import exp
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from race.projection.field_lessons import FieldLessons
from race.projection.marathon_curve import MarathonCurve
from race.projection.marathon_weights import NET
from race.projection.pace_curve import UNKNOWN
from race.projection.previous_edition import NOTHING, Edition, teach
from race.projection.race_kinds import kind_of
from race.projection.runner_splits import RunnerSplits
from race.projection.slowing_curve import SlowingCurve

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.messages import Setting
    from race.projection.checkpoint_lessons import Corrections
    from race.projection.pace_curve import Bounds, PaceCurve, Read, Traits
    from race.projection.projector import Basis
    from race.projection.small_net import SmallNet


TRUSTED_ON_ROADS = 0.0
"""How far an earlier edition of a marathon is trusted before the race; elsewhere it is in full, as
the course is what matters there."""


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
        net: SmallNet = NET,
    ) -> None:
        """Model a race whose checkpoints are `distances` metres from the start, the finish last.

        `net` is that of the curve of marathons.
        """
        self._net = net
        self._kind = kind_of(setting, distances[-1], is_plain_run=is_plain_run)
        self.patience = self._kind.patience
        """How many times the expected time of a stretch makes a runner overdue."""
        self._distances = distances
        self._taught = teach(edition, self._curve_of, distances) if edition else NOTHING
        self._curve = self._curve_of(distances)
        self.own_share = self._curve.own_share
        trusted = TRUSTED_ON_ROADS if self._kind.is_marathon else 1.0
        self.field = FieldLessons(self._curve, self._taught.shifts, trusted)
        """The lessons from the runners followed."""

    def _curve_of(self, distances: Sequence[float]) -> PaceCurve:
        if self._kind.is_marathon:
            return MarathonCurve(distances, self._net)
        return SlowingCurve(distances, self._kind.slowing, has_range=self._kind.has_range)

    def run(self, number: int, traits: Traits = UNKNOWN) -> RunnerSplits:
        """The splits of a runner who has not started; the number must be unique in the race."""
        return RunnerSplits(number, self._curve, traits)

    def trusts(self, before: Read | None, read: Read) -> bool:
        """Whether a time is plausible after the last plausible one."""
        metres = self._distances[read.checkpoint] - (self._distances[before.checkpoint] if before else 0.0)
        seconds = read.seconds - (before.seconds if before else 0.0)
        return metres >= 0 and seconds >= self._kind.fastest * metres

    def estimates(
        self, run: RunnerSplits, number: int, ahead: int, learnt: Corrections
    ) -> tuple[Estimate, Estimate]:
        """When a runner is expected at a checkpoint ahead and at the finish, from the read of a number.

        Reads count from 0; those after the given one are not used.
        """
        return self._estimate(run, number, ahead, learnt), self._estimate(
            run, number, len(self._distances) - 1, learnt
        )

    def basis(self, number: int, learnt: Corrections) -> Basis:
        """What the estimates from the read of a number rest on."""
        if learnt.trust:
            return "edition"
        if self._kind.is_marathon:
            return "curve"
        if any(factor != 1.0 for factor in learnt.factors):
            return "field"
        return "curve" if number or self._kind.slowing else "even pace"

    def _estimate(self, run: RunnerSplits, number: int, end: int, learnt: Corrections) -> Estimate:
        expectation = run.expectation(number)
        read, (expected, bounds) = expectation.read, expectation.to(end)
        if learnt.trust and not self._kind.is_marathon:
            bounds = self._taught.bounds.get((read.checkpoint, end), bounds)
        elif bounds is not None and end == len(self._distances) - 1:
            bounds = bounds[0] * learnt.width, bounds[1] * learnt.width
        stretch = expected * learnt.factors[end - read.checkpoint - 1]
        return _estimate(read.seconds, stretch, bounds)


def _estimate(seconds: float, stretch: float, bounds: Bounds | None) -> Estimate:
    if bounds is None:
        return Estimate(seconds + stretch, None, None)
    low, high = bounds
    return Estimate(seconds + stretch, seconds + stretch * exp(low), seconds + stretch * exp(high))
