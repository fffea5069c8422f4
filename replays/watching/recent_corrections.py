"""Which corrections are recent enough to be pointed out."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING

from race.corrections.corrections import Correction, corrections

if TYPE_CHECKING:
    from race.fold.history import History
    from replays.playhead import Clock

RECENT_S = 10
"""A correction is recent for so long."""


class RecentCorrections:
    """The corrections of a log that may grow, and when each came, by a clock."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._read: tuple[History, int] | None = None
        """The history read last, and its length then: the corrections are worked out again only when it has
        grown, which saves up to 1 ms a frame."""
        self._corrections: list[Correction] = []
        self._came_s: dict[tuple[int, int], float] = {}
        """When each came, by its numbers in the log; minus infinity where the viewer joined later."""

    def read(self, history: History, backlog: int) -> list[Correction]:
        """All corrections. Those known by the first `backlog` messages were there when the viewer joined."""
        length = len(history.messages)
        if self._read is None or self._read[0] is not history or self._read[1] != length:
            self._read = history, length
            self._corrections = corrections(history)
            now_s = self._clock()
            for correction in self._corrections:
                came_s = now_s if correction.known_by > backlog else -math.inf
                self._came_s.setdefault((correction.number, correction.known_by), came_s)
        return self._corrections

    def recent_by_arrival(self, listed: Iterable[Correction]) -> list[Correction]:
        """Those that came in the last 10 s."""
        since_s = self._clock() - RECENT_S
        return [c for c in listed if self._came_s[c.number, c.known_by] > since_s]

    def recent_by_race_time(
        self, listed: Iterable[Correction], clock_ms: int, speed: float
    ) -> list[Correction]:
        """Those that the playhead passed in the last 10 s, at a speed (below 1x, in 10 s of race time)."""
        since_ms = clock_ms - RECENT_S * 1000 * max(speed, 1)
        return [c for c in listed if c.when_ms > since_ms]
