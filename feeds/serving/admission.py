"""Admission to a hub: which connections it accepts, and its answers to plain HTTP requests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from websockets.datastructures import Headers
from websockets.http11 import Request, Response

from feeds.codec import RACE_ID
from feeds.hub_address import is_here
from feeds.legal_text import legal_lines
from feeds.serving.rate_limit import RateLimit

if TYPE_CHECKING:
    from feeds.serving.tokens import Tokens

_ENDPOINT = re.compile(f"/v1/races/({RACE_ID})/(feed|publish)")
_BEARER = re.compile(r"Bearer +([\x21-\x7e]{1,200})", re.IGNORECASE)

JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
METRICS = "text/plain; version=0.0.4; charset=utf-8"

RETRY_S = 2
"""When to try again after too many connected at once."""


class Watching(NamedTuple):
    """A connection to watch a race."""

    race: str


class Publishing(NamedTuple):
    """A connection that may publish a race, as a source."""

    race: str
    source: str


Purpose = Watching | Publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """How many connections a hub accepts."""

    connections: int = 20_000
    an_address: int = 100
    """Connections from one address, unless that is this computer."""
    handshakes: float = 500
    """New connections a second."""


class Rejected(NamedTuple):
    """Why a connection is refused."""

    status: HTTPStatus
    sentence: str
    retry_s: int | None = None
    """When to try again, in seconds."""


class Page(NamedTuple):
    """What is answered to a plain HTTP request."""

    media_type: str
    answer: Callable[[], tuple[HTTPStatus, str]]


class Admission:
    """Decides about every request before it becomes a connection."""

    def __init__(
        self,
        limits: ConnectionLimits,
        tokens: Tokens | None,
        rejection: Callable[[str], Rejected | None],
        pages: dict[str, Page],
    ) -> None:
        self.rejected: Counter[int] = Counter()
        """How many connections were refused, by HTTP status."""
        self._limits = limits
        self._tokens = tokens
        self._rejection = rejection
        self._pages = pages
        self._handshakes = RateLimit(limits.handshakes, limits.handshakes * 2)

    def admit(self, address: str, request: Request, connected: Counter[str]) -> Purpose | Response:
        """What a connection from an address is for, or the HTTP response where it is refused.

        `connected` counts the open connections by address, this one included.
        """
        path = request.path.partition("?")[0]
        if path in self._pages:
            return self._answer(*self._pages[path].answer(), self._pages[path].media_type)
        if self._is_crowded(address, connected):
            return self._refuse(Rejected(HTTPStatus.SERVICE_UNAVAILABLE, "Too many connections.", RETRY_S))
        endpoint = _ENDPOINT.fullmatch(path)
        if endpoint is None:
            return self._refuse(
                Rejected(HTTPStatus.NOT_FOUND, f"There is nothing at {path[:120]} on this hub.")
            )
        race, purpose = endpoint.groups()
        if purpose == "publish":
            return self._publishing(race, request.headers)
        rejected = self._rejection(race)
        is_expected = self._tokens is not None and self._tokens.expects(race)
        if rejected is None or (rejected.status == HTTPStatus.NOT_FOUND and is_expected):
            return Watching(race)
        return self._refuse(rejected)

    def _publishing(self, race: str, headers: Headers) -> Purpose | Response:
        if self._tokens is None:
            return self._refuse(Rejected(HTTPStatus.FORBIDDEN, "Nothing can be published on this hub."))
        bearers = [_BEARER.fullmatch(value.strip()) for value in headers.get_all("Authorization")]
        grant = self._tokens.find(bearers[0][1]) if len(bearers) == 1 and bearers[0] else None
        if grant is None:
            unknown = Rejected(HTTPStatus.UNAUTHORIZED, "Publishing needs a token of this hub.")
            response = self._refuse(unknown)
            response.headers["WWW-Authenticate"] = "Bearer"
            return response
        if not grant.covers(race):
            return self._refuse(Rejected(HTTPStatus.FORBIDDEN, f"This token is not for the race {race}."))
        rejected = self._rejection(race)
        if rejected is not None and rejected.status != HTTPStatus.NOT_FOUND:
            return self._refuse(rejected)
        return Publishing(race, grant.source)

    def _is_crowded(self, address: str, connected: Counter[str]) -> bool:
        if not self._handshakes.allows(monotonic()) or connected.total() > self._limits.connections:
            return True
        return connected[address] > self._limits.an_address and not is_here(address)

    def _refuse(self, rejected: Rejected) -> Response:
        self.rejected[rejected.status] += 1
        response = self._answer(rejected.status, f"{rejected.sentence}\n", TEXT)
        if rejected.retry_s is not None:
            response.headers["Retry-After"] = str(rejected.retry_s)
        return response

    def _answer(self, status: HTTPStatus, text: str, media_type: str) -> Response:
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
