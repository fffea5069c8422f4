"""The playhead: which race time the screen shows, and how fast it moves."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence

SPEEDS = (0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0)

SHORTEST_REPEATED_MS = 1000
"""The shortest stretch that can be repeated."""

GRACE_MS = 1000
"""A step back while playing skips a point that was passed less than this ago, in wall-clock time."""

Clock = Callable[[], float]
"""Returns seconds that never decrease, such as `time.monotonic`."""


class Playhead:
    """A position in race time, in milliseconds from the gun, that moves with a clock.

    The position is worked out from the clock and not counted in ticks, so it never drifts. It stays between
    the gun and `end_ms`, and stops at the end.
    """

    def __init__(self, clock: Clock, end_ms: int, *, speed: float = 1.0) -> None:
        self._clock = clock
        self._last_ms = end_ms
        self._anchor_ms = 0.0
        self._anchor_s: float | None = None
        self._speed = speed
        self._jumps = 0
        self._repeated: tuple[int, int] | None = None

    @property
    def position_ms(self) -> int:
        """The race time shown now."""
        return int(self._exact_ms())

    @property
    def end_ms(self) -> int:
        """The last race time."""
        return self._last_ms

    @property
    def speed(self) -> float:
        """Race time per wall-clock time."""
        return self._speed

    @property
    def playing(self) -> bool:
        """Whether the position moves; at the end it does not."""
        return self._anchor_s is not None and not self.at_end

    @property
    def at_end(self) -> bool:
        """Whether the end has been reached."""
        return self._exact_ms() >= self.end_ms

    @property
    def jumps(self) -> int:
        """How many times the position was moved other than by time passing."""
        return self._jumps

    @property
    def live(self) -> bool:
        """Whether the position follows the end of a race that is being run."""
        return False

    @property
    def behind_ms(self) -> int:
        """Race time from here to the end."""
        return max(self.end_ms - self.position_ms, 0)

    @property
    def delay_s(self) -> float:
        """By how much a live race is delayed, to keep in step with a television picture of it."""
        return 0.0

    def set_delay(self, delay_s: float) -> None:
        """Set the delay of a live race; a recorded race has none."""

    def describe(self) -> str:
        """What the playhead is doing, for the status line."""
        if self.at_end:
            return "finished"
        return f"{'playing' if self.playing else 'paused'} {self.speed:g}x"

    def play(self) -> None:
        """Play from here; from the end, start again at the beginning."""
        if self.at_end:
            self.seek(0)
        if self._anchor_s is None:
            self._anchor_s = self._clock()

    @property
    def repeated(self) -> tuple[int, int] | None:
        """The start and the end of the stretch that is played again and again, in race time."""
        return self._repeated

    def repeat(self, from_ms: int, to_ms: int) -> None:
        """Play a stretch of at least a second again and again, until the position is moved out of it."""
        self.seek(from_ms)
        self._repeated = from_ms, to_ms
        self.play()

    def stop_repeating(self) -> None:
        """Play on past the end of the stretch."""
        self._go_on_from(self._exact_ms())
        self._repeated = None

    def pause(self) -> None:
        """Stop here."""
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
        """Go to the end; in a live race, follow it from then on."""
        self.seek(self.end_ms)

    def step(self, times: Sequence[int], direction: int) -> bool:
        """Go to the next (1) or previous (-1) of some sorted race times; False if there is none."""
        now = self.position_ms
        if direction > 0:
            index = bisect_right(times, now)
        else:
            grace = GRACE_MS * self._speed if self.playing else 0
            index = bisect_left(times, now - grace) - 1
        if not 0 <= index < len(times):
            return False
        self.seek(times[index])
        return True

    def change_speed(self, steps: int) -> None:
        """Go that many steps up (positive) or down in `SPEEDS`."""
        index = bisect_left(SPEEDS, self._speed) + steps
        self.set_speed(SPEEDS[min(max(index, 0), len(SPEEDS) - 1)])

    def set_speed(self, speed: float) -> None:
        """Go on from here at this speed, between 0.25 and 64."""
        self._go_on_from(self._exact_ms())
        self._speed = min(max(speed, SPEEDS[0]), SPEEDS[-1])

    def _go_on_from(self, position_ms: float) -> None:
        """Move to a race time, and go on playing if it was playing."""
        if self._repeated is not None and not self._repeated[0] <= position_ms < self._repeated[1]:
            self._repeated = None
        self._anchor_ms = min(max(float(position_ms), 0.0), self.end_ms)
        self._anchor_s = self._clock() if self._anchor_s is not None else None

    def _exact_ms(self) -> float:
        if self._anchor_s is None:
            return self._anchor_ms
        return min(self._moved_to_ms(self._anchor_s), self.end_ms)

    def _moved_to_ms(self, since_s: float) -> float:
        """The position now if the race had no end."""
        now_s = self._clock()
        moved_ms = self._anchor_ms + max((now_s - since_s) * 1000 * self._speed, 0.0)
        if self._repeated is None or moved_ms < self._repeated[1]:
            return moved_ms
        from_ms, to_ms = self._repeated
        self._anchor_ms, self._anchor_s = from_ms + (moved_ms - from_ms) % (to_ms - from_ms), now_s
        self._jumps += 1
        return self._anchor_ms
