"""A clock for rate limits: on a busy machine, requests that are too many for a second may come in several."""

from __future__ import annotations

import asyncio


class QuotaClock:
    """It stands until it is moved, or someone sleeps by it."""

    def __init__(self) -> None:
        self.now_s = 1000.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        """Seconds that only ever grow."""
        return self.now_s

    async def sleep(self, seconds: float) -> None:
        """Be asleep for so long, in no time."""
        self.slept.append(seconds)
        self.now_s += seconds
        await asyncio.sleep(0)
