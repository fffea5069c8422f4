"""When the screen is painted: at once after a pause, at a limited rate in a burst, never without need."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.widget import Widget

FRAMES_A_SECOND = 50

MOST_WAITING = 1
"""The most frames waiting for a slow terminal at which the next is still painted."""


class RepaintPacing:
    """Calls `paint` for requests: the first at once, in a burst at most `fps` times a second."""

    def __init__(self, owner: Widget, paint: Callable[[], None], fps: int = FRAMES_A_SECOND) -> None:
        self._owner = owner
        self._paint = paint
        self._period_s = 1 / fps
        self.painted_s = 0.0
        """When it painted last, by `time.monotonic`."""
        self._due_s = 0.0
        self._timer: Timer | None = None

    @property
    def due_s(self) -> float | None:
        """When the next paint is due, by `time.monotonic`; None where nothing is to be painted."""
        return self._due_s if self._timer is not None else None

    def request(self, delay_s: float = 0.0) -> None:
        """Paint in `delay_s` seconds, or as soon after that as the rate allows.

        An owner without a size is not painted: it asks again when it gets one.
        """
        if not self._owner.size:
            return
        now = monotonic()
        due = max(now + delay_s, self.painted_s + self._period_s)
        if self._timer is not None:
            if self._due_s <= due:
                return
            self._timer.stop()
        self._due_s = due
        if due <= now:
            self._flush()
        else:
            self._timer = self._owner.set_timer(due - now, self._flush)

    def paint_now(self) -> None:
        """Paint, in place of whatever was requested."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
        self.painted_s = monotonic()
        self._paint()

    def _flush(self) -> None:
        self._timer = None
        self.painted_s = monotonic()
        if terminal_backlog(self._owner) > MOST_WAITING:
            self.request()
        else:
            self._paint()


def terminal_backlog(owner: Widget) -> int:
    """Frames that the terminal has not taken yet; 0 where that is not known.

    Only private attributes of Textual tell. Without them a slow terminal (ssh) would show a race ever later.
    """
    driver = getattr(owner.app, "_driver", None)
    writer = getattr(driver, "_writer_thread", None)
    queue = getattr(writer, "_queue", None)
    return int(queue.qsize()) if queue is not None else 0
