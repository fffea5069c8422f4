"""A hub on a disk that is full, or can only be read: a real disk, where one may be made."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from feeds.log import read
from feeds.log_recovery import recover
from feeds.serving.tokens import Tokens
from tests.feeds.hub_process import HubProcess
from tests.feeds.hub_questions import health, published, watched
from tests.feeds.journals import journal
from tests.feeds.raw_publisher import note, publishing


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 256 KiB of its own, where disks may be made."""
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", "size=256k", "tmpfs", str(disk)]
    try:
        made = subprocess.run(["mount", *options], capture_output=True, check=False).returncode == 0
    except FileNotFoundError:
        made = False
    if not made:
        pytest.skip("needs to be allowed to mount a disk")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)


def make_read_only(disk: Path) -> None:
    """Have the system refuse to write to a disk."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)


async def test_a_disk_that_is_full_at_the_start(small_disk: Path) -> None:
    """With a torn end that cannot be put aside: the race is served, and taken again once there is room."""
    path = journal(small_disk, 3)
    epoch = recover(path.read_bytes(), path.name, "race").log.epoch
    with path.open("ab") as file:
        file.write(b'{"type":"note","te')
    filler = small_disk / "filler"
    with suppress(OSError), filler.open("wb", buffering=0) as file:
        while True:
            file.write(b"x" * 4096)

    async with HubProcess(small_disk) as hub:
        assert await watched(hub, "race", 3) == epoch
        _, said = await health(hub)
        filler.unlink()
        mat = await published(hub, "race", 1, 2)
        status, after = await health(hub)

    assert said["troubles"] == ["race: messages cannot be kept: No space left on device"]
    assert sum("log can only be read" in line for line in hub.said) == 1
    assert mat.ready["epoch"] == epoch
    assert (status, after["status"]) == (200, "ok")
    assert (small_disk / "race.jsonl.corrupt-1").read_bytes() == b'{"type":"note","te'
    assert read(path).head == 5


async def test_a_disk_that_can_only_be_read(small_disk: Path) -> None:
    """Its races can be watched; who publishes is told why that cannot be."""
    journal(small_disk, 3)
    token = Tokens(small_disk).issue("race", "mat-a")
    make_read_only(small_disk)

    async with HubProcess(small_disk) as hub:
        await watched(hub, "race", 3)
        _, said = await health(hub)
        async with publishing(hub, "race", token) as mat:
            await mat.say(1, note(1))
            while (answer := await mat.hear())["type"] != "bye":
                pass

    assert said["status"] == "trouble"
    assert said["troubles"] == ["race: messages cannot be kept: Read-only file system"]
    assert answer["reason"] == "messages cannot be kept: Read-only file system"
    assert any("folder not locked" in line for line in hub.said)
