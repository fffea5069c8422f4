"""A connection to the hub, known from its first byte on, and cut if too many come."""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

from websockets.asyncio.server import ServerConnection

from feeds.protocol.viewer_frames import LARGEST_POSSIBLE
from feeds.serving.admission import Errand, Publishing

LONGEST_WORD = 1024
"""Bytes that a viewer may send in one frame."""

MOST_WORDS = 64 * 1024
"""Bytes that a viewer may send at once, the handshake included; from then on `LONGEST_WORD` a second."""


DEAD_MS = 30_000
"""When a line is given up on which nothing that was sent arrives: the hub's heartbeat finds it out."""


class IncomingConnections:
    """Everyone who is connected."""

    def __init__(self) -> None:
        self.by_address: Counter[str] = Counter()
        self._all: set[IncomingConnection] = set()

    def __iter__(self) -> Iterator[IncomingConnection]:
        return iter(tuple(self._all))

    def enter(self, incoming: IncomingConnection) -> None:
        """Somebody came."""
        self._all.add(incoming)
        self.by_address[incoming.address] += 1

    def leave(self, incoming: IncomingConnection) -> None:
        """Somebody went."""
        self._all.discard(incoming)
        self.by_address[incoming.address] -= 1
        if not self.by_address[incoming.address]:
            del self.by_address[incoming.address]

    def connect(self, *args: Any, **options: Any) -> IncomingConnection:
        """Make the connection for somebody who calls."""
        return IncomingConnection(self, *args, **options)


class IncomingConnection(ServerConnection):
    """Somebody who is connected."""

    errand: Errand | None = None
    on_resume: Callable[[], None] | None = None
    """Called when the other end has taken most of what waited for it."""
    address = ""

    def __init__(self, everyone: IncomingConnections, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._everyone = everyone
        self._since = self.loop.time()
        self._heard = 0

    def take_on(self, errand: Errand) -> None:
        """Come for something: a publisher may say more than a viewer."""
        self.errand = errand
        if isinstance(errand, Publishing):
            self.protocol.max_message_size = LARGEST_POSSIBLE

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        super().connection_made(transport)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if isinstance(peer, tuple) and peer else ""
        wire = transport.get_extra_info("socket")
        if wire is not None and hasattr(socket, "TCP_USER_TIMEOUT"):
            wire.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, DEAD_MS)
        self._everyone.enter(self)

    def connection_lost(self, exc: Exception | None) -> None:
        super().connection_lost(exc)
        self._everyone.leave(self)

    def data_received(self, data: bytes) -> None:
        self._heard += len(data)
        most = MOST_WORDS + LONGEST_WORD * (self.loop.time() - self._since)
        if self._heard <= most or isinstance(self.errand, Publishing):
            super().data_received(data)
        else:
            self.transport.abort()

    def resume_writing(self) -> None:
        super().resume_writing()
        if self.on_resume is not None:
            self.on_resume()
