"""The hub can tell a viewer that is slow from one that is stuck."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any, cast

import pytest
from websockets.asyncio.client import connect
from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State
from websockets.typing import Subprotocol

from feeds.hub import Hub
from feeds.log import Log
from feeds.protocol.viewer_frames import LARGEST_FRAME
from feeds.serving.broadcast import Broadcast
from feeds.serving.viewer_session import MOST_UNSENT, ViewerSession
from race.messages import Official


class Pipe:
    """A connection whose far end takes what it likes."""

    def __init__(self) -> None:
        self.transport = self.protocol = self
        self.extensions: list[Any] = []
        self.state = State.OPEN
        self.waiting = 0

    def get_write_buffer_size(self) -> int:
        """Bytes not yet taken."""
        return self.waiting

    def is_closing(self) -> bool:
        """Never."""
        return False

    def write(self, data: bytes) -> None:
        """Hold a frame until the far end takes it."""
        self.waiting += len(data)

    async def recv(self, **_: Any) -> bytes:
        """Nothing is ever said."""
        await asyncio.Event().wait()
        return b""


@pytest.fixture
async def pipe() -> Pipe:
    """A pipe that nothing has gone into."""
    return Pipe()


async def serving(pipe: Pipe, broadcast: Broadcast) -> tuple[ViewerSession, asyncio.Task[None]]:
    """A cursor that has said hello."""
    cursor = ViewerSession(cast(ServerConnection, pipe), broadcast, lambda: 0)
    task = asyncio.create_task(cursor.serve(None, 5.0))
    await asyncio.sleep(0)
    assert broadcast.sessions == {cursor}
    return cursor, task


async def test_a_slow_viewer_is_not_stuck(growing: Log, pipe: Pipe) -> None:
    """As long as bytes leave, even while more come in, the viewer has moved."""
    broadcast = Broadcast(growing, 5.0, lambda: 0)
    cursor, task = await serving(pipe, broadcast)
    now = asyncio.get_running_loop().time()

    for tick in range(1, 6):
        growing.append(Official())
        cursor.advance()
        pipe.waiting -= 10
        assert pipe.waiting > 0
        assert cursor.stuck_s(now + 100 * tick) == 0
    task.cancel()
    broadcast.close()


async def test_a_viewer_that_takes_nothing_is_stuck(growing: Log, pipe: Pipe) -> None:
    """What piles up is no sign of life; when all is taken, the count begins anew."""
    broadcast = Broadcast(growing, 5.0, lambda: 0)
    cursor, task = await serving(pipe, broadcast)
    now = asyncio.get_running_loop().time()

    for tick in range(1, 6):
        growing.append(Official())
        cursor.advance()
        assert cursor.stuck_s(now + 100 * tick) == pytest.approx(100 * tick, abs=1)
    pipe.waiting = 0
    assert cursor.stuck_s(now + 1000) == 0
    task.cancel()
    broadcast.close()


async def test_no_more_waits_for_a_slow_viewer_than_it_may(growing: Log, pipe: Pipe) -> None:
    """However much there is, a viewer has its share of it on the way, and the rest when that was taken."""
    broadcast = Broadcast(growing, 5.0, lambda: 0)
    cursor, task = await serving(pipe, broadcast)
    for _ in range(40):
        growing.keep(b'{"type":"note","text":"%s"}' % (b"x" * 90_000))
    pipe.waiting, taken = 0, 0

    while taken < 40 * 90_000:
        cursor.advance()
        assert pipe.waiting <= MOST_UNSENT + LARGEST_FRAME
        taken += pipe.waiting
        assert pipe.waiting
        pipe.waiting = 0
    task.cancel()
    broadcast.close()


async def test_a_long_reason_fits_beside_the_close_code(growing: Log) -> None:
    """Whatever letters it has: a viewer hears why, and not that the hub has failed."""
    hub = Hub(growing)
    async with hub, connect(hub.url(growing.race), subprotocols=[Subprotocol("lapbell.v1")]) as viewer:
        await viewer.recv()
        [session] = hub.registry.sessions
        with suppress(ConnectionClosed):
            await session.dismiss(4009, "Überschrieben – " * 20)
        await viewer.wait_closed()

    assert viewer.close_code == 4009
    assert viewer.close_reason is not None
    assert viewer.close_reason.startswith("Überschrieben – Überschrieben")
