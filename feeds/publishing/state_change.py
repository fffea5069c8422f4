"""Waiting for a condition that other tasks bring about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class StateChange:
    """Wakes the tasks that wait for a condition whenever something changed. Within one event loop."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def notify(self) -> None:
        """Let every waiting task look again."""
        self._next.set()
        self._next = asyncio.Event()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until a condition holds."""
        while not holds():
            await self._next.wait()
