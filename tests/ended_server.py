"""How tests end a server of their own, so that no connection is left open."""

from __future__ import annotations

import asyncio
from asyncio import sleep  # as it is, also where a test has put another one in its place

TURNS = 5
"""Of the event loop, after which a connection that was accepted has begun to be served."""


async def end(server: asyncio.Server) -> None:
    """Accept no more, let those accepted begin, and then close.

    Closed at once, asyncio fails on one that it has accepted and not begun to serve, and leaves it open.
    """
    loop = asyncio.get_running_loop()
    for listening in server.sockets:
        loop.remove_reader(listening.fileno())
    await some_turns()
    server.close()


async def some_turns() -> None:
    """Let what is under way go on; a connection that was aborted is closed in the next turn."""
    for _ in range(TURNS):
        await sleep(0)
