"""Two publishers: timing sends splits when they are due, and a desk connects anew each second."""

from __future__ import annotations

import asyncio
import json
import time
from collections import Counter, defaultdict, deque

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage, InvalidStatus

from tests.feeds.raw_publisher import PROTOCOL, note
from tests.load.splits import split

IN_A_FRAME = 200
UNDER_WAY = 5000
STEP_S = 0.01

LOST = (OSError, ConnectionClosed, InvalidHandshake, InvalidMessage, TimeoutError, EOFError)


class Timing:
    """Publishes so many splits a second, each once it is due; after a loss it goes on where the hub is."""

    def __init__(self, base: str, race: str, token: str, rate: float, origin_s: float) -> None:
        self._url = f"{base}/v1/races/{race}/publish"
        self._headers = {"Authorization": f"Bearer {token}"}
        self._rate = rate
        self._origin_s = origin_s
        self.last = 0
        """What the hub has acknowledged."""
        self.forgotten = 0
        """How often a hub had less than it had acknowledged."""
        self.refused: list[str] = []
        self.acks: dict[int, Counter[int]] = defaultdict(Counter)
        """By the second: how often it took so many milliseconds until a message was acknowledged."""
        self._sent: deque[tuple[int, float]] = deque()

    async def publish(self, until_s: float) -> None:
        """Until all is acknowledged that is due by then."""
        end = int((until_s - self._origin_s) * self._rate)
        while self.last < end:
            try:
                async with connect(
                    self._url, subprotocols=PROTOCOL, additional_headers=self._headers, compression=None
                ) as hub:
                    await self._talk(hub, end)
            except InvalidStatus as error:
                self.refused.append(f"timing: HTTP {error.response.status_code}")
                await asyncio.sleep(0.2)
            except LOST:
                await asyncio.sleep(0.1)

    async def _talk(self, hub: ClientConnection, end: int) -> None:
        ready = json.loads(await hub.recv())
        self.forgotten += ready["last"] < self.last
        self._sent.clear()
        listening = asyncio.create_task(self._listen(hub))
        following = ready["last"] + 1
        try:
            while self.last < end and not listening.done():
                due = min(int((time.monotonic() - self._origin_s) * self._rate), end, self.last + UNDER_WAY)
                while following <= due:
                    last = min(following + IN_A_FRAME - 1, due)
                    messages = [split(number, self._rate) for number in range(following, last + 1)]
                    self._sent.append((last, time.monotonic()))
                    await hub.send(json.dumps({"type": "publish", "first": following, "messages": messages}))
                    following = last + 1
                await asyncio.sleep(STEP_S)
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)

    async def _listen(self, hub: ClientConnection) -> None:
        async for data in hub:
            said, now_s = json.loads(data), time.monotonic()
            if said["type"] in ("refusal", "again"):
                self.refused.append(f"timing: {said}")
            if said["type"] != "ack":
                continue
            while self._sent and self._sent[0][0] <= said["last"]:
                last, sent_s = self._sent.popleft()
                took_ms = int((now_s - sent_s) * 1000)
                self.acks[int(sent_s - self._origin_s)][took_ms] += last - max(self.last, 0)
                self.last = last
            self.last = max(self.last, said["last"])


class Desk:
    """Connects anew each second, publishes a note, and leaves; counts how often it was refused."""

    def __init__(self, base: str, race: str, token: str) -> None:
        self._url = f"{base}/v1/races/{race}/publish"
        self._headers = {"Authorization": f"Bearer {token}"}
        self.last = 0
        self.visits = 0
        self.refused: list[str] = []

    async def publish(self) -> None:
        """Until cancelled."""
        while True:
            try:
                async with connect(
                    self._url, subprotocols=PROTOCOL, additional_headers=self._headers, compression=None
                ) as hub:
                    await self._say(hub)
            except InvalidStatus as error:
                self.refused.append(f"desk: HTTP {error.response.status_code}")
            except LOST:
                pass
            await asyncio.sleep(1)

    async def _say(self, hub: ClientConnection) -> None:
        number = json.loads(await hub.recv())["last"] + 1
        await hub.send(json.dumps({"type": "publish", "first": number, "messages": [note(number)]}))
        while True:
            async with asyncio.timeout(10):
                said = json.loads(await hub.recv())
            if said["type"] == "ack" and said["last"] >= number:
                self.last = number
                self.visits += 1
                return
