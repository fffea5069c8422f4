"""`lapbell bridge` as a process of its own, to be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from feeds.errors import FeedError
from feeds.log import read
from race.fold.history import History
from race.messages import Message, Split
from tests.feeds.hub_process import ROOT, RUN, HubProcess
from tests.patience import PATIENCE_S, until
from tests.race.random_races import picture


class BridgeProcess:
    """A bridge by its words; what it says stands in `said`."""

    def __init__(self, *words: str, data: Path, token: str) -> None:
        self._words = words
        self._environ = {
            "PYTHONPATH": str(ROOT),
            "LAPBELL_TOKEN": token,
            "LAPBELL_DATA": str(data),
        }
        self.said: list[str] = []
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Start it; it need not be ready when this returns."""
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            RUN,
            "bridge",
            *self._words,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **self._environ},
        )
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        assert self._process
        assert self._process.stderr
        while line := await self._process.stderr.readline():
            self.said.append(line.decode().rstrip())

    async def kill(self) -> None:
        """As if the power went."""
        assert self._process
        assert self._listening
        if self._process.returncode is None:
            self._process.send_signal(signal.SIGKILL)
        async with asyncio.timeout(PATIENCE_S):
            await self._process.wait()
            await self._listening


def on_disk(path: Path) -> list[Message]:
    """What is in a hub's log; none while it is just being written."""
    try:
        return list(read(path).messages())
    except (OSError, FeedError):
        return []


class RaceAtHub:
    """What a hub has of a race, and of the bridge that publishes it."""

    def __init__(self, hub: HubProcess, race: str, bridge: BridgeProcess) -> None:
        self._hub, self._race, self._bridge = hub, race, bridge

    def messages(self) -> list[Message]:
        """What is in the log."""
        return on_disk(self._hub.folder / f"{self._race}.jsonl")

    async def has_splits(self, count: int) -> None:
        """Wait for so many."""
        await self.until(lambda: sum(isinstance(message, Split) for message in self.messages()) == count)

    async def is_shown_as(self, messages: list[Message]) -> None:
        """Wait until the race is shown as these messages are."""
        await self.until(lambda: _shown(self.messages()) == _shown(messages))

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for something."""
        await until(holds, lambda: (self.messages(), self._bridge.said, self._hub.said))


def _shown(messages: list[Message]) -> object:
    """All that is shown of a race, at whatever time of day it came."""
    return picture(History([replace(message, heard_ms=None) for message in messages]))
