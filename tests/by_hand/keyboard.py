"""Someone who times a race at the keyboard of a real terminal, while a second terminal shows the board."""

from __future__ import annotations

import os
import select
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from time import monotonic

from feeds.log import read
from race.fold.history import History
from race.messages import Gun, Message, Read
from tests.by_hand.acts import Act, What
from tests.patience import PATIENCE_S
from tests.tui.terminal import Terminal

KEYS: dict[What, str] = {
    "gun": "g",
    "tap": " ",
    "name": "{}\r",
    "undo": "u",
    "out": "x{}\r",
    "official": "oy\r",
}


class Keyboard:
    """Presses keys in a terminal that can be killed, when it is time to.

    Args:
        words: The command, and what it is given.
        path: The file that it keeps.
        environ: What is set for it.
        speed: How much faster than in the race.
    """

    def __init__(
        self,
        words: Sequence[str],
        path: Path,
        environ: dict[str, str],
        *,
        speed: float = 1,
    ) -> None:
        self._words, self._environ, self._speed = words, environ, speed
        self.path = path
        self.board: Terminal | None = None
        """Another terminal that shows the same race."""
        self.stamps_ms: list[float] = []
        """When the gun and each tap were pressed, in milliseconds since 1970."""
        self.kills = 0
        self.terminal = self._opened()
        self._begun_s = monotonic()

    def _opened(self) -> Terminal:
        terminal = Terminal(*self._words, environ=self._environ)
        try:
            terminal.until(lambda: terminal.screen.shows("leave"), "the keys")
        except BaseException:
            terminal.close()
            raise
        return terminal

    def wait(self, seconds: float) -> None:
        """Wait, and take what the terminals write meanwhile."""
        terminals = [self.terminal, *([self.board] if self.board is not None else [])]
        until_s = monotonic() + seconds
        while (left_s := until_s - monotonic()) > 0:
            for terminal in select.select(terminals, [], [], left_s)[0]:
                terminal.read(0)

    def until(self, holds: Callable[[], bool], what: str) -> None:
        """Wait until something is so. What is to be done after it is put off by as long."""
        begun_s = monotonic()
        while not holds():
            screens = [self.terminal.screen.lines, self.board.screen.lines if self.board else []]
            assert monotonic() - begun_s < PATIENCE_S, (what, *screens)
            self.wait(0.02)
        self._begun_s += monotonic() - begun_s

    def kill(self) -> None:
        """`kill -9`, once all that was pressed is on the screen; then it is started again."""
        begun_s = monotonic()
        self.terminal.close()
        self.kills += 1
        self.terminal = self._opened()
        self._begun_s += monotonic() - begun_s

    def press(self, act: Act) -> None:
        """Press the keys of something when it is time to."""
        self.wait(self._begun_s + act.ms / 1000 / self._speed - monotonic())
        keys = KEYS[act.what].format(act.text).encode()
        pressed_ms = time.time() * 1000
        self.terminal.type(keys)
        if act.what in ("gun", "tap"):
            self.stamps_ms.append(pressed_ms)

    def messages(self) -> list[Message]:
        """What is in the file."""
        return list(read(self.path).messages()) if os.path.getsize(self.path) else []

    def history(self) -> History:
        """What is in the file, as a race."""
        return History(self.messages())

    def begin(self) -> None:
        """From now on time is counted."""
        self._begun_s = monotonic()

    def errors_ms(self) -> list[float]:
        """By how much the stamps of the gun and the taps are later than the keys."""
        kept = [
            message.clock.utc_ms
            for message in self.messages()
            if isinstance(message, Gun | Read) and message.clock is not None and message.replaces is None
        ]
        return [stamp - pressed for stamp, pressed in zip(kept, self.stamps_ms, strict=True)]
