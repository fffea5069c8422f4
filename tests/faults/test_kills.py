"""`kill -9` of hubs, publishers and viewers in mid-race: real processes, and nothing lost or doubled."""

from __future__ import annotations

import asyncio
import json
import os
import random
from pathlib import Path

import pytest

from feeds.log import read
from feeds.log_recovery import recover
from feeds.serving.tokens import Tokens
from tests.faults.processes import Lapbell
from tests.faults.recording import Record
from tests.feeds.failing_publisher import Chaos
from tests.feeds.hub_process import HubProcess
from tests.feeds.raw_publisher import note
from tests.feeds.test_faults import SLOWEST_START_S, Seat, board_of, race_messages, until

LARGE = bool(os.environ.get("LAPBELL_LARGE"))
"""Whether many kills are tried, which takes minutes."""

RACE = "club-10000"

VICTIMS = ["publisher", "hub and publisher", "viewer"]


def race_file(path: Path, messages: int) -> Path:
    """A race of so many messages, all but the first of them notes."""
    head = {"type": "log", "version": 1, "race": RACE}
    notes = [{"type": "note", "text": f"{number} " + "x" * 200} for number in range(1, messages)]
    rows = [head, race_messages(1, 1)[0], *notes]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.skipif(not LARGE, reason="starts dozens of processes; `make faults` does")
@pytest.mark.parametrize("victim", VICTIMS)
async def test_kill(tmp_path: Path, victim: str, record_property: Record) -> None:
    """Of one or two, again and again: what the hub has, and what was recorded, is the file, once."""
    count, kills = 20_000, 12
    chance = random.Random(len(victim))
    hub = HubProcess(tmp_path / "hub", "--rate", "1500")
    token = Tokens(hub.folder).issue(RACE, "mat-a")
    file, host = race_file(tmp_path / "race.jsonl", count), hub.base.removeprefix("ws://")
    address = f"{host}/v1/races/{RACE}"
    publisher = Lapbell(tmp_path / "laptop", "publish", file, "--to", host, "--race", RACE, token=token)
    viewer = Lapbell(tmp_path / "viewer", "record", address, "--into", tmp_path / "recorded")
    path, starts_s, killed = hub.folder / f"{RACE}.jsonl", [0.0], 0

    async def grown() -> None:
        size = path.stat().st_size if path.exists() else 0
        await until(lambda: path.exists() and path.stat().st_size > size + 60_000)

    async with hub, asyncio.timeout(300):
        await publisher.start()
        await grown()
        await viewer.start()
        while killed < kills and read_head(path) < count:
            await asyncio.sleep(chance.uniform(0.2, 1.2))
            if "publisher" in victim:
                await publisher.kill()
            if "hub" in victim:
                await hub.kill()
                await hub.start()
                starts_s.append(hub.start_s)
            if victim == "viewer":
                await viewer.kill()
                await viewer.start()
            if "publisher" in victim:
                await publisher.start()
            killed += 1
        code, said = await publisher.ended()
        log = read(path)
        recording = tmp_path / "recorded" / f"{RACE}.jsonl"
        await until(lambda: recording.exists() and read_head(recording) == count)
        await viewer.kill()

    assert code == 0, said
    assert [json.loads(line)["id"] for line in log.lines] == [
        f"mat-a:{number}" for number in range(1, count + 1)
    ]
    assert [json.loads(line)["text"].split()[0] for line in log.lines[1:]] == [
        str(number) for number in range(1, count)
    ]
    assert read(recording).lines == log.lines
    assert max(starts_s) < SLOWEST_START_S
    assert killed >= 3
    record_property("tried", killed)
    record_property("lost and doubled", 0)


def read_head(path: Path) -> int:
    """How many messages are in a log that may still be written to."""
    return recover(path.read_bytes(), path.name, RACE).log.head


async def test_three_sources(tmp_path: Path, record_property: Record) -> None:
    """Each repeats itself, runs ahead and is cut off while the hub is killed: all once, each in its order."""
    each, kills, viewers = (2500, 6, 6) if LARGE else (300, 2, 3)
    hub = HubProcess(tmp_path / "hub")
    sources = ["mat-a", "mat-b", "mat-c"]
    messages = [note(number) for number in range(1, each + 1)]
    tellers = [
        Chaos(
            f"{hub.base}/v1/races/{RACE}/publish", Tokens(hub.folder).issue(RACE, source), messages, seed, 300
        )
        for seed, source in enumerate(sources)
    ]
    async with hub, asyncio.timeout(200):
        publishing = [asyncio.create_task(teller.publish()) for teller in tellers]
        await until(lambda: all(teller.last for teller in tellers))
        seats = [Seat() for _ in range(viewers)]
        watching = [asyncio.create_task(seat.watch(hub.url(RACE), lambda: 3 * each)) for seat in seats]
        for number in range(1, kills + 1):
            await until(lambda part=number: tellers[0].last > part * each // (kills + 2))  # type: ignore[misc]  # a default in a lambda
            await hub.kill()
            await hub.start()
            assert hub.start_s < SLOWEST_START_S
        await asyncio.gather(*publishing, *watching)

    log = read(hub.folder / f"{RACE}.jsonl")
    found = [json.loads(line)["id"] for line in log.lines]
    for source in sources:
        assert [name for name in found if name.startswith(source)] == [
            f"{source}:{n}" for n in range(1, each + 1)
        ]
    assert all(seat.lines == log.lines and seat.starts == 1 for seat in seats)
    assert board_of(log.lines) == board_of(seats[0].lines)
    record_property("tried", kills)
    record_property("lost and doubled", 0)
