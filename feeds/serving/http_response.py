"""The hub's answers over plain HTTP: pages, and refusals with a sentence."""

from __future__ import annotations

from collections.abc import Callable
from http import HTTPStatus

from websockets.datastructures import Headers
from websockets.http11 import Response

from feeds.legal_text import legal_lines
from race.lazy_named_tuple import NamedTuple

JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
METRICS = "text/plain; version=0.0.4; charset=utf-8"

MayRead = Callable[[str], bool]
"""Whether someone may know of a race."""


def anyone_may_read(_race: str) -> bool:
    """The answer where no race is private."""
    return True


class Page(NamedTuple):
    """What is answered to a plain HTTP request."""

    media_type: str
    answer: Callable[[MayRead], tuple[HTTPStatus, str]]
    """The status and the text, for someone who may read some races and perhaps not all."""


class Rejected(NamedTuple):
    """Why a connection is refused."""

    status: HTTPStatus
    sentence: str
    retry_s: int | None = None
    """When to try again, in seconds."""
    methods: str = ""
    """With 405, the methods that are there."""


def response(status: HTTPStatus, text: str, media_type: str) -> Response:
    """A response with a text."""
    body = legal_lines(text).encode()
    headers = Headers(
        {
            "Content-Type": media_type,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Connection": "close",
            "X-Content-Type-Options": "nosniff",
        }
    )
    return Response(status.value, status.phrase, headers, body)


def refusal(rejected: Rejected) -> Response:
    """The response to a connection that is refused."""
    refused = response(rejected.status, f"{rejected.sentence}\n", TEXT)
    if rejected.retry_s is not None:
        refused.headers["Retry-After"] = str(rejected.retry_s)
    if rejected.status == HTTPStatus.UNAUTHORIZED:
        refused.headers["WWW-Authenticate"] = "Bearer"
    if rejected.methods:
        refused.headers["Allow"] = rejected.methods
    return refused


def options(methods: str) -> Response:
    """The answer to the question which methods a path takes."""
    headers = Headers({"Allow": methods, "Content-Length": "0", "Connection": "close"})
    return Response(HTTPStatus.NO_CONTENT.value, HTTPStatus.NO_CONTENT.phrase, headers, b"")
