"""An acceptor of messages over real sockets, which makes the mistakes that a test asks for."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import Any, Literal

from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from feeds import codec
from feeds.protocol.source_chain import chain
from tests.ended_server import ending

Fault = Literal["take", "lose", "cut", "cut-after", "twice", "late", "restart", "forget", "silent"]
"""What is done with a frame: take it; pass it over; cut the line before or after it is taken; answer it
twice; take it after the next one; say goodbye; take it, forget half of all there is, and cut; take it
without an answer."""

SOUND: tuple[Fault, ...] = ("take", "lose", "cut", "cut-after", "twice", "late", "restart", "forget")


class FakeAcceptor:
    """Keeps the messages of one source, in memory. It says their checksum unless it is `old`."""

    def __init__(self, faults: Iterable[Fault] = (), *, old: bool = False) -> None:
        self.source = "mat-a"
        self._is_old = old
        self.faults = deque(faults)
        self.kept: list[dict[str, Any] | None] = []
        """By number from 1; None for one that was refused."""
        self.refuses: dict[int, str] = {}
        self.greeting: list[dict[str, Any]] = []
        """Sent in place of the usual first frame, once."""
        self.status: HTTPStatus | None = None
        """Refuse the handshake with it, once."""
        self.requests: list[Request] = []
        self.frames: list[tuple[int, int]] = []
        """The first number and the count of messages of each frame with new messages."""
        self.compared: list[tuple[int, int]] = []
        """The same of the frames with what it had at the beginning of the connection, sent to be compared."""
        self.largest = 0
        self.url = ""
        self._late: list[dict[str, Any]] = []
        self._known = 0
        """How many messages it had at the beginning of the connection."""

    def admit(self, connection: ServerConnection, request: Request) -> Response | None:
        """Note who asks."""
        self.requests.append(request)
        status, self.status = self.status, None
        if status is None:
            return None
        response = connection.respond(status, "Not today.\n")
        response.headers["Retry-After"] = "7"
        return response

    async def serve(self, connection: ServerConnection) -> None:
        """Take what comes, until the connection ends."""
        self._late, self._known = [], len(self.kept)
        try:
            for frame in self.greeting or [self._ready(), self._ack()]:
                await connection.send(json.dumps(frame))
            self.greeting = []
            async for data in connection:
                self.largest = max(self.largest, len(data))
                await self._take(connection, json.loads(data))
        except ConnectionClosed:
            pass

    def _ready(self) -> dict[str, Any]:
        frame = ready(self.source, len(self.kept))
        if self._is_old:
            return frame
        known = (codec.encode(codec.decode(json.dumps(message))) for message in self.kept if message)
        return frame | {"chain": chain(known)}

    def _ack(self) -> dict[str, Any]:
        return {"type": "ack", "last": len(self.kept), "seq": len(self.kept)}

    async def _take(self, connection: ServerConnection, frame: dict[str, Any]) -> None:
        if frame["first"] + len(frame["messages"]) - 1 <= self._known:
            self.compared.append((frame["first"], len(frame["messages"])))
            await self._answer(connection, self._enter(frame))
            return
        self.frames.append((frame["first"], len(frame["messages"])))
        fault = self.faults.popleft() if self.faults else "take"
        if fault in ("lose", "late"):
            self._late = [*self._late, frame] if fault == "late" else self._late
            return
        answers = self._enter(frame) if fault != "cut" else []
        for late in self._late:
            answers += self._enter(late)
        self._late = []
        if fault == "forget":
            del self.kept[len(self.kept) // 2 :]
        if fault in ("cut", "cut-after", "forget"):
            connection.transport.abort()
        elif fault == "restart":
            await connection.close(1012, "back soon")
        elif fault != "silent":
            answers.append(self._ack())
            await self._answer(connection, answers * (2 if fault == "twice" else 1))

    async def _answer(self, connection: ServerConnection, answers: list[dict[str, Any]]) -> None:
        for answer in answers:
            await connection.send(json.dumps(answer))

    def _enter(self, frame: dict[str, Any]) -> list[dict[str, Any]]:
        answers: list[dict[str, Any]] = []
        before = len(self.kept)
        for number, message in enumerate(frame["messages"], start=frame["first"]):
            if number > len(self.kept) + 1:
                return [*answers, {"type": "again", "first": len(self.kept) + 1}]
            reason, kind = self.refuses.get(number), "invalid"
            if number > len(self.kept):
                self.kept.append(None if reason else message)
            elif self.kept[number - 1] is None:
                reason, kind = "its number was refused before", "before"
            elif self.kept[number - 1] != message:
                reason, kind = "the hub has another message by this number", "other"
            if reason:
                answers.append({"type": "refusal", "number": number, "kind": kind, "reason": reason})
        if len(self.kept) == before:
            answers.append({**self._ack(), "first": frame["first"]})
        return answers


def ready(source: str, last: int, version: int = 1) -> dict[str, Any]:
    """The first frame."""
    return {
        "type": "ready",
        "version": version,
        "minor": 0,
        "race": "club-800",
        "epoch": "00000001",
        "source": source,
        "last": last,
        "now_ms": 1,
        "heartbeat_ms": 5000,
    }


@asynccontextmanager
async def opened(acceptor: FakeAcceptor, port: int = 0) -> AsyncIterator[FakeAcceptor]:
    """An acceptor that serves while this is open, at its `url`."""
    server = serve(
        acceptor.serve,
        "127.0.0.1",
        port,
        process_request=acceptor.admit,
        subprotocols=[Subprotocol("lapbell.v1")],
        max_size=2**25,
        close_timeout=1,
    )
    async with ending(await server) as running:
        acceptor.url = f"ws://127.0.0.1:{running.sockets[0].getsockname()[1]}/v1/races/club-800/publish"
        yield acceptor
