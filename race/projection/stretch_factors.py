"""From the drifts of segments to what they make of the stretches from a checkpoint to those ahead."""

from __future__ import annotations

from itertools import accumulate, pairwise
from math import exp
from operator import mul
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def stretch_factors(drifts: Sequence[float], distances: Sequence[float], checkpoint: int) -> list[float]:
    """By checkpoint ahead, the factor of the time to there: that of each segment counts by its length.

    A drift is the logarithm of the real over the expected time of a segment, the first after `checkpoint`.
    """
    ahead = distances[checkpoint:]
    metres = [end - start for start, end in pairwise(ahead)]
    factors = list(map(exp, drifts))
    done = accumulate(metres)
    drifted = accumulate(map(mul, metres, factors))
    return [time / way if way else 1.0 for time, way in zip(drifted, done, strict=True)]
