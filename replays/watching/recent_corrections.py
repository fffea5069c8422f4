"""Which corrections are news."""

from __future__ import annotations

import math
from collections.abc import Iterable

from race.corrections.corrections import Correction, corrections
from race.fold.history import History
from replays.playhead import Clock

FRESH_S = 10
"""A correction is news for so long."""


class RecentCorrections:
    """The corrections of a log that may grow, and when each was first seen, by a clock handed in."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._read: tuple[History, int] | None = None
        self._found: list[Correction] = []
        self._came_s: dict[tuple[int, int], float] = {}
        """By the numbers of the correction in the log."""

    def read(self, history: History, joined: int) -> list[Correction]:
        """All of them. Those among the first `joined` messages of the log were there already."""
        length = len(history.messages)
        if self._read is None or self._read[0] is not history or self._read[1] != length:
            self._read = history, length
            self._found = corrections(history)
            now_s = self._clock()
            for found in self._found:
                came_s = now_s if found.known_by > joined else -math.inf
                self._came_s.setdefault((found.number, found.known_by), came_s)
        return self._found

    def recent_by_arrival(self, listed: Iterable[Correction]) -> list[Correction]:
        """Those that came a short while ago."""
        since_s = self._clock() - FRESH_S
        return [found for found in listed if self._came_s[found.number, found.known_by] > since_s]

    def recent_by_race_time(
        self, listed: Iterable[Correction], clock_ms: int, speed: float
    ) -> list[Correction]:
        """Those that were known a short while before a race time, at a speed."""
        since_ms = clock_ms - FRESH_S * 1000 * max(speed, 1)
        return [found for found in listed if found.when_ms > since_ms]
