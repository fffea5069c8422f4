"""How a server stops accepting connections without leaving one of them open."""

from __future__ import annotations

from asyncio import get_running_loop, sleep
from collections.abc import Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from socket import socket

TURNS = 5
"""Of the event loop, after which a connection that was accepted has begun to be served."""


async def stop_accepting(listening: Iterable[socket]) -> None:
    """Accept no more connections, and let those just accepted begin. To be called before the server closes.

    If a server is closed between accepting a connection and serving it, asyncio fails on that connection
    (`Server._attach` asserts that there are sockets) and leaves it open until it is collected.
    """
    loop = get_running_loop()
    with suppress(NotImplementedError):  # the event loop of Windows accepts in another way
        for one in listening:
            loop.remove_reader(one.fileno())
    for _ in range(TURNS):
        await sleep(0)
