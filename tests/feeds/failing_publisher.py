"""A publisher at its worst: it repeats itself, runs ahead and is cut off; but it never gives up."""

from __future__ import annotations

import asyncio
import json
import random
from collections.abc import Sequence

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from tests.feeds.raw_publisher import PROTOCOL, Frame


class Chaos:
    """Publishes messages so that each gets there, and little else can be said for it."""

    def __init__(self, url: str, token: str, messages: Sequence[Frame], seed: int, rate: float) -> None:
        self._url, self._token = url, token
        self._messages = messages
        self._chance = random.Random(seed)
        self._rate = rate
        self._next = 1
        self.last = 0
        """What the hub has acknowledged at most, over all its lives."""
        self.again = 0
        """How often it was told to go back."""

    async def publish(self) -> None:
        """Until all is acknowledged."""
        while self.last < len(self._messages):
            try:
                headers = {"Authorization": f"Bearer {self._token}"}
                async with connect(
                    self._url, subprotocols=PROTOCOL, additional_headers=headers, close_timeout=0.1
                ) as hub:
                    await self._talk(hub)
            except (OSError, ConnectionClosed, InvalidHandshake, InvalidMessage, TimeoutError):
                await asyncio.sleep(0.05)

    async def _talk(self, hub: ClientConnection) -> None:
        ready = json.loads(await hub.recv())
        assert ready["last"] >= self.last, "the hub forgot what it had acknowledged"
        self._next = ready["last"] + 1
        listening = asyncio.create_task(self._listen(hub))
        try:
            while self.last < len(self._messages):
                await self._say_something(hub)
                if listening.done():
                    break
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)
        if listening.done() and not listening.cancelled() and (error := listening.exception()):
            raise error

    async def _say_something(self, hub: ClientConnection) -> None:
        """The next messages, earlier ones, or later ones."""
        offset = self._chance.choice([0, 0, 0, 0, -7, -1, 2, 30])
        first = min(max(self._next + offset, 1), len(self._messages) + 1)
        last = min(first + self._chance.randint(0, 20), len(self._messages))
        frame = {"type": "publish", "first": first, "messages": self._messages[first - 1 : last]}
        await hub.send(json.dumps(frame))
        if first <= self._next:
            self._next = max(self._next, last + 1)
        await asyncio.sleep((last - first + 1) / self._rate)

    async def _listen(self, hub: ClientConnection) -> None:
        async for data in hub:
            answer = json.loads(data)
            match answer["type"]:
                case "ack":
                    self.last = max(self.last, answer["last"])
                case "again":
                    self.again += 1
                    self._next = min(self._next, answer["first"])
                case "refusal":
                    raise AssertionError(answer)
