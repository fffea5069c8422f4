"""Whether a runner can have covered a stretch in a time: only too fast is impossible, never too slow."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.belief.pace_limits import fastest_speed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.belief.plausible_chain import TimedRead


class StretchLimits:
    """The limits on one course, for men or women."""

    def __init__(self, distances: Sequence[float], sex: str, leg_m: float | None = None) -> None:
        """Take the checkpoints in metres from the start; in a relay no one runs more than `leg_m` of them."""
        self._distances = (*distances, 0.0)
        """With the start line last, so that its index is -1."""
        self._sex = sex
        self._race_m = leg_m or distances[-1]

    def possible(self, before: TimedRead | None, read: TimedRead, first: TimedRead | None) -> bool:
        """Whether a runner can have been at `read` after `before`, or after the gun if that is None.

        The runner's own pace is measured from `first`, the read of the runner's first timed checkpoint, and
        not from the gun: whose time may be wrong, and many cross the start line late.
        """
        start_m, start_ms = (self._distances[before.checkpoint], before.ms) if before else (0.0, 0)
        metres, taken_ms = self._distances[read.checkpoint] - start_m, read.ms - start_ms
        # Times are rounded up, so the earlier one may be true from a unit before.
        taken_ms += before.unit_ms if before is not None and metres > 0 else 0
        if taken_ms <= 0 or metres <= 0:
            return taken_ms >= 0 >= metres
        if read.is_certain or (before is not None and before.is_certain):
            return True
        so_far = 0.0
        if before is not None and first is not None and first.checkpoint < before.checkpoint:
            so_far_ms = start_ms - first.ms
            so_far = (
                (start_m - self._distances[first.checkpoint]) * 1000 / so_far_ms if so_far_ms > 0 else 0.0
            )
        fastest = fastest_speed(so_far, min(metres, self._race_m), self._race_m, self._sex)
        return metres * 1000 <= fastest * taken_ms
