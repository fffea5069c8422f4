"""Where a runner was between two times of the runner's own, at a pace that changes smoothly."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


def smooth_time(distances: Sequence[float], times: Mapping[int, int], point: int) -> float:
    """The time at a point between the first and the last of the known ones, in milliseconds.

    Between two times the curve is cubic, and its pace at each known time is the mean of the paces before and
    after it, weighted by the length of the other stretch; at the start and at the last time it has changed
    as much as in the other half of that stretch.
    """
    known = sorted(times)
    metres, ms = [distances[p] for p in known], [float(times[p]) for p in known]
    number = min(max(bisect_right(known, point), 1), len(known) - 1)
    start_m, length_m = metres[number - 1], metres[number] - metres[number - 1]
    share = (distances[point] - start_m) / max(length_m, 0.001)
    pace = (ms[number] - ms[number - 1]) / max(length_m, 0.001)
    first = _pace_at(metres, ms, number - 1)
    last = _pace_at(metres, ms, number)
    if first is None and last is not None:
        first = 2 * pace - last
    if last is None and first is not None:
        last = 2 * pace - first
    bend = (first or pace) * (1 - share) - (last or pace) * share - pace * (1 - 2 * share)
    return ms[number - 1] + pace * (distances[point] - start_m) + share * (1 - share) * length_m * bend


def _pace_at(metres: Sequence[float], ms: Sequence[float], number: int) -> float | None:
    """The pace at a known time in milliseconds a metre; None at the first and at the last."""
    if not 0 < number < len(metres) - 1:
        return None
    before_m, after_m = metres[number] - metres[number - 1], metres[number + 1] - metres[number]
    before, after = (ms[number] - ms[number - 1]) / before_m, (ms[number + 1] - ms[number]) / after_m
    return (before * after_m + after * before_m) / (before_m + after_m)
