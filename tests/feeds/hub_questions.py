"""What a test asks of a hub that is another process."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import aclosing
from typing import Any

from feeds.serving.tokens import Tokens
from feeds.viewer import Arrived, Joined, Viewer
from tests.feeds.hub_process import HubProcess
from tests.feeds.raw_publisher import Teller, notes, publishing
from tests.patience import PATIENCE_S


async def published(hub: HubProcess, race: str, first: int, last: int) -> Teller:
    """Publish notes to a hub, and wait until they are acknowledged."""
    async with publishing(hub, race, Tokens(hub.folder).issue(race, "mat-a")) as mat:
        await mat.say(first, *notes(first, last))
        await mat.until_acked(last)
    return mat


async def health(hub: HubProcess) -> tuple[int, dict[str, Any]]:
    """The HTTP status and what the hub says of itself."""
    reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
    writer.write(b"GET /health HTTP/1.1\r\nHost: hub\r\n\r\n")
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split()[1]), json.loads(body)


async def until(hub: HubProcess, is_so: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until the hub says something of itself."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not is_so((await health(hub))[1]):
        assert time.monotonic() < deadline_s
        await asyncio.sleep(0.05)


async def watched(hub: HubProcess, race: str, count: int) -> str:
    """Watch a race until it has so many messages; returns its epoch."""
    epoch, seen = "", 0
    async with asyncio.timeout(PATIENCE_S), aclosing(Viewer(hub.url(race)).updates()) as updates:
        async for update in updates:
            match update:
                case Joined(hello):
                    epoch = hello.epoch
                case Arrived(lines=lines):
                    seen += len(lines)
            if seen >= count:
                break
    return epoch
