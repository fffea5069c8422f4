"""How long the field takes between two marks, and whether a step is one that somebody ran."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from statistics import median_low

LEAST, MOST = 0.6, 1.7
"""A step outside these parts of the field's is another's, or stands under another mark."""

LEAST_OVER, MOST_OVER = 0.8, 1.25
"""The same for a step over marks that are left out: it is longer, and nearer to the field's."""

FEW = 3
"""Runners; the median of fewer is not the field's, and even pace is taken instead."""

START_M = 0.0

Run = Mapping[float, int]
"""A runner's times in milliseconds by metres from the start, the finish among them."""


def is_plausible(
    taken_ms: int, expected_ms: float, slack_ms: int, *, over: bool = False, may_stop: bool = False
) -> bool:
    """Whether a step was run in a time like the field's; `slack_ms` is what rounding may have changed.

    A step `over` other marks must be nearer. Who `may_stop` can have taken any time, but not too little.
    """
    least, most = (LEAST_OVER, MOST_OVER) if over else (LEAST, MOST)
    if taken_ms <= 0 or taken_ms + slack_ms < least * expected_ms:
        return False
    return may_stop or taken_ms - slack_ms <= most * expected_ms


class FieldPace:
    """The times of all runners, to hold one of them against."""

    def __init__(self, runs: Iterable[Run], distance_m: float) -> None:
        self._runs = [{START_M: 0, **run} for run in runs]
        self._known: dict[tuple[float, float], float | None] = {}
        results = [run[distance_m] / distance_m for run in self._runs if distance_m in run]
        reached = [ms / metres for run in self._runs for metres, ms in run.items() if metres]
        paces = sorted(results) or sorted(reached)
        self._pace = median_low(paces) if paces else 0.0

    def steps(self, from_m: float, to_m: float) -> list[int]:
        """What each runner with both marks took, in milliseconds."""
        return [run[to_m] - run[from_m] for run in self._runs if from_m in run and to_m in run]

    def expected(self, from_m: float, to_m: float) -> float:
        """What the field took between two marks in milliseconds: its median, or even pace of too few."""
        if (from_m, to_m) not in self._known:
            taken = self.steps(from_m, to_m)
            self._known[from_m, to_m] = median_low(taken) if len(taken) >= FEW else None
        known = self._known[from_m, to_m]
        return self.even(from_m, to_m) if known is None or known <= 0 else known

    def even(self, from_m: float, to_m: float) -> float:
        """What even pace over the whole race gives between two marks, in milliseconds."""
        return (to_m - from_m) * self._pace
