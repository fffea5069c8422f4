"""A hub that runs out of files: fewer viewers, and never no publisher."""

from __future__ import annotations

import asyncio
import resource
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from pathlib import Path

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidHandshake, InvalidStatus

from feeds.serving.tokens import Tokens
from tests.feeds.hub_process import HubProcess
from tests.feeds.raw_publisher import PROTOCOL, note, publishing

RACE = "club-800"
FILES = 256

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")


@pytest.fixture
async def hub(tmp_path: Path) -> AsyncIterator[HubProcess]:
    """A hub that may have 256 files, as with `ulimit -n 256`."""
    async with HubProcess(tmp_path, files=FILES) as hub:
        yield hub


async def crowd(hub: HubProcess, stack: AsyncExitStack, viewers: int) -> int:
    """Let viewers come in as long as there is room; returns how many are in."""
    joined = 0
    for _ in range(viewers):
        with suppress(InvalidStatus):
            await stack.enter_async_context(connect(hub.url(RACE), subprotocols=PROTOCOL))
            joined += 1
    return joined


async def comes_in(hub: HubProcess, token: str, number: int) -> None:
    """Publish a message, and try again where the hub hangs up, as it may on those who say nothing at once."""
    while True:
        with suppress(OSError, InvalidHandshake):
            async with publishing(hub, RACE, token) as mat:
                await mat.say(number, note(number))
                await mat.until_acked(number)
            return


async def test_a_publisher_always_comes_in(hub: HubProcess, tmp_path: Path) -> None:
    """Also beside more viewers than there are files for, and callers that say nothing; both say why not."""
    token = Tokens(tmp_path).issue(RACE, "mat-a")
    async with AsyncExitStack() as stack, asyncio.timeout(60):
        async with publishing(hub, RACE, token) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)
        joined = await crowd(hub, stack, FILES)
        mute = [await asyncio.open_connection("127.0.0.1", hub.port) for _ in range(FILES)]
        for number in range(2, 5):
            await comes_in(hub, token, number)
        for _, writer in mute:
            writer.transport.abort()

    assert FILES / 2 < joined < FILES - 50
    assert len(hub.said) < 40
    assert not [line for line in hub.said if "Traceback" in line]
    assert any(f"files={FILES} viewers=192" in line for line in hub.said)
    assert any("raise the limit with `ulimit -n`" in line for line in hub.said)


async def test_nothing_is_lost_when_files_are_taken_away(hub: HubProcess, tmp_path: Path) -> None:
    """Newcomers are turned away, viewers make room one by one, and the publisher comes in."""
    token = Tokens(tmp_path).issue(RACE, "mat-a")
    async with AsyncExitStack() as stack, asyncio.timeout(60):
        async with publishing(hub, RACE, token) as mat:
            await mat.say(1, note(1))
            await mat.until_acked(1)
        assert await crowd(hub, stack, 100) == 100
        resource.prlimit(hub.pid, resource.RLIMIT_NOFILE, (60, FILES))
        await comes_in(hub, token, 2)

    assert len(hub.said) < 150
    assert not [line for line in hub.said if "Traceback" in line]


async def test_the_limit_is_raised(tmp_path: Path) -> None:
    """As far as the system allows, and stated."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    async with HubProcess(tmp_path, "--connections", "500", soft_files=FILES) as hub:
        soft = resource.prlimit(hub.pid, resource.RLIMIT_NOFILE)[0]

    assert soft == min(hard, 756)
    assert any(f"files={soft} viewers=500" in line for line in hub.said)
