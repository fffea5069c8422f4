"""A bridge that is killed, a device that is gone, a hub that is gone, all three at once: ten minutes each.

The race goes on meanwhile. In the end the hub has the race of a run in which nothing happened.
"""

from __future__ import annotations

import asyncio
import hashlib
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

import pytest

from feeds import codec
from feeds.errors import FeedError
from feeds.log import read
from feeds.serving.tokens import Tokens
from race.fold.history import History
from race.messages import Checkpoint, Entrant, Message, Split, StartList
from tests.by_hand.acts import IS_WHOLE
from tests.feeds.bridges.resending_device import ResendingDevice
from tests.feeds.hub_process import HubProcess
from tests.free_ports import free_port
from tests.race.random_races import picture
from tests.tui.commands.bridge_process import BridgeProcess

GONE_S = 600.0

PATIENCE_S = 180.0

RACE = "2026-10000m"

RUNNERS, LAPS, LAP_S = 24, 25, 72

OUTAGES = [{"bridge"}, {"device"}, {"hub"}, {"bridge", "device", "hub"}]

MAP = """\
zone = "Europe/Berlin"
date = "2026-05-02"
place = "Line"
gun = "GUN"
device_guns = ["", "B"]
skip = "ready$"
[places]
Line = "*"
"""


def start_list() -> StartList:
    """Two waves over 10,000 m, with a line that is crossed each lap."""
    return StartList(
        name="10,000 m",
        distance_m=10_000,
        lap_m=400,
        checkpoints=tuple(
            Checkpoint(id=f"lap{lap}", distance_m=400 * lap, hold_off_s=20) for lap in range(1, LAPS + 1)
        ),
        entrants=tuple(
            Entrant(bib=f"{bib}", name=f"Runner {bib}", wave="B" if bib % 2 else "")
            for bib in range(1, RUNNERS + 1)
        ),
    )


def reads() -> list[str]:
    """What the device reads, in order: some passings are missed, others read twice, and a chip is unknown."""
    chance, found = Random(18), list[tuple[int, str]]()
    for bib in range(1, RUNNERS + 1):
        lap_ms, at_ms = LAP_S * 1000 + 150 * bib, 5 * 60_000 * (bib % 2)
        for _ in range(LAPS):
            at_ms += lap_ms + chance.randint(-900, 900)
            if chance.random() > 0.02:
                found.append((at_ms, f"{bib}"))
            if chance.random() < 0.1:
                found.append((at_ms + 700, f"{bib}"))
    found += [(ms, "058000128608") for ms in range(60_000, 1_800_000, 400_000)]
    found += [(0, "GUN"), (5 * 60_000, "GUN")]
    return [f"{chip},{_clock(ms)}" for ms, chip in sorted(found)]


def _clock(ms: int) -> str:
    seconds = 19 * 3600 + ms // 1000
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}.{ms % 1000 // 10:02}"


class Timing:
    """A device, a bridge and a hub."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        (folder / "map.toml").write_text(MAP)
        header = f'{{"type":"log","version":1,"race":"{RACE}"}}\n'
        (folder / "race.jsonl").write_text(header + codec.encode(start_list()).decode() + "\n")
        port = free_port()
        self.device = ResendingDevice(port)
        self.hub = HubProcess(folder / "hub")
        self.bridge = BridgeProcess(
            "table",
            f"127.0.0.1:{port}",
            *("--map", str(folder / "map.toml"), "--start-list", str(folder / "race.jsonl")),
            *("--with-start-list", "--to", self.hub.base.removeprefix("ws://")),
            data=folder / "data",
            token=Tokens(folder / "hub").issue("*", "mat-a"),
        )

    async def begin(self, parts: set[str]) -> None:
        """Switch parts on."""
        if "hub" in parts:
            await self.hub.start()
        if "device" in parts:
            await self.device.switch_on()
        if "bridge" in parts:
            await self.bridge.start()

    async def end(self, parts: set[str]) -> None:
        """Cut parts off, without a word."""
        if "bridge" in parts:
            await self.bridge.kill()
        if "device" in parts:
            await self.device.switch_off()
        if "hub" in parts:
            await self.hub.kill()

    def messages(self) -> list[Message]:
        """What the hub has on disk."""
        try:
            return list(read(self.hub.folder / f"{RACE}.jsonl").messages())
        except (OSError, FeedError):
            return []

    async def until(self, holds: Callable[[list[Message]], bool]) -> None:
        """Wait for what the hub has."""
        deadline_s = time.monotonic() + PATIENCE_S
        while not holds(self.messages()):
            assert time.monotonic() < deadline_s, (len(self.messages()), self.bridge.said, self.hub.said)
            await asyncio.sleep(0.2)


def state_hash(messages: Sequence[Message]) -> str:
    """Of all that is shown of a race, at whatever time of day it came."""
    seen = picture(History([replace(message, heard_ms=None) for message in messages]))
    return hashlib.sha256(repr(seen).encode()).hexdigest()[:16]


async def timed(folder: Path, gone: set[str], expected: str = "") -> list[Message]:
    """A race with an outage in its middle third. Waits for what is expected in the end, if that is known."""
    timing, lines = Timing(folder), reads()
    third = len(lines) // 3
    await timing.begin({"hub", "device", "bridge"})
    try:
        await timing.device.read(lines[:third])
        await timing.until(lambda messages: any(isinstance(message, Split) for message in messages))
        await timing.end(gone)
        begun_s = time.monotonic()
        for line in lines[third : 2 * third]:
            await timing.device.read([line])
            await asyncio.sleep(GONE_S / third if gone else 0)
        if gone:
            await asyncio.sleep(max(begun_s + GONE_S - time.monotonic(), 0))
        await timing.begin(gone)
        await timing.device.read(lines[2 * third :])
        if expected:
            await timing.until(lambda messages: state_hash(messages) == expected)
        else:
            await timing.until(lambda messages: _finishers(messages) == RUNNERS)
        return timing.messages()
    finally:
        await timing.end({"bridge", "device", "hub"})


def _finishers(messages: Sequence[Message]) -> int:
    board = History(messages)
    state = board.at(board.end_ms)
    return sum(runner.furthest == LAPS - 1 for runner in state.runners.values())


@pytest.mark.skipif(not IS_WHOLE, reason="ten minutes: make by-hand; for a moment, in test_bridge.py")
async def test_outages(tmp_path: Path) -> None:
    """Each at the same time, with a device, a bridge and a hub of its own."""
    calm = await timed(tmp_path / "calm", set())
    expected = state_hash(calm)
    found = await asyncio.gather(
        *(timed(tmp_path / f"{number}", gone, expected) for number, gone in enumerate(OUTAGES))
    )

    for gone, messages in zip(OUTAGES, found, strict=True):
        print(
            f"gone for {GONE_S:.0f} s: {', '.join(sorted(gone))}: {len(messages)} messages, state {expected}"
        )
        assert [replace(m, heard_ms=None) for m in messages] == [replace(m, heard_ms=None) for m in calm]
