"""The door of a hub: who comes in, for what, and what is answered to those who only ask."""

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

from feeds.hub_address import is_here
from feeds.serving.rate_limit import RateLimit

if TYPE_CHECKING:
    from feeds.serving.tokens import Tokens

_ADDRESS = re.compile(r"/v1/races/([a-z0-9][a-z0-9-]{0,79})/(feed|publish)")
_BEARER = re.compile(r"Bearer +([\x21-\x7e]{1,200})", re.IGNORECASE)

JSON = "application/json; charset=utf-8"
TEXT = "text/plain; charset=utf-8"
METRICS = "text/plain; version=0.0.4; charset=utf-8"

RETRY_S = 2
"""When to ask again, where too many come at once."""


class Watching(NamedTuple):
    """Somebody wants to watch a race."""

    race: str


class Publishing(NamedTuple):
    """Somebody may publish a race, as a source."""

    race: str
    source: str


Errand = Watching | Publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """How many may come."""

    connections: int = 20_000
    an_address: int = 100
    """Connections from one address, unless it is this computer's own."""
    handshakes: float = 500
    """A second."""


class Rejected(NamedTuple):
    """Why somebody is not let in."""

    status: HTTPStatus
    sentence: str
    retry_s: int | None = None
    """When to ask again."""


class Page(NamedTuple):
    """What is answered to somebody who does not want a websocket."""

    kind: str
    text: Callable[[], str]


class Admission:
    """Looks at every request before it becomes a connection."""

    def __init__(
        self,
        limits: ConnectionLimits,
        tokens: Tokens | None,
        refusal: Callable[[str], Rejected | None],
        pages: dict[str, Page],
    ) -> None:
        self.turned_away: Counter[int] = Counter()
        """How many were not let in, by status."""
        self._limits = limits
        self._tokens = tokens
        self._refusal = refusal
        self._pages = pages
        self._pace = RateLimit(limits.handshakes, limits.handshakes * 2)

    def admit(self, incoming: str, request: Request, callers: Counter[str]) -> Errand | Response:
        """What the caller from an address comes for, or the answer if that cannot be.

        `callers` counts everyone who is here, by address.
        """
        path = request.path.partition("?")[0]
        if path in self._pages:
            return self._answer(HTTPStatus.OK, self._pages[path].text(), self._pages[path].kind)
        if self._is_crowded(incoming, callers):
            return self._turn(Rejected(HTTPStatus.SERVICE_UNAVAILABLE, "Too many come at once.", RETRY_S))
        address = _ADDRESS.fullmatch(path)
        if address is None:
            return self._turn(
                Rejected(HTTPStatus.NOT_FOUND, f"There is nothing at {path[:120]} on this hub.")
            )
        race, purpose = address.groups()
        if purpose == "publish":
            return self._publishing(race, request.headers)
        turned = self._refusal(race)
        is_expected = self._tokens is not None and self._tokens.expects(race)
        if turned is None or (turned.status == HTTPStatus.NOT_FOUND and is_expected):
            return Watching(race)
        return self._turn(turned)

    def _publishing(self, race: str, headers: Headers) -> Errand | Response:
        if self._tokens is None:
            return self._turn(Rejected(HTTPStatus.FORBIDDEN, "Nothing can be published on this hub."))
        bearers = [_BEARER.fullmatch(value.strip()) for value in headers.get_all("Authorization")]
        grant = self._tokens.find(bearers[0][1]) if len(bearers) == 1 and bearers[0] else None
        if grant is None:
            unknown = Rejected(HTTPStatus.UNAUTHORIZED, "Publishing needs a token of this hub.")
            response = self._turn(unknown)
            response.headers["WWW-Authenticate"] = "Bearer"
            return response
        if not grant.covers(race):
            return self._turn(Rejected(HTTPStatus.FORBIDDEN, f"This token is not for the race {race}."))
        turned = self._refusal(race)
        if turned is not None and turned.status != HTTPStatus.NOT_FOUND:
            return self._turn(turned)
        return Publishing(race, grant.source)

    def _is_crowded(self, incoming: str, callers: Counter[str]) -> bool:
        if not self._pace.allows(monotonic()) or callers.total() > self._limits.connections:
            return True
        return callers[incoming] > self._limits.an_address and not is_here(incoming)

    def _turn(self, turned: Rejected) -> Response:
        self.turned_away[turned.status] += 1
        response = self._answer(turned.status, f"{turned.sentence}\n", TEXT)
        if turned.retry_s is not None:
            response.headers["Retry-After"] = str(turned.retry_s)
        return response

    def _answer(self, status: HTTPStatus, text: str, kind: str) -> Response:
        body = text.encode()
        headers = Headers(
            {
                "Content-Type": kind,
                "Content-Length": str(len(body)),
                "Cache-Control": "no-store",
                "Connection": "close",
                "X-Content-Type-Options": "nosniff",
            }
        )
        return Response(status.value, status.phrase, headers, body)
