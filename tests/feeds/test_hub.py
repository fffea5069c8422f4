"""The hub serves logs to whoever comes, and nobody who comes can hurt it."""

from __future__ import annotations

import asyncio
import base64
import json
import os
import random
import socket
import time
from collections.abc import Callable
from contextlib import AsyncExitStack
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, ConnectionClosedError, InvalidStatus
from websockets.typing import Subprotocol

from feeds import codec
from feeds.hub import Hub, Settings
from feeds.log import Log
from feeds.protocol import viewer_frames
from feeds.protocol.resume_position import ResumePosition
from feeds.serving.incoming_connection import MOST_AT_ONCE
from race.messages import Message, Note, Split
from tests.awake_time import awake_time
from tests.feeds.plain_http import get
from tests.patience import PATIENCE_S, until

pytestmark = pytest.mark.usefixtures("quiet_log")

PROTOCOL = [Subprotocol(viewer_frames.SUBPROTOCOL)]


async def listen(connection: ClientConnection, head: int) -> tuple[dict[str, Any], list[Any]]:
    """The hello and the messages up to a number, as plain JSON."""
    async with asyncio.timeout(PATIENCE_S):
        hello, heard, seq = json.loads(await connection.recv()), [], -1
        while seq < head:
            frame = json.loads(await connection.recv())
            heard += frame["messages"]
            seq = frame["seq"]
    return hello, heard


async def hear_out(connection: ClientConnection) -> None:
    """Take what comes for as long as something comes."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            await connection.recv()


async def say_and_hear_out(connection: ClientConnection, frames: list[bytes]) -> None:
    """Send text frames, then take what comes for as long as something comes."""
    for frame in frames:
        await connection.send(frame, text=True)
    await hear_out(connection)


async def knock(hub: Hub, race: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A viewer of few manners: a socket with a tiny buffer that has asked for a feed and read nothing."""
    host, port = hub.url(race).split("/")[2].split(":")
    plain = socket.socket()
    plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    plain.setblocking(False)
    await asyncio.get_running_loop().sock_connect(plain, (host, int(port)))
    reader, writer = await asyncio.open_connection(sock=plain, limit=1024)
    key = base64.b64encode(os.urandom(16)).decode()
    writer.write(
        f"GET /v1/races/{race}/feed HTTP/1.1\r\nHost: {host}\r\nUpgrade: websocket\r\n"
        f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
        f"Sec-WebSocket-Protocol: {viewer_frames.SUBPROTOCOL}\r\n\r\n".encode()
    )
    return reader, writer


@pytest.fixture
def long_log() -> Log:
    """More than fits into any socket's buffers."""
    log = Log("long", complete=False)
    line = codec.encode(Note(text="x" * 1000))
    log.lines = [line] * 12_000
    log.chains = list(range(1, 12_001))
    return log


async def test_says_hello_and_everything_behind_it(growing: Log, small_race: list[Message]) -> None:
    """A viewer that comes late gets the log from its first message."""
    async with Hub(growing) as hub, connect(hub.url("club-800"), subprotocols=PROTOCOL) as viewer:
        hello, heard = await listen(viewer, 4)

    assert viewer.subprotocol == "lapbell.v1"
    assert abs(hello.pop("now_ms") - time.time() * 1000) < 5000
    assert hello == {
        "type": "hello",
        "version": 1,
        "minor": 4,
        "race": "club-800",
        "epoch": growing.epoch,
        "head": 4,
        "complete": False,
        "heartbeat_ms": 5000,
        "mode": "start",
    }
    assert [codec.decode(json.dumps(message)) for message in heard] == small_race


async def test_serves_more_races_than_one(growing: Log, long_log: Log) -> None:
    """Each viewer gets the race it asked for, and only that."""
    async with (
        Hub(growing, long_log) as hub,
        connect(hub.url("club-800"), subprotocols=PROTOCOL) as one,
        connect(hub.url("long"), subprotocols=PROTOCOL) as other,
    ):
        assert hub.append("club-800", Note(text="new")) == 5
        hello, heard = await listen(one, 5)
        assert (hello["race"], len(heard)) == ("club-800", 5)
        hello, heard = await listen(other, 12_000)
        assert (hello["race"], len(heard)) == ("long", 12_000)


