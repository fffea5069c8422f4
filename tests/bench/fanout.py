"""What it costs to send a frame to many: the hub, the library's own broadcast, and bare sockets."""

from __future__ import annotations

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from itertools import count as count_from
from statistics import median
from typing import Any, NamedTuple

from websockets.asyncio.server import ServerConnection, broadcast, serve
from websockets.typing import Subprotocol

from feeds import codec
from feeds.hub import Hub, Settings
from feeds.log import Log
from feeds.protocol import viewer_frames
from feeds.serving.connection_quota import ConnectionLimits
from feeds.serving.encoded_once import EncodedFrame
from race.messages import Split
from race.times import Time
from tests.bench import feed
from tests.bench.measured import Row
from tests.bench.sink import Sink, sink

RACE = "bench"
SECONDS = 0.2

TURNS = 25

LIMITS = ConnectionLimits(handshakes=1e6)
"""So that all viewers may come at once."""

MOST_ON_THE_WAY = 4096
"""Bytes to each viewer that it has not taken yet: more are not sent, so that no viewer is passed over."""


class Sent(NamedTuple):
    """What one sending came to."""

    frames: int
    bytes: int


class Rates(NamedTuple):
    """Frames a second of our CPU, of each kind in each turn."""

    turns: Sequence[dict[str, float]]

    def of(self, kind: str) -> float:
        """That of a kind."""
        return median(turn[kind] for turn in self.turns)

    def ratio(self, kind: str, other: str) -> float:
        """Of one kind to another: what else the machine does slows both of a turn down alike."""
        return median(turn[kind] / turn[other] for turn in self.turns)


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


class Sending(NamedTuple):
    """One kind of sending, with its viewers."""

    send: Callable[[], Sent]
    """Sends a frame to all."""
    viewers: Sink


@asynccontextmanager
async def hub(count: int, *, deflate: bool = False) -> AsyncIterator[Sending]:
    """The hub, with all that it does for a message but keep it."""
    log = Log(RACE, complete=False)
    async with Hub(log, settings=Settings(heartbeat_s=600, limits=LIMITS)) as server:
        with sink(server.port, RACE, count, deflate=deflate) as viewers:
            await viewers.opened()
            await asyncio.sleep(0.5)
            channel = server.registry.broadcasts[RACE]
            numbers = count_from(1)

            def send() -> Sent:
                frames, size = channel.frames, channel.bytes
                log.append(split(next(numbers)))  # not by the hub, which would have it sent once more
                channel._send()  # noqa: SLF001 - a turn of the loop would be measured with it
                return Sent(channel.frames - frames, channel.bytes - size)

            yield Sending(send, viewers)


@asynccontextmanager
async def connected(count: int) -> AsyncIterator[tuple[set[ServerConnection], Sink]]:
    """So many viewers of a server that does nothing by itself."""
    connections: set[ServerConnection] = set()

    async def handle(connection: ServerConnection) -> None:
        connections.add(connection)
        await connection.wait_closed()

    protocol = [Subprotocol(viewer_frames.SUBPROTOCOL)]
    async with serve(handle, "127.0.0.1", 0, compression=None, subprotocols=protocol) as server:
        with sink(server.sockets[0].getsockname()[1], RACE, count) as viewers:
            await viewers.opened()
            await asyncio.sleep(0.5)
            yield connections, viewers


def frame() -> bytes:
    """A frame with one message, as the hub sends it."""
    log = Log(RACE)
    log.append(split(1))
    return viewer_frames.messages(log, 0, 1)[0]


@asynccontextmanager
async def library(count: int) -> AsyncIterator[Sending]:
    """websockets.broadcast()."""
    async with connected(count) as (connections, viewers):
        text = frame().decode()
        size = len(EncodedFrame(frame()).plain)

        def send() -> Sent:
            broadcast(connections, text)
            return Sent(count, count * size)

        yield Sending(send, viewers)


@asynccontextmanager
async def floor(count: int) -> AsyncIterator[Sending]:
    """socket.send() in a loop."""
    async with connected(count) as (connections, viewers):
        handles = [os.dup(one.transport.get_extra_info("socket").fileno()) for one in connections]
        sockets = [socket.socket(fileno=handle) for handle in handles]
        data = EncodedFrame(frame()).plain

        def send() -> Sent:
            return Sent(count, sum([one.send(data) for one in sockets]))

        try:
            yield Sending(send, viewers)
        finally:
            for one in sockets:
                one.close()


async def rate(sending: Sending, count: int) -> float:
    """Frames a second of processor time that the viewers took, all of them."""
    send, viewers = sending
    before = viewers.taken
    size = send().bytes  # with what another kind has left in the processor's caches, not measured
    await asyncio.sleep(0)
    begun, frames = time.process_time(), 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        sent = send()
        frames += sent.frames
        size += sent.bytes
        await asyncio.sleep(0)
        while size - (viewers.taken - before) > MOST_ON_THE_WAY * count:  # noqa: ASYNC110 - as below
            await asyncio.sleep(0.001)
    spent_s = time.process_time() - begun
    async with asyncio.timeout(10):
        while viewers.taken - before < size:  # noqa: ASYNC110 - another process counts
            await asyncio.sleep(0.01)
    return frames / spent_s


async def in_turns(count: int) -> Rates:
    """What our CPU does for so many viewers of each kind, which are all there and have their goes in turn."""
    kinds = {
        "bare": floor(count),
        "library": library(count),
        "": hub(count),
        ", compressed": hub(count, deflate=True),
    }
    async with AsyncExitStack() as stack:
        sendings = {kind: await stack.enter_async_context(one) for kind, one in kinds.items()}
        turns = [{kind: await rate(one, count) for kind, one in sendings.items()} for _ in range(TURNS)]
    return Rates(turns)


def rows() -> list[Row]:
    """The table of it."""
    ours, theirs = validate_rates()
    beside = {"messages checked over msgspec": ours / theirs} if theirs else {}
    told = f", {ours / theirs:.2f} of msgspec" if theirs else ""
    what = "messages checked at the door a second"
    table = [Row(what, f"{ours / 1000:,.0f}k{told}", "0.30 of msgspec", beside)]
    for count in (100, 1000):
        rates = asyncio.run(in_turns(count))
        for how in ("", ", compressed"):
            what, of_bare = f"frames to {count} viewers{how}", rates.ratio(how, "bare")
            told = (
                f"{rates.of(how) / 1000:,.0f}k/CPU s, {rates.ratio(how, 'library'):.2f}x broadcast(), "
                f"{of_bare:.2f} of bare sockets"
            )
            aim = "-" if how else "0.85 of bare sockets"
            table.append(Row(what, told, aim, {f"{what} over bare sockets": of_bare}))
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
