"""Whether a runner can have covered a stretch in a time.

Only too fast is impossible, never too slow, as people walk, rest and sleep. The exception are hours on a
track for what takes minutes.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from race.belief.human_limits import MARGIN, least_seconds
from race.belief.pace_limits import MARATHON_M, PaceLimit, pace_limit
from race.belief.plausible_chain import MOST_UNEVEN
from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.belief.plausible_chain import TimedRead

SLOWEST_MS = 2000
"""Milliseconds a metre: a third of the pace of a walk. On the track no one takes longer, up to 10,000 m."""

EVEN = 1.1
"""So many times faster or slower than before a stretch may be run and the pace still be even."""

EVEN_FROM_GUN = 1.25
"""So many times slower than the best for the event may be run from the gun, in tactical races too."""

UNEVEN = 0.02
"""One step of unevenness beyond it, as a natural logarithm."""

LONGEST_TRACK_M = 10_000
"""In longer races on a track people sleep."""

START = -1
"""The index of the start line."""


class Stretch(NamedTuple):
    """What is possible on the way from one checkpoint to another."""

    always_ms: float
    """A time that is not too fast whatever the own speed is."""
    least_ms: float
    """The least time from the gun to its end."""
    most_ms: float
    """The longest time from the gun to its end."""
    metres: float
    """Its length."""
    limit: PaceLimit
    """How fast it may be covered."""


NO_WAY = Stretch(0.0, -math.inf, math.inf, 0.0, PaceLimit(0.0, 0.0, 0.0, 0.0))
"""Between two checkpoints at one place: any time is possible, even none."""


class StretchLimits:
    """The limits on one course, for men or women."""

    def __init__(
        self,
        distances: Sequence[float],
        sex: str,
        leg_m: float | None = None,
        *,
        is_on_track: bool = False,
        is_on_foot: bool = True,
        is_plain_run: bool = True,
    ) -> None:
        """Take the checkpoints in metres from the start; in a relay no one runs more than `leg_m` of them.

        Not on foot, or where the distances are wrong, any speed is possible. A walk, or a race over hurdles,
        is not `is_plain_run`: what a runner would need for it says nothing of its pace.
        """
        self._distances = (*distances, 0.0)
        """With the start line last, so that its index is -1."""
        self._sex = sex
        self._race_m = leg_m or distances[-1]
        is_short = is_on_track and distances[-1] <= LONGEST_TRACK_M
        self._is_on_foot = is_on_foot
        self._slowest_ms = SLOWEST_MS if is_short else math.inf
        """Milliseconds a metre from the start beyond which a time is not of the event."""
        best_s = least_seconds(self._race_m, sex) / MARGIN if self._race_m else 0.0
        event_ms = 1000 * best_s / self._race_m if self._race_m else 0.0
        self._event_ms = event_ms if is_short and is_plain_run else 0.0
        """Milliseconds a metre at the best pace over the whole race; 0 where no pace is expected."""
        self._stretches: dict[tuple[int, int], Stretch] = {}
        """By both ends; kept, a stretch takes 0.1 us instead of 3 us, with every split."""

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

    def unevenness(self, before: TimedRead | None, read: TimedRead) -> int:
        """How far the pace from one read to another is from that before, or from that of the event."""
        start, start_ms = (before.checkpoint, before.ms) if before is not None else (START, 0)
        return self.unevenness_over(start, start_ms, read.checkpoint, read.ms)

    def unevenness_over(self, start: int, start_ms: int, end: int, end_ms: int) -> int:
        """The same by the indices of both checkpoints and the times there.

        Only on the track up to 10,000 m: elsewhere people stop, and start late. A slip of a minute makes a
        lap twice as long as those before.
        """
        start_m = self._distances[start]
        metres, taken_ms = self._distances[end] - start_m, end_ms - start_ms
        if not self._event_ms or metres <= 0 or taken_ms <= 0:
            return 0
        is_known = start_m > 0 and start_ms > 0
        ratio = taken_ms / (metres * (start_ms / start_m if is_known else self._event_ms))
        most = EVEN if is_known else EVEN_FROM_GUN
        if 1 / EVEN <= ratio <= most:
            return 0
        beyond = ratio / most if ratio > 1 else 1 / (EVEN * ratio)
        return min(int(math.log(beyond) / UNEVEN), MOST_UNEVEN)

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
        stretch = self._stretches.get((start, end)) or self._stretch(start, end)
        always_ms, least_ms, most_ms, metres, limit = stretch
        if not least_ms <= start_ms + taken_ms <= most_ms:
            return False
        if taken_ms >= always_ms:
            return True
        if taken_ms <= 0:
            return False
        speed_so_far = 0.0
        if first < start and first_ms < start_ms:
            distances = self._distances
            speed_so_far = (distances[start] - distances[first]) * 1000 / (start_ms - first_ms)
        return metres * 1000 / taken_ms <= limit.fastest(speed_so_far)

    def _stretch(self, start: int, end: int) -> Stretch:
        """What is kept of the stretch from one checkpoint to a later one."""
        total_m = self._distances[end]
        metres = total_m - self._distances[start]
        stretch = NO_WAY
        if metres > 0:
            limit = self._limit(metres)
            is_known = start != START and self._distances[-2] <= MARATHON_M  # skiers are faster over 90 km
            least_ms = total_m * 1000 / self._limit(total_m).human if is_known else -math.inf
            most_ms = total_m * self._slowest_ms
            always_ms = metres * 1000 / limit.always
            if not self._is_on_foot:
                always_ms, least_ms = 1.0, -math.inf
            stretch = Stretch(always_ms, least_ms, most_ms, metres, limit)
        self._stretches[start, end] = stretch
        return stretch

    def _limit(self, metres: float) -> PaceLimit:
        return pace_limit(min(metres, self._race_m), self._race_m, self._sex)
