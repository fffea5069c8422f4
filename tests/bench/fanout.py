"""What it costs to send a frame to many: the hub, the library's own broadcast, and bare sockets."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from itertools import count as count_from
from typing import Any

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.typing import Subprotocol

from feeds import codec
from feeds.hub import Hub, Settings
from feeds.log import Log
from feeds.protocol import viewer_frames
from feeds.serving.encoded_once import EncodedFrame
from race.messages import Split
from race.times import Time
from tests.bench import feed
from tests.bench.measured import Row
from tests.bench.sink import sink

RACE = "bench"
SECONDS = 2.0


def split(number: int) -> Split:
    """A message as a mat sends it."""
    return Split(
        id=f"mat-a:{number}",
        heard_ms=1_763_758_812_345 + number,
        bib=str(number % 5000),
        checkpoint="10k",
        time=Time(1_800_000 + number, 2),
        evidence="device",
    )


async def hub(count: int, *, deflate: bool = False) -> float:
    """Frames per second of our CPU to so many viewers."""
    log = Log(RACE, complete=False)
    async with Hub(log, settings=Settings(heartbeat_s=60)) as server:
        with sink(server.port, RACE, count, deflate=deflate) as viewers:
            await viewers.opened()
            await asyncio.sleep(0.5)
            channel = server.registry.broadcasts[RACE]
            numbers = count_from(1)

            def send() -> None:
                server.append(RACE, split(next(numbers)))
                channel._send()  # noqa: SLF001 - a turn of the loop would be measured with it

            return await _measure(send, count)


@asynccontextmanager
async def connected(count: int) -> AsyncIterator[set[ServerConnection]]:
    """So many viewers of a server that does nothing by itself."""
    connections: set[ServerConnection] = set()

    async def handle(connection: ServerConnection) -> None:
        connections.add(connection)
        await connection.wait_closed()

    protocol = [Subprotocol(viewer_frames.SUBPROTOCOL)]
    async with serve(handle, "127.0.0.1", 0, compression=None, subprotocols=protocol) as server:
        with sink(server.sockets[0].getsockname()[1], RACE, count) as viewers:
            await viewers.opened()
            yield connections


def frame() -> bytes:
    """A frame with one message, as the hub sends it."""
    log = Log(RACE)
    log.append(split(1))
    return viewer_frames.messages(log, 0, 1)[0]


async def library(count: int) -> float:
    """The same of websockets.broadcast()."""
    async with connected(count) as connections:
        text = frame().decode()
        return await _measure(lambda: broadcast(connections, text), count)


async def floor(count: int) -> float:
    """The same of socket.send() in a loop."""
    async with connected(count) as connections:
        handles = [os.dup(one.transport.get_extra_info("socket").fileno()) for one in connections]
        sockets = [socket.socket(fileno=handle) for handle in handles]
        data = EncodedFrame(frame()).plain
        try:
            return await _measure(lambda: [one.send(data) for one in sockets], count)
        finally:
            for one in sockets:
                one.close()


async def _measure(send: Callable[[], object], count: int) -> float:
    begun, rounds = time.process_time(), 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        send()
        rounds += 1
        await asyncio.sleep(0)
    return rounds * count / (time.process_time() - begun)


def rows() -> list[Row]:
    """The table of it."""
    ours, theirs = validate_rates()
    beside = {"messages checked over msgspec": ours / theirs} if theirs else {}
    told = f", {ours / theirs:.2f} of msgspec" if theirs else ""
    what = "messages checked at the door a second"
    table = [Row(what, f"{ours / 1000:,.0f}k{told}", "0.30 of msgspec", beside)]
    for count in (100, 1000):
        bare, own = asyncio.run(floor(count)), asyncio.run(library(count))
        for how, deflate in (("", False), (", compressed", True)):
            rate = asyncio.run(hub(count, deflate=deflate))
            told = (
                f"{rate / 1000:,.0f}k/CPU s, {rate / own:.2f}x broadcast(), {rate / bare:.2f} of bare sockets"
            )
            what = f"frames to {count} viewers{how}"
            table.append(Row(what, told, ratios={f"{what} over broadcast()": rate / own}))
    for how, deflate, aim in (("", False, "16 KiB"), (", compressed", True, "24 KiB")):
        kib = asyncio.run(feed.viewer_kib(1000, deflate))
        table.append(Row(f"memory a viewer{how}", f"{kib:.1f} KiB", aim))
    return table


def validate_rates() -> tuple[float, float | None]:
    """Messages checked a second: by us at the edge, and by msgspec, where it is installed."""
    lines = [codec.encode(split(number)) for number in range(1000)]
    ours = _rate(codec.decode_known, lines)
    try:
        msgspec: Any = import_module("msgspec")
    except ImportError:
        return ours, None
    union: Any = msgspec.defstruct(
        "Split",
        [(name, str) for name in ("id", "bib", "checkpoint", "time", "evidence")] + [("heard_ms", int)],
        tag_field="type",
        tag="split",
        forbid_unknown_fields=True,
    )
    for kind in ("gun", "void", "note", "status", "official", "order", "start-list"):
        union |= msgspec.defstruct(kind.replace("-", "_"), [("id", str)], tag_field="type", tag=kind)
    return ours, _rate(msgspec.json.Decoder(union).decode, lines)


def _rate(read: Callable[[bytes], object], lines: list[bytes]) -> float:
    best = 0.0
    for _ in range(20):
        begun = time.process_time()
        for line in lines:
            read(line)
        best = max(best, len(lines) / (time.process_time() - begun))
    return best
