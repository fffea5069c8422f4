"""A long race day: race after race, viewers that come and go, cuts and kills, and the hub's memory watched.

    python -m tests.feeds.soak [--minutes 90] [--write]

Prints a line a race and, at the end, whether every viewer has every log, and whether the hub has grown. It is
killed again and again in the first sixth of the time, and then left alone. A race that is over is taken away:
what the hub then keeps is looked at.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import random
import signal
import sys
import tempfile
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake, InvalidMessage

from feeds.log import read
from feeds.serving.tokens import Tokens
from tests.feeds.failing_publisher import Chaos
from tests.feeds.flaky_network import Line
from tests.feeds.hub_process import HubProcess
from tests.feeds.hub_questions import until as until_hub
from tests.feeds.raw_publisher import PROTOCOL
from tests.feeds.test_faults import SLOWEST_START_S, Seat, race_messages
from tests.load.slope import slope
from tests.page_section import write_run

VIEWERS = 100
CHURNING = 40
"""Viewers that come, hear something, and go: about 27 joins a second."""

STAY_S = 1.5
MESSAGES = 4000
"""In a race of about a minute and a half."""

RATE = 50.0
"""Messages a second."""

CUT_S = 15.0
KILL_EVERY = 5
"""Cuts."""

MOST_GROWTH_MIB = 10.0
"""An hour, looked at when no race is left. More than this, its error allowed for, is a leak."""


@dataclass
class Soak:
    """What was done and seen."""

    hub: HubProcess
    token: str
    seconds: float
    begun_s: float = field(default_factory=time.monotonic)
    cuts: int = 0
    kills: int = 0
    visits: int = 0
    unequal: int = 0
    slowest_start_s: float = 0.0
    memory: list[tuple[float, float]] = field(default_factory=list)
    """Hours, and MiB of the hub without races, since it was left alone."""

    @property
    def share(self) -> float:
        """How much of the time is over."""
        return (time.monotonic() - self.begun_s) / self.seconds

    async def race(self, number: int, line: Line) -> None:
        """One race, until every viewer that stayed has all of it."""
        race, chance = f"race-{number}", random.Random(number)
        url = f"{self.hub.base}/v1/races/{race}/publish"
        chaos = Chaos(url, self.token, race_messages(MESSAGES, number), number, RATE)
        publishing = asyncio.create_task(chaos.publish())
        await asyncio.sleep(1)
        near, far = self.hub.url(race), f"ws://127.0.0.1:{line.port}/v1/races/{race}/feed"
        seats = [Seat() for _ in range(VIEWERS)]
        watching = [
            asyncio.create_task(seat.watch(far if place % 2 else near, lambda: MESSAGES))
            for place, seat in enumerate(seats)
        ]
        churning = [asyncio.create_task(self._churn(near, chance)) for _ in range(CHURNING)]
        while not publishing.done():
            await asyncio.wait([publishing], timeout=CUT_S)
            await self._trouble(line)
        await publishing
        await asyncio.gather(*watching)
        for task in churning:
            task.cancel()
        log = read(self.hub.folder / f"{race}.jsonl")
        same = all(zlib.crc32(b"".join(seat.lines)) == log.chain(MESSAGES) for seat in seats)
        self.unequal += not (same and log.head == MESSAGES)
        await self._take_away(race)
        print(
            f"{race}: {'equal' if same else 'NOT EQUAL'}, {self.cuts} cuts, {self.kills} kills, "
            f"{self.visits} visits, hub {self.hub.memory_kib() / 1024:.1f} MiB",
            flush=True,
        )

    async def _trouble(self, line: Line) -> None:
        line.cut()
        self.cuts += 1
        if self.share < 1 / 6 and self.cuts % KILL_EVERY == 0:
            await self.hub.kill()
            await self.hub.start()
            self.kills += 1
            self.slowest_start_s = max(self.slowest_start_s, self.hub.start_s)

    async def _take_away(self, race: str) -> None:
        """Have the hub forget a race, and look at what it keeps."""
        path = self.hub.folder / f"{race}.jsonl"
        path.rename(self.hub.folder / f"{race}.old")
        os.kill(self.hub.pid, signal.SIGHUP)
        await until_hub(self.hub, lambda said: said["races"] == 0)
        if self.share > 1 / 4:
            self.memory.append(((time.monotonic() - self.begun_s) / 3600, self.hub.memory_kib() / 1024))

    async def _churn(self, url: str, chance: random.Random) -> None:
        while True:
            with suppress(OSError, ConnectionClosed, InvalidHandshake, InvalidMessage):
                async with connect(url, subprotocols=PROTOCOL, close_timeout=1) as viewer:
                    await viewer.recv()
                    await viewer.recv()
            self.visits += 1
            await asyncio.sleep(chance.uniform(0, 2 * STAY_S))

    def verdict(self) -> tuple[str, bool]:
        """What came of it, and whether that is good."""
        grown, error = slope(self.memory)
        tracebacks = sum("Traceback" in said for said in self.hub.said)
        is_flat = grown - 2 * error <= MOST_GROWTH_MIB and error < MOST_GROWTH_MIB
        good = not self.unequal and not tracebacks and is_flat and self.slowest_start_s < SLOWEST_START_S
        said = (
            f"{self.seconds / 60:g} minutes: {self.unequal} races not equal; {self.kills} kills, slowest "
            f"start {self.slowest_start_s:.1f} s; {self.visits} visits; {tracebacks} tracebacks. Memory "
            f"without races: {grown:+.1f} ± {error:.1f} MiB an hour over {len(self.memory)} looks. "
        )
        return said + ("Good." if good else "**Not good.**"), good


async def main(minutes: float, *, into_page: bool) -> bool:
    """Run races until the time is over."""
    hub = HubProcess(Path(tempfile.mkdtemp(prefix="lapbell-soak-")))
    soak = Soak(hub, Tokens(hub.folder).issue("*", "mat-a"), minutes * 60)
    async with hub, Line(hub.port) as line:
        number = 0
        while soak.share < 1:
            number += 1
            await soak.race(number, line)
    said, good = soak.verdict()
    print(said)
    if into_page:
        write_run("soak", said)
    return good


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.feeds.soak")
    parser.add_argument("--minutes", type=float, default=90.0)
    parser.add_argument("--write", action="store_true", help="write the outcome into docs/reliability.md")
    options = parser.parse_args()
    sys.exit(not asyncio.run(main(options.minutes, into_page=options.write)))
