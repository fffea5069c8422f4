"""The lines of an open file, a pipe or a terminal, as they come, without blocking the event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncGenerator
from contextlib import suppress

from feeds.log import LONGEST_LINE
from feeds.publishing.standing_input import standing_input


async def line_groups(descriptor: int) -> AsyncGenerator[list[bytes], None]:
    """The lines of a file descriptor, without line ends, in groups; none is read ahead.

    A group is taken from the input when the next one is asked for, so that a program that was killed before
    it had kept a group has left it there. That holds for files, and on Linux for pipes; of anything else, one
    read is taken at once. A line of more than `LONGEST_LINE` bytes is cut. Raises OSError.
    """
    rest = b""
    async for chunk, is_last in _chunks(descriptor):
        *lines, rest = (rest + chunk).split(b"\n")
        if is_last and rest:
            lines.append(rest)
        if lines:
            yield lines
        rest = rest[: LONGEST_LINE + 1]


async def _chunks(descriptor: int) -> AsyncGenerator[tuple[bytes, bool], None]:
    """Whole lines, or a part of one where more of it cannot be waited for; and whether nothing follows.

    A thread that dies with the program reads them: a read from a terminal cannot be interrupted.
    """
    loop = asyncio.get_running_loop()
    chunks: asyncio.Queue[tuple[bytes, bool] | OSError | None] = asyncio.Queue()
    wanted = threading.Semaphore(0)

    def put(chunk: tuple[bytes, bool] | OSError | None) -> None:
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(chunks.put_nowait, chunk)

    def read() -> None:
        try:
            source = standing_input(descriptor)
            is_last = False
            while not is_last:
                data, is_last = source.look()
                if not is_last:
                    data = data[: data.rfind(b"\n") + 1] or data
                put((data, is_last))
                wanted.acquire()
                source.take(len(data))
        except OSError as error:
            put(error)
        put(None)

    threading.Thread(target=read, name="lines", daemon=True).start()
    while (chunk := await chunks.get()) is not None:
        if isinstance(chunk, OSError):
            raise chunk
        yield chunk
        wanted.release()
