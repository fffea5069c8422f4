"""The lines of an open file, a pipe or a terminal, as they come, without blocking the event loop."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator
from contextlib import suppress

from feeds.log import LONGEST_LINE

CHUNK = 64 * 1024
AHEAD = 16
"""Chunks that are read ahead."""


async def lines_of(descriptor: int) -> AsyncIterator[bytes]:
    """The lines of a file descriptor, without line ends; a line of more than `LONGEST_LINE` bytes is cut.

    A thread that dies with the program reads them: a read from a terminal cannot be interrupted.
    Raises OSError.
    """
    rest = b""
    async for chunk in _chunks(descriptor):
        *whole, rest = (rest + chunk).split(b"\n")
        for line in whole:
            yield line
        rest = rest[: LONGEST_LINE + 1]
    if rest:
        yield rest


async def _chunks(descriptor: int) -> AsyncIterator[bytes]:
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[bytes | OSError] = asyncio.Queue()
    room = threading.Semaphore(AHEAD)

    def read() -> None:
        chunk: bytes | OSError = b"-"
        while chunk and not isinstance(chunk, OSError):
            room.acquire()
            try:
                chunk = os.read(descriptor, CHUNK)
            except OSError as error:
                chunk = error
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(chunks.put_nowait, chunk)

    threading.Thread(target=read, name="lines", daemon=True).start()
    while chunk := await chunks.get():
        room.release()
        if isinstance(chunk, OSError):
            raise chunk
        yield chunk
