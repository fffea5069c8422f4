"""Which claims were doubted recently enough to be pointed out."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from replays.watching.recent_corrections import RECENT_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.doubted_claims import DoubtedClaim
    from replays.playhead import Clock, Playhead


class RecentDoubts:
    """When each claim that is not believed came to be doubted, live by a clock, recorded in race time."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._came: dict[int, float] = {}
        """By number in the log: seconds of the clock, or milliseconds of race time; minus infinity where the
        viewer joined later."""
        self._is_read = False
        self._jumps = 0
        self._clock_ms = 0

    def read_live(self, claims: Sequence[DoubtedClaim], backlog: int) -> list[DoubtedClaim]:
        """Those doubted in the last 10 s; none twice.

        What was doubted of the first `backlog` messages when they were first read was so before.
        """
        now_s = self._clock()
        for claim in claims:
            is_new = self._is_read or claim.number > backlog
            self._came.setdefault(claim.number, now_s if is_new else -math.inf)
        self._is_read = True
        return [claim for claim in claims if self._came[claim.number] > now_s - RECENT_S]

    def read_recorded(
        self, claims: Sequence[DoubtedClaim], clock_ms: int, playhead: Playhead
    ) -> list[DoubtedClaim]:
        """Those that the playhead saw doubted in the last 10 s of its speed (below 1x, of race time)."""
        plays_on = self._is_read and playhead.jumps == self._jumps

        def came_ms(claim: DoubtedClaim) -> int:
            is_of_before = plays_on and claim.when_ms <= self._clock_ms
            return clock_ms if is_of_before else claim.when_ms

        self._came = {
            c.number: self._came[c.number] if c.number in self._came else came_ms(c) for c in claims
        }
        self._is_read, self._jumps, self._clock_ms = True, playhead.jumps, clock_ms
        since_ms = clock_ms - RECENT_S * 1000 * max(playhead.speed, 1)
        return [claim for claim in claims if self._came[claim.number] > since_ms]
