"""`lapbell` in a real terminal: keys go in, what is written is read back, and what stands on the screen."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from time import monotonic
from types import MappingProxyType

import pytest

from tests.patience import PATIENCE_S
from tests.tui.run_lapbell import ROOT, RUN
from tests.tui.terminal_screen import TerminalScreen

pty = pytest.importorskip("pty")
termios = pytest.importorskip("termios")


ENTERED = b"\x1b[?1049h"
LEFT = b"\x1b[?1049l"
CURSOR_SHOWN = b"\x1b[?25h"


class Terminal:
    """A terminal in which `lapbell` runs, 80 by 24 unless it says otherwise."""

    def __init__(
        self,
        *arguments: str,
        size: tuple[int, int] = (80, 24),
        environ: Mapping[str, str] = MappingProxyType({}),
        code: str = RUN,
        can_stop: bool = False,
    ) -> None:
        """With `can_stop`, ctrl+z stops it: a session of its own would have no shell to go to."""
        self._ours: int
        self._ours, theirs = pty.openpty()
        termios.tcsetwinsize(theirs, size[::-1])
        self.before = termios.tcgetattr(theirs)
        self.written = b""
        self.screen = TerminalScreen(*size)
        """What stands on it."""
        self.process = subprocess.Popen(
            [sys.executable, "-c", code, *arguments],
            stdin=theirs,
            stdout=theirs,
            stderr=theirs,
            start_new_session=not can_stop,
            process_group=0 if can_stop else None,
            env={
                **os.environ,
                "PYTHONPATH": str(ROOT),
                "TERM": "xterm-256color",
                "COLORTERM": "truecolor",
                # Those of the terminal in which the tests run, or of what runs them, would count before it.
                "COLUMNS": str(size[0]),
                "LINES": str(size[1]),
                **environ,
            },
        )
        self._theirs = theirs

    def fileno(self) -> int:
        """What can be waited for until there is something to read."""
        return self._ours

    def read(self, seconds: float) -> bytes:
        """What is written within some seconds; nothing if nothing is."""
        if not select.select([self._ours], [], [], seconds)[0]:
            return b""
        piece = os.read(self._ours, 65536)
        self.written += piece
        self.screen.write(piece)
        return piece

    def until(self, condition: Callable[[], bool], what: str) -> None:
        """Read until something is so."""
        deadline = monotonic() + PATIENCE_S
        while not condition():
            assert monotonic() < deadline, f"never came: {what}\n{self.written[-600:]!r}"
            self.read(0.05)

    def see(self, text: str) -> None:
        """Wait until a text stands on the screen, or has been written since something was typed."""
        self.until(lambda: text.encode() in self.written or self.screen.shows(text), text)

    def type(self, keys: bytes) -> None:
        """Press keys, and forget what was written before."""
        self.written = b""
        os.write(self._ours, keys)

    def resize(self, size: tuple[int, int]) -> None:
        """Give the terminal another size, and say so to the program."""
        termios.tcsetwinsize(self._theirs, size[::-1])
        self.process.send_signal(signal.SIGWINCH)

    def fall_silent(self) -> None:
        """Wait for a second in which nothing is written."""
        deadline = monotonic() + PATIENCE_S
        while self.read(1.0):
            assert monotonic() < deadline, f"never silent\n{self.written[-600:]!r}"

    def leave(self) -> int:
        """Wait for the end; returns the exit code."""
        self.until(lambda: self.process.poll() is not None, "the end")
        while self.read(0.05):
            pass
        return self.process.returncode

    def is_restored(self) -> bool:
        """Whether the terminal is as it was: its own screen, its cursor, its settings."""
        entered, left = self.written.rfind(ENTERED), self.written.rfind(LEFT)
        settings: list[object] = termios.tcgetattr(self._theirs)
        return left > entered and self.written.rfind(CURSOR_SHOWN) > entered and settings == self.before

    def vanish(self) -> None:
        """Take the terminal away, as when the window is closed; a program of no session hears no signal."""
        os.close(self._ours)
        os.close(self._theirs)
        self._ours = self._theirs = -1

    def close(self) -> None:
        """End the program if it still runs, with `kill -9`."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
            self.process.wait()
        if self._ours >= 0:
            os.close(self._ours)
            os.close(self._theirs)
