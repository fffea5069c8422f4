"""Whether a runner can have covered a stretch in a time.

Only too fast is impossible, never too slow, as people walk, rest and sleep. The exception are hours on a
track for what takes minutes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from race.belief.pace_limits import MARATHON_M, PaceLimit, pace_limit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.belief.plausible_chain import TimedRead

SLOWEST_MS = 2000
"""Milliseconds a metre: a third of the pace of a walk. On the track no one takes longer, up to 10,000 m."""

LONGEST_TRACK_M = 10_000
"""In longer races on a track people sleep."""

START = -1
"""The index of the start line."""


class StretchLimits:
    """The limits on one course, for men or women."""

    def __init__(
        self, distances: Sequence[float], sex: str, leg_m: float | None = None, *, is_on_track: bool = False
    ) -> None:
        """Take the checkpoints in metres from the start; in a relay no one runs more than `leg_m` of them."""
        self._distances = (*distances, 0.0)
        """With the start line last, so that its index is -1."""
        self._sex = sex
        self._race_m = leg_m or distances[-1]
        is_short = is_on_track and distances[-1] <= LONGEST_TRACK_M
        self._slowest_ms = SLOWEST_MS if is_short else math.inf
        """Milliseconds a metre from the start beyond which a time is not of the event."""
        self._limits: dict[tuple[int, int], PaceLimit] = {}
        """By stretch; kept, a limit takes 0.1 us instead of 3 us, with every split."""

    def possible(self, before: TimedRead | None, read: TimedRead, first: TimedRead | None) -> bool:
        """Whether a runner can have been at `read` after `before`, or after the gun if that is None.

        The runner's own pace is measured from `first`, the read of the runner's first timed checkpoint, and
        not from the gun: whose time may be wrong, and many cross the start line late.
        """
        start, start_ms = (before.checkpoint, before.ms) if before else (START, 0)
        taken_ms = read.ms - start_ms
        if before is not None and self._distances[read.checkpoint] > self._distances[start]:
            taken_ms += before.unit_ms  # times are rounded up, so the true one may be up to a unit earlier
        if taken_ms > 0 and (read.is_certain or (before is not None and before.is_certain)):
            return True
        first_at, first_ms = (first.checkpoint, first.ms) if first is not None else (read.checkpoint, read.ms)
        return self.covers(start, start_ms, read.checkpoint, taken_ms, first_at, first_ms)

    def is_too_slow(self, read: TimedRead) -> bool:
        """Whether a time is out of all proportion to the event: hours, where it takes minutes."""
        metres = self._distances[read.checkpoint]
        return metres > 0 and read.ms > metres * self._slowest_ms

    def covers(self, start: int, start_ms: int, end: int, taken_ms: int, first: int, first_ms: int) -> bool:
        """Whether a runner can get from one checkpoint to a later one in a time.

        Args:
            start: The index of the first of them; START for the gun and the start line.
            start_ms: The runner's time there.
            end: The index of the other.
            taken_ms: The time in between.
            first: The index of the runner's first timed checkpoint.
            first_ms: The runner's time there.
        """
        distances = self._distances
        metres = distances[end] - distances[start]
        if taken_ms <= 0 or metres <= 0:
            return taken_ms >= 0 >= metres
        if start_ms + taken_ms > distances[end] * self._slowest_ms:
            return False
        total_m, total_ms = distances[end], start_ms + taken_ms
        is_known = start != START and distances[-2] <= MARATHON_M  # skiers over 90 km were faster throughout
        if is_known and total_m * 1000 > self._limit(START, end, total_m).human * total_ms:
            return False
        limit = self._limit(start, end, metres)
        speed = metres * 1000 / taken_ms
        if speed <= limit.always:
            return True
        so_far_ms = start_ms - first_ms
        so_far_m = distances[start] - distances[first] if first < start else 0.0
        return speed <= limit.fastest(so_far_m * 1000 / so_far_ms if so_far_ms > 0 else 0.0)

    def _limit(self, start: int, end: int, metres: float) -> PaceLimit:
        limit = self._limits.get((start, end))
        if limit is None:
            limit = pace_limit(min(metres, self._race_m), self._race_m, self._sex)
            self._limits[start, end] = limit
        return limit
