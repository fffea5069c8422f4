"""Work that many ask for at the same time, and that is done once for all of them."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

REST = 10
"""After the work, so many times as long as it took pass before it is done again."""

LONGEST_REST_S = 1.0

PATIENCE_S = 3.0
"""Who waits so long goes on without it."""


class SharedWork:
    """Does work that was asked for since it was begun last: at once, or after a rest."""

    def __init__(self, work: Callable[[], Awaitable[None]]) -> None:
        self._work = work
        self._next: asyncio.Event | None = None
        self._doing: asyncio.Task[None] | None = None

    async def wait(self) -> None:
        """Wait until the work was done that is begun from now on."""
        done = self.ask()
        try:
            async with asyncio.timeout(PATIENCE_S):
                await done.wait()
        except TimeoutError:
            pass

    def ask(self) -> asyncio.Event:
        """Have the work done that is begun from now on; returns what is set when it was."""
        if self._next is None:
            self._next = asyncio.Event()
        if self._doing is None or self._doing.done():
            self._doing = asyncio.create_task(self._do())
        return self._next

    async def _do(self) -> None:
        loop = asyncio.get_running_loop()
        while self._next is not None:
            done, self._next = self._next, None
            begun_s = loop.time()
            try:
                await self._work()
            finally:
                done.set()
            await asyncio.sleep(min((loop.time() - begun_s) * REST, LONGEST_REST_S))
