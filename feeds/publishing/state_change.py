"""Waiting for something that others bring about."""

from __future__ import annotations

import asyncio
from collections.abc import Callable


class StateChange:
    """Whoever changes something tells; whoever waits looks again. Within one event loop."""

    def __init__(self) -> None:
        self._next = asyncio.Event()

    def tell(self) -> None:
        """Something has changed."""
        self._next.set()
        self._next = asyncio.Event()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait until a condition holds."""
        while not holds():
            await self._next.wait()
