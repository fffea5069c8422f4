"""Desks in tests: what they ask of a hub, and frames exactly as they are told to send them."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect

from feeds.client.hub_admin import HubAdmin
from feeds.hub import Hub
from feeds.hub_address import Address
from feeds.serving.tokens import Tokens
from tests.feeds.raw_publisher import PROTOCOL


@asynccontextmanager
async def desk(hub: Hub, race: str = "*") -> AsyncIterator[HubAdmin]:
    """A desk with a token of its own."""
    assert hub.settings.folder
    token = Tokens(hub.settings.folder).issue(race, "desk", use="admin", name="Lea")
    async with HubAdmin(Address.parse(hub.base), token) as admin:
        yield admin


@asynccontextmanager
async def raw_desk(hub: Hub, token: str) -> AsyncIterator[ClientConnection]:
    """A connection as a desk, after the welcome."""
    headers = {"Authorization": f"Bearer {token}"}
    url = f"{hub.base}/v1/admin"
    async with connect(url, subprotocols=PROTOCOL, additional_headers=headers) as connection:
        assert json.loads(await connection.recv())["type"] == "welcome"
        yield connection


async def outcome(connection: ClientConnection) -> dict[str, Any]:
    """The next answer that is no heartbeat."""
    while True:
        answer: dict[str, Any] = json.loads(await connection.recv())
        if answer["type"] != "welcome":
            return answer
