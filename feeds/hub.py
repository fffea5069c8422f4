"""The hub: a websocket server that keeps logs and hands them out."""

from __future__ import annotations

import asyncio
import logging
import os
import re
from http import HTTPStatus
from typing import Any

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response
from websockets.typing import Subprotocol

from feeds import frames
from feeds.cursor import Channel, Cursor
from feeds.log import Log
from feeds.position import Position
from race.messages import Message

LONGEST_WORD = 1024
"""Bytes that a viewer may send in one frame."""

MOST_WORDS = 64 * 1024
"""Bytes that a viewer may send at once, the handshake included; from then on `LONGEST_WORD` a second."""

CHECKS = 10
"""How often a stuck viewer is looked at before it is let go."""

FAREWELL = "the hub is closing"
FAREWELL_S = 2.0
"""How long viewers have to say goodbye when the hub closes."""

RETURN_MS = 1000
"""When they may ask again."""

_ADDRESS = re.compile(r"/v1/races/([a-z0-9-]{1,80})/feed")

_logger = logging.getLogger(__name__)
_logger.addHandler(logging.NullHandler())


class Hub:
    """Serves any number of logs, at `ws://HOST:PORT/v1/races/RACE/feed`, to any number of viewers.

    An async context manager that serves while it is open; port 0 is any free one. It lives in one event
    loop, and is called there.
    """

    def __init__(
        self,
        *logs: Log,
        host: str = "127.0.0.1",
        port: int = 0,
        heartbeat_s: float = 5.0,
        patience_s: float = 20.0,
    ) -> None:
        self._host, self._port = host, port
        self._heartbeat_s, self._patience_s = heartbeat_s, patience_s
        self._channels: dict[str, Channel] = {}
        self._connections: set[_Connection] = set()
        self._cursors: set[Cursor] = set()
        for log in logs:
            self.add(log)

    def url(self, race: str) -> str:
        """Where a race is served."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"ws://{host}:{self._port}/v1/races/{race}/feed"

    def add(self, log: Log) -> None:
        """Serve a log. If its race had another, that one's viewers begin anew with this."""
        if not log.complete and log.named_epoch is None:
            log.named_epoch = os.urandom(8).hex()
        channel = self._channels.setdefault(log.race, Channel(log))
        channel.log = log
        channel.wake()

    def append(self, race: str, message: Message) -> int:
        """Add a message to the log of a race and wake its viewers. Returns the message's number."""
        channel = self._channels[race]
        if channel.log.complete:
            raise ValueError(f"the log of {race} has ended")
        channel.log.append(message)
        channel.wake()
        return channel.log.head

    @property
    def viewers(self) -> int:
        """How many are watching."""
        return len(self._cursors)

    async def __aenter__(self) -> Hub:
        self._server = await serve(
            self._serve,
            self._host,
            self._port,
            subprotocols=[Subprotocol(frames.SUBPROTOCOL)],
            process_request=self._admit,
            create_connection=self._connect,  # type: ignore[arg-type]
            compression=None,
            max_size=LONGEST_WORD,
            close_timeout=FAREWELL_S,
            logger=_logger,
        )
        self._port = self._server.sockets[0].getsockname()[1]
        self._watch = asyncio.create_task(self._let_go_of_the_stuck())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._watch.cancel()
        self._server.close(close_connections=False)
        try:
            async with asyncio.timeout(FAREWELL_S):
                await self._say_goodbye()
        except TimeoutError:
            pass
        finally:
            self._abort(self._connections)
        await self._server.wait_closed()

    async def _say_goodbye(self) -> None:
        """Cut whoever has not taken all that was sent, or asked for nothing yet; dismiss the others."""
        await asyncio.sleep(0)
        leaving = {cursor.connection: cursor for cursor in self._cursors if not cursor.unsent}
        self._abort(self._connections - leaving.keys())
        dismissals = (c.dismiss(frames.RESTART, FAREWELL, RETURN_MS) for c in leaving.values())
        await asyncio.gather(*dismissals)
        await self._server.wait_closed()

    def _connect(self, *args: Any, **options: Any) -> _Connection:
        return _Connection(self._connections, *args, **options)

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        if self._channel(request) is not None:
            return None
        path = request.path.partition("?")[0]
        return connection.respond(HTTPStatus.NOT_FOUND, f"There is no race at {path[:120]} on this hub.\n")

    def _channel(self, request: Request) -> Channel | None:
        match = _ADDRESS.fullmatch(request.path.partition("?")[0])
        return self._channels.get(match[1]) if match else None

    async def _serve(self, connection: ServerConnection) -> None:
        assert connection.request
        channel = self._channel(connection.request)
        assert channel
        cursor = Cursor(connection, channel, self._heartbeat_s)
        self._cursors.add(cursor)
        try:
            await cursor.serve(Position.parse(connection.request.path.partition("?")[2]))
        finally:
            self._cursors.discard(cursor)

    async def _let_go_of_the_stuck(self) -> None:
        """Cut viewers that take nothing: the keepalive of websockets waits for them without end."""
        while True:
            await asyncio.sleep(self._patience_s / CHECKS)
            now = asyncio.get_running_loop().time()
            self._abort({c.connection for c in self._cursors if c.stuck_s(now) >= self._patience_s})

    def _abort(self, connections: set[Any]) -> None:
        for connection in connections:
            connection.transport.abort()


class _Connection(ServerConnection):
    """A connection that the hub knows from its first byte on, and that is cut if too many come."""

    def __init__(self, everyone: set[_Connection], *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._everyone = everyone
        self._since = self.loop.time()
        self._heard = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        self._everyone.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._everyone.discard(self)

    def data_received(self, data: bytes) -> None:
        self._heard += len(data)
        if self._heard <= MOST_WORDS + LONGEST_WORD * (self.loop.time() - self._since):
            super().data_received(data)
        else:
            self.transport.abort()
