"""Viewers and home screens as processes that answer questions."""

from __future__ import annotations

import asyncio
import json
import sys
from typing import Any

from tests.feeds.hub_process import ROOT


class AnsweringProcess:
    """`python -m tests.load.MODULE` with a line of JSON for each line that it is sent."""

    def __init__(self, module: str, *arguments: object) -> None:
        self._words = ["-m", f"tests.load.{module}", *map(str, arguments)]

    async def __aenter__(self) -> AnsweringProcess:
        pipe = asyncio.subprocess.PIPE
        self._process = await asyncio.create_subprocess_exec(
            sys.executable, *self._words, stdin=pipe, stdout=pipe, cwd=ROOT, limit=2**26
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.wait()

    async def ask(self, command: str) -> Any:
        """The answer to a command; an empty one ends standard input."""
        assert self._process.stdin
        assert self._process.stdout
        if command:
            self._process.stdin.write(f"{command}\n".encode())
        else:
            self._process.stdin.close()
        return json.loads(await self._process.stdout.readline())
