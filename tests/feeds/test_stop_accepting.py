"""Connections that come in the moment in which a server ends are closed, and not left to be collected."""

from __future__ import annotations

import asyncio
import gc
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, closing

import pytest

from feeds.bridges.inputs.listener import TcpListener
from feeds.bridges.inputs.raw_source import Opening
from feeds.bridges.webhook.webhook_bridge import Webhook
from feeds.hub import Hub, Settings
from tests.feeds.bridges.pieces_of import given_by
from tests.free_ports import free_port
from tests.patience import until


@asynccontextmanager
async def a_hub() -> AsyncIterator[int]:
    """The port of one without races."""
    async with Hub(settings=Settings(port=0)) as hub:
        yield hub.port


@asynccontextmanager
async def a_listener() -> AsyncIterator[int]:
    """The port at which devices connect."""
    said: list[str] = []
    async with given_by(TcpListener("127.0.0.1", port := free_port(), said.append)):
        await until(lambda: bool(said))
        yield port


@asynccontextmanager
async def posts() -> AsyncIterator[int]:
    """The port at which reads are posted."""
    said: list[str] = []
    async with given_by(Webhook.source(f"listen:{(port := free_port())}", Opening(said.append))):
        await until(lambda: bool(said))
        yield port


@pytest.mark.parametrize("turns", range(5))
@pytest.mark.parametrize("server", [a_hub, a_listener, posts])
async def test_a_connection_in_the_last_moment(
    server: Callable[[], AbstractAsyncContextManager[int]], turns: int, caplog: pytest.LogCaptureFixture
) -> None:
    """It is met some turns of the event loop before the end."""
    async with server() as port:
        wire = socket.create_connection(("127.0.0.1", port))
        for _ in range(turns):
            await asyncio.sleep(0)
    with closing(wire):
        gc.collect()  # what was left open warns, and the warning fails the test
    assert not caplog.records
