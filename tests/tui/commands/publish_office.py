"""A hub to publish to, and `lapbell publish` run as a process of its own, or faster in this one."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr
from pathlib import Path
from unittest.mock import patch

from feeds.hub import Hub, Settings
from feeds.log import Log, read
from feeds.serving.tokens import Tokens
from tests.tui.run_lapbell import ROOT, RUN, lapbell, without_page
from tui.cli import main


class Office:
    """A hub, and a publisher's token."""

    def __init__(self, folder: Path, name: str = "hub") -> None:
        self.folder = folder / name
        self.data = folder / "data"
        self.token = self.token_of("mat-a")
        self.hub = self.new_hub()

    def new_hub(self, port: int = 0) -> Hub:
        """A hub over the folder."""
        return Hub(settings=Settings(folder=self.folder, heartbeat_s=0.2, port=port))

    def token_of(self, source: str) -> str:
        """A new token for every race."""
        return Tokens(self.folder).issue("*", source)

    @property
    def host(self) -> str:
        """Where the hub is."""
        return self.hub.base.removeprefix("ws://")

    def outbox(self, source: str = "mat-a", race: str = "club-800") -> Path:
        """Where the messages of a source are kept on the laptop."""
        return self.data / "outbox" / f"{race}@{self.host.replace(':', '_')}.{source}.jsonl"

    async def publish(self, *arguments: str | Path, typed: str = "") -> subprocess.CompletedProcess[str]:
        """Run `lapbell publish` to the hub."""
        words = ("publish", *arguments, "--to", self.hub.base)
        data, token = str(self.data), self.token
        return await asyncio.to_thread(
            lambda: lapbell(*words, typed=typed, LAPBELL_TOKEN=token, LAPBELL_DATA=data)
        )

    async def publish_here(
        self, *arguments: str | Path, typed: str = "", token: str = "", data: Path | None = None, to: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """The same in a thread of this process."""
        words = ["publish", *map(str, arguments), "--to", to or self.hub.base]
        environ = {"LAPBELL_TOKEN": token or self.token, "LAPBELL_DATA": str(data or self.data)}
        said = io.StringIO()
        with tempfile.TemporaryFile("w+") as stdin:
            stdin.write(typed)
            stdin.seek(0)
            with patch.dict(os.environ, environ), patch.object(sys, "stdin", stdin), redirect_stderr(said):
                code = await asyncio.to_thread(main, words)
        return subprocess.CompletedProcess(words, code, "", said.getvalue())

    async def start(
        self, *arguments: str | Path, stdin: int, token: str = "", to: str = ""
    ) -> asyncio.subprocess.Process:
        """Run it without waiting, with an open file as its standard input."""
        words = ["publish", *map(str, arguments), "--to", to or self.hub.base]
        environ = {"LAPBELL_TOKEN": token or self.token, "LAPBELL_DATA": str(self.data)}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-c",
            RUN,
            *words,
            env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
            stdin=stdin,
            stderr=subprocess.PIPE,
        )

    @property
    def noted(self) -> list[str]:
        """The texts of the notes of the race at the hub."""
        return noted(self.folder / "club-800.jsonl")

    def log(self, race: str) -> Log:
        """The race as the hub has it."""
        return read(self.folder / f"{race}.jsonl")


def noted(path: Path) -> list[str]:
    """The texts of the notes in a log that may be growing, or not begun."""
    data = path.read_bytes() if path.exists() else b""
    rows = [json.loads(line) for line in data.split(b"\n")[:-1]]
    return [row["text"] for row in rows if row["type"] == "note"]


def lines(done: subprocess.CompletedProcess[str]) -> list[str]:
    """The lines on stderr without their prefix and the page that helps; stdout is empty."""
    assert done.stdout == ""
    return [without_page(line).removeprefix("lapbell: ") for line in done.stderr.splitlines()]
