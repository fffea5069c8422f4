"""What waits for a slow reader is sent in order, whole, and is not copied."""

from __future__ import annotations

import asyncio
from random import Random
from typing import cast

import pytest

from feeds.serving.paced_transport import PIECE, PacedTransport

HIGH = 32 * 1024


class Socket:
    """A transport that takes bytes until it is full, and whose far end takes them when it likes."""

    def __init__(self) -> None:
        self.paced: PacedTransport
        self.came = bytearray()
        self.held = 0
        self.most_held = 0
        self.calls: list[str] = []
        self._is_paused = False

    def write(self, data: bytes) -> None:
        """Take bytes."""
        self.came += data
        self.held += len(data)
        self.most_held = max(self.most_held, self.held)
        if self.held > HIGH and not self._is_paused:
            self._is_paused = True
            self.paced.pause_writing()

    def take(self, size: int) -> None:
        """Let some leave."""
        self.held = max(self.held - size, 0)
        if self._is_paused and self.held <= HIGH // 4:
            self._is_paused = False
            self.paced.resume_writing()

    def get_write_buffer_size(self) -> int:
        """What has not left."""
        return self.held

    def is_closing(self) -> bool:
        """Whether it was closed."""
        return "close" in self.calls or "abort" in self.calls

    def close(self) -> None:
        """Close it."""
        self.calls.append("close")

    def write_eof(self) -> None:
        """Close one direction."""
        self.calls.append("write_eof")

    def abort(self) -> None:
        """Close it at once."""
        self.calls.append("abort")


@pytest.fixture
def wire() -> Socket:
    """A socket behind a paced transport."""
    socket = Socket()
    socket.paced = PacedTransport(cast(asyncio.Transport, socket))
    return socket


@pytest.mark.parametrize("seed", range(5))
def test_all_comes_in_order(wire: Socket, seed: int) -> None:
    """Large and small frames, and a far end that takes any number of bytes; little is held by the socket."""
    random, written = Random(seed), bytearray()
    for number in range(60):
        data = bytes([number]) * random.choice([1, 500, PIECE - 1, PIECE, PIECE + 1, 5 * PIECE])
        wire.paced.write(data)
        written += data
        assert wire.paced.get_write_buffer_size() == len(written) - len(wire.came) + wire.held
        wire.take(random.randrange(3 * PIECE))
    wire.paced.close()
    while wire.paced.get_write_buffer_size():
        wire.take(PIECE)

    assert wire.came == written
    assert wire.most_held <= HIGH + PIECE
    assert wire.calls == ["close"]


def test_the_end_comes_after_what_waits(wire: Socket) -> None:
    """A half-closed or closed connection has sent all; an aborted one forgets it."""
    wire.paced.write(b"x" * PIECE * 3)
    wire.paced.write_eof()
    assert wire.calls == []
    while wire.paced.get_write_buffer_size():
        wire.take(PIECE)
    assert wire.calls == ["write_eof"]

    wire.paced.write(b"y" * PIECE * 3)
    wire.paced.abort()
    wire.take(PIECE * 9)
    assert wire.paced.get_write_buffer_size() == 0
    assert wire.calls == ["write_eof", "abort"]
