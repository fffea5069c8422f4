"""The feed: how soon a message is acknowledged, a late viewer has everything, and a split is painted."""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections import deque
from collections.abc import AsyncIterator
from contextlib import aclosing, asynccontextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from feeds import codec
from feeds.hub_address import Address
from feeds.serving.tokens import Tokens
from feeds.viewer import Arrived, Viewer
from race.messages import Message, Split
from tests.bench.engine import p95
from tests.bench.races import large_race
from tests.bench.screen import Discard, opened
from tests.bench.sink import sink
from tests.feeds.hub_process import HubProcess
from tui.app import LapbellApp
from tui.race_sources import HubSource
from tui.screens.race import RaceScreen

RACE = "bench"
RATE = 10_000
SECONDS = 5
A_FRAME = 20
"""Messages a frame, as a bridge sends them that gathers for two milliseconds."""

JOINS = 20
SPLITS = 60


@asynccontextmanager
async def publishing(hub: HubProcess) -> AsyncIterator[ClientConnection]:
    """A connection to publish the race."""
    token = Tokens(hub.folder).issue(RACE, "mat-a")
    async with connect(
        f"{hub.base}/v1/races/{RACE}/publish",
        subprotocols=[Subprotocol("lapbell.v1")],
        additional_headers={"Authorization": f"Bearer {token}"},
        compression=None,
    ) as connection:
        await connection.recv()
        yield connection


def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="lapbell-bench-"))


def _frame(first: int, messages: list[Any]) -> str:
    return json.dumps({"type": "publish", "first": first, "messages": messages})


async def ack_times() -> tuple[float, float]:
    """Messages a second that were acknowledged, and the 99th percentile of the time that took, in ms."""
    split = {"type": "split", "bib": "123", "checkpoint": "10k", "time": "30:12.3", "evidence": "device"}
    async with HubProcess(_folder(), "--rate", "1000000") as hub, publishing(hub) as connection:
        sent: deque[tuple[int, float]] = deque()
        times: list[float] = []
        done = asyncio.Event()

        async def listen() -> None:
            async for data in connection:
                last, now = json.loads(data)["last"], perf_counter()
                while sent and sent[0][0] <= last:
                    times.extend([(now - sent.popleft()[1]) * 1000] * A_FRAME)
                if last == RATE * SECONDS:
                    done.set()

        listening = asyncio.create_task(listen())
        begun = perf_counter()
        for number in range(RATE * SECONDS // A_FRAME):
            wait = begun + number * A_FRAME / RATE - perf_counter()
            await asyncio.sleep(max(wait, 0))
            sent.append(((number + 1) * A_FRAME, perf_counter()))
            await connection.send(_frame(number * A_FRAME + 1, [split] * A_FRAME))
        await done.wait()
        took = perf_counter() - begun
        listening.cancel()
    return len(times) / took, sorted(times)[len(times) * 99 // 100]


async def viewer_kib(count: int, deflate: bool) -> float:
    """What of the hub's memory a viewer takes that has a short race and hears some more, in KiB."""
    race = large_race(entrants=40, checkpoints=50)
    async with HubProcess(_folder()) as hub, publishing(hub) as connection:
        await _publish(connection, race[:100])
        before_kib = hub.memory_kib()
        with sink(hub.port, RACE, count, deflate=deflate) as viewers:
            await viewers.opened()
            for first in range(100, 200, 10):
                await _publish(connection, race[first : first + 10], first + 1)
            await asyncio.sleep(0.5)
            return (hub.memory_kib() - before_kib) / count


async def _publish(connection: ClientConnection, messages: list[Message], first: int = 1) -> None:
    said = [json.loads(codec.encode(message)) for message in messages]
    for start in range(0, len(said), 500):
        await connection.send(_frame(first + start, said[start : start + 500]))
    while json.loads(await connection.recv())["last"] < first + len(said) - 1:
        pass


async def late_join() -> float:
    """95th percentile of the time to all 2,000 splits of 40 runners at 50 checkpoints, in ms."""
    async with HubProcess(_folder()) as hub, publishing(hub) as connection:
        messages = large_race(entrants=40, checkpoints=50)
        await _publish(connection, messages)
        times = []
        for _ in range(JOINS):
            begun = perf_counter()
            async with aclosing(Viewer(hub.url(RACE)).updates()) as updates:
                async for update in updates:
                    if isinstance(update, Arrived) and update.seq == len(messages):
                        break
            times.append((perf_counter() - begun) * 1000)
    return p95(times)


async def published_to_painted() -> float:
    """95th percentile from a split's publishing to its being on the screen of a viewer, in ms."""
    async with HubProcess(_folder()) as hub, publishing(hub) as connection:
        race = large_race(entrants=40, checkpoints=50)
        await _publish(connection, race[:3])
        app = LapbellApp(HubSource(Address.parse(hub.url(RACE)), path=_folder() / "bench.jsonl"))
        app.driver_class = Discard
        running = asyncio.create_task(app.run_async(size=(200, 50)))
        screen = await opened(app)
        driver = app._driver  # noqa: SLF001 - nothing public has it
        assert isinstance(driver, Discard)
        times = []
        for number, split in enumerate(race[3 : SPLITS + 3], 4):
            assert isinstance(split, Split)
            await asyncio.sleep(0.15)
            begun = perf_counter()
            await connection.send(_frame(number, [json.loads(codec.encode(split))]))
            driver.written.clear()
            while not (driver.written.is_set() and _shows(screen, split)):
                driver.written.clear()
                await asyncio.wait_for(driver.written.wait(), 5)
            times.append((perf_counter() - begun) * 1000)
        app.exit()
        await running
    return p95(times)


def _shows(screen: RaceScreen, split: Split) -> bool:
    """Whether the board has a split."""
    state = screen.board.shown.state if screen.board.shown else None
    if state is None or state.course is None:
        return False
    return state.course.index[split.checkpoint] in state.runners[split.bib].passings


def rows() -> list[tuple[str, str, str]]:
    """The table of it."""
    rate, ack = asyncio.run(ack_times())
    return [
        ("acknowledged, on disk, at 10,000 messages/s: p99", f"{ack:.1f} ms ({rate:,.0f}/s)", "20 ms"),
        (
            "joining a race of 2,000 splits, to its whole history, p95",
            f"{asyncio.run(late_join()):.0f} ms",
            "200 ms",
        ),
        (
            "split published to painted through the hub, p95",
            f"{asyncio.run(published_to_painted()):.0f} ms",
            "60 ms",
        ),
    ]
