"""A publisher and a viewer that somebody wrote in another language, from `docs/feed.md` alone.

`publisher.mjs` and `viewer.mjs` run in Node with its package `ws`, against a hub that is a process too.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import subprocess
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from feeds import codec
from feeds.log import read
from feeds.publishing.state_change import StateChange
from race.messages import Message
from tests.feeds.flaky_network import Line
from tests.feeds.hub_process import HubProcess
from tests.patience import PATIENCE_S
from tests.tui.run_lapbell import ROOT, lapbell

HERE = Path(__file__).parent
PROGRAMS = ("publisher.mjs", "viewer.mjs")
RACES = ROOT / "replays" / "races"
NAME, SOURCE = "node-mile", "timing"

CAN_COUNT = "process.exit(require('zlib').crc32 ? 0 : 1)"
INSTALL = ("install", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix", ".", "ws@8")


@pytest.fixture(scope="session")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the two programs and the package that they need."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node is None or npm is None:
        pytest.skip("Node and npm are not installed")
    if subprocess.run([node, "-e", CAN_COUNT], check=False).returncode:
        pytest.skip("this Node is older than 20.15")
    folder = tmp_path_factory.mktemp("node")
    for program in PROGRAMS:
        shutil.copy(HERE / program, folder)
    try:
        done = subprocess.run([npm, *INSTALL], cwd=folder, capture_output=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm gets no answer")
    if done.returncode:
        pytest.skip("npm cannot get the package ws")
    return folder


class Program:
    """A program of Node's that runs."""

    def __init__(self, path: Path, *arguments: str, **environ: str) -> None:
        self.said: list[bytes] = []
        self.complained: list[bytes] = []
        self._command = (str(path), *arguments)
        self._environ = environ
        self._changes = StateChange()

    async def __aenter__(self) -> Program:
        self._process = await asyncio.create_subprocess_exec(
            "node",
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**os.environ, **self._environ},
        )
        assert self._process.stdout
        assert self._process.stderr
        self._listening = asyncio.gather(
            self._listen(self._process.stdout, self.said),
            self._listen(self._process.stderr, self.complained),
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self.ended()

    async def _listen(self, stream: asyncio.StreamReader, heard: list[bytes]) -> None:
        while line := await stream.readline():
            heard.append(line.removesuffix(b"\n"))
            self._changes.notify()

    def hand(self, lines: Iterable[bytes]) -> None:
        """Put lines on its standard input."""
        assert self._process.stdin
        self._process.stdin.writelines(line + b"\n" for line in lines)

    def finish(self) -> None:
        """Nothing more comes on its standard input."""
        assert self._process.stdin
        self._process.stdin.close()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Wait for what it says."""
        async with asyncio.timeout(PATIENCE_S):
            await self._changes.until(holds)

    async def ended(self) -> int:
        """Wait for its end; returns the exit code."""
        async with asyncio.timeout(PATIENCE_S):
            await self._listening
            return await self._process.wait()


@pytest.fixture
def token(tmp_path: Path) -> str:
    """With which the race can be published."""
    return lapbell("hub", "token", NAME, SOURCE, "--data", tmp_path).stdout.strip()


async def test_a_race_goes_out_and_comes_back(programs: Path, tmp_path: Path, token: str) -> None:
    """Over a line that breaks in the middle, each message once and in order, as the file has it."""
    race = read(RACES / "2024-bowerman-mile.jsonl")
    async with HubProcess(tmp_path) as hub, Line(hub.port) as line:
        base = f"ws://127.0.0.1:{line.port}/v1/races/{NAME}"
        publisher = Program(programs / "publisher.mjs", f"{base}/publish", LAPBELL_TOKEN=token)
        viewer = Program(programs / "viewer.mjs", f"{base}/feed")
        async with publisher:
            publisher.hand(race.lines[:10])
            await publisher.until(lambda: b"10 of 10 are at the hub" in publisher.said)
            async with viewer:
                await viewer.until(lambda: len(viewer.said) == 10)
                publisher.hand(race.lines[10:15])
                line.cut()
                publisher.hand(race.lines[15:])
                publisher.finish()
                assert await publisher.ended() == 0
                await viewer.until(lambda: len(viewer.said) == race.head)
                await viewer.until(lambda: any(b"at the hub it is" in word for word in viewer.complained))

    joined = [word for word in publisher.said if word.startswith(b"timing: the hub has")]
    assert joined[0] == b"timing: the hub has 0"
    assert 10 <= int(joined[-1].split()[-1]) <= 15
    assert len([word for word in viewer.complained if word.startswith(b"resume after 1")]) == 1
    assert viewer.said == read(tmp_path / f"{NAME}.jsonl").lines
    assert [message.id for message in map(codec.decode, viewer.said)] == [
        f"{SOURCE}:{number}" for number in range(1, race.head + 1)
    ]
    assert _nameless(map(codec.decode, viewer.said)) == _nameless(race.messages())


async def test_a_publisher_finds_that_the_hub_has_other_messages(
    programs: Path, tmp_path: Path, token: str
) -> None:
    """It says so, and adds nothing to them; the race that is there it may publish again."""
    mile, london = (
        read(RACES / f"{name}.jsonl").lines for name in ("2024-bowerman-mile", "2026-london-dl-mile")
    )
    async with HubProcess(tmp_path) as hub:

        async def publish(lines: list[bytes]) -> tuple[int, list[bytes]]:
            url = f"{hub.base}/v1/races/{NAME}/publish"
            async with Program(programs / "publisher.mjs", url, LAPBELL_TOKEN=token) as publisher:
                publisher.hand(lines)
                publisher.finish()
                return await publisher.ended(), publisher.complained

        assert await publish(mile[:20]) == (0, [])
        assert (await publish(london))[1][0] == b"timing:1: the hub has another message by this number"
        changed = [mile[0], mile[1].replace(b'"type":"', b'"by":"desk","type":"', 1), *mile[2:]]
        assert await publish(changed) == (1, [b"timing:2: the hub has another message by this number"])
        assert await publish(mile) == (0, [])
        code, complaints = await publish(mile[:5])

    assert (code, complaints) == (1, [b"the hub has 31 messages of timing"])
    assert _nameless(read(tmp_path / f"{NAME}.jsonl").messages()) == _nameless(map(codec.decode, mile))


def _nameless(messages: Iterable[Message]) -> list[Message]:
    return [replace(message, id=None) for message in messages]
