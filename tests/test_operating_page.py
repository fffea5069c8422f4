"""The page on operating a hub: each `lapbell` command on it does what it is there for."""

from __future__ import annotations

import asyncio
import os
import re
import shlex
import signal
import sys
from pathlib import Path

import pytest

from feeds.log import read
from tests.free_ports import free_port
from tests.patience import PATIENCE_S, until
from tests.tui.run_lapbell import ROOT, RUN
from tui.cli import main

PAGE = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")

ENDLESS = ("hub --listen", "record ")
"""How the commands begin that run until they are stopped."""


def commands() -> list[str]:
    """The commands, in their order."""
    blocks = re.findall(r"```\n(.*?)```", PAGE, re.DOTALL)
    return [
        line.removeprefix("lapbell ") for block in blocks for line in re.findall(r"^lapbell .*", block, re.M)
    ]


def write_private(path: Path, text: str) -> None:
    """Write a file that no one else can read."""
    path.write_text(text)
    path.chmod(0o600)


def has(path: Path, text: str) -> bool:
    """Whether a file has a text in it."""
    return path.exists() and text in path.read_text()


def archives(folder: Path) -> list[Path]:
    """The archived logs of the race."""
    return [*folder.glob("club-1500-*.jsonl.gz")]


class Reader:
    """Someone who types what is on the page."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self._capsys = capsys
        self._port = free_port()

    def words(self, command: str) -> list[str]:
        """The words of a command, with folders and a port that are free here."""
        for place in ("/var/lib/lapbell", "/var/log/lapbell", "/backup/lapbell", "/srv/races"):
            command = command.replace(place, str(self.folder / place.split("/")[1]))
        return shlex.split(command.replace(":8400", f":{self._port}"))

    async def type(self, command: str) -> str:
        """Run a command that ends; returns what it prints."""
        words, _, output = command.partition(" > ")
        code = await asyncio.to_thread(main, self.words(words))
        printed, errors = self._capsys.readouterr()
        assert code == 0, f"{command}: {errors}"
        if output:
            write_private(Path(output), printed)
        return printed

    async def start(self, command: str) -> asyncio.subprocess.Process:
        """Run a command that does not end."""
        return await asyncio.create_subprocess_exec(
            *[sys.executable, "-c", RUN, *self.words(command)],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.DEVNULL,
        )


async def until_there(path: Path, text: str) -> None:
    """Wait until a file has a text in it."""
    await until(lambda: has(path, text), lambda: path)


@pytest.fixture
def reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Reader:
    """Someone in a folder of their own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LAPBELL_DATA", str(tmp_path / "data"))
    (tmp_path / "var").mkdir()
    return Reader(tmp_path, capsys)


@pytest.mark.skipif(os.name == "nt", reason="it is about Linux")
async def test_every_command_does_what_the_page_says(reader: Reader) -> None:
    """One after the other, against one hub."""
    listed = commands()
    running = [await reader.start(next(command for command in listed if command.startswith(ENDLESS[0])))]
    try:
        await until_there(reader.folder / "var" / "hub.log", "hub listening")
        printed: dict[str, str] = {}
        for command in listed:
            if command.startswith(ENDLESS[1]):
                running.append(await reader.start(command))
                await until_there(reader.folder / "srv" / "club-1500.jsonl", '"official"')
            elif not command.startswith(ENDLESS[0]):
                printed[command.split(" --data")[0]] = await reader.type(command)
        for process in running:
            process.send_signal(signal.SIGTERM)
            assert await asyncio.wait_for(process.wait(), PATIENCE_S) == 0
    finally:
        for process in running:
            if process.returncode is None:
                process.kill()
                await process.wait()

    archived = archives(reader.folder / "var" / "archive")
    recorded = read(reader.folder / "srv" / "club-1500.jsonl")
    assert len(listed) >= 17
    assert printed["hub status 127.0.0.1:8400"].startswith("ok: 0 races")
    assert "timing van" in printed["hub tokens"]
    assert "club-1500: good" in printed["hub check /var/lib/lapbell"]
    assert printed["hub backup /var/lib/lapbell /backup/lapbell"].endswith(" messages, checked\n")
    assert sorted(read(path).head for path in archived)[-1] == recorded.head
    assert len(archived) == 2
    assert not has(reader.folder / "var" / "club-1500.jsonl", "")
