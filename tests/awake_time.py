"""How long something takes in an event loop, without the time in which a busy computer did not run it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

TICK_S = 0.01


class AwakeTime:
    """Seconds, counted by a task that rests for a moment again and again: at most those of the wall clock."""

    seconds = 0.0

    async def count(self) -> None:
        """Count until this is cancelled."""
        while True:
            await asyncio.sleep(TICK_S)
            self.seconds += TICK_S


@asynccontextmanager
async def awake_time() -> AsyncIterator[AwakeTime]:
    """Counts while this is open."""
    time = AwakeTime()
    counting = asyncio.create_task(time.count())
    try:
        yield time
    finally:
        counting.cancel()
        await asyncio.wait([counting])
