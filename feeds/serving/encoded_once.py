"""A frame encoded once, however many viewers it is sent to."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from websockets.extensions.permessage_deflate import PerMessageDeflate, ServerPerMessageDeflateFactory
from websockets.frames import Frame, Opcode
from websockets.protocol import State

if TYPE_CHECKING:
    from websockets.asyncio.connection import Connection

WINDOW_BITS = 15
COMPRESSION = {"level": 4, "memLevel": 8}

WORTH_IT = 200
"""A frame is compressed if it has at least so many bytes."""

DEFLATE = ServerPerMessageDeflateFactory(
    server_no_context_takeover=True, client_no_context_takeover=True, compress_settings=COMPRESSION
)
"""Offered to viewers: no context is taken over (RFC 7692, 7.1.1), so all can get the same bytes."""

_deflate = PerMessageDeflate(True, True, WINDOW_BITS, WINDOW_BITS, COMPRESSION)


class EncodedFrame:
    """A text frame of the websocket protocol, from a server."""

    def __init__(self, text: bytes) -> None:
        self._frame = Frame(Opcode.TEXT, text)

    @cached_property
    def plain(self) -> bytes:
        """The bytes without compression."""
        return self._frame.serialize(mask=False)

    @cached_property
    def deflated(self) -> bytes:
        """The bytes, compressed if the frame is large enough."""
        if len(self._frame.data) < WORTH_IT:
            return self.plain
        return self._frame.serialize(mask=False, extensions=[_deflate])


def inflates(connection: Connection) -> bool:
    """Whether the other end accepts frames that are compressed this way."""
    return any(
        isinstance(extension, PerMessageDeflate)
        and extension.local_no_context_takeover
        and extension.local_max_window_bits == WINDOW_BITS
        for extension in connection.protocol.extensions
    )


def is_open(connection: Connection) -> bool:
    """Whether bytes may be written past the library, which would encode them again for every viewer."""
    return connection.protocol.state is State.OPEN and not connection.transport.is_closing()
