"""A hub whose computer's clock is wrong, and is set right while it runs."""

from __future__ import annotations

import asyncio
import re
import time
from pathlib import Path

from feeds.client.fetch_hub_health import hub_health
from feeds.hub_address import Address
from feeds.serving.tokens import Tokens
from race.times import TimeOfDay
from tests.feeds.hub_process import HubProcess
from tests.feeds.raw_publisher import Frame, publishing
from tests.feeds.wall_clock import WallClock


def of_day(seconds: float = 0) -> str:
    """The time of day, so many seconds from now."""
    return str(TimeOfDay(round((time.time() + seconds) * 1000), 3))


def read(checkpoint: str) -> Frame:
    """A read of a mat whose clock is right."""
    return {"type": "split", "bib": "1", "checkpoint": checkpoint, "clock": of_day(), "evidence": "device"}


SECONDS = -3600


async def test_a_clock_that_is_behind_is_said_and_may_be_set(tmp_path: Path) -> None:
    """In the log and in the health; once it is set, the hub's time is right without a new start."""
    wall = WallClock(tmp_path)
    wall.set(SECONDS)
    async with HubProcess(tmp_path / "hub", environ=wall.environ) as hub:
        address = Address.parse(hub.base)

        def behind_ms() -> float:
            return (hub_health(address).now_ms or 0) - time.time() * 1000

        token = Tokens(tmp_path / "hub").issue("club-800", "mat-a")
        async with publishing(hub, "club-800", token) as mat:
            entrants = [{"bib": "1", "name": "A"}]
            checkpoints = [{"id": "400", "distance_m": 400}, {"id": "finish", "distance_m": 800}]
            start_list = {
                "type": "start-list",
                "name": "Club 800 m",
                "date": "2026-05-02",
                "distance_m": 800,
                "checkpoints": checkpoints,
                "entrants": entrants,
            }
            gun = {"type": "gun", "clock": of_day(-1)}
            await mat.say(1, start_list, gun, read("400"), read("finish"))
            await mat.until_acked(4)
            await hub.until_said("behind the timing")
        health = await asyncio.to_thread(hub_health, address)
        [sentence] = health.clocks
        assert re.fullmatch("club-800: the hub's clock is (1:00:00|59:5.) behind the timing's", sentence)
        assert abs(await asyncio.to_thread(behind_ms) - SECONDS * 1000) < 10_000

        wall.set(0)
        await hub.until_said("clock changed")
        assert abs(await asyncio.to_thread(behind_ms)) < 10_000
        health = await asyncio.to_thread(hub_health, address)
        assert health.clocks[0].startswith("the clock of the hub's computer was set: it is ")