@pytest.mark.parametrize(
    ("change", "mode", "first"),
    [
        ({}, "resume", 4),
        ({"seq": 4, "chain": None}, "resume", 5),
        ({"seq": 0, "chain": 0}, "resume", 1),
        ({"epoch": "0123456789abcdef"}, "start", 1),
        ({"chain": 12345}, "start", 1),
        ({"seq": 9}, "start", 1),
    ],
)
async def test_goes_on_where_the_viewer_was(
    growing: Log, change: dict[str, Any], mode: str, first: int
) -> None:
    """Only a position in this very history is one to go on from; any other viewer begins at the start."""
    async with Hub(growing) as hub:
        position = ResumePosition(growing.epoch, 3, growing.chain(3))._replace(**change)
        if position.chain is None:
            position = position._replace(chain=growing.chain(position.seq))
        async with connect(f"{hub.url('club-800')}?{position.query}", subprotocols=PROTOCOL) as viewer:
            hub.append("club-800", Note(text="new"))
            hello, heard = await listen(viewer, 5)

    assert hello["mode"] == mode
    assert len(heard) == 6 - first


async def test_lets_hear_from_itself(growing: Log) -> None:
    """When nothing happens there is a heartbeat all the same."""
    async with (
        Hub(growing, settings=Settings(heartbeat_s=0.01)) as hub,
        connect(hub.url("club-800"), subprotocols=PROTOCOL) as viewer,
    ):
        await listen(viewer, 4)
        for _ in range(3):
            beat = json.loads(await asyncio.wait_for(viewer.recv(), PATIENCE_S))
            assert (beat["prev"], beat["seq"], beat["messages"]) == (4, 4, [])


async def test_a_log_that_has_ended_does_not_grow(growing: Log) -> None:
    """A viewer learns that nothing more is to come, and nothing more comes."""
    growing.complete = True

    async with Hub(growing) as hub, connect(hub.url("club-800"), subprotocols=PROTOCOL) as viewer:
        with pytest.raises(ValueError, match="the log of club-800 does not grow from here"):
            hub.append("club-800", Note(text="new"))
        hello, _ = await listen(viewer, 4)

    assert hello["complete"] is True


async def test_a_new_log_sends_viewers_to_its_beginning(growing: Log) -> None:
    """Viewers of a log that was replaced are told to come again, and why."""
    async with Hub(growing) as hub, connect(hub.url("club-800"), subprotocols=PROTOCOL) as viewer:
        await listen(viewer, 4)
        hub.add(Log("club-800", complete=False))
        bye = json.loads(await viewer.recv())
        with pytest.raises(ConnectionClosedError) as closed:
            await viewer.recv()

    assert bye == {"type": "bye", "code": 4009, "reason": "the race has a new log", "retry_ms": 0}
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 4009


@pytest.mark.parametrize(
    ("path", "what"),
    [
        ("/v1/races/other/feed", "no race 'other'"),
        ("/", "nothing at /"),
        ("/v1/races/club-800/feed/", "nothing at /v1/races/club-800/feed/"),
        ("/v1/races//feed?x=1", "nothing at /v1/races//feed"),
    ],
)
async def test_refuses_a_race_it_does_not_have(growing: Log, path: str, what: str) -> None:
    """An unknown address is answered at the handshake, with a sentence."""
    async with Hub(growing) as hub:
        url = hub.url("club-800").removesuffix("/v1/races/club-800/feed") + path
        with pytest.raises(InvalidStatus) as refused:
            await connect(url, subprotocols=PROTOCOL)

    assert refused.value.response.status_code == 404
    assert refused.value.response.body == f"There is {what} on this hub.\n".encode()


