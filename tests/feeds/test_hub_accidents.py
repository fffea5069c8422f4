"""One bad thing in a hub's folder stops one race, and is taken once it is mended: real hubs, real files."""

from __future__ import annotations

import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.client.race_list import race_list
from feeds.hub_address import Address
from feeds.log import read
from feeds.log_recovery import recover
from feeds.serving.tokens import Tokens
from tests.feeds.hub_process import HubProcess
from tests.feeds.hub_questions import health, published, until, watched
from tests.feeds.journals import journal
from tests.feeds.raw_publisher import notes, publishing
from tui.cli import main

LARGE = bool(os.environ.get("LAPBELL_LARGE"))
"""Whether many kills are tried, which takes a minute."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals, links, and files that are open")


async def test_whatever_is_in_the_folder_the_rest_is_served(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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
    (folder / os.fsdecode(b"\xff\x9b.jsonl")).touch()
    (folder / "empty.jsonl").touch()

    async with HubProcess(folder) as hub:
        listed = (await race_list(Address.parse(f"127.0.0.1:{hub.port}"))).races
        status, said = await health(hub)
        await watched(hub, "race", 3)
        asked = main(["hub", "status", f"127.0.0.1:{hub.port}"])

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
    assert said["notes"] == [
        "My Race.jsonl: its name is not that of a race",
        "empty.jsonl: it is empty",
        "\ufffd[2J.jsonl: its name is not that of a race",
        "\ufffd\ufffd.jsonl: its name is not that of a race",
    ]
    assert sum("race not served" in line for line in hub.said) == 7
    printed = capsys.readouterr().out
    assert asked == 1
    assert "not served: fifo: it is not a file" in printed
    assert "\x1b" not in printed + "".join(hub.said)
    assert (folder / "My Race.jsonl").read_bytes() == b""
    assert not (tmp_path / "nowhere").exists()


async def test_a_repaired_log_is_taken_without_a_restart(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
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
        checked = main(["hub", "check", str(hub.folder)])
        repaired = main(["hub", "repair", str(hub.folder)])
        await until(hub, lambda said: said["races"] == 1)
        after = await watched(hub, "race", 4)
        mat = await published(hub, "race", 5, 6)

    assert status == 503
    assert said["not_served"] == [
        {"race": "race", "reason": "line 6 is damaged, and 5 messages were on disk"}
    ]
    assert (checked, repaired) == (2, 0)
    assert capsys.readouterr().out == (
        "race: line 6 is damaged, and 5 messages were on disk; `lapbell hub repair` keeps the 4 messages "
        "before it\nrace: line 6 is damaged, and 5 messages were on disk; repaired, 4 messages\n"
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
        listed = (await race_list(Address.parse(f"127.0.0.1:{hub.port}"))).races
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


SPOILS: dict[str, Callable[[bytes, random.Random], bytes]] = {
    "nothing": lambda data, _: data,
    "torn": lambda data, _: data + b'{"type":"no',
    "cut": lambda data, chance: data[: -chance.randint(1, 300)],
    "flipped": lambda data, chance: (
        data[: (place := len(data) - chance.randint(2, 400))]
        + bytes([data[place] ^ 1 << chance.randrange(8)])
        + data[place + 1 :]
    ),
    "NULs": lambda data, chance: data[: -(size := chance.randint(1, 300))] + b"\0" * size,
}


@pytest.mark.parametrize("seed", range(25 if LARGE else 2))
async def test_damage_after_a_kill_costs_nothing_in_silence(tmp_path: Path, seed: int) -> None:
    """`kill -9` under load, then damage to the end: what was acknowledged is there, or it is told."""
    chance = random.Random(seed)
    spoil = SPOILS[[*SPOILS][(seed + 2) % len(SPOILS)]]
    hub = HubProcess(tmp_path / "hub")
    path = hub.folder / "race.jsonl"
    async with hub:
        sent, acknowledged, stop = 0, 0, chance.randint(5, 120)
        async with publishing(hub, "race", Tokens(hub.folder).issue("race", "mat-a")) as mat:
            while acknowledged < stop:
                count = chance.randint(1, 5)
                await mat.say(sent + 1, *notes(sent + 1, sent + count))
                sent += count
                acknowledged = max(acknowledged, (await mat.hear()).get("last", 0))
            await mat.say(sent + 1, *notes(sent + 1, sent + 200))
            await hub.kill()
        before = path.read_bytes()
        log = recover(before, path.name, "race").log
        path.write_bytes(spoil(before, chance))
        await hub.start()
        status, _ = await health(hub)

    assert log.head >= acknowledged
    if status == 200:
        after = recover(path.read_bytes(), path.name, "race").log
        assert after.lines == log.lines[: after.head]
        assert after.head >= acknowledged or after.epoch != log.epoch
