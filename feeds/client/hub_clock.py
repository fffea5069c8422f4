"""The time: a hub's own, and as a viewer reads it over a network that takes its time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from time import monotonic, time
from typing import NamedTuple

KEPT = 8
"""Answers that are remembered: the quickest of them says how far the clocks are apart."""

SLEW = 0.05
"""How fast a small difference is made up for: 50 ms a second."""

STEP_MS = 1000.0
"""A larger difference is no drift; the clock is set anew."""


class OwnClock:
    """This computer's time in UTC, read from the wall once; setting the wall's clock does not move it."""

    def __init__(self, seconds: Callable[[], float] = monotonic, wall: Callable[[], float] = time) -> None:
        self._seconds = seconds
        self._started_ms = (wall() - seconds()) * 1000

    def now_ms(self) -> int:
        """Milliseconds since 1970."""
        return int(self._started_ms + self._seconds() * 1000)


class Answer(NamedTuple):
    """What one question to the hub taught."""

    round_trip_ms: float
    """The offset is wrong by half of it at most."""
    offset_ms: float
    """The hub's clock less ours."""


class HubClock:
    """Tells the hub's time in milliseconds since 1970, UTC; counts on a clock that only ever grows.

    Four times make an answer, as in NTP (RFC 5905, section 8): asked and answered by our clock, heard
    and said by the hub's. The error is at most half the difference between the way there and the way back.
    """

    def __init__(self, seconds: Callable[[], float] = monotonic) -> None:
        self._seconds = seconds
        self._answers: deque[Answer] = deque(maxlen=KEPT)
        self._offset_ms: float | None = None
        self._set_at_ms = 0.0
        self._latest_ms = 0.0

    @property
    def own_ms(self) -> int:
        """Our own clock, to be sent with a question."""
        return int(self._seconds() * 1000)

    def forget(self) -> None:
        """Another hub answers, or the same one after a while: what it said before counts no more."""
        self._answers.clear()

    def hear(self, hub_ms: int) -> None:
        """The hub says what time it is, unasked: better than nothing until it answers."""
        self._learn(Answer(float("inf"), hub_ms - self._seconds() * 1000))

    def learn(self, asked_ms: float, heard_ms: float, said_ms: float) -> None:
        """The hub answers a question that was asked at a time of our clock."""
        answered_ms = self._seconds() * 1000
        away_ms = max(answered_ms - asked_ms - (said_ms - heard_ms), 0.0)
        self._learn(Answer(away_ms, ((heard_ms - asked_ms) + (said_ms - answered_ms)) / 2))

    def now_ms(self) -> int:
        """The hub's time; 0 before anything is known of it. It goes back only where that clock was set."""
        if self._offset_ms is None:
            return 0
        now_ms = self._seconds() * 1000
        self._slew(now_ms)
        self._latest_ms = max(self._latest_ms, now_ms + self._offset_ms)
        return int(self._latest_ms)

    def _learn(self, answer: Answer) -> None:
        now_ms = self._seconds() * 1000
        self._slew(now_ms)
        self._answers.append(answer)
        target = min(self._answers).offset_ms
        if self._offset_ms is None or abs(target - self._offset_ms) > STEP_MS:
            self._offset_ms, self._latest_ms = target, now_ms + target

    def _slew(self, now_ms: float) -> None:
        """Move towards the best answer, as far as the time since the last move allows."""
        if self._offset_ms is not None and self._answers:
            most = (now_ms - self._set_at_ms) * SLEW
            away = min(self._answers).offset_ms - self._offset_ms
            self._offset_ms += min(max(away, -most), most)
        self._set_at_ms = now_ms
