"""One bad thing in a hub's folder stops one race, and is taken once it is mended: real hubs, real files."""

from __future__ import annotations

import asyncio
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import aclosing, suppress
from pathlib import Path
from typing import Any

import pytest

from feeds.client.race_list import race_list
from feeds.hub_address import Address
from feeds.log import read
from feeds.log_recovery import recover
from feeds.serving.tokens import Tokens
from feeds.viewer import Arrived, Joined, Viewer
from tests.feeds.hub_process import HubProcess
from tests.feeds.journals import journal
from tests.feeds.raw_publisher import Teller, note, notes, publishing
from tests.tui.run_lapbell import lapbell

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, links, and files that are open")

PATIENCE_S = 30.0


async def published(hub: HubProcess, race: str, first: int, last: int) -> Teller:
    """Publish notes to a hub, and wait until they are acknowledged."""
    async with publishing(hub, race, Tokens(hub.folder).issue(race, "mat-a")) as mat:
        await mat.say(first, *notes(first, last))
        await mat.until_acked(last)
    return mat


async def health(hub: HubProcess) -> tuple[int, dict[str, Any]]:
    """The HTTP status and what the hub says of itself."""
    reader, writer = await asyncio.open_connection("127.0.0.1", hub.port)
    writer.write(b"GET /health HTTP/1.1\r\nHost: hub\r\n\r\n")
    head, _, body = (await reader.read()).partition(b"\r\n\r\n")
    writer.close()
    return int(head.split()[1]), json.loads(body)


async def until(hub: HubProcess, is_so: Callable[[dict[str, Any]], bool]) -> None:
    """Wait until the hub says something of itself."""
    deadline_s = time.monotonic() + PATIENCE_S
    while not is_so((await health(hub))[1]):
        assert time.monotonic() < deadline_s
        await asyncio.sleep(0.05)


async def watched(hub: HubProcess, race: str, count: int) -> str:
    """Watch a race until it has so many messages; returns its epoch."""
    epoch, seen = "", 0
    async with asyncio.timeout(PATIENCE_S), aclosing(Viewer(hub.url(race)).updates()) as updates:
        async for update in updates:
            match update:
                case Joined(hello):
                    epoch = hello.epoch
                case Arrived(lines=lines):
                    seen += len(lines)
            if seen >= count:
                break
    return epoch


async def test_whatever_is_in_the_folder_the_rest_is_served(tmp_path: Path) -> None:
    """A folder, a FIFO, links to nothing and in circles, foreign, damaged and empty files: all are named."""
    folder = tmp_path / "hub"
    journal(folder / "made", 3).rename(folder / "race.jsonl")
    spoilt = (folder / "race.jsonl").read_bytes().replace(b'"text":"3"', b'"text":"9"')
    (folder / "damaged.jsonl").write_bytes(spoilt.replace(b'"race":"race"', b'"race":"damaged"'))
    (folder / "a-folder.jsonl").mkdir()
    os.mkfifo(folder / "fifo.jsonl")
    (folder / "dangling.jsonl").symlink_to(tmp_path / "nowhere" / "x.jsonl")
    (folder / "circle.jsonl").symlink_to("circle.jsonl")
    (folder / "foreign.jsonl").write_text("Dear diary,\n")
    (folder / "by-hand.jsonl").write_text('{"type":"log","version":1,"race":"by-hand"}\n{"type":"gun"}\n')
    (folder / "My Race.jsonl").touch()
    (folder / "\x1b[2J.jsonl").touch()
    (folder / "empty.jsonl").touch()

    async with HubProcess(folder) as hub:
        listed = await race_list(Address.parse(f"127.0.0.1:{hub.port}"))
        status, said = await health(hub)
        await watched(hub, "race", 3)
        asked = lapbell("hub", "status", f"127.0.0.1:{hub.port}")

    assert [notice.race for notice in listed] == ["race"]
    assert status == 503
    assert {row["race"]: row["reason"] for row in said["not_served"]} == {
        "a-folder": "it is not a file",
        "by-hand": "it is not the log of a hub",
        "circle": "it is a link to nothing",
        "damaged": "line 1 has changed since it was written",
        "dangling": "it is a link to nothing",
        "fifo": "it is not a file",
        "foreign": "line 1: not JSON: expected value at character 1",
    }
    assert said["notes"][1:] == ["My Race.jsonl: its name is not that of a race", "empty.jsonl: it is empty"]
    assert sum("race not served" in line for line in hub.said) == 7
    assert asked.returncode == 1
    assert "not served: fifo: it is not a file" in asked.stdout
    assert "\x1b" not in asked.stdout + "".join(hub.said)
    assert (folder / "My Race.jsonl").read_bytes() == b""
    assert not (tmp_path / "nowhere").exists()


