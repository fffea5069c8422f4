"""A frame made ready for the wire once, however many viewers it goes to."""

from __future__ import annotations

from functools import cached_property

from websockets.asyncio.connection import Connection
from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.frames import Frame, Opcode
from websockets.protocol import State

WINDOW_BITS = 15
COMPRESSION = {"level": 4, "memLevel": 8}

WORTH_IT = 200
"""Bytes from which a frame is compressed."""

DEFLATE = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True, client_no_context_takeover=True, compress_settings=COMPRESSION
)
"""Offered to viewers: every message stands for itself (RFC 7692, 7.1.1), so one compression does for all."""

_deflate = PerMessageDeflate(True, True, WINDOW_BITS, WINDOW_BITS, COMPRESSION)


class EncodedFrame:
    """A text message of the websocket protocol, from a server."""

    def __init__(self, text: bytes) -> None:
        self._frame = Frame(Opcode.TEXT, text)

    @cached_property
    def plain(self) -> bytes:
        """As it is."""
        return self._frame.serialize(mask=False)

    @cached_property
    def deflated(self) -> bytes:
        """Compressed, where that is worth it."""
        if len(self._frame.data) < WORTH_IT:
            return self.plain
        return self._frame.serialize(mask=False, extensions=[_deflate])


def inflates(connection: Connection) -> bool:
    """Whether the other end reads packets that are compressed."""
    return any(
        isinstance(extension, PerMessageDeflate)
        and extension.local_no_context_takeover
        and extension.local_max_window_bits == WINDOW_BITS
        for extension in connection.protocol.extensions
    )


def is_open(connection: Connection) -> bool:
    """Whether a packet may be written past the library, which would make it anew for everyone."""
    return connection.protocol.state is State.OPEN and not connection.transport.is_closing()
