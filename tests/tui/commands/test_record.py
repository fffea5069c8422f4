"""`lapbell record` as a process, from its start to the signal that ends it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from feeds.log import read
from feeds.log_backup import back_up_log
from feeds.serving.tokens import Tokens
from race.messages import Note
from tests.ended_server import ending
from tests.feeds.hub_process import ROOT, RUN, HubProcess
from tests.feeds.journals import journal
from tests.feeds.raw_publisher import notes, publishing
from tests.patience import PATIENCE_S, wait_until
from tests.tui.run_lapbell import refusal


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
async def test_sigterm_ends_recording(tmp_path: Path) -> None:
    """With exit code 0 and all of it on disk."""
    (tmp_path / "hub").mkdir()
    journal(tmp_path / "hub", 5)
    async with HubProcess(tmp_path / "hub") as hub:
        words = ["record", hub.base, "--into", str(tmp_path / "kept")]
        process = await asyncio.create_subprocess_exec(
            *[sys.executable, "-c", RUN, *words],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        assert process.stdout
        async with asyncio.timeout(PATIENCE_S):
            first = [(await process.stdout.readline()).decode() for _ in range(2)]
            process.send_signal(signal.SIGTERM)
            _, errors = await process.communicate()

    assert (process.returncode, errors) == (0, b"")
    assert first[0].endswith(f" race: recorded in {tmp_path / 'kept' / 'race.jsonl'}\n")
    assert first[1].endswith(" race: 5 messages\n")
    assert read(tmp_path / "kept" / "race.jsonl").head == 5


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM")
async def test_a_backup_put_back_is_recorded_beside(tmp_path: Path) -> None:
    """The hub was stopped, goes on from an earlier copy, and has other messages since."""
    kept, token = tmp_path / "kept", Tokens(tmp_path / "hub").issue("race", "mat-a")
    hub, log = HubProcess(tmp_path / "hub"), tmp_path / "hub" / "race.jsonl"
    await hub.start()
    async with publishing(hub, "race", token) as mat:
        await mat.say(1, *notes(1, 2))
        await mat.until_acked(2)
        back_up_log(log, "race", tmp_path / "copies")
        await mat.say(3, *notes(3, 5))
        await mat.until_acked(5)
    process = await asyncio.create_subprocess_exec(
        *[sys.executable, "-c", RUN, "record", hub.base, "--into", str(kept)],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=asyncio.subprocess.PIPE,
    )
    await asyncio.to_thread(until_recorded, kept / "race.jsonl", 5)
    await hub.stop()
    log.unlink()
    (tmp_path / "copies" / "race.jsonl").rename(log)
    async with hub, publishing(hub, "race", token) as mat:
        await mat.say(3, *notes(13, 14))
        await mat.until_acked(4)
        await asyncio.to_thread(until_recorded, kept / "race-2.jsonl", 4)
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(PATIENCE_S):
            said, _ = await process.communicate()

    beside = f"recorded in {kept / 'race-2.jsonl'}, as race.jsonl has another history of this race"
    assert beside in said.decode()
    assert texts(kept / "race.jsonl") == ["1", "2", "3", "4", "5"]
    assert texts(kept / "race-2.jsonl") == ["1", "2", "13", "14"]


def until_recorded(path: Path, count: int) -> None:
    """Wait until a file has so many messages."""
    wait_until(lambda: path.exists() and path.read_bytes().count(b"\n") > count)


def texts(path: Path) -> list[str]:
    """The notes in a file."""
    return [message.text for message in read(path).messages() if isinstance(message, Note)]


def test_what_cannot_be_recorded() -> None:
    """One line."""
    assert refusal("record", "127.0.0.1:1", "127.0.0.1:1") == "lapbell: the same is named twice"


async def test_something_that_is_no_hub_is_refused() -> None:
    """In one line; there is nothing to wait for."""

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        writer.close()

    server = await asyncio.start_server(answer, "127.0.0.1", 0)
    async with ending(server):
        host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        said = await asyncio.to_thread(refusal, "record", host)

    assert said == f"lapbell: {host} answered with HTTP 404"
