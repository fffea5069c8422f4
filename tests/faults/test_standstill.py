"""Programs that stand still: a stopped publisher, and a stopped hub."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from pathlib import Path

import pytest

from feeds.log import read
from feeds.serving.tokens import Tokens
from tests.faults.processes import Lapbell
from tests.faults.recording import Record
from tests.faults.test_kills import LARGE, RACE, race_file
from tests.feeds.hub_process import HubProcess
from tests.feeds.hub_questions import published, watched
from tests.feeds.hub_questions import until as until_hub
from tests.feeds.test_faults import Seat, until

large = pytest.mark.skipif(not LARGE, reason="waits for half a minute; `make faults` does")


@large
async def test_a_stopped_publisher(tmp_path: Path, record_property: Record) -> None:
    """SIGSTOP: within 20 s viewers hear that no one publishes; SIGCONT, and it goes on where it was."""
    hub = HubProcess(tmp_path / "hub", "--rate", "200")
    token, host = Tokens(hub.folder).issue(RACE, "mat-a"), hub.base.removeprefix("ws://")
    file = race_file(tmp_path / "race.jsonl", 4000)
    publisher = Lapbell(tmp_path, "publish", file, "--to", host, "--race", RACE, token=token)
    async with hub, asyncio.timeout(120):
        await publisher.start()
        await until_hub(hub, lambda said: said["publishers"] == 1)
        publisher.signal(signal.SIGSTOP)
        begun_s = time.monotonic()
        await until_hub(hub, lambda said: said["publishers"] == 0)
        gone_s = time.monotonic() - begun_s
        publisher.signal(signal.SIGCONT)
        code, said = await publisher.ended()
        await watched(hub, RACE, 4000)

    assert code == 0, said
    assert gone_s < 20
    assert read(hub.folder / f"{RACE}.jsonl").head == 4000
    record_property("publisher let go, s", round(gone_s, 1))


@large
async def test_a_stopped_hub(tmp_path: Path, record_property: Record) -> None:
    """For 31 s: viewers leave it, and resume where they were."""
    hub = HubProcess(tmp_path / "hub")
    async with hub, asyncio.timeout(120):
        await published(hub, RACE, 1, 50)
        seats = [Seat() for _ in range(5)]
        watching = [asyncio.create_task(seat.watch(hub.url(RACE), lambda: 60)) for seat in seats]
        await until(lambda: all(len(seat.lines) == 50 for seat in seats))
        os.kill(hub.pid, signal.SIGSTOP)
        await asyncio.sleep(31)
        os.kill(hub.pid, signal.SIGCONT)
        await published(hub, RACE, 51, 60)
        begun_s = time.monotonic()
        await asyncio.gather(*watching)
        back_s = time.monotonic() - begun_s

    log = read(hub.folder / f"{RACE}.jsonl")
    assert all(seat.lines == log.lines and seat.starts == 1 for seat in seats)
    assert back_s < 30
    record_property("viewers back after a stopped hub, s", round(back_s, 1))