async def test_a_repaired_log_is_taken_without_a_restart(tmp_path: Path) -> None:
    """Damage in the last line: refused, repaired beside the running hub, served under a new name."""
    hub = HubProcess(tmp_path / "hub")
    path = hub.folder / "race.jsonl"
    async with hub:
        await published(hub, "race", 1, 5)
        before = await watched(hub, "race", 5)
        await hub.stop()
        path.write_bytes(path.read_bytes().replace(b'"text":"5"', b'"text":"9"'))
        await hub.start()
        status, said = await health(hub)
        checked = lapbell("hub", "check", hub.folder)
        repaired = lapbell("hub", "repair", hub.folder)
        await until(hub, lambda said: said["races"] == 1)
        after = await watched(hub, "race", 4)
        mat = await published(hub, "race", 5, 6)

    assert status == 503
    assert said["not_served"] == [
        {"race": "race", "reason": "line 6 is damaged, and 5 messages were on disk"}
    ]
    assert checked.returncode == 2
    assert checked.stdout == (
        "race: line 6 is damaged, and 5 messages were on disk; `lapbell hub repair` keeps the 4 messages "
        "before it\n"
    )
    assert (repaired.returncode, repaired.stdout) == (
        0,
        "race: line 6 is damaged, and 5 messages were on disk; repaired, 4 messages\n",
    )
    assert after != before
    assert mat.ready["last"] == 4
    assert read(path).head == 6
    assert b'"text":"9"' in path.with_name("race.jsonl.corrupt-1").read_bytes()


async def test_sighup_takes_what_was_put_in_replaced_or_taken_away(tmp_path: Path) -> None:
    """And does not end the hub, as a terminal that is closed would."""
    hub = HubProcess(tmp_path / "hub")
    async with hub:
        await published(hub, "taken", 1, 2)
        await published(hub, "race", 1, 2)
        await published(hub, "stays", 1, 2)
        (hub.folder / "taken.jsonl").unlink()
        journal(tmp_path / "other", 4).replace(hub.folder / "race.jsonl")
        put_in = journal(tmp_path / "new", 3).read_bytes()
        (hub.folder / "race-2.jsonl").write_bytes(put_in)
        os.kill(hub.pid, signal.SIGHUP)
        await hub.until_said("read again")
        listed = await race_list(Address.parse(f"127.0.0.1:{hub.port}"))
        await watched(hub, "race", 4)
        _, said = await health(hub)

    assert sorted((notice.race, notice.head) for notice in listed) == [("race", 4), ("stays", 2)]
    assert said["not_served"] == [{"race": "race-2", "reason": "it is the log of race, not of race-2"}]


async def test_a_log_deleted_under_the_hub_is_written_anew(tmp_path: Path) -> None:
    """It has all that was acknowledged after the next message, and after a restart."""
    hub = HubProcess(tmp_path / "hub")
    path = hub.folder / "race.jsonl"
    async with hub:
        await published(hub, "race", 1, 3)
        path.unlink()
        await published(hub, "race", 4, 4)
        os.truncate(path, 0)
        await published(hub, "race", 5, 5)
        epoch = await watched(hub, "race", 5)
        await hub.kill()
        await hub.start()
        assert await watched(hub, "race", 5) == epoch

    assert read(path).head == 5
    assert sum("written anew" in line for line in hub.said) == 2


async def test_a_cut_log_goes_on_under_a_new_name(tmp_path: Path) -> None:
    """A message that viewers have seen is gone from the end: they begin anew, and the hub says so."""
    hub = HubProcess(tmp_path / "hub")
    path = hub.folder / "race.jsonl"
    async with hub:
        await published(hub, "race", 1, 3)
        before = await watched(hub, "race", 3)
        await hub.stop()
        path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
        await hub.start()
        after = await watched(hub, "race", 2)
        status, said = await health(hub)

    assert after != before
    assert status == 200
    assert said["notes"] == ["race.jsonl: 1 messages that were on disk are gone from its end"]
    assert recover(path.read_bytes(), path.name, "race").kept == 2


async def test_a_second_hub_is_told_who_has_the_folder(tmp_path: Path) -> None:
    """And calls nothing damaged."""
    async with HubProcess(tmp_path / "hub") as hub:
        await published(hub, "race", 1, 1)
        second = lapbell("hub", "--data", hub.folder, "--listen", "127.0.0.1:0")
        await published(hub, "race", 2, 2)

    assert second.returncode == 2
    assert second.stderr == (
        f"lapbell: another hub (process {hub.pid}) serves {hub.folder}; --standby waits until it has ended\n"
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
