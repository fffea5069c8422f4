"""A hub's clock, as a viewer reads it over a network with delays."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from feeds.client.local_clock import steady_s
from race.lazy_named_tuple import NamedTuple

KEPT = 8
"""How many answers are remembered: the one with the shortest round trip gives the offset."""

SLEW = 0.05
"""How fast a small difference is corrected: 50 ms a second."""

STEP_MS = 1000.0
"""A larger difference is not drift: the clock is set at once."""

DRIFT_MS = 20.0
"""Clocks move against one another by less than this while the answers come that are remembered."""


class _Measurement(NamedTuple):
    """What one answer of the hub says about its clock."""

    round_trip_ms: float
    """The offset is wrong by half of it at most."""
    offset_ms: float
    """The hub's clock minus ours."""

    def excludes(self, other: _Measurement) -> bool:
        """Whether the clocks cannot have been the same when both were taken."""
        bound_ms = (self.round_trip_ms + other.round_trip_ms) / 2 + DRIFT_MS
        return abs(self.offset_ms - other.offset_ms) > bound_ms


class HubClock:
    """A hub's time, worked out on a local clock that only grows.

    Four times make a measurement, as in NTP (RFC 5905, section 8): when we asked and had the answer, by our
    clock, and when the hub received the question and sent the answer, by its own. The error is at most half
    the difference between the time to the hub and the time back. So where two answers cannot both be right,
    one of the clocks was set between them, and only the later one counts.
    """

    def __init__(self, seconds: Callable[[], float] = steady_s) -> None:
        self._seconds = seconds
        self._measurements: deque[_Measurement] = deque(maxlen=KEPT)
        self._offset_ms: float | None = None
        self._set_at_ms = 0.0
        self._latest_ms = 0.0
        self.set_ms = 0.0
        """By how much the hub's clock was set ahead while it was watched; negative if it was set back."""

    @property
    def local_ms(self) -> int:
        """Our clock in milliseconds, to be sent with a question."""
        return int(self._seconds() * 1000)

    def restart(self, hub_ms: int) -> None:
        """Begin anew with a connection, by the time that its hub gave: good enough until it answers."""
        self._measurements.clear()
        self._learn(_Measurement(float("inf"), hub_ms - self._seconds() * 1000))

    def learn(self, asked_ms: float, received_ms: float, sent_ms: float) -> None:
        """Take an answer: asked by our clock, received and sent back by the hub's."""
        answered_ms = self._seconds() * 1000
        round_trip_ms = max(answered_ms - asked_ms - (sent_ms - received_ms), 0.0)
        offset_ms = ((received_ms - asked_ms) + (sent_ms - answered_ms)) / 2
        measurement = _Measurement(round_trip_ms, offset_ms)
        if any(measurement.excludes(earlier) for earlier in self._measurements):
            self._measurements.clear()
        self._learn(measurement)

    @property
    def error_ms(self) -> float:
        """How wrong the time can be: half of the shortest round trip; infinite until the hub has answered."""
        return min((one.round_trip_ms / 2 for one in self._measurements), default=float("inf"))

    def measured_ms(self) -> float:
        """The hub's time by the best answer so far, wrong by `error_ms`; it jumps when a better one comes."""
        offset_ms = min(self._measurements).offset_ms if self._measurements else 0.0
        return self._seconds() * 1000 + offset_ms

    def now_ms(self) -> int:
        """The hub's time in milliseconds since 1970, UTC; 0 before it is known.

        It goes back only where the hub's clock was set back.
        """
        if self._offset_ms is None:
            return 0
        now_ms = self._seconds() * 1000
        self._slew(now_ms)
        self._latest_ms = max(self._latest_ms, now_ms + self._offset_ms)
        return int(self._latest_ms)

    def _learn(self, measurement: _Measurement) -> None:
        now_ms = self._seconds() * 1000
        self._slew(now_ms)
        self._measurements.append(measurement)
        target = min(self._measurements).offset_ms
        if self._offset_ms is None or abs(target - self._offset_ms) > STEP_MS:
            self.set_ms += target - self._offset_ms if self._offset_ms is not None else 0.0
            self._offset_ms, self._latest_ms = target, now_ms + target

    def _slew(self, now_ms: float) -> None:
        """Move towards the best measurement, as far as the time since the last move allows."""
        if self._offset_ms is not None and self._measurements:
            most = (now_ms - self._set_at_ms) * SLEW
            away = min(self._measurements).offset_ms - self._offset_ms
            self._offset_ms += min(max(away, -most), most)
        self._set_at_ms = now_ms
