"""A disk whose calls fail with EIO, by a library loaded before the system's: nothing acknowledged is lost."""

from __future__ import annotations

import asyncio
import json
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest
from websockets.exceptions import ConnectionClosed

from feeds.log import read
from feeds.serving.tokens import Tokens
from tests.faults.recording import Record
from tests.faults.test_kills import RACE
from tests.feeds.hub_process import HubProcess
from tests.feeds.hub_questions import published, watched
from tests.feeds.raw_publisher import note, publishing

TROUBLES = ["sync", "write", "write truncate"]


@pytest.fixture
def trouble(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file that says which calls of the hubs that are started fail."""
    compiler = shutil.which("cc")
    if compiler is None or sys.platform != "linux":
        pytest.skip("needs a C compiler, and LD_PRELOAD as Linux has it")
    shim, source = tmp_path / "failing.so", Path(__file__).with_name("failing_disk.c")
    subprocess.run([compiler, "-shared", "-fPIC", "-o", str(shim), str(source), "-ldl"], check=True)
    monkeypatch.setenv("LD_PRELOAD", str(shim))
    monkeypatch.setenv("TROUBLE", str(tmp_path / "trouble"))
    return tmp_path / "trouble"


@pytest.mark.parametrize("what", TROUBLES)
async def test_calls_that_fail(tmp_path: Path, trouble: Path, what: str, record_property: Record) -> None:
    """While they do, nothing is acknowledged; afterwards, and after `kill -9`, all that was is there."""
    hub = HubProcess(tmp_path / "hub")
    token, acknowledged = Tokens(hub.folder).issue(RACE, "mat-a"), 10
    async with hub, asyncio.timeout(60):
        await published(hub, RACE, 1, acknowledged)
        await asyncio.to_thread(trouble.write_text, what)
        for _ in range(3):
            with suppress(ConnectionClosed):
                async with publishing(hub, RACE, token) as mat:
                    first = mat.ready["last"] + 1
                    await mat.say(first, *(note(number) for number in range(first, first + 5)))
                    while True:
                        said = await mat.hear()
                        assert said.get("last", 0) <= acknowledged, "acknowledged what is not on disk"
        await watched(hub, RACE, acknowledged)
        await asyncio.to_thread(trouble.unlink)
        await published(hub, RACE, 11, 30)
        await hub.kill()
        await hub.start()
        await watched(hub, RACE, 30)

    assert [json.loads(line)["text"] for line in read(hub.folder / f"{RACE}.jsonl").lines] == [
        str(number) for number in range(1, 31)
    ]
    assert any("messages cannot be kept" in line or "Input/output error" in line for line in hub.said)
    record_property("lost", 0)
