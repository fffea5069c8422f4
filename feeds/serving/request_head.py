"""The head of a request other than GET, without its body: at a body the websocket library hangs up."""

from __future__ import annotations

GET = b"GET "

BODY = (b"content-length:", b"transfer-encoding:")
"""The headers that announce a body."""


class RequestHead:
    """Takes what comes on a connection, and hands on what the websocket library is to see of it."""

    def __init__(self) -> None:
        self._came = b""
        self._is_get = False
        self._is_over = False

    def take(self, data: bytes) -> bytes:
        """What is to be handed on now: of a GET all, of anything else the head once it is whole."""
        if self._is_get:
            return data
        if self._is_over:
            return b""
        self._came += data
        if self._came.startswith(GET):
            self._is_get = True
            came, self._came = self._came, b""
            return came
        head, end, _ = self._came.partition(b"\r\n\r\n")
        if not end:
            return b""
        self._is_over = True
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(BODY)]
        return b"\r\n".join(lines) + end
