"""The hub can tell a viewer that is slow from one that is stuck."""

from __future__ import annotations

import asyncio
from typing import Any, cast

import pytest
from websockets.asyncio.server import ServerConnection

from feeds.cursor import Channel, Cursor
from feeds.log import Log


class Pipe:
    """A connection whose far end takes what it likes."""

    def __init__(self) -> None:
        self.transport = self
        self.waiting = 0

    def get_write_buffer_size(self) -> int:
        """Bytes not yet taken."""
        return self.waiting

    async def send(self, frame: bytes, *, text: bool) -> None:
        """Hold a frame until the far end takes it."""
        assert text
        self.waiting += len(frame)

    async def recv(self, **_: Any) -> bytes:
        """Nothing is ever said."""
        await asyncio.Event().wait()
        return b""


@pytest.fixture
async def pipe() -> Pipe:
    """A pipe that nothing has gone into."""
    return Pipe()


async def test_a_slow_viewer_is_not_stuck(growing: Log, pipe: Pipe) -> None:
    """As long as bytes leave, even while more come in, the viewer has moved."""
    cursor = Cursor(cast(ServerConnection, pipe), Channel(growing), heartbeat_s=0.001)
    now = asyncio.get_running_loop().time()
    serving = asyncio.create_task(cursor.serve(None))

    for tick in range(1, 6):
        await asyncio.sleep(0.01)
        pipe.waiting -= 10
        assert cursor.stuck_s(now + 100 * tick) == 0
    serving.cancel()


async def test_a_viewer_that_takes_nothing_is_stuck(growing: Log, pipe: Pipe) -> None:
    """Heartbeats that pile up are no sign of life; when all is taken, the count begins anew."""
    cursor = Cursor(cast(ServerConnection, pipe), Channel(growing), heartbeat_s=0.001)
    now = asyncio.get_running_loop().time()
    serving = asyncio.create_task(cursor.serve(None))
    assert cursor.stuck_s(now + 1) == 0

    for tick in range(1, 6):
        await asyncio.sleep(0.01)
        assert cursor.stuck_s(now + 1 + 100 * tick) == pytest.approx(100 * tick)
    pipe.waiting = 0
    assert cursor.stuck_s(now + 1000) == 0
    serving.cancel()
