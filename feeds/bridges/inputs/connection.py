"""What comes over one connection, and the silence on it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator

from feeds.bridges.raw_input import LARGEST_READ


async def chunks(
    reader: asyncio.StreamReader, idle_s: float | None = None, silence_s: float | None = None
) -> AsyncGenerator[bytes | None, None]:
    """The bytes that come; None whenever none have for `idle_s`. Ends when the other side hangs up.

    Raises TimeoutError once none have come for `silence_s`, and OSError.
    """
    loop = asyncio.get_running_loop()
    heard_at = loop.time()
    while True:
        left_s = None if silence_s is None else heard_at + silence_s - loop.time()
        waits = [wait for wait in (idle_s, left_s) if wait is not None]
        try:
            async with asyncio.timeout(min(waits, default=None)):
                data = await reader.read(LARGEST_READ)
        except TimeoutError:
            if silence_s is not None and loop.time() >= heard_at + silence_s:
                raise
            if idle_s is not None:
                yield None
            continue
        if not data:
            return
        yield data
        heard_at = loop.time()
