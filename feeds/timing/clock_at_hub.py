"""The clock of a timing beside that of its hub: two people who time one race are on two computers.

Before the first time is taken the clock is set by the hub's, so that a gun that one has timed and a finish
that another has are of one clock. Later it is not touched, and what is apart is said.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.timing.timing_clock import apart_text

if TYPE_CHECKING:
    from feeds.client.hub_clock import HubClock
    from feeds.timing.timing_clock import TimingClock

SURE_MS = 100.0
"""The hub's clock has to be known to within this."""

CLOSE_MS = 20
"""A clock that is within this of the hub's is not set."""

APART_MS = 100
"""A smaller difference is not reported."""


class ClockAtHub:
    """Compares the two clocks now and then."""

    def __init__(self, clock: TimingClock) -> None:
        self._clock = clock
        self._said_ms = 0.0

    def look(self, hub: HubClock, *, has_times: bool) -> str | None:
        """Set the clock by the hub's if no time was taken with it. Returns what someone should know of it."""
        error_ms = hub.error_ms
        if error_ms > SURE_MS:
            return None
        ahead_ms = round(self._clock.now_ms() - hub.measured_ms())
        if not has_times:
            if abs(ahead_ms) < CLOSE_MS + error_ms:
                return None
            self._clock.set(-ahead_ms)
            return (
                f"the clock was {_apart(ahead_ms)}, and was set to match"
                if abs(ahead_ms) > APART_MS
                else None
            )
        if abs(ahead_ms - self._said_ms) < APART_MS + error_ms:
            return None
        self._said_ms = ahead_ms
        return (
            f"the clock is {_apart(ahead_ms)}: times from a gun that someone else timed are wrong by as much"
        )


def _apart(ahead_ms: int) -> str:
    side = "ahead of" if ahead_ms > 0 else "behind"
    return f"{apart_text(ahead_ms)} {side} the hub's"
