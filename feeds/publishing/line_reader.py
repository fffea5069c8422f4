"""The lines of an open file, a pipe or a terminal, as they come, without holding anything up."""

from __future__ import annotations

import asyncio
import os
import threading
from collections.abc import AsyncIterator
from contextlib import suppress

from feeds.log import LONGEST_LINE

CHUNK = 64 * 1024
AHEAD = 16
"""Chunks that are read before the first is used."""


async def lines_of(descriptor: int) -> AsyncIterator[bytes]:
    """The lines of a descriptor, without their ends; one that is too long is cut just behind that length.

    It is read in a thread that dies with the program: a read from a terminal cannot be broken off.
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
    read: asyncio.Queue[bytes | OSError] = asyncio.Queue()
    room = threading.Semaphore(AHEAD)

    def reads() -> None:
        chunk: bytes | OSError = b"-"
        while chunk and not isinstance(chunk, OSError):
            room.acquire()
            try:
                chunk = os.read(descriptor, CHUNK)
            except OSError as error:
                chunk = error
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(read.put_nowait, chunk)

    threading.Thread(target=reads, name="lines", daemon=True).start()
    while chunk := await read.get():
        room.release()
        if isinstance(chunk, OSError):
            raise chunk
        yield chunk
