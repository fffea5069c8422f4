"""A publisher in a test: sends exactly the frames it is told to."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from feeds.hub import Hub
from feeds.serving.tokens import Tokens
from tests.feeds.hub_process import HubProcess
from tests.patience import PATIENCE_S

PROTOCOL = [Subprotocol("lapbell.v1")]

Frame = dict[str, Any]


class Teller:
    """A connection to publish a race."""

    def __init__(self, connection: ClientConnection, ready: Frame) -> None:
        self.connection = connection
        self.ready = ready
        self.answers: list[Frame] = []

    async def say(self, first: int, *messages: Frame) -> None:
        """Publish messages."""
        frame = {"type": "publish", "first": first, "messages": list(messages)}
        await self.connection.send(json.dumps(frame))

    async def hear(self) -> Frame:
        """The next answer."""
        async with asyncio.timeout(PATIENCE_S):
            answer: Frame = json.loads(await self.connection.recv())
        self.answers.append(answer)
        return answer

    async def until_acked(self, last: int) -> list[Frame]:
        """Wait until all up to a number is kept or refused; returns the answers that are no acks."""
        others: list[Frame] = []
        while True:
            answer = await self.hear()
            if answer["type"] != "ack":
                others.append(answer)
            elif answer["last"] >= last:
                return others


@asynccontextmanager
async def teller(hub: Hub, race: str = "club-800", source: str = "mat-a") -> AsyncIterator[Teller]:
    """Somebody who may publish a race as a source."""
    assert hub.settings.folder
    token = Tokens(hub.settings.folder).issue(race, source)
    async with publishing(hub, race, token) as found:
        yield found


@asynccontextmanager
async def publishing(hub: Hub | HubProcess, race: str, token: str, base: str = "") -> AsyncIterator[Teller]:
    """Someone who has a token, at the hub or at another address that leads there."""
    url = f"{base or hub.base}/v1/races/{race}/publish"
    headers = {"Authorization": f"Bearer {token}"}
    async with connect(url, subprotocols=PROTOCOL, additional_headers=headers) as connection:
        yield Teller(connection, json.loads(await connection.recv()))


def note(number: int) -> Frame:
    """A message that says its number."""
    return {"type": "note", "text": str(number)}


def notes(first: int, last: int) -> list[Frame]:
    """Several of them."""
    return [note(number) for number in range(first, last + 1)]
