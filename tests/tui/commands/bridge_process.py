"""`lapbell bridge` as a process of its own, to be killed."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from tests.feeds.hub_process import PATIENCE_S, ROOT, RUN


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
