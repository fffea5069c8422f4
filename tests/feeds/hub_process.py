"""Hubs as processes of their own, to be killed, stopped and looked at."""

from __future__ import annotations

import asyncio
import os
import re
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.free_ports import free_port
from tests.patience import PATIENCE_S, until

ROOT = Path(__file__).parents[2]
RUN = "from tui.cli import main; raise SystemExit(main())"


class HubProcess:
    """`lapbell hub` on a port, over a folder."""

    def __init__(
        self,
        folder: Path,
        *options: str,
        files: int | None = None,
        soft_files: int | None = None,
        stderr: int | None = None,
        environ: Mapping[str, str] | None = None,
    ) -> None:
        """`files` are how many it may have open; `soft_files` likewise, but it may raise that itself.

        With `stderr` it reports there, and not to the test.
        """
        self.folder = folder
        self._environ = environ or {}
        self.port = free_port()
        self.said: list[str] = []
        """What it reported, over all its lives."""
        self.start_s = 0.0
        """How long the last start took until it served."""
        self._options = options
        self._stderr = stderr
        self._limits = [f"ulimit -n {files}"] if files else [f"ulimit -Sn {soft_files}"] if soft_files else []
        self._process: asyncio.subprocess.Process | None = None
        self._listening: asyncio.Task[None] | None = None

    @property
    def base(self) -> str:
        """Where it is."""
        return f"ws://127.0.0.1:{self.port}"

    def url(self, race: str) -> str:
        """Where a race is served."""
        return f"{self.base}/v1/races/{race}/feed"

    @property
    def pid(self) -> int:
        """Of the process."""
        assert self._process
        return self._process.pid

    async def start(self) -> None:
        """Start it, and wait until it serves."""
        loop = asyncio.get_running_loop()
        begun_s = loop.time()
        arguments = ["hub", "--listen", f"127.0.0.1:{self.port}", "--data", str(self.folder), *self._options]
        self._process = await asyncio.create_subprocess_exec(
            "sh",
            "-c",
            "; ".join([*self._limits, 'exec "$@"']),
            "sh",
            sys.executable,
            "-c",
            RUN,
            *arguments,
            stderr=asyncio.subprocess.PIPE if self._stderr is None else self._stderr,
            env={**os.environ, "PYTHONPATH": str(ROOT), **self._environ},
        )
        ready = asyncio.Event()
        errors = self._process.stderr
        self._listening = asyncio.create_task(self._listen(errors, ready) if errors else self._reach(ready))
        async with asyncio.timeout(PATIENCE_S):
            await ready.wait()
        self.start_s = loop.time() - begun_s

    async def _listen(self, errors: asyncio.StreamReader, ready: asyncio.Event) -> None:
        while line := await errors.readline():
            self.said.append(line.decode().rstrip())
            if "hub listening" in self.said[-1]:
                ready.set()
        ready.set()

    async def _reach(self, ready: asyncio.Event) -> None:
        """Try until it serves."""
        while not ready.is_set():
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", self.port)
            except OSError:
                await asyncio.sleep(0.05)
            else:
                writer.close()
                ready.set()

    async def until_said(self, text: str) -> None:
        """Wait until it has reported something."""
        await until(lambda: any(text in line for line in self.said), lambda: self.said)

    async def kill(self) -> None:
        """As if the power went: no word, no chance to write anything."""
        await self._end(signal.SIGKILL)

    async def stop(self) -> float:
        """Ask it to end, and wait; returns how many seconds that took."""
        loop = asyncio.get_running_loop()
        begun_s = loop.time()
        await self._end(signal.SIGTERM)
        return loop.time() - begun_s

    async def ended(self) -> int:
        """Wait until it has ended of itself; returns its exit code."""
        assert self._process
        assert self._listening
        async with asyncio.timeout(PATIENCE_S):
            await self._listening
            return await self._process.wait()

    async def _end(self, how: int) -> None:
        assert self._process
        assert self._listening
        if self._process.returncode is None:
            self._process.send_signal(how)
        async with asyncio.timeout(PATIENCE_S):
            await self._process.wait()
            await self._listening

    def memory_kib(self) -> int:
        """What of it is in memory."""
        status = Path(f"/proc/{self.pid}/status").read_text()
        found = re.search(r"VmRSS:\s+(\d+) kB", status)
        assert found
        return int(found[1])

    async def __aenter__(self) -> HubProcess:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.kill()
