"""Who does not read costs a hub the same, whatever is sent and whatever is asked."""

from __future__ import annotations

import asyncio
import socket
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest

from feeds.serving.tokens import Tokens
from tests.feeds.hub_process import HubProcess
from tests.feeds.hub_questions import until, watched
from tests.feeds.raw_publisher import Frame, publishing

VIEWERS = 60

ENTRANTS = 30_000

MOST_MIB = 48
"""The start list has 5 MiB, and is in memory for a while as text, as a frame and as objects."""

HANDSHAKE = (
    "GET /v1/races/big/feed HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n"
    "Sec-WebSocket-Protocol: lapbell.v1\r\n\r\n"
)


def start_list() -> Frame:
    """A start list of some megabytes."""
    entrants = [
        {"bib": str(number), "name": f"Runner {number} {'of a club ' * 12}"} for number in range(ENTRANTS)
    ]
    finish = {"id": "finish", "distance_m": 1500}
    return {
        "type": "start-list", "name": "Big", "distance_m": 1500, "checkpoints": [finish], "entrants": entrants
    }  # fmt: skip


def unread_viewer(stack: ExitStack, port: int) -> None:
    """Begin to watch, and never read."""
    wire = stack.enter_context(socket.socket())
    wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    wire.connect(("127.0.0.1", port))
    wire.sendall(HANDSHAKE.encode())


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux does")
async def test_viewers_that_do_not_read_share_one_copy(tmp_path: Path) -> None:
    """Sixty of them and a large start list; someone who reads gets all of it meanwhile."""
    async with HubProcess(tmp_path / "hub") as hub:
        async with publishing(hub, "big", Tokens(hub.folder).issue("big", "mat-a")) as mat:
            await mat.say(1, start_list())
            await mat.until_acked(1)
        await watched(hub, "big", 1)
        before_kib = hub.memory_kib()
        with ExitStack() as stack:
            for _ in range(VIEWERS):
                unread_viewer(stack, hub.port)
            await until(hub, lambda said: said["viewers"] >= VIEWERS)
            await asyncio.sleep(0.5)
            await watched(hub, "big", 1)
            grown_mib = (hub.memory_kib() - before_kib) / 1024

    assert grown_mib < MOST_MIB, grown_mib


@pytest.mark.skipif(sys.platform != "linux", reason="measures memory as Linux does")
async def test_a_publisher_that_asks_and_does_not_read_is_cut_off(tmp_path: Path) -> None:
    """The library answers each ping of a websocket; half a million answers are not kept."""
    async with HubProcess(tmp_path / "hub") as hub:
        before_kib = hub.memory_kib()
        token = Tokens(hub.folder).issue("big", "mat-a")
        handshake = HANDSHAKE.replace("/feed", "/publish").removesuffix("\r\n")
        ping = b"\x89\xfd" + bytes(4) + b"x" * 125
        with socket.socket() as wire:
            wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            wire.settimeout(20)
            await asyncio.to_thread(wire.connect, ("127.0.0.1", hub.port))
            wire.sendall(f"{handshake}Authorization: Bearer {token}\r\n\r\n".encode())
            assert b" 101 " in await asyncio.to_thread(wire.recv, 20)
            with pytest.raises(ConnectionError):
                await asyncio.to_thread(wire.sendall, ping * 500_000)
        grown_mib = (hub.memory_kib() - before_kib) / 1024

    assert grown_mib < MOST_MIB