@pytest.mark.parametrize("offer", [None, [Subprotocol("lapbell.v9")]])
async def test_refuses_another_language(growing: Log, offer: list[Subprotocol] | None) -> None:
    """Without the subprotocol there is no feed."""
    async with Hub(growing) as hub:
        with pytest.raises(InvalidStatus) as refused:
            await connect(hub.url("club-800"), subprotocols=offer)

    assert refused.value.response.status_code == 400
    assert b"subprotocol" in (refused.value.response.body or b"")


async def test_refuses_what_is_no_handshake(growing: Log) -> None:
    """A browser that is sent to a feed, and a handshake that lacks its key or has another version."""
    begun = {"Upgrade": "websocket", "Connection": "Upgrade"}
    other = {"Sec_WebSocket_Key": "MDEyMzQ1Njc4OWFiY2RlZg==", "Sec_WebSocket_Version": "12"}
    async with Hub(growing) as hub:
        path = "/v1/races/club-800/feed"
        answers = [await get(hub, path, **headers) for headers in ({}, begun, begun | other)]

    assert [answer.status for answer in answers] == [426, 400, 400]
    assert all("WebSocket connection" in answer.body for answer in answers)


async def test_closes_with_a_word(growing: Log) -> None:
    """When the hub closes, viewers hear why and when to ask again, and the hub is gone at once."""
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(Hub(growing))
        viewer = await connect(hub.url("club-800"), subprotocols=PROTOCOL)
        await listen(viewer, 4)
        leaving = asyncio.create_task(viewer.recv())
        async with awake_time() as took:
            await stack.aclose()

    bye = json.loads(await leaving)
    assert took.seconds < 1
    assert (bye["type"], bye["code"], bye["retry_ms"]) == ("bye", 1012, 1000)
    await viewer.close()


async def test_lets_a_stuck_viewer_go(growing: Log, long_log: Log) -> None:
    """Whoever takes nothing is cut off after a while; the others do not notice."""
    async with Hub(growing, long_log, settings=Settings(heartbeat_s=0.05, patience_s=0.3)) as hub:
        _, writer = await knock(hub, "long")
        await until(lambda: hub.viewers == 1)
        async with connect(hub.url("long"), subprotocols=PROTOCOL) as viewer:
            assert len((await listen(viewer, 12_000))[1]) == 12_000
            async with awake_time() as took:
                await until(lambda: hub.viewers == 1)
            assert took.seconds < 4
            hub.append("long", Note(text="new"))
            async with asyncio.timeout(PATIENCE_S):
                while json.loads(await viewer.recv())["seq"] < 12_001:
                    pass
        writer.transport.abort()


async def test_stuck_viewers_do_not_keep_the_hub(long_log: Log) -> None:
    """Neither viewers that read nothing nor callers that say nothing hold up the end."""
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(Hub(long_log))
        stuck = [await knock(hub, "long") for _ in range(3)]
        host, port = hub.url("long").split("/")[2].split(":")
        stuck.append(await asyncio.open_connection(host, int(port)))
        await until(lambda: hub.viewers == 3 and all(viewer.unsent for viewer in hub.registry.sessions))
        async with awake_time() as took:
            await stack.aclose()

    assert took.seconds < 1
    for _, writer in stuck:
        writer.transport.abort()


async def test_waits_for_goodbyes_but_not_for_long(growing: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    """A viewer that has taken everything and answers nothing is left behind."""
    monkeypatch.setattr("feeds.hub.FAREWELL_S", 0.1)
    async with AsyncExitStack() as stack:
        hub = await stack.enter_async_context(Hub(growing))
        _, writer = await knock(hub, "club-800")
        await until(lambda: hub.viewers == 1)
        await asyncio.sleep(0.05)
        async with awake_time() as took:
            await stack.aclose()

    assert took.seconds < 1
    writer.transport.abort()


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ([b"hello?"], 4000),
        ([b'{"type":"ping"}'], 4000),
        ([b'{"type":"ping","asked_ms":%s}' % (b"9" * 900)], 4000),
        ([b"x" * 1025], 1009),
        ([b'{"type":"ping","asked_ms":1}'] * 20, 4029),
    ],
)
async def test_a_viewer_who_says_what_makes_no_sense(growing: Log, said: list[bytes], code: int) -> None:
    """What is no question, is too long or comes too often ends the connection, with a reason."""
    async with (
        Hub(growing) as hub,
        connect(hub.url("club-800"), subprotocols=PROTOCOL) as viewer,
    ):
        await listen(viewer, 4)
        with pytest.raises(ConnectionClosed) as closed:
            await say_and_hear_out(viewer, said)
        assert closed.value.rcvd is not None
        assert closed.value.rcvd.code == code


