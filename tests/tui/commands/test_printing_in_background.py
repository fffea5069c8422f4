"""What runs for long goes on while no one reads what it prints, as after Ctrl-S in its terminal."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from select import select

import pytest

from feeds.log import read
from feeds.serving.tokens import Tokens
from tests.feeds.hub_process import ROOT, RUN, HubProcess
from tests.feeds.journals import journal
from tests.patience import PATIENCE_S, wait_until
from tests.tui.run_lapbell import BOWERMAN
from tui.text.background_stream import printing_in_background

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")


@pytest.fixture
def full_pipe() -> Iterator[int]:
    """The writing end of a pipe that no one reads, and that takes nothing more."""
    reader, writer = os.pipe()
    os.set_blocking(writer, False)
    with suppress(BlockingIOError):
        while True:
            os.write(writer, b"x" * 4096)
    os.set_blocking(writer, True)
    yield writer
    os.close(reader)
    os.close(writer)


async def started(stream: str, descriptor: int, *words: str, **environ: str) -> asyncio.subprocess.Process:
    """A command one of whose streams leads to a descriptor."""
    return await asyncio.create_subprocess_exec(
        *[sys.executable, "-c", RUN, *words],
        env={**os.environ, "PYTHONPATH": str(ROOT), **environ},
        **{stream: descriptor},  # type: ignore[arg-type]  # the name of a stream
    )


async def test_recording_goes_on(tmp_path: Path, full_pipe: int) -> None:
    """And ends when it is asked to."""
    (tmp_path / "hub").mkdir()
    journal(tmp_path / "hub", 5)
    path = tmp_path / "kept" / "race.jsonl"
    async with HubProcess(tmp_path / "hub") as hub:
        process = await started("stdout", full_pipe, "record", hub.base, "--into", str(path.parent))
        await asyncio.to_thread(until_there, path, 5)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_S):
            assert await process.wait() == 0

    assert read(path).head == 5


async def test_publishing_goes_on(tmp_path: Path, full_pipe: int) -> None:
    """Until the hub has everything."""
    token = Tokens(tmp_path).issue(BOWERMAN, "mat-a")
    async with HubProcess(tmp_path) as hub, asyncio.timeout(PATIENCE_S):
        words = ["publish", BOWERMAN, "--to", hub.base]
        process = await started("stderr", full_pipe, *words, LAPBELL_TOKEN=token)
        assert await process.wait() == 0

    assert read(tmp_path / f"{BOWERMAN}.jsonl").head == 31


def until_there(path: Path, count: int) -> None:
    """Wait until a file has so many messages."""
    wait_until(lambda: path.exists() and path.read_bytes().count(b"\n") > count)


def test_what_is_printed_comes_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Lines and what is written over them, to the end; and then directly again."""
    with (tmp_path / "out").open("w", encoding="ascii", errors="replace") as file:
        monkeypatch.setattr(sys, "stdout", file)
        with printing_in_background():
            for number in range(500):
                print("line", number)
            print("\x1b[31m é", end="", flush=True)
        print()
        print("last")

    lines = (tmp_path / "out").read_text().splitlines()
    assert lines[:500] == [f"line {number}" for number in range(500)]
    assert lines[500:] == ["?[31m ?", "last"]


def test_of_too_much_the_number_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once someone reads again; and more than once where some room came in between."""
    reader, writer = os.pipe()
    with os.fdopen(writer, "w") as file:
        monkeypatch.setattr(sys, "stderr", file)
        with printing_in_background():
            for number in range(8000):
                print(f"line {number:100}", file=sys.stderr)
            came = read_until(reader, lambda came: sum(counted(came)) >= 8000)
    os.close(reader)

    lines, lost = counted(came)
    assert lines + lost == 8000
    assert lost > 0


def counted(came: bytes) -> tuple[int, int]:
    """The lines that came, and those of which it is said that they did not."""
    lines = [line for line in came.decode().splitlines(keepends=True) if line.endswith("\n")]
    told = [int(line.split()[1]) for line in lines if line.endswith("could not be printed in time\n")]
    return len(lines) - len(told), sum(told)


def read_until(descriptor: int, is_enough: Callable[[bytes], bool]) -> bytes:
    """All that comes until it is enough."""
    came = b""
    while not is_enough(came):
        assert select([descriptor], [], [], PATIENCE_S)[0], "nothing comes any more"
        came += os.read(descriptor, 1 << 16)
    return came
