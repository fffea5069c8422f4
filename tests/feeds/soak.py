"""A long race day: one race after another at speed, many viewers, a cut every minute, the memory watched.

    python -m tests.feeds.soak [MINUTES]

Prints a line a minute and, at the end, whether every viewer has every log.
"""

from __future__ import annotations

import asyncio
import random
import sys
import tempfile
import time
import zlib
from pathlib import Path

from feeds.log import read
from feeds.serving.tokens import Tokens
from tests.feeds.failing_publisher import Chaos
from tests.feeds.flaky_network import Line
from tests.feeds.hub_process import HubProcess
from tests.feeds.test_faults import Seat, race_messages

VIEWERS = 50
MESSAGES = 4000
"""In a race of about two minutes."""

RATE = 40.0
"""Messages a second."""


async def soak(minutes: float) -> bool:
    """Run races until the time is over; whether nothing was lost and the hub has not grown."""
    hub = HubProcess(Path(tempfile.mkdtemp(prefix="lapbell-soak-")))
    token = Tokens(hub.folder).issue("*", "mat-a")
    chance, end_s = random.Random(40), time.monotonic() + minutes * 60
    memory: list[int] = []
    equal, kills, cuts = True, 0, 0
    async with hub, Line(hub.port) as line:
        number = 0
        while time.monotonic() < end_s:
            number += 1
            race = f"race-{number}"
            chaos = Chaos(
                f"{hub.base}/v1/races/{race}/publish", token, race_messages(MESSAGES, number), number, RATE
            )
            publishing = asyncio.create_task(chaos.publish())
            await asyncio.sleep(1)
            seats = [Seat() for _ in range(VIEWERS)]
            near, far = hub.url(race), f"ws://127.0.0.1:{line.port}/v1/races/{race}/feed"
            watching = [
                asyncio.create_task(seat.watch(far if place % 2 else near, lambda: MESSAGES))
                for place, seat in enumerate(seats)
            ]
            while not publishing.done():
                await asyncio.wait([publishing], timeout=60)
                line.cut()
                cuts += 1
                if chance.random() < 0.2:
                    await hub.kill()
                    await hub.start()
                    kills += 1
                memory.append(hub.memory_kib())
                print(f"{race}: {chaos.last} of {MESSAGES}, hub {memory[-1]} KiB, {cuts} cuts, {kills} kills")
                sys.stdout.flush()
            await publishing
            await asyncio.gather(*watching)
            log = read(hub.folder / f"{race}.jsonl")
            same = all(zlib.crc32(b"".join(seat.lines)) == log.chain(MESSAGES) for seat in seats)
            equal = equal and same and log.head == MESSAGES
            print(f"{race}: {'equal' if same else 'NOT EQUAL'}, {sum(seat.joins for seat in seats)} joins")
    first, last = memory[len(memory) // 4], memory[-1]
    print(f"{number} races, memory {first} -> {last} KiB, logs {'equal' if equal else 'NOT equal'}")
    return equal and not any("Traceback" in said for said in hub.said)


if __name__ == "__main__":
    sys.exit(not asyncio.run(soak(float(sys.argv[1]) if len(sys.argv) > 1 else 40.0)))
