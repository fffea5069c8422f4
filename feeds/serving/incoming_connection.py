"""A connection to the hub, counted from its request on, and cut off if it sends too much."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, Protocol, cast

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed
from websockets.protocol import State

from feeds.protocol.viewer_frames import LARGEST_POSSIBLE
from feeds.serving.admission import Administering, Publishing, Purpose, Reading, Watching
from feeds.serving.client_address import counted_as
from feeds.serving.paced_transport import PacedTransport
from feeds.serving.request_head import RequestHead

if TYPE_CHECKING:
    from feeds.serving.grants import Grant
    from feeds.serving.http_response import Rejected

LARGEST_QUESTION = 1024
"""Bytes that a viewer may send in one frame."""

MOST_AT_ONCE = 64 * 1024
"""Bytes that a viewer may send at once, the handshake included; after that `LARGEST_QUESTION` a second."""

TCP_ESTABLISHED = 1
"""The state of a connection that neither end has closed, as Linux numbers them."""

DEAD_MS = 30_000
"""A connection is dropped when what was sent is not acknowledged for so long; heartbeats show it."""


class Session(Protocol):
    """What is asked of whatever serves a connection."""

    async def dismiss(self, code: int, reason: str, retry_ms: int | None = None) -> None:
        """Send a last frame with the reason, and close the connection with a close code."""


class IncomingConnections:
    """The open connections.

    One is counted for its address once its request has come: only then is it known whom a proxy speaks for.
    """

    def __init__(self) -> None:
        self.by_address: Counter[str] = Counter()
        """How many of each address have made a request."""
        self._all: set[IncomingConnection] = set()

    def __iter__(self) -> Iterator[IncomingConnection]:
        return iter(tuple(self._all))

    def add(self, incoming: IncomingConnection) -> None:
        """Add a connection."""
        self._all.add(incoming)

    def remove(self, incoming: IncomingConnection) -> None:
        """Remove a connection."""
        self._all.discard(incoming)
        if incoming.is_counted:
            address = counted_as(incoming.address)
            self.by_address[address] -= 1
            if not self.by_address[address]:
                del self.by_address[address]

    def count(self, incoming: IncomingConnection, address: str) -> None:
        """Count a connection whose request has come for a client, who may be behind a proxy."""
        if incoming in self._all:  # it may have hung up
            incoming.address, incoming.is_counted = address, True
            self.by_address[counted_as(address)] += 1

    def drop_newest_viewer(self) -> None:
        """Cut off the viewer that came last, if there is one, to make room."""
        viewers = [incoming for incoming in self._all if isinstance(incoming.purpose, Watching | Reading)]
        if viewers:
            max(viewers, key=lambda incoming: incoming.since).transport.abort()

    def connect(self, *args: Any, **options: Any) -> IncomingConnection:
        """Make a connection, as the websocket library asks for one."""
        return IncomingConnection(self, *args, **options)


class IncomingConnection(ServerConnection):
    """A connection of a viewer, a publisher or a desk."""

    purpose: Purpose | None = None
    session: Session | None = None
    """What serves the connection, once it does."""
    leaving = False
    """Whether it is being ended because its token is not good any more."""
    on_resume: Callable[[], None] | None = None
    """Called when the other end has taken most of what waited for it."""
    on_stop: Callable[[], None] | None = None
    """Called when nothing may be sent past the library any more: too much waits, or the connection ends."""
    address = ""
    is_counted = False
    """Whether it counts among the connections of its address."""

    def __init__(self, open_connections: IncomingConnections, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._open = open_connections
        self.since = self.loop.time()
        """When it came, by the clock of the event loop."""
        self._received = 0
        self._head = RequestHead()
        self.heard_at = self.since
        """When something was received last, by the clock of the event loop."""
        self._heard = asyncio.Event()

    def admit(self, purpose: Purpose) -> None:
        """Note what the connection is for: a publisher or a desk may send more than a viewer."""
        self.purpose = purpose
        if isinstance(purpose, Publishing | Administering):
            self.protocol.max_message_size = LARGEST_POSSIBLE

    @property
    def fault(self) -> Rejected | None:
        """What is wrong with the head of the request."""
        return self._head.fault

    @property
    def number(self) -> int:
        """The number of its file in this process; -1 if it is closed."""
        wire = self.transport.get_extra_info("socket")
        return -1 if wire is None else int(wire.fileno())

    @property
    def grant(self) -> Grant | None:
        """What the token of the connection allows, if it has one."""
        return self.purpose.grant if self.purpose is not None else None

    @property
    def is_read(self) -> bool:
        """Whether what arrives is read; not while the hub slows a publisher down."""
        return self.transport.is_reading()

    @property
    def has_hung_up(self) -> bool:
        """Whether the connection is closed or being closed, also where the end is still to be read."""
        if self.state is not State.OPEN:
            return True
        wire = self.transport.get_extra_info("socket")
        if wire is None or not hasattr(socket, "TCP_INFO"):
            return False
        state: int = wire.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)[0]
        return state != TCP_ESTABLISHED

    async def answers(self, within_s: float) -> bool:
        """Ask the other end whether it is there. Returns whether anything was heard of it within a time."""
        if self.has_hung_up:
            return False
        self._heard.clear()
        try:
            async with asyncio.timeout(within_s):
                await self.ping()
                await self._heard.wait()
        except ConnectionClosed:
            return False
        except TimeoutError:
            is_slowed_down = not self.is_read and not self.has_hung_up
            return self._heard.is_set() or is_slowed_down  # it may have come with the timeout
        return True

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Note the address. Called by asyncio, as the methods below."""
        self._paced = PacedTransport(cast("asyncio.Transport", transport))
        super().connection_made(cast("asyncio.Transport", self._paced))
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if isinstance(peer, tuple) and peer else ""
        wire = transport.get_extra_info("socket")
        if wire is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_MS)
        self._open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave the open connections."""
        super().connection_lost(exc)
        self._stop()
        self._paced.drop()
        self._open.remove(self)

    def data_received(self, data: bytes) -> None:
        """Cut the connection off if a viewer sends too much, or the other end asks and does not read."""
        self._received += len(data)
        self.heard_at = self.loop.time()
        self._heard.set()
        most = MOST_AT_ONCE + LARGEST_QUESTION * (self.loop.time() - self.since)
        may_go_on = self._received <= most or isinstance(self.purpose, Publishing | Administering)
        handed_on = self._head.take(data, is_open=self.protocol.state is not State.CONNECTING)
        if may_go_on and handed_on:
            super().data_received(handed_on)
        if not may_go_on or self._paced.is_flooded:
            self.transport.abort()

    def pause_writing(self) -> None:
        """Send nothing more until the other end has taken some of what it was sent."""
        super().pause_writing()
        self._stop()
        self._paced.pause_writing()

    def resume_writing(self) -> None:
        """Send what waits, and let the session send more."""
        super().resume_writing()
        self._paced.resume_writing()
        if self.on_resume is not None:
            self.on_resume()

    def send_data(self) -> None:
        """Send what the library has to say. Called by it; after its last word nothing is sent past it."""
        super().send_data()
        if self.protocol.state is not State.OPEN:
            self._stop()

    def _stop(self) -> None:
        if self.on_stop is not None:
            self.on_stop()
