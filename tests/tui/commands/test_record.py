"""`lapbell record` as a process, from its start to the signal that ends it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

import pytest

from feeds.log import read
from tests.feeds.hub_process import PATIENCE_S, ROOT, RUN, HubProcess
from tests.feeds.journals import journal
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
    async with server:
        host = f"127.0.0.1:{server.sockets[0].getsockname()[1]}"
        said = await asyncio.to_thread(refusal, "record", host)

    assert said == f"lapbell: {host} answered with HTTP 404"