async def test_a_viewer_may_ask_for_the_time(growing: Log) -> None:
    """The answer has what was asked, and when the question came and the answer went."""
    async with Hub(growing) as hub, connect(hub.url("club-800"), subprotocols=PROTOCOL) as viewer:
        await listen(viewer, 4)
        before = time.time() * 1000
        await viewer.send('{"type":"weather"}')
        await viewer.send('{"type":"ping","asked_ms":17,"lane":3}')
        pong = json.loads(await viewer.recv())

    assert (pong["type"], pong["asked_ms"]) == ("pong", 17)
    assert before - 5 <= pong["heard_ms"] <= pong["said_ms"] <= time.time() * 1000 + 5


async def test_a_viewer_may_not_shout(growing: Log) -> None:
    """Very much of anything ends the connection."""
    async with Hub(growing, settings=Settings(heartbeat_s=0.02)) as hub:
        async with connect(hub.url("club-800"), subprotocols=PROTOCOL, close_timeout=0.1) as viewer:
            with pytest.raises(ConnectionClosed):
                await say_and_hear_out(viewer, [b"x" * 1000] * (2 * MOST_AT_ONCE // 1000))
        await until(lambda: hub.viewers == 0)


async def test_survives_whatever_is_thrown_at_it(growing: Log, split: Callable[[], Split]) -> None:
    """Hundreds of connections with random bytes, in the handshake or behind it, leave it serving."""
    chance = random.Random(800)
    async with Hub(growing, settings=Settings(heartbeat_s=0.02)) as hub:
        host, port = hub.url("x").split("/")[2].split(":")
        async with connect(hub.url("club-800"), subprotocols=PROTOCOL) as viewer:
            await listen(viewer, 4)
            for round_ in range(30):
                callers = []
                for _ in range(10):
                    if chance.random() < 0.3:
                        _, writer = await asyncio.open_connection(host, int(port))
                    else:
                        _, writer = await knock(hub, "club-800")
                    callers.append(writer)
                    writer.write(chance.choice(THROWN)(chance))
                hub.append("club-800", split())
                async with asyncio.timeout(PATIENCE_S):
                    while json.loads(await viewer.recv())["seq"] < 5 + round_:
                        pass
                for writer in callers:
                    if chance.random() < 0.5:
                        writer.transport.abort()
                    else:
                        writer.close()
            await until(lambda: hub.viewers == 1)


def _frame(chance: random.Random) -> bytes:
    """A frame as a viewer sends it, masked, of any kind."""
    size = chance.choice([0, 1, 125])
    mask, body = chance.randbytes(4), chance.randbytes(size)
    masked = bytes(byte ^ mask[index % 4] for index, byte in enumerate(body))
    return bytes([chance.randrange(256), 0x80 | size]) + mask + masked


THROWN: list[Callable[[random.Random], bytes]] = [
    lambda chance: chance.randbytes(chance.randrange(1, 3000)),
    lambda chance: b"".join(_frame(chance) for _ in range(20)),
    lambda chance: b"\x81\xff" + b"\xff" * 8 + chance.randbytes(100),
    lambda _: b"\x89\x80\x00\x00\x00\x00" * 500,
    lambda _: b"\x01\x81\x00\x00\x00\x00x" + b"\x00\x81\x00\x00\x00\x00x" * 500,
    lambda _: b"\x88\x82\x00\x00\x00\x00\x03\xe8",
    lambda _: b"GET /" + b"x" * 9000 + b" HTTP/1.1\r\n\r\n",
    lambda _: b"POST /v1/races/club-800/feed HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello",
    lambda _: b"",
]
