"""Gives a connection what is written a piece at a time, so that what waits for a slow reader is not copied.

A transport of asyncio copies what the other end does not take at once: a large frame, sent to many who do not
read, would be in memory once for each. Here it is once for all, however many they are.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable

PIECE = 64 * 1024
"""Bytes that are given to the transport at once. It holds at most one piece, and what it pauses at."""

MOST_WAITING = 1000
"""Frames for someone who asks for more without reading, as by pings that the library answers."""


class PacedTransport:
    """A transport that holds back what was written until the other end takes it.

    Who owns it passes on `pause_writing` and `resume_writing`. All else is asked of the transport itself.
    """

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._waiting: deque[memoryview] = deque()
        self._size = 0
        self._is_paused = False
        self._ending: str | None = None
        """What is to be called when all is written: `write_eof` or `close`."""

    def write(self, data: bytes) -> None:
        """Send bytes, after what waits."""
        if not self._waiting and not self._is_paused and len(data) <= PIECE:
            self._transport.write(data)
        elif self._ending is None:
            self._waiting.append(memoryview(data))
            self._size += len(data)
            self._feed()

    @property
    def write_now(self) -> Callable[[bytes], None]:
        """Sends at most `PIECE` bytes at once; only to be called while nothing waits, unpaused."""
        return self._transport.write

    @property
    def is_flooded(self) -> bool:
        """Whether more waits than what anyone who reads is sent."""
        return len(self._waiting) > MOST_WAITING

    def pause_writing(self) -> None:
        """Hold back what is written from now on."""
        self._is_paused = True

    def resume_writing(self) -> None:
        """Send what waits."""
        self._is_paused = False
        self._feed()

    def _feed(self) -> None:
        while self._waiting and not self._is_paused:
            if self._transport.is_closing():
                self.drop()
                return
            view = self._waiting.popleft()
            if len(view) > PIECE:
                self._waiting.appendleft(view[PIECE:])
            piece = view[:PIECE]
            self._size -= len(piece)
            self._transport.write(piece)
        if not self._waiting and self._ending is not None:
            how, self._ending = self._ending, None
            getattr(self._transport, how)()

    def drop(self) -> None:
        """Forget what waits."""
        self._waiting.clear()
        self._size = 0

    def get_write_buffer_size(self) -> int:
        """Bytes that the other end has not taken yet."""
        return self._size + self._transport.get_write_buffer_size()

    def is_closing(self) -> bool:
        """Whether no more can be written."""
        return self._ending == "close" or self._transport.is_closing()

    def write_eof(self) -> None:
        """Close this direction, once all is written."""
        self._end("write_eof")

    def close(self) -> None:
        """Close the connection, once all is written."""
        self._end("close")

    def abort(self) -> None:
        """Close the connection now."""
        self.drop()
        self._transport.abort()

    def _end(self, how: str) -> None:
        if self._waiting:
            self._ending = how
        else:
            getattr(self._transport, how)()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)
