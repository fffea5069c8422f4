"""This computer's clock: its time of day, and what is done to it while a program runs.

The time of day is set: by NTP after the start, by hand, when a laptop wakes up. So it is read anew each time,
and held against a clock that only counts.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from race.lazy_named_tuple import NamedTuple

STEP_MS = 500
"""The time of day was set if it moves by more against a clock that only counts; NTP turns less into drift."""

SLEEP_S = 5.0
"""The computer slept if a clock that counts while it sleeps has gained so much on one that does not."""


def steady_s() -> float:
    """Seconds of a clock that only counts, and goes on while the computer sleeps."""
    if sys.platform == "linux":
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    if sys.platform == "darwin":
        return time.clock_gettime(time.CLOCK_MONOTONIC)  # monotonic() is another clock there, which stops
    return time.monotonic()


class ClockChange(NamedTuple):
    """What was noticed of the clock between two looks."""

    set_ms: int = 0
    """By how much the time of day was set ahead; negative if it was set back."""
    slept_s: float = 0.0
    """How long the computer slept."""


class LocalClock:
    """This computer's time in UTC. `seconds` counts while the computer sleeps, `awake` need not."""

    def __init__(
        self,
        seconds: Callable[[], float] = steady_s,
        wall: Callable[[], float] = time.time,
        awake: Callable[[], float] = time.monotonic,
    ) -> None:
        self._seconds, self._wall, self._awake = seconds, wall, awake
        self._last = seconds(), wall(), awake()

    def now_ms(self) -> int:
        """Milliseconds since 1970."""
        return int(self._wall() * 1000)

    def look(self) -> ClockChange:
        """What was done to the clock since the last look."""
        now = self._seconds(), self._wall(), self._awake()
        passed_s, of_day_s, awake_s = (after - before for after, before in zip(now, self._last, strict=True))
        self._last = now
        set_ms, slept_s = round((of_day_s - passed_s) * 1000), passed_s - awake_s
        return ClockChange(set_ms if abs(set_ms) > STEP_MS else 0, slept_s if slept_s > SLEEP_S else 0.0)
