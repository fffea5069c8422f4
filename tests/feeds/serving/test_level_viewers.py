"""Viewers that have the whole log are sent what is new together; one that cannot take it goes on alone."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from random import Random
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from feeds.hub import Hub
from feeds.log import Log
from feeds.serving.level_viewers import LevelViewers
from feeds.serving.paced_transport import PIECE
from race.messages import Note
from tests.feeds.raw_publisher import PROTOCOL
from tests.patience import until

RACE = "club-800"


class Alone:
    """A viewer of a group that notes what it is written."""

    def __init__(self, group: LevelViewers, room: int = 1000) -> None:
        self._group = group
        self._room = room
        self.came: list[bytes] = []
        self.left_at: int | None = None

    def write(self, data: bytes) -> None:
        """Take it; if that is too much, leave."""
        self.came.append(data)
        if len(self.came) >= self._room:
            self.fall_back()

    def fall_back(self) -> None:
        """Leave, with what the group has been sent."""
        self._group.leave(self)
        self.left_at = self._group.seq


def test_who_leaves_while_it_is_written_to_has_that_frame() -> None:
    """Neither does it get it twice, nor do the others lack any."""
    group = LevelViewers()
    small, large = Alone(group, room=2), Alone(group)
    assert group.join(small, small.write, 7)
    assert group.join(large, large.write, 7)
    for seq in (8, 9, 12):
        group.send(b"%d" % seq, seq)

    assert (small.came, small.left_at) == ([b"8", b"9"], 9)
    assert (large.came, large.left_at) == ([b"8", b"9", b"12"], None)
    assert len(group) == 1


def test_only_one_that_has_as_much_joins() -> None:
    """One with more would get messages twice, one with less would miss some; else any may."""
    group = LevelViewers()
    first, second = Alone(group), Alone(group)
    assert group.join(first, first.write, 5)
    assert not group.join(second, second.write, 6)
    assert not group.join(second, second.write, 4)
    group.disband()
    assert group.join(second, second.write, 4)
    group.send(b"x", 5)

    assert (first.came, second.came) == ([], [b"x"])


@asynccontextmanager
async def watching(
    hub: Hub, *, deflated: bool = False, reads: bool = True
) -> AsyncIterator[ClientConnection]:
    """A viewer that has said hello; one that does not read takes little before it has to."""
    wire = socket.socket()
    if not reads:
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wire.connect(("127.0.0.1", hub.port))
    compression = "deflate" if deflated else None
    options: dict[str, Any] = {"compression": compression, "max_queue": 1, "max_size": None}
    async with connect(hub.url(RACE), sock=wire, subprotocols=PROTOCOL, **options) as viewer:
        assert json.loads(await viewer.recv())["type"] == "hello"
        yield viewer


async def read(viewer: ClientConnection, said: list[dict[str, Any]]) -> None:
    """Add all messages to a list; fails if one is missing or comes twice."""
    async for data in viewer:
        frame = json.loads(data)
        assert frame["prev"] == len(said)
        said += frame["messages"]


def lines(log: Log) -> list[dict[str, Any]]:
    """The messages of a log, as they are sent."""
    return [json.loads(line) for line in log.lines]


@pytest.mark.parametrize("deflated", [False, True])
async def test_one_that_does_not_read_falls_back_and_catches_up(growing: Log, deflated: bool) -> None:
    """The others have all meanwhile; when it reads again it has missed nothing, and is with them again."""
    async with Hub(growing) as hub, watching(hub, deflated=deflated) as quick:
        group = hub.registry.broadcasts[RACE].level[deflated]
        async with watching(hub, deflated=deflated, reads=False) as slow:
            await until(lambda: len(group) == 2)
            by_quick: list[dict[str, Any]] = []
            by_slow: list[dict[str, Any]] = []
            reading = [asyncio.create_task(read(quick, by_quick))]
            while len(group) == 2:
                hub.append(RACE, Note(text=Random(growing.head).randbytes(PIECE * 2 // 5).hex()))
                await until(lambda: len(by_quick) == growing.head)
                assert growing.head < 2_000
            hub.append(RACE, Note(text="for one of them"))
            await until(lambda: len(by_quick) == growing.head)
            assert len(group) == 1

            reading.append(asyncio.create_task(read(slow, by_slow)))
            await until(lambda: len(by_slow) == growing.head)
            await until(lambda: not any(session.unsent for session in hub.registry.sessions))
            hub.append(RACE, Note(text="all there"))
            await until(lambda: len(group) == 2)
            await until(lambda: len(by_slow) == len(by_quick) == growing.head)
        assert by_slow == by_quick == lines(growing)
        for task in reading:
            task.cancel()


async def test_a_frame_too_large_for_all_at_once_comes_once(growing: Log) -> None:
    """It is held once for all who have yet to take it; then they are together again."""
    async with Hub(growing) as hub, watching(hub) as one, watching(hub) as other:
        group = hub.registry.broadcasts[RACE].level[False]
        await until(lambda: len(group) == 2)
        by_one: list[dict[str, Any]] = []
        by_other: list[dict[str, Any]] = []
        reading = [asyncio.create_task(read(one, by_one)), asyncio.create_task(read(other, by_other))]
        growing.keep(b'{"type":"note","text":"%s"}' % (b"x" * 3 * PIECE))
        hub.append(RACE, Note(text="after it"))
        await until(lambda: len(by_one) == len(by_other) == growing.head)
        await until(lambda: not any(session.unsent for session in hub.registry.sessions))
        hub.append(RACE, Note(text="together"))
        await until(lambda: len(group) == 2)
        await until(lambda: len(by_one) == len(by_other) == growing.head)
        assert by_one == by_other == lines(growing)
        for task in reading:
            task.cancel()


async def test_nothing_follows_the_last_word(growing: Log) -> None:
    """A connection that is being closed is sent no more messages, whoever closes it."""
    async with Hub(growing) as hub, watching(hub) as viewer:
        reading = asyncio.create_task(read(viewer, []))
        broadcast = hub.registry.broadcasts[RACE]
        await until(lambda: len(broadcast.level[False]) == 1)
        [session] = broadcast.sessions
        closing = asyncio.create_task(session.connection.close())
        await until(lambda: not broadcast.level[False])
        frames = broadcast.frames
        hub.append(RACE, Note(text="too late"))
        await closing
        await until(lambda: not broadcast.sessions)
        reading.cancel()

    assert broadcast.frames == frames
