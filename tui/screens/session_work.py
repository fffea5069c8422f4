"""What is asked for in a session, done one after the other, and the end of it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from feeds.errors import FeedError

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from feeds.timing.timing_session import TimingSession
    from race.edits.edit import Edit
    from race.fold.history import History

Make = Callable[["History"], "Edit"]
"""Makes an edit of what the race is when its turn has come. Raises ValueError."""

Job = Callable[["TimingSession"], Awaitable["Edit"]]

LEAVE_S = 2.0
"""How long the disk may take for what was asked for last, where the program is made to end."""


class SessionWork:
    """Keeps a session open, and does what is put in the order in which it is put."""

    def __init__(
        self,
        opened: Callable[[], AbstractAsyncContextManager[TimingSession]],
        on_open: Callable[[TimingSession], None],
        on_done: Callable[[Edit | Exception], None],
    ) -> None:
        """`on_done` is given what was done, or why not; it is called when that is on disk."""
        self._opened, self._on_open, self._on_done = opened, on_open, on_done
        self._jobs: asyncio.Queue[Job | None] = asyncio.Queue()
        self._doing: asyncio.Future[Edit] | None = None

    @property
    def waiting(self) -> int:
        """How much of what was put is not done."""
        return self._jobs.qsize() + (self._doing is not None)

    def put(self, job: Job) -> None:
        """Do something after what was put before."""
        self._jobs.put_nowait(job)

    def do(self, make: Make) -> None:
        """Do an edit that is made of what the race is when its turn has come."""

        async def job(session: TimingSession) -> Edit:
            edit = make(session.history)
            await session.do(edit)
            return edit

        self.put(job)

    def end(self) -> None:
        """End when all that was put is done."""
        self._jobs.put_nowait(None)

    async def run(self) -> None:
        """Open the session and do what is put, until the end; also what was put before, when cancelled."""
        async with self._opened() as session:
            self._on_open(session)
            try:
                while (job := await self._jobs.get()) is not None:
                    await self._do(job, session)
            except asyncio.CancelledError:
                with suppress(TimeoutError):
                    async with asyncio.timeout(LEAVE_S):
                        await self._do_the_rest(session)
                raise

    async def _do_the_rest(self, session: TimingSession) -> None:
        await self._finish()
        while not self._jobs.empty():
            job = self._jobs.get_nowait()
            if job is not None:
                await self._do(job, session)

    async def _do(self, job: Job, session: TimingSession) -> None:
        self._doing = asyncio.ensure_future(job(session))
        await self._finish()

    async def _finish(self) -> None:
        """Wait for what is being done, which goes on where the waiting is cancelled."""
        if self._doing is None:
            return
        try:
            done: Edit | Exception = await asyncio.shield(self._doing)
        except (ValueError, FeedError) as error:
            done = error
        self._doing = None
        self._on_done(done)
