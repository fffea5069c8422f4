"""A screen over a race that is worked on: what its keys do is done one after the other, and seen at once."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING

from textual.screen import Screen

from tui.screens.session_work import SessionWork

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractAsyncContextManager

    from feeds.timing.timing_session import TimingSession
    from race.edits.edit import Edit
    from race.fold.history import History
    from tui.screens.session_work import Make

REPAINT_S = 0.1
"""While more is asked for than is done, what was done is painted only so often."""


class SessionScreen(Screen[None]):
    """Opens a session, does what is asked in it in order, and closes it when the screen is left."""

    def __init__(self, opened: Callable[[], AbstractAsyncContextManager[TimingSession]]) -> None:
        super().__init__()
        self.session: TimingSession | None = None
        """None until it is open, and when the screen is left."""
        self.work = SessionWork(opened, self._begin, self._show_done)
        self._working: asyncio.Task[None] | None = None
        self._painted_s = 0.0

    def on_mount(self) -> None:
        """Open the session."""
        self._working = asyncio.create_task(self.work.run())
        self.run_worker(self._watch_work(self._working))

    async def on_unmount(self) -> None:
        """Close the session, with everything on disk that was done."""
        self.session = None  # there is nothing left to draw on
        if self._working is not None:
            self._working.cancel()
            with suppress(asyncio.CancelledError):
                await self._working

    @property
    def history(self) -> History:
        """The race as it is shown."""
        raise NotImplementedError

    def began(self, session: TimingSession) -> None:
        """Do what is to be done once, when the session is open."""

    def repaint(self) -> None:
        """Draw everything, as something has changed."""
        raise NotImplementedError

    def say(self, text: str, *, is_fault: bool = False) -> None:
        """Show a sentence until the next one."""
        raise NotImplementedError

    @property
    def is_busy(self) -> bool:
        """Whether something that was asked for is not done yet."""
        return self.work.waiting > 0

    def do(self, make: Make) -> None:
        """Do an edit when those before it are done."""
        self.work.do(make)

    def undo(self) -> None:
        """Undo the last edit."""
        self.work.put(lambda session: session.undo())

    def redo(self) -> None:
        """Redo the last edit that was undone."""
        self.work.put(lambda session: session.redo())

    def leave(self) -> None:
        """Leave when all is done; at once, where the disk does not take it."""
        if self._working is not None and self.session is not None and self.session.trouble:
            self._working.cancel()
        self.work.end()

    async def _watch_work(self, working: asyncio.Task[None]) -> None:
        await asyncio.wait([working])
        if not working.cancelled():
            working.result()
        self.app.exit()

    def _begin(self, session: TimingSession) -> None:
        self.session = session
        self.run_worker(self._listen(session))
        self.began(session)
        self.repaint()

    def _show_done(self, done: Edit | Exception) -> None:
        """Show what was done; while more waits, only now and then."""
        if self.session is None:
            return
        if isinstance(done, Exception):
            self.say(str(done), is_fault=True)
        else:
            self.say(done.title)
        if not self.is_busy or monotonic() - self._painted_s > REPAINT_S:
            self._painted_s = monotonic()
            self.repaint()

    async def _listen(self, session: TimingSession) -> None:
        """Draw again with everything that comes by itself: from the hub, the clock, the start list."""
        said, seen = 0, _seen(session)
        while True:
            if len(session.notices) > said:
                self.say("; ".join(session.notices[said:]), is_fault=True)
                said = len(session.notices)
                self.repaint()
            await session.changes.until(partial(_differs, session, seen))
            seen = _seen(session)
            if not self.is_busy:
                self.repaint()


def _seen(session: TimingSession) -> tuple[object, ...]:
    """What is on the screen of a session."""
    return len(session.messages), session.rewrites, len(session.notices), session.hub_state, session.trouble


def _differs(session: TimingSession, seen: tuple[object, ...]) -> bool:
    return _seen(session) != seen
