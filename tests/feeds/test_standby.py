"""Two hubs on one folder: the second says so, or waits and takes over. Real processes, ended by `kill -9`."""

from __future__ import annotations

import asyncio
import sys
import time
from contextlib import aclosing
from pathlib import Path

import pytest

from feeds.viewer import Joined, Viewer
from tests.feeds.hub_process import HubProcess
from tests.feeds.hub_questions import health, published, until
from tests.feeds.journals import journal
from tests.patience import PATIENCE_S
from tests.tui.run_lapbell import lapbell

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, links, and files that are open")


async def test_a_second_hub_is_told_who_has_the_folder(tmp_path: Path) -> None:
    """And calls nothing damaged."""
    async with HubProcess(tmp_path / "hub") as hub:
        await published(hub, "race", 1, 1)
        second = lapbell("hub", "--data", hub.folder, "--listen", "127.0.0.1:0")
        await published(hub, "race", 2, 2)

    assert second.returncode == 2
    assert second.stderr == (
        f"lapbell: another hub (process {hub.pid}) serves {hub.folder}; --standby waits until it has ended "
        "(see `lapbell hub --help`)\n"
    )


async def test_another_program_s_lock_is_no_damage(tmp_path: Path) -> None:
    """A log that something else is writing to is served once that has ended."""
    import fcntl

    path = journal(tmp_path, 2)
    with path.open("r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        hub = HubProcess(tmp_path)
        await hub.start()
        _, said = await health(hub)
        file.close()
        await until(hub, lambda said: said["races"] == 1)
    await hub.kill()

    assert said["not_served"] == [{"race": "race", "reason": "race.jsonl: another program is writing to it"}]


async def test_a_hub_that_stands_by_takes_over(tmp_path: Path) -> None:
    """`kill -9` of the first: the viewers have new messages from the second within three seconds."""
    first = HubProcess(tmp_path / "hub")
    second = HubProcess(first.folder, "--standby")
    second.port = first.port
    took_s: list[float] = []
    killed_s = 0.0

    async def watch() -> None:
        async with aclosing(Viewer(first.url("race")).updates()) as updates:
            async for update in updates:
                match update:
                    case Joined(hello) if killed_s:
                        assert hello.mode == "resume"
                        took_s.append(time.monotonic() - killed_s)
                        return

    async with first:
        await published(first, "race", 1, 20)
        starting = asyncio.create_task(second.start())
        await second.until_said("standing by")
        watching = [asyncio.create_task(watch()) for _ in range(5)]
        await until(first, lambda said: said["viewers"] == 5)
        killed_s = time.monotonic()
        await first.kill()
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.gather(starting, *watching)
        mat = await published(second, "race", 21, 21)
        await second.kill()

    assert max(took_s) < 3.0
    assert mat.ready["last"] == 20


async def test_a_hub_that_stands_by_can_be_stopped(tmp_path: Path) -> None:
    """It has nothing to close."""
    async with HubProcess(tmp_path / "hub") as first:
        second = HubProcess(first.folder, "--standby")
        starting = asyncio.create_task(second.start())
        await second.until_said("standing by")
        assert await second.stop() < PATIENCE_S
        await starting

    assert not any("error" in line for line in second.said)
