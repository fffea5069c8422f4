"""Notices that the clock of a device was set while it was listened to, if it sends what it times at once.

Two times that are as far apart as the moments at which they were received show how far the device's clock is
from this computer's. What is sent again comes faster than it was timed, and shows nothing.
"""

from __future__ import annotations

LEAST_APART_MS = 1_000
"""Two lines that come sooner after each other may have waited for each other."""

SAME_MS = 700
"""What lines may be late by."""

STEP_MS = 5_000
"""A smaller step may be a line that came late."""


class ClockSteps:
    """The steps of one device's clock."""

    def __init__(self) -> None:
        self._before: tuple[int, int] | None = None
        self._offset_ms: int | None = None

    def take(self, received_ms: int, clock_ms: int) -> int:
        """By how much the clock was set ahead since an earlier time; negative if back, 0 if it was not.

        Args:
            received_ms: When a time was received, by this computer's clock.
            clock_ms: The time.
        """
        before, self._before = self._before, (received_ms, clock_ms)
        if before is None:
            return 0
        waited_ms, passed_ms = received_ms - before[0], clock_ms - before[1]
        if waited_ms < LEAST_APART_MS or abs(passed_ms - waited_ms) > SAME_MS:
            return 0
        known_ms, self._offset_ms = self._offset_ms, clock_ms - received_ms
        step_ms = self._offset_ms - known_ms if known_ms is not None else 0
        return step_ms if abs(step_ms) >= STEP_MS else 0
