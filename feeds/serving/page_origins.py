"""Which web pages may talk to a hub, by the origin that a browser names: those given, and the hub's own."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from feeds.serving.http_response import options

if TYPE_CHECKING:
    from websockets.datastructures import Headers
    from websockets.http11 import Response

PREFLIGHT_S = 600
"""How long a browser may remember what a web page may ask for."""


class PageOrigins:
    """The origins given to a hub, such as `https://example.org`."""

    def __init__(self, origins: Collection[str]) -> None:
        self._origins = origins

    def admit(self, headers: Headers, answered: Response) -> bool:
        """Let the web page that asks read the answer, if it comes from an origin that may."""
        if self._origins:
            answered.headers["Vary"] = "Origin"
        origins = set(headers.get_all("Origin")).intersection(self._origins)
        for origin in origins:
            answered.headers["Access-Control-Allow-Origin"] = origin
        return bool(origins)

    def options(self, methods: str, headers: Headers, *, is_page: bool) -> Response:
        """Which methods a path takes, and for whose web pages: browsers ask before they send a token."""
        answered = options(methods)
        if is_page and self.admit(headers, answered):
            answered.headers["Access-Control-Allow-Methods"] = methods
            answered.headers["Access-Control-Allow-Headers"] = "Authorization"
            answered.headers["Access-Control-Max-Age"] = str(PREFLIGHT_S)
        return answered


def is_own_page(headers: Headers) -> bool:
    """Whether a request comes from a page of the host to which it goes, by the name that the browser uses.

    Whether that is a name of this hub is not looked at.
    """
    origins, hosts = headers.get_all("Origin"), headers.get_all("Host")
    own = [f"{scheme}://{host}".lower() for host in hosts for scheme in ("http", "https")]
    return len(origins) == 1 and origins[0].lower() in own
