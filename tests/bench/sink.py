"""Viewers that take everything and look at nothing, in a process of their own."""

from __future__ import annotations

import base64
import mmap
import os
import selectors
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

ROOT = Path(__file__).parents[2]

COUNTER = 8
"""Bytes in which the number of those that were taken is shared."""

DEFLATE = "Sec-WebSocket-Extensions: permessage-deflate; server_no_context_takeover\r\n"


class Sink:
    """Some number of viewers at a hub's address, or at that of anything that speaks websocket."""

    def __init__(self, port: int, path: str, count: int, *, deflate: bool = False) -> None:
        with tempfile.TemporaryFile() as file:
            file.truncate(COUNTER)
            self._taken = mmap.mmap(file.fileno(), COUNTER)
            arguments = [str(port), path, str(count), DEFLATE if deflate else "", str(file.fileno())]
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.bench.sink", *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                cwd=ROOT,
                pass_fds=[file.fileno()],
            )

    @property
    def taken(self) -> int:
        """How many bytes all of them have taken since they were there."""
        return int.from_bytes(self._taken[:COUNTER], "little")

    async def opened(self) -> None:
        """Wait until all are there."""
        import asyncio

        assert self._process.stdout
        await asyncio.to_thread(self._process.stdout.readline)

    def close(self) -> None:
        """Let them go."""
        self._process.kill()
        self._process.wait()


@contextmanager
def sink(port: int, race: str, count: int, *, deflate: bool = False) -> Iterator[Sink]:
    """So many viewers for a while."""
    viewers = Sink(port, f"/v1/races/{race}/feed", count, deflate=deflate)
    try:
        yield viewers
    finally:
        viewers.close()


def main(port: int, path: str, count: int, extension: str, counter: int) -> None:
    """Connect, then take what comes until killed."""
    waiting = selectors.DefaultSelector()
    for _ in range(count):
        viewer = socket.create_connection(("127.0.0.1", port))
        viewer.sendall(_request(path, extension))
        assert viewer.recv(65536).startswith(b"HTTP/1.1 101")
        waiting.register(viewer, selectors.EVENT_READ)
    _say(sys.stdout)
    shared, taken = mmap.mmap(counter, COUNTER), 0
    scrap = bytearray(262_144)
    while True:
        for key, _ in waiting.select():
            connection = key.fileobj
            assert isinstance(connection, socket.socket)
            size = connection.recv_into(scrap)
            if not size:
                return
            taken += size
        shared[:COUNTER] = taken.to_bytes(COUNTER, "little")


def _request(path: str, extension: str) -> bytes:
    key = base64.b64encode(os.urandom(16)).decode()
    return (
        f"GET {path} HTTP/1.1\r\nHost: bench\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n{extension}"
        "Sec-WebSocket-Protocol: lapbell.v1\r\n\r\n"
    ).encode()


def _say(stream: IO[str]) -> None:
    stream.write("open\n")
    stream.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), sys.argv[4], int(sys.argv[5]))
