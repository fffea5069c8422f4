"""A screen over a race that is worked on: what its keys do is done one after the other, and seen at once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from textual.getters import query_one
from textual.screen import Screen
from textual.widgets import Label
from textual.worker import Worker, WorkerError

from feeds.errors import FeedError
from tui.text.safe_text import clean

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from feeds.timing.timing_session import TimingSession
    from race.edits.edit import Edit
    from race.fold.history import History

Make = Callable[["History"], "Edit"]
"""Makes an edit of what the race is when its turn has come. Raises ValueError."""

Job = Callable[["TimingSession"], Awaitable[str]]
"""Does something, and returns what was done in words."""


class SessionScreen(Screen[None]):
    """Opens a session, does what is asked in it in order, and closes it when the screen is left."""

    said = query_one("#said", Label)

    def __init__(self, opened: Callable[[], AbstractAsyncContextManager[TimingSession]]) -> None:
        super().__init__()
        self.session: TimingSession | None = None
        """None until it is open."""
        self._opened = opened
        self._jobs: asyncio.Queue[Job | None] = asyncio.Queue()
        self._worker: Worker[None] | None = None
        self._undone_jobs = 0

    def on_mount(self) -> None:
        """Open the session."""
        self._worker = self.run_worker(self._work())

    async def on_unmount(self) -> None:
        """Close the session, with everything on disk that was done."""
        if self._worker is not None:
            self._worker.cancel()
            with suppress(WorkerError):
                await self._worker.wait()

    @property
    def history(self) -> History:
        """The race as it is shown."""
        raise NotImplementedError

    def repaint(self) -> None:
        """Draw everything, as something has changed."""
        raise NotImplementedError

    @property
    def is_busy(self) -> bool:
        """Whether something that was asked for is not done yet."""
        return self._undone_jobs > 0

    def do(self, make: Make) -> None:
        """Do an edit when those before it are done."""

        async def job(session: TimingSession) -> str:
            edit = make(session.history)
            await session.do(edit)
            return edit.title

        self._put(job)

    def undo(self) -> None:
        """Undo the last edit."""
        self._put(_undo)

    def redo(self) -> None:
        """Redo the last edit that was undone."""
        self._put(_redo)

    def leave(self) -> None:
        """Leave when all is done."""
        self._put(None)

    def say(self, text: str, *, is_fault: bool = False) -> None:
        """Show a sentence until the next one."""
        self.said.update(clean(text))
        self.said.set_class(is_fault, "-fault")

    def _put(self, job: Job | None) -> None:
        self._undone_jobs += 1
        self._jobs.put_nowait(job)

    async def _work(self) -> None:
        async with self._opened() as session:
            self.session = session
            self.run_worker(self._listen(session))
            self.repaint()
            while (job := await self._jobs.get()) is not None:
                try:
                    self.say(await job(session))
                except (ValueError, FeedError) as error:
                    self.say(str(error), is_fault=True)
                self._undone_jobs -= 1
                self.repaint()
        self.app.exit()

    async def _listen(self, session: TimingSession) -> None:
        """Draw again with everything that comes by itself: from the hub, the clock, the start list."""
        said, seen = 0, _seen(session)
        while True:
            if len(session.notices) > said:
                said = len(session.notices)
                self.say(session.notices[-1], is_fault=True)
            await session.changes.until(partial(_differs, session, seen))
            seen = _seen(session)
            self.repaint()


def _seen(session: TimingSession) -> tuple[object, ...]:
    """What is on the screen of a session."""
    return len(session.messages), session.rewrites, len(session.notices), session.hub_state, session.trouble


def _differs(session: TimingSession, seen: tuple[object, ...]) -> bool:
    return _seen(session) != seen


async def _undo(session: TimingSession) -> str:
    return (await session.undo()).title


async def _redo(session: TimingSession) -> str:
    return (await session.redo()).title
