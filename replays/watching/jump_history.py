"""Where the playhead was before each jump, to go back there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from replays.playhead import Clock, Playhead

ONE_RUN_S = 1.0
"""The same jump again within so long belongs to the one before, as when a key is held."""

MOST = 100
"""Jumps that are remembered."""


class Place(NamedTuple):
    """Where the playhead was."""

    position_ms: int
    live: bool


class JumpHistory:
    """The jumps of one race, the last of which can be undone first."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._places: list[Place] = []
        self._last: object = None
        self._last_s = -ONE_RUN_S

    def note(self, playhead: Playhead, jump: object) -> None:
        """Remember where the playhead is; `jump` says which jump it is about to make."""
        now_s = self._clock()
        if jump != self._last or now_s - self._last_s >= ONE_RUN_S:
            self._places.append(Place(playhead.position_ms, playhead.live))
            del self._places[:-MOST]
        self._last, self._last_s = jump, now_s

    def go_back(self, playhead: Playhead) -> bool:
        """Go to where the playhead was before the last jump, live if it was; False if there was none."""
        self._last = None
        if not self._places:
            return False
        place = self._places.pop()
        if place.live:
            playhead.to_end()
        else:
            playhead.seek(place.position_ms)
        return True
