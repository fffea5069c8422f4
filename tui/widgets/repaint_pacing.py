"""How often the screen is painted: at once after silence, seldom in a burst, never for nothing."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic

from textual.timer import Timer
from textual.widget import Widget

FRAMES_A_SECOND = 50

MOST_WAITING = 1
"""Frames that may wait for a slow terminal before a paint is put off."""


class RepaintPacing:
    """Paints for its owner: the first request at once, a burst at most so many times a second."""

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
        """Something changed, or will in `delay_s` seconds: paint then, or as soon after as may be.

        An owner that has no size yet asks again when it has one.
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
    """Frames that the terminal has not taken yet.

    Textual's writer thread has no public measure of this; where it is not found the answer is 0.
    """
    driver = getattr(owner.app, "_driver", None)
    writer = getattr(driver, "_writer_thread", None)
    queue = getattr(writer, "_queue", None)
    return int(queue.qsize()) if queue is not None else 0
