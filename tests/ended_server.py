"""How tests end a server of their own, so that no connection is left open."""

from __future__ import annotations

import asyncio
from asyncio import sleep  # as it is, also where a test has put another one in its place
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TypeVar

from websockets.asyncio.server import Server

from feeds.stop_accepting import TURNS, stop_accepting

AnyServer = TypeVar("AnyServer", asyncio.Server, Server)


async def end(server: asyncio.Server | Server) -> None:
    """Accept no more, let those accepted begin, and then close."""
    await stop_accepting(server.sockets)
    server.close()


@asynccontextmanager
async def ending(server: AnyServer) -> AsyncIterator[AnyServer]:
    """The same at the end of a block, with all that was connected gone."""
    try:
        yield server
    finally:
        await end(server)
        await server.wait_closed()


async def some_turns() -> None:
    """Let what is under way go on; a connection that was aborted is closed in the next turn."""
    for _ in range(TURNS):
        await sleep(0)
