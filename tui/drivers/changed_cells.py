"""A driver that writes the cells that change, and nothing of what stands on the terminal already.

Textual writes the whole line of a pane with every change of it, each text with its colours and a reset. A
race in motion is then 85 to 300 KiB a second at 200x50, more than a slow line takes.
"""

from __future__ import annotations

from threading import RLock
from typing import TYPE_CHECKING, Any

from tui.drivers.shown_cells import ShownCells

if TYPE_CHECKING:
    from textual.driver import Driver
    from textual.drivers.linux_driver import LinuxDriver

    # In fact whichever driver there is for the platform.
    Platform = LinuxDriver
else:
    Platform = object

BEGIN, END = "\x1b[?2026h", "\x1b[?2026l"
"""Around a frame, where the terminal draws what is between them at once."""


class ChangedCells(Platform):
    """What a driver of a platform is given to write, reduced to what changes."""

    def __init__(self, *arguments: Any, **settings: Any) -> None:
        self._shown = ShownCells()
        self._frame: list[str] | None = None
        """What has been written since a frame began."""
        # The thread that reads keys writes too; so does a signal that suspends the program, in between.
        self._lock = RLock()
        super().__init__(*arguments, **settings)

    def write(self, data: str) -> None:
        """Write what changes; of a frame in which nothing does, nothing."""
        with self._lock:
            if data == BEGIN:
                self.flush()
                self._frame = []
            elif data == END and self._frame is not None:
                frame = "".join(self._frame)
                self._frame = None
                self._hand_on(BEGIN + frame + END if frame else "")
            elif self._frame is not None:
                self._frame.append(self._shown.changes(data))
            else:
                self._hand_on(self._shown.changes(data))

    def flush(self) -> None:
        """Write what was held back, as at the end of the program."""
        with self._lock:
            held, self._frame = self._frame, None
            self._hand_on("".join(held or ()))
            super().flush()

    def write_anew(self) -> None:
        """Rely on nothing that stands on the terminal, as after it was resized."""
        with self._lock:
            self._shown.forget()

    def _hand_on(self, text: str) -> None:
        if text:
            super().write(text)


def with_changed_cells(driver: type[Driver]) -> type[Driver]:
    """The driver of a platform, that writes changed cells only."""
    return type(driver.__name__, (ChangedCells, driver), {})
