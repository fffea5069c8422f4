"""`lapbell` as processes of its own, to be killed and started again."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path

from tests.feeds.hub_process import ROOT, RUN


class Lapbell:
    """A command that is started again whenever it was killed."""

    def __init__(self, data: Path, *words: str | Path, token: str = "") -> None:
        self._words = words
        self._environ = {"PYTHONPATH": str(ROOT), "LAPBELL_DATA": str(data), "LAPBELL_TOKEN": token}
        self._process: asyncio.subprocess.Process | None = None
        self.kills = 0

    async def start(self) -> None:
        """Start it."""
        self._process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-c", RUN, *map(str, self._words)),
            env={**os.environ, **self._environ},
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
        )

    async def kill(self) -> None:
        """`kill -9`, unless it has ended."""
        assert self._process
        if self._process.returncode is None:
            self._process.kill()
            self.kills += 1
        await self._process.communicate()

    def signal(self, number: int) -> None:
        """Send it a signal."""
        assert self._process
        self._process.send_signal(number)

    async def ended(self) -> tuple[int, str]:
        """Wait for the end; returns the exit code and what it said."""
        assert self._process
        said = (await self._process.communicate())[1].decode()
        assert self._process.returncode is not None
        return self._process.returncode, said
