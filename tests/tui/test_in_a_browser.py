"""The screen where `textual-serve` draws it in a browser: over two pipes, without a terminal."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from tests.patience import PATIENCE_S
from tests.tui.run_lapbell import BOWERMAN, ROOT, RUN
from tui.commands.start_app import WEB_DRIVER

DATA, EXIT = b"D", '"type": "exit"'


class Served:
    """The program as `textual-serve` runs it."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self.process = process
        self.drawn = b""

    async def sees(self, text: str) -> None:
        """Read on until a text was drawn."""
        assert self.process.stdout
        async with asyncio.timeout(PATIENCE_S):
            while text.encode() not in self.drawn:
                await self.process.stdout.readexactly(1)  # the kind
                size = int.from_bytes(await self.process.stdout.readexactly(4), "big")
                data = await self.process.stdout.readexactly(size)
                self.drawn += data

    def press(self, key: str) -> None:
        """Press a key in the browser."""
        assert self.process.stdin
        self.process.stdin.write(DATA + len(key.encode()).to_bytes(4, "big") + key.encode())

    def hang_up(self) -> None:
        """Close the page."""
        assert self.process.stdin
        self.process.stdin.close()


@asynccontextmanager
async def served(*words: str) -> AsyncIterator[Served]:
    """Run it as that does, with the size of the browser in the environment."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-X", "utf8", "-c", RUN, *words),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "TEXTUAL_DRIVER": WEB_DRIVER,
            "COLUMNS": "100",
            "ROWS": "30",
        },
    )
    try:
        assert process.stdout
        async with asyncio.timeout(PATIENCE_S):
            while await process.stdout.readline() != b"__GANGLION__\n":
                assert not process.stdout.at_eof()
        yield Served(process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def test_a_race_is_shown_and_its_keys_answer() -> None:
    """It stays although there is no terminal, and ends with Ctrl-C."""
    async with served("replay", BOWERMAN, "--at", "2:50") as browser:
        await browser.sees("Kerr leads")
        browser.press("?")
        await browser.sees("Pause")
        await asyncio.sleep(2.5)  # longer than it takes to notice that a terminal is gone
        browser.press("\x03")
        await browser.sees(EXIT)
        browser.hang_up()
        async with asyncio.timeout(PATIENCE_S):
            assert await browser.process.wait() == 0
