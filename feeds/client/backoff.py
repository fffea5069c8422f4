"""How long to wait before a hub is asked again: longer each time, and never all at once."""

from __future__ import annotations

from collections.abc import Callable

LONGEST_RETRY_S = 15.0
FIRST_RETRY_S = 0.5

HEALTHY_S = 10.0
"""A connection that lasted so long was a good one: the next attempt comes as soon as the first did."""


class Backoff:
    """Counts what went wrong since all was well."""

    def __init__(self, jitter: Callable[[], float]) -> None:
        self._jitter = jitter
        self.attempt = 0
        """How often it went wrong."""

    def after(self, held_s: float, wait_s: float) -> float:
        """Seconds until the next attempt, after a connection held for so long, or did not come about.

        `wait_s` is what the hub asks for.
        """
        self.attempt = 1 if held_s >= HEALTHY_S else self.attempt + 1
        longest_s = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2.0 ** min(self.attempt - 1, 10))
        return wait_s + self._jitter() * longest_s
