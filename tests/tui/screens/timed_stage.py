"""A race timed on the screen, by keys that are pressed at known times."""

from __future__ import annotations

import os
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TypeVar

from textual import events

from feeds.log import read
from feeds.timing.timing_clock import TimingClock
from feeds.timing.timing_file import TimingFile
from feeds.timing.timing_session import TimingSession
from race.edits.edit import Timekeeper
from race.fold.history import History
from race.messages import Message, StartList
from tests.patience import PATIENCE_S
from tests.race.edits.timed_race import GUN_CLOCK
from tests.tui.app_on_stage import Stage
from tui.app import LapbellApp
from tui.screens.timing import TimingScreen

M = TypeVar("M", bound=Message)


GUN_S = 1000.0
"""When the gun goes, by the clock of the keys."""

KEYS = {" ": "space", "\n": "enter", ",": "comma", ".": "full_stop", "+": "plus", "-": "minus", "/": "slash"}


class TimedStage:
    """The screen of a timing, with a clock that moves when told."""

    def __init__(
        self,
        path: Path,
        start_list: StartList,
        *checkpoints: str,
        by: str = "Ann",
        more: Sequence[Message] = (),
    ) -> None:
        """`more` is in the file from the beginning."""
        os.environ["TZ"] = "UTC"
        time.tzset()
        self.path, self.now_s = path, GUN_S
        self._beginning = [start_list, *more]
        self._timekeeper = Timekeeper(by, checkpoints)
        wall = (GUN_CLOCK.utc_ms / 1000) - GUN_S
        self._clock = TimingClock(
            seconds=self._now, pressed=self._now, wall=lambda: wall + self.now_s, boot="test"
        )

    def _now(self) -> float:
        return self.now_s

    def session(self) -> TimingSession:
        """A session over the file."""
        file = TimingFile.open(self.path, "club", self._beginning)
        return TimingSession(file, by=self._timekeeper.name, clock=self._clock)

    @asynccontextmanager
    async def open(self, size: tuple[int, int] = (80, 24)) -> AsyncIterator[TimedStage]:
        """The screen while it is open."""
        app = LapbellApp(first=lambda: TimingScreen(self.session, self._timekeeper, bell=True))
        async with app.run_test(size=size) as pilot:
            self.app, self.pilot = app, pilot
            yield self

    @property
    def history(self) -> History:
        """What is on disk."""
        return History(read(self.path).messages())

    @property
    def text(self) -> str:
        """The screen as text."""
        return Stage(self.app, self.pilot, lambda: self.now_s).text  # type: ignore[arg-type]

    def held(self, kind: type[M]) -> list[M]:
        """The messages of a kind that hold."""
        history = self.history
        return [m for m in history.messages if isinstance(m, kind) and history.holds(m)]

    def type(self, keys: str, at: float | None = None) -> None:
        """Press keys, a character each, so many seconds after the gun."""
        if at is not None:
            self.now_s = GUN_S + at
        for key in keys:
            self.press(KEYS.get(key, key), None if key == "\n" else key)

    def press(self, key: str, character: str | None = None) -> None:
        """Press a key by its name."""
        event = events.Key(key, character)
        event.time = self.now_s
        self.app.post_message(event)

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until something is so."""
        end = time.monotonic() + PATIENCE_S
        while not holds():
            assert time.monotonic() < end, f"never so:\n{self.text}\n{self.history.messages[1:]}"
            await self.pilot.pause(0.02)

    async def sees(self, *texts: str) -> None:
        """Wait until texts are on the screen."""
        await self.until(lambda: all(text in self.text for text in texts))

    async def does_not_see(self, text: str) -> None:
        """Wait until a text is gone from the screen."""
        await self.until(lambda: text not in self.text)
