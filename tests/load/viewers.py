"""Viewers in a process of their own: they check that nothing is missing, and note how late it came.

Commands come on standard input, one a line, and each is answered by one of JSON: `state HEAD` says how many
have everything up to a number, `hurry` lets the slow ones read as fast as they can, `end` gives the figures.
"""

from __future__ import annotations

import asyncio
import base64
import json
import os
import random
import re
import socket
import sys
import time
from collections import Counter, defaultdict
from typing import Any
from zlib import crc32

from tests.load.splits import due_ms_of

RANGE = re.compile(rb'"prev":(\d+),"seq":(\d+),"chain":(\d+)')
TIME = re.compile(rb'"time":"(\d+):(\d\d):(\d\d)\.(\d\d\d)"')
SLOW_WINDOW = 65536
SLOW_PAUSE_S = 0.5
LOOK_CLOSELY = 20
"""How many viewers read all that they get; the others look at the numbers of each frame."""


class Figures:
    """What all viewers have seen together."""

    def __init__(self, origin_s: float) -> None:
        self.origin_s = origin_s
        self.late: dict[int, Counter[int]] = defaultdict(Counter)
        """By the second in which messages were due: how often they were late by so many milliseconds."""
        self.counts: Counter[str] = Counter()


class Seat(asyncio.Protocol):
    """One viewer, over all its connections."""

    def __init__(self, figures: Figures, *, close_look: bool, slow: bool) -> None:
        self._figures = figures
        self._close_look = close_look
        self.slow = slow
        self.seq = 0
        self._chain = 0
        self._epoch = ""
        self._data = bytearray()
        self._is_open = False
        self._ended: asyncio.Future[None] | None = None
        self._transport: asyncio.Transport | None = None

    async def watch(self, port: int, path: str) -> None:
        """Come again for ever, each time a little later."""
        loop, attempt = asyncio.get_running_loop(), 0
        while True:
            connection = socket.socket()
            if self.slow:
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, SLOW_WINDOW)
            connection.setblocking(False)
            self._data.clear()
            self._is_open, self._ended = False, loop.create_future()
            try:
                await loop.sock_connect(connection, ("127.0.0.1", port))
                transport, _ = await loop.create_connection(lambda: self, sock=connection)
                transport.write(self._request(path))
                await self._ended
            except OSError:
                connection.close()
            attempt = 0 if self._is_open else attempt + 1
            await asyncio.sleep(random.random() * min(15.0, 0.5 * 2**attempt))

    def _request(self, path: str) -> bytes:
        position = f"?epoch={self._epoch}&seq={self.seq}&chain={self._chain}" if self._epoch else ""
        key = base64.b64encode(os.urandom(16)).decode()
        return (
            f"GET {path}{position} HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\n"
            f"Connection: Upgrade\r\nSec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Protocol: lapbell.v1\r\n\r\n"
        ).encode()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Remember where to read from."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Let `watch` go on."""
        del exc
        if self._ended and not self._ended.done():
            self._ended.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Take whole frames; a slow viewer then rests."""
        self._data += data
        if not self._is_open and not self._accepted():
            return
        while frame := self._next_frame():
            self._take(frame)
        if self.slow and self._transport:
            self._transport.pause_reading()
            asyncio.get_running_loop().call_later(SLOW_PAUSE_S, self._read_on, self._transport)

    def _read_on(self, transport: asyncio.Transport) -> None:
        if not transport.is_closing():
            transport.resume_reading()

    def _accepted(self) -> bool:
        end = self._data.find(b"\r\n\r\n")
        if end < 0:
            return False
        status = bytes(self._data[9:12])
        del self._data[: end + 4]
        if status != b"101":
            self._figures.counts[f"refused with {status.decode()}"] += 1
            assert self._transport
            self._transport.abort()
            return False
        self._is_open = True
        self._figures.counts["joins"] += 1
        return True

    def _next_frame(self) -> bytes:
        """The payload of a whole frame of text; the whole of it only where it is looked at closely."""
        data = self._data
        while len(data) >= 2:
            size, start = data[1], 2
            if size == 126:
                size, start = int.from_bytes(data[2:4]), 4
            elif size == 127:
                size, start = int.from_bytes(data[2:10]), 10
            if len(data) < start + size:
                break
            shown = size if self._close_look or size < 1000 else 300
            is_text, payload = data[0] & 15 == 1, bytes(data[start : start + shown])
            del data[: start + size]
            self._figures.counts["bytes"] += size
            if is_text:
                return payload
        return b""

    def _take(self, frame: bytes) -> None:
        counts = self._figures.counts
        if not frame.startswith(b'{"type":"messages"'):
            said = json.loads(frame)
            if said["type"] == "hello":
                self._epoch = said["epoch"]
                if said["mode"] == "start":
                    counts["starts"] += 1
                    self.seq = self._chain = 0
            return
        found = RANGE.search(frame)
        assert found, frame[:300]
        prev, seq, chain = map(int, found.groups())
        counts["frames"] += 1
        if prev != self.seq:
            counts["gaps" if prev > self.seq else "doubled"] += 1
        if self._close_look and seq > prev:
            self._look(frame, chain)
        self.seq, self._chain = seq, chain

    def _look(self, frame: bytes, chain: int) -> None:
        now_ms = (time.monotonic() - self._figures.origin_s) * 1000
        crc = self._chain
        for line in frame.split(b"\n")[1:-1]:
            crc = crc32(line.removesuffix(b","), crc)
        if crc != chain:
            self._figures.counts["other bytes"] += 1
        for found in TIME.finditer(frame):
            due_ms = due_ms_of(*map(int, found.groups()))
            self._figures.late[due_ms // 1000][int(now_ms - due_ms)] += 1


async def commands() -> asyncio.StreamReader:
    """Standard input."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    return reader


def answer(said: dict[str, Any]) -> None:
    """One line."""
    sys.stdout.write(json.dumps(said) + "\n")
    sys.stdout.flush()


async def main(port: int, path: str, count: int, slow: int, origin_s: float) -> None:
    """Watch until standard input ends."""
    figures = Figures(origin_s)
    every = max((count - slow) // LOOK_CLOSELY, 1)
    seats = [
        Seat(figures, close_look=place >= slow and place % every == 0, slow=place < slow)
        for place in range(count)
    ]
    watching = [asyncio.create_task(seat.watch(port, path)) for seat in seats]
    reader = await commands()
    while line := (await reader.readline()).split():
        if line[0] == b"hurry":
            for seat in seats:
                seat.slow = False
            answer({})
        elif line[0] == b"state":
            head = int(line[1])
            fast = [seat for seat in seats if not seat.slow]
            there = sum(seat.seq >= head for seat in fast)
            answer({"there": there, "of": len(fast), "last": min(seat.seq for seat in fast)})
        else:
            late = {second: dict(found) for second, found in figures.late.items()}
            answer({"late": late, "counts": dict(figures.counts), "cpu_s": time.process_time()})
    for task in watching:
        task.cancel()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), float(sys.argv[5])))
