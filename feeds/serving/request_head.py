"""The head of a request, read before the websocket library sees it.

The library hangs up without a word on a head that is malformed, on a body, and on what follows a request
before its answer. So it is given whole heads alone, without a body where the method is refused anyway; and a
plain request in the place of a malformed head, to be answered with what is wrong.
"""

from __future__ import annotations

from collections.abc import Generator
from http import HTTPStatus

from websockets.exceptions import HeaderLineTooLong, RequestLineTooLong, TooManyHeaders
from websockets.http11 import Request
from websockets.streams import StreamReader

from feeds.serving.http_response import Rejected

GET = b"GET "

BODY = (b"content-length:", b"transfer-encoding:")
"""The headers that announce a body."""

IN_PLACE = b"GET / HTTP/1.1\r\n\r\n"
"""Given to the library in the place of a malformed head."""

MALFORMED = Rejected(
    HTTPStatus.BAD_REQUEST, "The request is malformed: the hub takes GET in HTTP/1.1, without a body."
)

NO_HOST = Rejected(HTTPStatus.BAD_REQUEST, "A request needs exactly one header Host.")

LONG_LINE = Rejected(HTTPStatus.REQUEST_URI_TOO_LONG, "The first line of the request is too long.")

LARGE_HEAD = Rejected(
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The request has too many headers, or one that is too long."
)


class RequestHead:
    """Takes what comes on a connection, and hands on what the websocket library is to see of it."""

    def __init__(self) -> None:
        self.fault: Rejected | None = None
        """What is wrong with the head, once it has come."""
        self._reader = StreamReader()
        self._parsing = Request.parse(self._read_line)
        self._is_get: bool | None = None
        self._is_over = False

    def take(self, data: bytes, *, is_open: bool) -> bytes:
        """What is to be handed on now: the head once it is whole, later what comes on an open websocket.

        No client may send more before the answer.
        """
        if self._is_over:
            return data if is_open else b""
        self._reader.feed_data(data)
        try:
            next(self._parsing)
        except StopIteration as end:
            return self._end(end.value)
        except RequestLineTooLong:
            return self._refuse(LONG_LINE)
        except (HeaderLineTooLong, TooManyHeaders):
            return self._refuse(LARGE_HEAD)
        except (ValueError, EOFError, NotImplementedError):  # as `Request.parse` says
            return self._refuse(MALFORMED)
        return b""

    def _end(self, request: Request) -> bytes:
        if request.protocol == "HTTP/1.1" and len(request.headers.get_all("Host")) != 1:
            return self._refuse(NO_HOST)
        self._is_over = True
        return request.serialize()

    def _refuse(self, fault: Rejected) -> bytes:
        self.fault, self._is_over = fault, True
        return IN_PLACE

    def _read_line(self, most: int, too_long: type[Exception]) -> Generator[None, None, bytes | bytearray]:
        """The next line of the head. Only of a GET does it matter here that a body is announced."""
        while True:
            line = yield from self._reader.read_line(most, too_long)
            if self._is_get is None:
                self._is_get = line.startswith(GET)
            if self._is_get or not line.lower().startswith(BODY):
                return line


def is_upgrade(request: Request) -> bool:
    """Whether a websocket is asked for."""
    return any(value.strip().lower() == "websocket" for value in request.headers.get_all("Upgrade"))
