"""The peer: the library's own `broadcast()` sends the same to as many viewers, and does no more."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any, NamedTuple

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.typing import Subprotocol

from feeds.protocol import viewer_frames
from tests.load.answering_process import AnsweringProcess
from tests.load.splits import RACE, split

HELLO = {"type": "hello", "epoch": "plain", "mode": "start", "head": 0}


class Peer(NamedTuple):
    """How it did."""

    mb_a_cpu_s: float
    frames_a_cpu_s: float
    found: dict[str, Any]


async def measure(viewers: int, rate: float, tick_s: float, seconds: float) -> Peer:
    """Broadcast for so long, a frame after every so many seconds."""
    connections: set[ServerConnection] = set()

    async def handle(connection: ServerConnection) -> None:
        await connection.send(json.dumps(HELLO))
        connections.add(connection)
        await connection.wait_closed()

    protocol = [Subprotocol(viewer_frames.SUBPROTOCOL)]
    async with serve(handle, "127.0.0.1", 0, compression=None, subprotocols=protocol) as server:
        origin_s, port = time.monotonic(), server.sockets[0].getsockname()[1]
        async with AnsweringProcess(
            "viewers", port, f"/v1/races/{RACE}/feed", viewers, 0, origin_s
        ) as helper:
            async with asyncio.timeout(60):
                while len(connections) < viewers:  # noqa: ASYNC110 - there is no event to wait for
                    await asyncio.sleep(0.05)
            seq, cpu_s = int((time.monotonic() - origin_s) * rate), time.process_time()
            end_s = time.monotonic() + seconds
            while time.monotonic() < end_s:
                await asyncio.sleep(tick_s)
                last = int((time.monotonic() - origin_s) * rate)
                broadcast(connections, _frame(seq, last, rate))
                seq = last
            cpu_s = time.process_time() - cpu_s
            await asyncio.sleep(1)
            found = await helper.ask("end")
    counts = found["counts"]
    return Peer(counts["bytes"] / 1e6 / cpu_s, counts["frames"] / cpu_s, found)


def _frame(prev: int, seq: int, rate: float) -> str:
    """As a hub sends it, with the lines as long as they are in its log."""
    lines = [
        json.dumps(
            {"type": "split", "id": f"mat-a:{number}", "heard_ms": 1_795_399_315_675} | split(number, rate),
            separators=(",", ":"),
        )
        for number in range(max(prev + 1, 2), seq + 1)
    ]
    head = f'{{"type":"messages","prev":{prev},"seq":{seq},"chain":0,"publishers":1,"messages":[\n'
    return head + ",\n".join(lines) + "\n]}"
