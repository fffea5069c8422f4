"""A hub that is out of memory does not live on half: it ends, and has all that it acknowledged."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from feeds.errors import OUT_OF_MEMORY
from feeds.hub import Hub, Settings
from feeds.journal import Journal
from feeds.log import read
from feeds.serving.accept_messages import MessageAcceptor
from feeds.serving.broadcast import Broadcast
from feeds.serving.hub_reporting import hub_log, wire_log
from feeds.serving.live_races import LiveRaces
from feeds.serving.out_of_memory import OutOfMemoryHandler
from feeds.serving.publisher_registry import PublisherRegistry
from feeds.serving.tokens import Tokens
from feeds.serving.viewer_session import ViewerSession
from tests.feeds.hub_process import HubProcess
from tests.feeds.raw_publisher import PROTOCOL, Teller, note, publishing, teller
from tests.patience import PATIENCE_S

resource = pytest.importorskip("resource", reason="there are no limits of memory on Windows")

MIB = 2**20


@pytest.fixture
def ends() -> Iterator[asyncio.Event]:
    """Set when the hub would end."""
    event = asyncio.Event()
    handler = OutOfMemoryHandler(event.set)
    logs = [hub_log, wire_log, logging.getLogger("asyncio")]
    for log in logs:
        log.addHandler(handler)
    yield event
    for log in logs:
        log.removeHandler(handler)


def fails(*_: object, **__: object) -> Any:
    """Stands for whatever is out of memory."""
    raise MemoryError


PLACES = [
    (MessageAcceptor, "take"),
    (Journal, "append"),
    (ViewerSession, "serve"),
    (Broadcast, "frame_after"),
    (PublisherRegistry, "watch"),
    (LiveRaces, "keep_looking"),
]


@pytest.mark.parametrize(("holder", "name"), PLACES, ids=[f"{one.__name__}.{name}" for one, name in PLACES])
async def test_it_ends_wherever_memory_runs_out(
    holder: type, name: str, ends: asyncio.Event, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a session, while a log is written, and in what the hub does beside its connections."""
    monkeypatch.setattr(holder, name, fails)
    async with Hub(settings=Settings(folder=tmp_path)) as hub, teller(hub) as mat:
        await mat.say(1, note(1))
        async with connect(hub.url("club-800"), subprotocols=PROTOCOL), asyncio.timeout(PATIENCE_S):
            await ends.wait()


async def test_another_error_does_not_end_it(ends: asyncio.Event) -> None:
    """Only memory is a reason."""
    hub_log.error("failed", exc_info=ValueError("a value"))
    hub_log.error("failed", exc_info=ExceptionGroup("", [ValueError("a value")]))
    assert not ends.is_set()
    hub_log.error("failed", exc_info=ExceptionGroup("", [ValueError("a value"), MemoryError()]))
    assert ends.is_set()


async def test_a_thread_that_cannot_be_started_ends_it(ends: asyncio.Event) -> None:
    """There is no memory for its stack: nothing could be written any more."""
    hub_log.error("failed", exc_info=RuntimeError("can't start new thread"))
    assert ends.is_set()


async def test_work_beside_the_connections_goes_on_after_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """It is logged, and begun again: a hub that no longer looks at its folder would not say so."""
    begun = asyncio.Event()
    is_first = iter([True, False])

    async def keep_looking(_: LiveRaces) -> None:
        if next(is_first):
            raise ValueError("a value")
        begun.set()

    monkeypatch.setattr(LiveRaces, "keep_looking", keep_looking)
    async with Hub(settings=Settings(folder=tmp_path)), asyncio.timeout(PATIENCE_S):
        await begun.wait()
    assert "work of the hub failed, and is begun again" in caplog.text


@pytest.mark.skipif(not hasattr(resource, "prlimit"), reason="the limits of another process are Linux's")
async def test_a_process_out_of_memory_ends_and_loses_nothing(tmp_path: Path) -> None:
    """With a sentence, and an exit code after which a service manager starts it again."""
    token = Tokens(tmp_path).issue("club-800", "mat-a")
    hub = HubProcess(tmp_path, "--rate", "1000000")
    await hub.start()
    limit = memory_bytes(hub.pid) + 8 * MIB
    async with publishing(hub, "club-800", token) as mat:
        resource.prlimit(hub.pid, resource.RLIMIT_AS, (limit, limit))
        kept = await published_until_gone(mat)

    assert await hub.ended() == OUT_OF_MEMORY == 71
    assert "lapbell hub: out of memory; it ends, to be started again" in hub.said[-1]
    assert read(tmp_path / "club-800.jsonl").head >= kept


async def published_until_gone(mat: Teller) -> int:
    """Publish until the hub is gone; returns how many messages it acknowledged."""
    kept = 0
    try:
        async with asyncio.timeout(60):
            while True:
                await mat.say(kept + 1, *[note(0) | {"text": "x" * 1000}] * 500)
                await mat.until_acked(kept + 500)
                kept += 500
    except ConnectionClosed:
        return kept


def memory_bytes(pid: int) -> int:
    """What a process has of address space."""
    found = re.search(r"VmSize:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text())
    assert found
    return int(found[1]) * 1024
