"""A viewer of a board that takes nothing misses changes, and then gets the whole; no one waits for it."""

from __future__ import annotations

import asyncio
from typing import Any, cast

from websockets.asyncio.server import ServerConnection
from websockets.protocol import State

from feeds.log import Log
from feeds.serving.board_session import BoardSession, BoardStream
from feeds.serving.broadcast import Broadcast
from feeds.serving.viewer_session import MOST_UNSENT
from tests.feeds.shown_board import ShownBoard


class Pipe:
    """A connection whose far end shows what it takes, when it likes."""

    def __init__(self) -> None:
        self.transport = self.protocol = self
        self.extensions: list[Any] = []
        self.state = State.OPEN
        self.shown = ShownBoard()
        self.most_waiting = 0
        self._waiting: list[bytes] = []

    def get_write_buffer_size(self) -> int:
        """Bytes not yet taken."""
        return sum(map(len, self._waiting))

    def is_closing(self) -> bool:
        """Never."""
        return False

    def write(self, data: bytes) -> None:
        """Hold a frame until the far end takes it."""
        self._waiting.append(data)
        self.most_waiting = max(self.most_waiting, self.get_write_buffer_size())

    def take(self) -> None:
        """Take all that waits."""
        for data in self._waiting:
            self.shown.take(data[data.index(b"{") :])
        self._waiting.clear()

    async def recv(self, **_: Any) -> bytes:
        """Nothing is ever said."""
        await asyncio.Event().wait()
        return b""


def board(number: int) -> dict[str, Any]:
    """A large board, all of which changes with a number."""
    rows = [{"bib": str(bib), "name": f"{number} " * 50, "place": (bib + number) % 100} for bib in range(100)]
    return {"clock_ms": number, "rows": rows}


async def test_one_that_takes_nothing_gets_the_whole_later(growing: Log) -> None:
    """It is not sent what it missed, and little waits for it meanwhile."""
    broadcast, stream, woken = Broadcast(growing, 5.0, lambda: 0), BoardStream(5000), []
    pipes = quick, slow = Pipe(), Pipe()
    sessions = [
        BoardSession(
            cast(ServerConnection, pipe), broadcast, lambda: 0, stream, lambda: woken.append(growing.head)
        )
        for pipe in pipes
    ]
    serving = [asyncio.create_task(session.serve()) for session in sessions]
    await asyncio.sleep(0)
    assert broadcast.sessions == stream.sessions == set(sessions)
    assert woken == [growing.head] * 2

    for number in range(40):
        stream.show(board(number))
        quick.take()
    largest = len(stream.whole.plain)
    assert slow.most_waiting <= MOST_UNSENT + largest
    slow.take()
    sessions[1].advance()
    slow.take()
    stream.show(board(40))
    for pipe in pipes:
        pipe.take()

    assert quick.shown.types == ["board", *["changes"] * 40]
    assert slow.shown.types.count("board") == 2
    assert len(slow.shown.types) < 20
    assert quick.shown.board == slow.shown.board == board(40)
    for task in serving:
        task.cancel()
    broadcast.close()
