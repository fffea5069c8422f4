"""The playhead of a live race: it rides at the edge of what happens, and can be pulled back."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from replays.playhead import Clock, Playhead

LONGEST_DELAY_S = 600

AT_EDGE_MS = 100
"""Whoever wants to be less than this behind wants to be live."""

Edge = Callable[[int], int]
"""Race time at the edge, in milliseconds from the gun, as a picture shows it that comes some ms late."""


class LivePlayhead(Playhead):
    """A playhead whose end moves by itself.

    Riding, it is at the edge. Pulled back or paused it is behind, and catches up at more than 1x; at the
    edge it rides again, at 1x. It is never beyond the edge, and runs backwards only if the edge does:
    when the delay is raised, or the clock of the race corrected.
    """

    def __init__(self, clock: Clock, edge: Edge) -> None:
        super().__init__(clock, 0)
        self._edge = edge
        self._delay_ms = 0
        self._riding = True

    @property
    def end_ms(self) -> int:
        """The edge: the race time now, less the delay."""
        return max(self._edge(self._delay_ms), self.start_ms)

    @property
    def playing(self) -> bool:
        """Whether it moves on, riding or behind."""
        return self.live or self._anchor_s is not None

    @property
    def at_end(self) -> bool:
        """Whether it is at the edge, and stays there."""
        return self.live

    @property
    def live(self) -> bool:
        """Whether it rides at the edge."""
        self._exact_ms()
        return self._riding

    @property
    def behind_ms(self) -> int:
        """Race time from here to the edge."""
        return 0 if self.live else super().behind_ms

    @property
    def delay_s(self) -> float:
        """How late the edge is shown, to keep in step with a picture of the race."""
        return self._delay_ms / 1000

    def set_delay(self, delay_s: float) -> None:
        """Show the edge so much later than it is, between 0 and 600 seconds."""
        self._delay_ms = round(min(max(delay_s, 0), LONGEST_DELAY_S) * 1000)
        self._exact_ms()

    def play(self) -> None:
        """Move on from here; at the edge, ride."""
        if self.playing:
            return
        if self.behind_ms < AT_EDGE_MS:
            self.to_end()
        else:
            self._anchor_s = self._clock()

    def pause(self) -> None:
        """Stand still, and fall behind."""
        super().pause()
        self._riding = False

    def seek(self, position_ms: float) -> None:
        """Go to a race time, playing on if it was playing; to the edge or beyond it, ride."""
        if position_ms > self.end_ms - AT_EDGE_MS:
            self.to_end()
        else:
            self._leave_edge()
            super().seek(position_ms)

    def to_end(self) -> None:
        """Go to the edge and ride, at 1x."""
        self._jumps += 1
        self._ride()

    def _ride(self) -> None:
        self._riding, self._anchor_s, self._speed = True, None, 1.0

    def step(self, stops: Sequence[int], direction: int) -> bool:
        """Go to the next (1) or previous (-1) of some sorted race times; beyond the last, ride."""
        was_live = self.live
        if super().step(stops, direction):
            return not (was_live and self.live)
        if direction > 0:
            self.to_end()
        return direction > 0 and not was_live

    def set_speed(self, speed: float) -> None:
        """Go on at this speed from where it is; what rides cannot be faster, but falls behind if slower."""
        if self.live and speed >= 1:
            return
        self._leave_edge()
        super().set_speed(speed)

    def describe(self) -> str:
        """What the playhead is doing, in words."""
        if self.live:
            return f"live, {self.delay_s:g} s delay" if self._delay_ms else "live"
        doing = f"{self.speed:g}x" if self.playing else "paused"
        return f"{doing}, behind by {_span(self.behind_ms)}"

    def _leave_edge(self) -> None:
        """Be where it is, but not riding."""
        if self.live:
            self._anchor_ms, self._anchor_s, self._riding = self._exact_ms(), self._clock(), False

    def _exact_ms(self) -> float:
        """Where it is now. What stands stays where the edge put it back.

        Whoever would be beyond the edge has caught up and rides; a millisecond more or less is in its
        rounding.
        """
        end_ms = float(self.end_ms)
        if self._riding:
            return end_ms
        if self._anchor_s is None:
            self._anchor_ms = min(self._anchor_ms, end_ms)
            return self._anchor_ms
        reached_ms = self._moved_to_ms(self._anchor_s)
        if reached_ms > end_ms + 1:
            self._ride()
        return min(reached_ms, end_ms)


def _span(ms: int) -> str:
    seconds = ms // 1000
    return f"{seconds} s" if seconds < 60 else f"{seconds // 60}:{seconds % 60:02}"
