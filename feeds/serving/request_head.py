"""The head of a request, without what follows before the answer: at that the websocket library hangs up."""

from __future__ import annotations

GET = b"GET "

END = b"\r\n\r\n"

BODY = (b"content-length:", b"transfer-encoding:")
"""The headers that announce a body."""


class RequestHead:
    """Takes what comes on a connection, and hands on what the websocket library is to see of it."""

    def __init__(self) -> None:
        self._came = b""
        self._handed_on = 0
        self._is_over = False

    def take(self, data: bytes, *, is_open: bool) -> bytes:
        """What is to be handed on now: of a GET the head as it comes, of anything else once it is whole.

        After the head that is what comes on an open websocket: no client may send more before the answer.
        """
        if self._is_over:
            return data if is_open else b""
        came = self._came + data
        head, end, _ = came.partition(END)
        self._is_over = bool(end)
        self._came = b"" if end else came
        if came.startswith(GET):
            new = (head + end)[self._handed_on :]
            self._handed_on += len(new)
            return new
        lines = [line for line in head.split(b"\r\n") if not line.lower().startswith(BODY)]
        return b"\r\n".join(lines) + end if end else b""
