"""When the screen is painted: at once after a pause, at a limited rate in a burst, never without need."""

from __future__ import annotations

from asyncio import TimerHandle, get_running_loop
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from textual.widget import Widget

FRAMES_A_SECOND = 50
"""The most paints a second, as while a key is held down."""

RUSH_A_SECOND = 11
"""The most in a race that is in motion: a little more than the tenths of a second that its clock shows."""

AT_ONCE = 3
"""So many changes of a race are painted at once after a pause; those that follow, at the rate of a rush."""

LONE_S = 0.25
"""A change that comes so long after the one before is no part of a rush."""

MOST_WAITING = 1
"""The most frames waiting for a slow terminal at which the next is still painted."""

Cause = Literal["viewer", "race", "clock"]
"""Why the screen is painted. What the viewer does is shown at once, the clock if nothing else was lately."""


def set_alarm(owner: Widget, delay_s: float, ring: Callable[[], None]) -> TimerHandle:
    """Call `ring` among the messages of `owner`, once, in `delay_s` seconds or as soon after that as it can.

    Textual's own timer never rings where its time has passed before it began to wait, as with a delay of
    microseconds, or of milliseconds on a busy machine: `Timer._run` takes that for a turn to leave out.
    """
    return get_running_loop().call_later(delay_s, owner.call_next, ring)


class RepaintPacing:
    """Calls `paint` for requests: the first at once, in a burst at a limited rate."""

    def __init__(
        self,
        owner: Widget,
        paint: Callable[[], None],
        fps: int = FRAMES_A_SECOND,
        alarm: Callable[[Widget, float, Callable[[], None]], TimerHandle] = set_alarm,
    ) -> None:
        """Paints at most `fps` times a second, and in a rush `RUSH_A_SECOND` times."""
        self._owner = owner
        self._set_alarm = alarm
        self._paint = paint
        self._period_s = 1 / fps
        self._rush_s = 1 / RUSH_A_SECOND
        self.painted_s = 0.0
        """When it painted last, by `time.monotonic`."""
        self._answered_s = 0.0
        """When it painted last for anything but the clock."""
        self._raced_s = 0.0
        """When the change of a race was asked for that it painted last: it may have waited for a rush."""
        self._rested_s = 0.0
        """When `AT_ONCE` changes can be painted at once again."""
        self._asked_s = 0.0
        """For when the paint that is due was asked for, whatever the rate allows."""
        self._due_s = 0.0
        self._cause: Cause = "viewer"
        """Of the paint that is due."""
        self._alarm: TimerHandle | None = None

    @property
    def due_s(self) -> float | None:
        """When the next paint is due, by `time.monotonic`; None where nothing is to be painted."""
        return self._due_s if self._alarm is not None else None

    @property
    def is_behind(self) -> bool:
        """Whether the terminal has yet to take frames that were written before."""
        return terminal_backlog(self._owner) > MOST_WAITING

    def request(self, delay_s: float = 0.0, cause: Cause = "viewer") -> None:
        """Paint in `delay_s` seconds, or as soon after that as the rate for its cause allows.

        An owner without a size is not painted: it asks again when it gets one.
        """
        if not self._owner.size:
            return
        now = monotonic()
        due = max(now + delay_s, self._soonest_s(cause))
        if self._alarm is not None:
            if self._due_s <= due:
                return
            self._alarm.cancel()
        self._asked_s, self._due_s, self._cause = now + delay_s, due, cause
        if due <= now:
            self._flush()
        else:
            self._alarm = self._set_alarm(self._owner, due - now, self._flush)

    def _soonest_s(self, cause: Cause) -> float:
        if cause == "clock":
            return self.painted_s + self._rush_s
        soonest_s = self._answered_s + self._period_s
        if cause == "viewer":
            return soonest_s
        in_rush_s = min(self._rested_s - (AT_ONCE - 1) * self._rush_s, self._raced_s + LONE_S)
        return max(soonest_s, in_rush_s)

    def paint_now(self) -> None:
        """Paint, in place of whatever was requested."""
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        self.painted_s = now = monotonic()
        if self._cause != "clock":
            self._answered_s = now
        if self._cause == "race":
            self._raced_s = self._asked_s
        if self._cause != "viewer":
            self._rested_s = min(max(self._rested_s, now) + self._rush_s, now + AT_ONCE * self._rush_s)
        self._cause = "viewer"
        self._paint()

    def _flush(self) -> None:
        self._alarm = None
        if self.is_behind:
            self._answered_s = monotonic()
            self.request()
        else:
            self.paint_now()


def terminal_backlog(owner: Widget) -> int:
    """Frames that the terminal has not taken yet; 0 where that is not known.

    Only private attributes of Textual tell. Without them a slow terminal (ssh) would show a race ever later.
    """
    driver = getattr(owner.app, "_driver", None)
    writer = getattr(driver, "_writer_thread", None)
    queue = getattr(writer, "_queue", None)
    return int(queue.qsize()) if queue is not None else 0
