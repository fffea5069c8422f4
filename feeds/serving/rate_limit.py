"""A limit on how much is taken at once and in the long run."""

from __future__ import annotations


class RateLimit:
    """A token bucket: it fills at a rate, holds `burst` at most, and is drawn from.

    Times are in seconds of any clock that only grows.
    """

    def __init__(self, rate: float, burst: float) -> None:
        self._rate, self._burst = rate, burst
        self._level, self._at_s = burst, 0.0

    def allows(self, now_s: float, amount: float = 1.0) -> bool:
        """Draw an amount if there is so much. Returns whether there was."""
        self._fill(now_s)
        if self._level < amount:
            return False
        self._level -= amount
        return True

    def draw(self, now_s: float, amount: float) -> float:
        """Draw an amount in any case. Returns for how many seconds nothing more should be drawn."""
        self._fill(now_s)
        self._level -= amount
        return max(-self._level / self._rate, 0.0)

    def _fill(self, now_s: float) -> None:
        self._level = min(self._level + (now_s - self._at_s) * self._rate, self._burst)
        self._at_s = now_s
