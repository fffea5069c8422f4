"""The playhead of a live race: it follows the live edge of the race, and can be moved back from there."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from race.times import span_text
from replays.playhead import Clock, Playhead

LONGEST_DELAY_S = 600

AT_EDGE_MS = 100
"""A seek to less than this before the edge goes live."""

Edge = Callable[[int], int]
"""Returns the race time at the live edge, in milliseconds from the gun, for a delay in milliseconds."""


class LivePlayhead(Playhead):
    """A playhead whose end is the live edge, which moves by itself.

    Live, the position is that of the edge. Moved back or paused it is behind, and at more than 1x it catches
    up; when it reaches the edge it is live again, at 1x. It is never beyond the edge, and moves backwards by
    itself only where the edge does: when the delay is raised, or the clock of the race corrected.
    """

    def __init__(self, clock: Clock, edge: Edge) -> None:
        super().__init__(clock, 0)
        self._edge = edge
        self._delay_ms = 0
        self._is_live = True

    @property
    def end_ms(self) -> int:
        """The live edge: the race time now, less the delay."""
        return max(self._edge(self._delay_ms), 0)

    @property
    def playing(self) -> bool:
        """Whether the position moves, live or behind."""
        return self.live or self._anchor_s is not None

    @property
    def at_end(self) -> bool:
        """Whether it is live."""
        return self.live

    @property
    def live(self) -> bool:
        """Whether the position follows the live edge."""
        self._exact_ms()
        return self._is_live

    @property
    def behind_ms(self) -> int:
        """Race time from here to the live edge."""
        return 0 if self.live else super().behind_ms

    @property
    def delay_s(self) -> float:
        """By how much the edge is delayed, to keep in step with a television picture of the race."""
        return self._delay_ms / 1000

    def set_delay(self, delay_s: float) -> None:
        """Delay the edge by this many seconds, between 0 and 600."""
        self._delay_ms = round(min(max(delay_s, 0), LONGEST_DELAY_S) * 1000)
        self._exact_ms()

    def play(self) -> None:
        """Play from here; at the edge, go live."""
        if self.playing:
            return
        if self.behind_ms < AT_EDGE_MS:
            self.to_end()
        else:
            self._anchor_s = self._clock()

    def pause(self) -> None:
        """Stop here, and fall behind."""
        super().pause()
        self._is_live = False

    def seek(self, position_ms: float) -> None:
        """Go to a race time, playing on if it was playing; at the edge or beyond it, go live."""
        if position_ms > self.end_ms - AT_EDGE_MS:
            self.to_end()
        else:
            self._leave_edge()
            super().seek(position_ms)

    def to_end(self) -> None:
        """Go live, at 1x."""
        self._jumps += 1
        self._go_live()

    def step(self, times: Sequence[int], direction: int) -> bool:
        """Go to the next (1) or previous (-1) of some sorted race times; after the last, go live."""
        was_live = self.live
        if super().step(times, direction):
            return not (was_live and self.live)
        if direction > 0:
            self.to_end()
        return direction > 0 and not was_live

    def set_speed(self, speed: float) -> None:
        """Go on from here at this speed. Live it cannot be faster than 1x; slower, it falls behind."""
        if self.live and speed >= 1:
            return
        self._leave_edge()
        super().set_speed(speed)

    def describe(self) -> str:
        """What the playhead is doing, for the status line."""
        if self.live:
            return f"live, {self.delay_s:g} s delay" if self._delay_ms else "live"
        state = f"{self.speed:g}x" if self.playing else "paused"
        return f"{state}, behind by {span_text(self.behind_ms // 1000 * 1000)}"

    def _go_live(self) -> None:
        self._is_live, self._anchor_s, self._speed, self._repeated = True, None, 1.0, None

    def _leave_edge(self) -> None:
        """Play on from the same position, but no longer live."""
        if self.live:
            self._anchor_ms, self._anchor_s, self._is_live = self._exact_ms(), self._clock(), False

    def _exact_ms(self) -> float:
        """The position now. A paused position beyond an edge that moved back moves back with it, and stays.

        A position that would be beyond the edge has caught up, and is live again. A millisecond is allowed
        for, as the edge is in whole milliseconds.
        """
        end_ms = float(self.end_ms)
        if self._is_live:
            return end_ms
        if self._anchor_s is None:
            self._anchor_ms = min(self._anchor_ms, end_ms)
            return self._anchor_ms
        reached_ms = self._moved_to_ms(self._anchor_s)
        if reached_ms > end_ms + 1:
            self._go_live()
        return min(reached_ms, end_ms)
