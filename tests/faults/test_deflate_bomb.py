"""A compressed frame that would fill the memory, from a publisher, a viewer and a desk."""

from __future__ import annotations

import asyncio
import zlib
from contextlib import suppress
from pathlib import Path

import pytest

from feeds.serving.tokens import Tokens
from tests.faults.recording import Record
from tests.faults.test_kills import RACE
from tests.feeds.hub_process import HubProcess
from tests.feeds.hub_questions import health, published, watched

UNPACKED_MIB = 300


def bomb() -> bytes:
    """A frame of blanks, masked with a mask of zeros."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    one_mib = packer.compress(b" " * 2**20) + packer.flush(zlib.Z_FULL_FLUSH)
    packed = (one_mib * UNPACKED_MIB)[:-4]
    return b"\xc1\xff" + len(packed).to_bytes(8) + b"\0\0\0\0" + packed


@pytest.mark.parametrize("purpose", ["publish", "feed", "admin"])
async def test_a_frame_that_unpacks_to_300_mib(tmp_path: Path, purpose: str, record_property: Record) -> None:
    """It is not unpacked, the connection is closed, and the hub serves on."""
    hub = HubProcess(tmp_path / "hub")
    async with hub, asyncio.timeout(60):
        await published(hub, RACE, 1, 3)
        before_kib = hub.memory_kib()
        reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
        token = Tokens(hub.folder).issue(RACE, "bomber", use="admin")
        path = "/v1/admin" if purpose == "admin" else f"/v1/races/{RACE}/{purpose}"
        writer.write(
            f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n"
            f"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Protocol: lapbell.v1\r\n"
            f"Sec-WebSocket-Extensions: permessage-deflate\r\nAuthorization: Bearer {token}\r\n\r\n".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        assert b"permessage-deflate" in head
        writer.write(bomb())
        end = b""
        with suppress(ConnectionResetError):  # of a viewer's frame not even the whole is read
            end = await reader.read()
        writer.close()
        grown_mib = (hub.memory_kib() - before_kib) / 1024
        await watched(hub, RACE, 3)
        status, _ = await health(hub)

    assert b"\x03\xf1" in end[-130:] or (purpose == "feed" and not end), "close code 1009"
    assert grown_mib < 40
    assert status == 200
    record_property(f"memory, bomb in {purpose}, MiB", round(grown_mib))
