"""Lines between hub and viewers that are dead for a while, or very slow."""

from __future__ import annotations

import asyncio
import socket
import time
from contextlib import aclosing
from pathlib import Path

import pytest

from feeds.log import read
from feeds.viewer import Arrived, Joined, Viewer
from tests.faults.recording import Record
from tests.faults.test_kills import LARGE, RACE
from tests.feeds.flaky_network import Line
from tests.feeds.hub_process import HubProcess
from tests.feeds.hub_questions import published
from tests.feeds.hub_questions import until as until_hub
from tests.feeds.test_faults import Seat, until
from tests.patience import PATIENCE_S


@pytest.mark.parametrize("seconds", [30, 600])
async def test_a_cut(tmp_path: Path, seconds: int, record_property: Record) -> None:
    """Nothing comes through and neither end is told; then the viewer resumes, and has all once."""
    if not LARGE:
        pytest.skip("takes that long; `make faults` does")
    hub = HubProcess(tmp_path / "hub")
    async with hub, Line(hub.port) as line, asyncio.timeout(seconds + 120):
        await published(hub, RACE, 1, 100)
        seat, modes = Seat(), list[str]()

        async def watch() -> None:
            url = f"ws://127.0.0.1:{line.port}/v1/races/{RACE}/feed"
            async with aclosing(Viewer(url).updates()) as updates:
                async for update in updates:
                    match update:
                        case Joined(hello):
                            modes.append(hello.mode)
                        case Arrived(lines=lines):
                            seat.lines += lines
                    if len(seat.lines) == 200:
                        return

        watching = asyncio.create_task(watch())
        await until(lambda: len(seat.lines) == 100)
        line.open.clear()
        for part in range(10):
            await asyncio.sleep(seconds / 10)
            await published(hub, RACE, 101 + 10 * part, 110 + 10 * part)
        line.open.set()
        begun_s = time.monotonic()
        await watching
        back_s = time.monotonic() - begun_s

    assert seat.lines == read(hub.folder / f"{RACE}.jsonl").lines
    assert modes[0] == "start"
    assert set(modes[1:]) == {"resume"}
    assert back_s < 45
    record_property(f"back after {seconds} s, s", round(back_s, 1))


async def test_a_reader_at_1_kb_a_second(tmp_path: Path, record_property: Record) -> None:
    """It is slow and not stuck: after half a minute it is still there, and the others are at the head."""
    seconds = 30.0 if LARGE else 1.5
    hub, loop = HubProcess(tmp_path / "hub", "--rate", "100000"), asyncio.get_running_loop()
    late_s, count, got = 0.0, 2000, 0
    async with hub, asyncio.timeout(120):
        for first in range(1, count, 500):
            await published(hub, RACE, first, first + 499)
        slow = socket.socket()
        slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        slow.setblocking(False)
        await loop.sock_connect(slow, ("127.0.0.1", hub.port))
        await loop.sock_sendall(slow, handshake(RACE))
        end_s = time.monotonic() + seconds
        while time.monotonic() < end_s:
            async with asyncio.timeout(PATIENCE_S):
                data = await loop.sock_recv(slow, 250)
            assert data, "the slow reader was let go"
            got += len(data)
            seat, head = Seat(), count + 1
            count += 1
            begun_s = time.monotonic()
            watching = asyncio.create_task(seat.watch(hub.url(RACE), lambda to=head: to))  # type: ignore[misc]  # a default in a lambda
            await published(hub, RACE, count, count)
            await watching
            late_s = max(late_s, time.monotonic() - begun_s)
            await asyncio.sleep(0.25)
        await until_hub(hub, lambda said: said["viewers"] == 1)
        slow.close()

    assert got > 0
    assert late_s < 5
    record_property("slowest join and split beside it, s", round(late_s, 2))


def handshake(race: str) -> bytes:
    """What a viewer asks."""
    return (
        f"GET /v1/races/{race}/feed HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Protocol: lapbell.v1\r\n\r\n"
    ).encode()
