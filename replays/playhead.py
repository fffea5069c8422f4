"""The playhead: which race time the screen shows, and how fast it moves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)

GRACE_MS = 1000
"""A step back while playing passes over what was reached less than this ago, in time on the wall."""

Clock = Callable[[], float]
"""Seconds that only ever grow, such as `time.monotonic`."""


class Playhead:
    """A position in race time, in milliseconds from the gun, that moves with a clock handed to it.

    It reads the clock and counts no ticks, so it never drifts. It stays between `start_ms` and
    `end_ms`, and rests at the end.
    """

    def __init__(self, clock: Clock, end_ms: int, *, start_ms: int = 0, speed: float = 1.0) -> None:
        self._clock = clock
        self._start_ms = start_ms
        self._last_ms = end_ms
        self._anchor_ms = float(start_ms)
        self._anchor_s: float | None = None
        self._speed = speed
        self._jumps = 0

    @property
    def position_ms(self) -> int:
        """Where the playhead is now."""
        return int(self._exact_ms())

    @property
    def start_ms(self) -> int:
        """The first race time."""
        return self._start_ms

    @property
    def end_ms(self) -> int:
        """The last race time."""
        return self._last_ms

    @property
    def speed(self) -> float:
        """Race time per time on the wall."""
        return self._speed

    @property
    def playing(self) -> bool:
        """Whether it moves; at the end it does not."""
        return self._anchor_s is not None and not self.at_end

    @property
    def at_end(self) -> bool:
        """Whether everything has been shown."""
        return self._exact_ms() >= self.end_ms

    @property
    def jumps(self) -> int:
        """How often it went somewhere else than where time took it."""
        return self._jumps

    @property
    def live(self) -> bool:
        """Whether it rides at the end of a race that is going on."""
        return False

    @property
    def behind_ms(self) -> int:
        """Race time from here to the end."""
        return max(self.end_ms - self.position_ms, 0)

    @property
    def delay_s(self) -> float:
        """How late the end of a live race is shown, to keep in step with a picture of it."""
        return 0.0

    def set_delay(self, delay_s: float) -> None:
        """Show the end later or sooner; a recorded race has no picture to keep in step with."""

    def describe(self) -> str:
        """What the playhead is doing, in words."""
        if self.at_end:
            return "finished"
        return f"{'playing' if self.playing else 'paused'} {self.speed:g}x"

    def play(self) -> None:
        """Move on from here; from the end, begin again."""
        if self.at_end:
            self.seek(self._start_ms)
        if self._anchor_s is None:
            self._anchor_s = self._clock()

    def pause(self) -> None:
        """Stand still."""
        self._anchor_ms = self._exact_ms()
        self._anchor_s = None

    def toggle(self) -> None:
        """Pause or play."""
        if self.playing:
            self.pause()
        else:
            self.play()

    def seek(self, position_ms: float) -> None:
        """Go to a race time, playing on if it was playing."""
        self._jumps += 1
        self._go_on_from(position_ms)

    def to_end(self) -> None:
        """Go to the end; in a live race, ride there."""
        self.seek(self.end_ms)

    def step(self, stops: Sequence[int], direction: int) -> bool:
        """Go to the next (1) or previous (-1) of some sorted race times; False if there is none."""
        now = self.position_ms
        if direction > 0:
            index = bisect_right(stops, now)
        else:
            grace = GRACE_MS * self._speed if self.playing else 0
            index = bisect_left(stops, now - grace) - 1
        if not 0 <= index < len(stops):
            return False
        self.seek(stops[index])
        return True

    def change_speed(self, steps: int) -> None:
        """Faster or slower by that many of the speeds on offer."""
        index = bisect_left(SPEEDS, self._speed) + steps
        self.set_speed(SPEEDS[min(max(index, 0), len(SPEEDS) - 1)])

    def set_speed(self, speed: float) -> None:
        """Go on at this speed from where it is."""
        self._go_on_from(self._exact_ms())
        self._speed = min(max(speed, SPEEDS[0]), SPEEDS[-1])

    def _go_on_from(self, position_ms: float) -> None:
        """Be there, moving if it was."""
        self._anchor_ms = min(max(float(position_ms), self._start_ms), self.end_ms)
        self._anchor_s = self._clock() if self._anchor_s is not None else None

    def _exact_ms(self) -> float:
        if self._anchor_s is None:
            return self._anchor_ms
        return min(self._moved_to_ms(self._anchor_s), self.end_ms)

    def _moved_to_ms(self, since_s: float) -> float:
        """Where it would be by now if the race had no end."""
        return self._anchor_ms + max((self._clock() - since_s) * 1000 * self._speed, 0.0)
