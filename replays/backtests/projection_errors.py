"""How far off projections were, of the model and of simpler rules."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import field
from statistics import fmean
from typing import TYPE_CHECKING, NamedTuple

from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from race.projection.road_model import Estimate

RULES = ("model", "constant", "last_segment", "riegel")


@dataclass(slots=True)
class ProjectionErrors:
    """How far off projections were."""

    count: int = 0
    seconds: dict[str, float] = field(default_factory=lambda: dict.fromkeys(RULES, 0.0))
    """Sum of the absolute errors by rule."""
    ranged: int = 0
    """How many projections had a range."""
    held: int = 0
    """How many of those ranges held the time that was run."""
    width: float = 0.0
    """Sum of the ranges' widths in seconds."""

    def add(self, actual: float, estimate: Estimate, simple: Sequence[float]) -> bool | None:
        """Add the projection of the model and those of the simpler rules, in seconds.

        Returns whether the range held; None without one.
        """
        self.count += 1
        for rule, seconds in zip(RULES, (estimate.seconds, *simple), strict=True):
            self.seconds[rule] += abs(seconds - actual)
        if estimate.low is None or estimate.high is None:
            return None
        has_held = estimate.low <= actual <= estimate.high
        self.ranged += 1
        self.held += has_held
        self.width += estimate.high - estimate.low
        return has_held


class BacktestSummary(NamedTuple):
    """How right projections were at one checkpoint, or at several with equal weights."""

    projections: int
    error_s: dict[str, float]
    """Mean absolute error in seconds by rule."""
    ranged: int
    held: int
    width_s: float | None
    """Mean width of the ranges in seconds; None without ranges."""

    def ratio(self, rule: str) -> float | None:
        """The error of a rule divided by that of the model; None where the latter is 0."""
        return self.error_s[rule] / self.error_s["model"] if self.error_s["model"] else None

    @property
    def coverage(self) -> float | None:
        """The share of the ranges that held; None without ranges."""
        return self.held / self.ranged if self.ranged else None


def summarised(errors: Iterable[ProjectionErrors]) -> BacktestSummary | None:
    """The errors at some checkpoints together; None where nothing was projected."""
    counted = [each for each in errors if each.count]
    if not counted:
        return None
    ranged = sum(each.ranged for each in counted)
    return BacktestSummary(
        sum(each.count for each in counted),
        {rule: fmean(each.seconds[rule] / each.count for each in counted) for rule in RULES},
        ranged,
        sum(each.held for each in counted),
        sum(each.width for each in counted) / ranged if ranged else None,
    )


class CheckpointErrors(NamedTuple):
    """The errors of the projections made at one checkpoint of a file."""

    distance_m: float
    finish: ProjectionErrors
    following: ProjectionErrors
    """Of the time at the next checkpoint."""
