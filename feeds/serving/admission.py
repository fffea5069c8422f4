"""Admission to a hub: which connections it accepts, and its answers to plain HTTP requests."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from feeds.codec import RACE_ID
from feeds.hub_address import is_here
from feeds.serving.http_response import Page, Rejected, refusal, response
from feeds.serving.rate_limit import RateLimit

if TYPE_CHECKING:
    from websockets.datastructures import Headers
    from websockets.http11 import Request, Response

    from feeds.serving.credentials import Credentials
    from feeds.serving.grants import Grant

_ENDPOINT = re.compile(f"/v1/races/({RACE_ID})/(feed|publish)")

RETRY_S = 2
"""When to try again after too many connected at once."""

CROWDED = Rejected(HTTPStatus.SERVICE_UNAVAILABLE, "Too many connections.", RETRY_S)


class Watching(NamedTuple):
    """A connection to watch a race."""

    race: str
    grant: Grant | None = None
    """What its token allows, where the race is private."""


class Publishing(NamedTuple):
    """A connection that may publish a race."""

    race: str
    grant: Grant


Purpose = Watching | Publishing


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionLimits:
    """How many connections a hub accepts. Publishers with a token are not counted."""

    connections: int = 20_000
    an_address: int = 100
    """Connections from one address, unless that is this computer."""
    handshakes: float = 500
    """New connections a second."""


class Admission:
    """Decides about every request before it becomes a connection."""

    def __init__(
        self,
        limits: ConnectionLimits,
        credentials: Credentials | None,
        rejection: Callable[[str], Rejected | None],
        pages: dict[str, Page],
    ) -> None:
        """`credentials` are those of a hub at which races can be published."""
        self.rejected: Counter[int] = Counter()
        """How many connections were refused, by HTTP status."""
        self._limits = limits
        self._credentials = credentials
        self._rejection = rejection
        self._pages = pages
        self._handshakes = RateLimit(limits.handshakes, limits.handshakes * 2)

    def admit(self, address: str, request: Request, connected: Counter[str]) -> Purpose | Response:
        """What a connection from an address is for, or the HTTP response where it is refused.

        `connected` counts the open connections by address, this one included.
        """
        answer = self._decide(address, request, connected)
        if not isinstance(answer, Rejected):
            return answer
        self.rejected[answer.status] += 1
        return refusal(answer)

    def _decide(
        self, address: str, request: Request, connected: Counter[str]
    ) -> Purpose | Response | Rejected:
        path, headers = request.path.partition("?")[0], request.headers
        if path in self._pages:
            media_type, answer = self._pages[path]
            return response(*answer(lambda race: self._may_read(race, headers)), media_type)
        if self._is_crowded(address, connected):
            return CROWDED
        endpoint = _ENDPOINT.fullmatch(path)
        if endpoint is None:
            return Rejected(HTTPStatus.NOT_FOUND, f"There is nothing at {path[:120]} on this hub.")
        race, purpose = endpoint.groups()
        return self._publishing(race, headers) if purpose == "publish" else self._watching(race, headers)

    def _may_read(self, race: str, headers: Headers) -> bool:
        return self._credentials is None or self._credentials.may_read(race, headers)

    def _publishing(self, race: str, headers: Headers) -> Publishing | Rejected:
        if self._credentials is None:
            return Rejected(HTTPStatus.FORBIDDEN, "Nothing can be published on this hub.")
        grant = self._credentials.grant(race, headers, "publish")
        if isinstance(grant, Rejected):
            return grant
        rejected = self._rejection(race)
        if rejected is not None and rejected.status != HTTPStatus.NOT_FOUND:
            return rejected
        return Publishing(race, grant)

    def _watching(self, race: str, headers: Headers) -> Watching | Rejected:
        grant: Grant | Rejected | None = None
        if self._credentials is not None and self._credentials.is_private(race):
            grant = self._credentials.grant(race, headers, "watch")
        if isinstance(grant, Rejected):
            return grant
        rejected = self._rejection(race)
        if rejected is None or (rejected.status == HTTPStatus.NOT_FOUND and self._is_expected(race)):
            return Watching(race, grant)
        return rejected

    def _is_expected(self, race: str) -> bool:
        return self._credentials is not None and self._credentials.expects(race)

    def _is_crowded(self, address: str, connected: Counter[str]) -> bool:
        if not self._handshakes.allows(monotonic()) or connected.total() > self._limits.connections:
            return True
        return connected[address] > self._limits.an_address and not is_here(address)
