"""Admission to a hub: which connections it accepts, and its answers to plain HTTP requests."""

from __future__ import annotations

from collections import Counter
from http import HTTPStatus
from typing import TYPE_CHECKING

from websockets.http11 import Response

from feeds.codec import RACE_ID
from feeds.hub_address import is_here
from feeds.serving.client_address import Proxies, counted_as, is_forwarded
from feeds.serving.connection_quota import ConnectionLimits, ConnectionQuota
from feeds.serving.host_names import HostNames
from feeds.serving.http_response import (
    JSON,
    Page,
    Rejected,
    anyone_may_read,
    refusal,
    response,
)
from feeds.serving.hub_reporting import complain
from feeds.serving.page_origins import PageOrigins, is_own_page
from feeds.serving.request_head import is_upgrade
from race.later_pattern import later_pattern
from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from websockets.datastructures import Headers
    from websockets.http11 import Request

    from feeds.serving.credentials import Credentials
    from feeds.serving.grants import Grant
    from feeds.serving.hub_settings import Settings
    from feeds.serving.race_registry import RaceRegistry
    from race.row_choice import RowChoice

__all__ = ["Administering", "Admission", "ConnectionLimits", "Publishing", "Purpose", "Reading", "Watching"]

_DRAWN = later_pattern(f"/r/{RACE_ID}")
"""The page that draws a race in a browser."""

_ENDPOINT = later_pattern(f"/v1/races/({RACE_ID})/(feed|publish|board)")

ADMIN = "/v1/admin"
"""Where a desk connects."""

TOKEN_PAGE = "/v1/token"

GET, OPTIONS = "GET", "OPTIONS"

OF_PAGES = "GET, HEAD, OPTIONS"
"""The methods that pages take."""

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


class Administering(NamedTuple):
    """A connection of a desk, which may make and end races."""

    grant: Grant


class Reading(NamedTuple):
    """A request for the board of a race."""

    race: str
    choice: RowChoice
    grant: Grant | None = None
    """What its token allows, where the race is private."""


Purpose = Watching | Publishing | Administering | Reading


class Admission:
    """Decides about every request before it becomes a connection."""

    def __init__(
        self,
        settings: Settings,
        credentials: Credentials | None,
        registry: RaceRegistry,
        pages: dict[str, Page],
    ) -> None:
        """`credentials` are those of a hub at which races can be published."""
        self.rejected: Counter[int] = Counter()
        """How many connections were refused, by HTTP status."""
        self.proxies = Proxies(settings.trusted_proxies)
        self._quota = ConnectionQuota(settings.limits)
        self._names = HostNames((settings.host, *settings.names)) if settings.tls is None else None
        self._prefix = settings.prefix
        self._origins = PageOrigins(settings.origins)
        self._credentials = credentials
        self._registry = registry
        self._pages = pages
        self._has_boards = settings.boards is not None
        self._is_proxy_known = bool(self.proxies)

    def admit(
        self,
        address: str,
        request: Request,
        connected: Counter[str],
        *,
        has_files: bool = True,
        fault: Rejected | None = None,
    ) -> Purpose | Response:
        """What a connection of a client is for, or the HTTP response where it is refused.

        `connected` counts the open connections by address, this one included. Without files for it the
        connection is refused, unless it may publish. `fault` is what is wrong with the head of the request.
        """
        answer = self._decide(address, request, connected, has_files, fault)
        return answer if isinstance(answer, Purpose) else self._finished(request, answer)

    def answer(self, request: Request, answer: Response | Rejected) -> Response:
        """The response to a request for a board, once that is made."""
        if isinstance(answer, Response):
            self._origins.admit(request.headers, answer)
        return self._finished(request, answer)

    def _finished(self, request: Request, answer: Response | Rejected) -> Response:
        if isinstance(answer, Rejected):
            self.rejected[answer.status] += 1
            answer = refusal(answer)
        if request.method == "HEAD":
            answer.body = b""
        return answer

    def _decide(
        self,
        address: str,
        request: Request,
        connected: Counter[str],
        has_files: bool,
        fault: Rejected | None,
    ) -> Purpose | Response | Rejected:
        path, headers = self._path(request), request.headers
        endpoint = _ENDPOINT.fullmatch(path)
        is_board = endpoint is not None and endpoint[2] == "board" and self._has_boards
        if endpoint is not None and endpoint[2] == "publish" and request.method == GET:
            publishing = self._publishing(endpoint[1], headers)
            if isinstance(publishing, Publishing):
                has_room = self._quota.has_room_for_source(publishing.race, publishing.grant.source)
                return publishing if has_room else CROWDED
        if path == ADMIN and request.method == GET:
            administering = self._administering(headers)
            if isinstance(administering, Administering):
                has_room = self._quota.has_room_for_source(ADMIN, administering.grant.source)
                return administering if has_room else CROWDED
        is_here = self._is_here(address, headers)
        if not has_files or not self._quota.has_room(counted_as(address), connected, is_here=is_here):
            return CROWDED
        if fault is not None:
            return fault
        is_drawn = self._has_boards and _DRAWN.fullmatch(path) is not None
        methods = OF_PAGES if is_board or is_drawn or path == TOKEN_PAGE or path in self._pages else GET
        is_unknown = endpoint is None or (endpoint[2] == "board" and not is_board)
        if is_unknown and methods == GET and path != ADMIN:
            return Rejected(HTTPStatus.NOT_FOUND, f"There is nothing at {path[:120]} on this hub.")
        if request.method == OPTIONS:
            is_page = methods == OF_PAGES and path != TOKEN_PAGE
            return self._origins.options(methods, headers, is_page=is_page)
        if request.method not in methods.split(", "):
            return Rejected(HTTPStatus.METHOD_NOT_ALLOWED, f"The hub takes {methods} here.", methods=methods)
        if path == TOKEN_PAGE:
            return self._token_page(headers)
        if path == ADMIN:
            return administering
        if is_drawn:
            return self._board_page(headers)
        if endpoint is None:
            return self._page(path, headers)
        if is_board:
            return self._reading(endpoint[1], request)
        return publishing if endpoint[2] == "publish" else self._watching(endpoint[1], headers)

    def asks_for(self, request: Request, page: str) -> bool:
        """Whether a page is asked for."""
        return self._path(request) == page

    def _path(self, request: Request) -> str:
        return request.path.partition("?")[0].removeprefix(self._prefix)

    def _page(self, path: str, headers: Headers) -> Response | Rejected:
        """A page, if it is asked for by a name of the hub. Websockets are safe by their `Origin`."""
        misdirected = self._misdirected(headers)
        if misdirected is not None:
            return misdirected
        media_type, answer = self._pages[path]
        may_read = self._credentials.reader(headers) if self._credentials is not None else anyone_may_read
        answered = response(*answer(may_read), media_type)
        self._origins.admit(headers, answered)
        return answered

    def _board_page(self, headers: Headers) -> Response | Rejected:
        """The page that draws a race in a browser."""
        # Loaded when it is asked for: no one asks the hub of a replay.
        from feeds.serving.board_page import board_page

        return self._misdirected(headers) or board_page()

    def admit_own_page(self, headers: Headers) -> None:
        """Take the `Origin` off a request from a page of this hub, which is known under that name."""
        if is_own_page(headers) and self._misdirected(headers) is None:
            del headers["Origin"]

    def _misdirected(self, headers: Headers) -> Rejected | None:
        fault = self._names.fault(headers.get_all("Host")) if self._names is not None else None
        return Rejected(HTTPStatus.MISDIRECTED_REQUEST, fault) if fault is not None else None

    def _reading(self, race: str, request: Request) -> Reading | Rejected:
        """A board, asked for by a name of the hub, as a page is, by someone who may watch the race."""
        # Loaded when it is asked for: no one asks the hub of a replay.
        from feeds.serving.board_question import row_choice

        misdirected = None if is_upgrade(request) else self._misdirected(request.headers)
        watching = misdirected or self._watching(race, request.headers)
        if isinstance(watching, Rejected):
            return watching
        try:
            return Reading(race, row_choice(request.path.partition("?")[2]), watching.grant)
        except ValueError as error:
            return Rejected(HTTPStatus.BAD_REQUEST, str(error))

    def _token_page(self, headers: Headers) -> Response | Rejected:
        """What the token of a request allows. Only who has it can ask: a web page has no token."""
        if self._credentials is None:
            return Rejected(HTTPStatus.FORBIDDEN, "This hub has no tokens.")
        grant = self._credentials.good("RACE", headers)
        return grant if isinstance(grant, Rejected) else response(HTTPStatus.OK, grant.notice, JSON)

    def _is_here(self, address: str, headers: Headers) -> bool:
        """Whether a client is on this computer; through a proxy all of them would seem to be."""
        if not is_here(address) or self.proxies:
            return False
        if is_forwarded(headers):
            if not self._is_proxy_known:
                self._is_proxy_known = True
                complain("a proxy counts as one address; with --trust-proxy its clients are counted")
            return False
        return True

    def _publishing(self, race: str, headers: Headers) -> Publishing | Rejected:
        if self._credentials is None:
            return Rejected(HTTPStatus.FORBIDDEN, "Nothing can be published on this hub.")
        grant = self._credentials.grant(race, headers, "publish")
        if isinstance(grant, Rejected):
            return grant
        rejected = self._registry.rejection(race)
        if rejected is not None and rejected.status != HTTPStatus.NOT_FOUND:
            return rejected
        return Publishing(race, grant)

    def _administering(self, headers: Headers) -> Administering | Rejected:
        if self._credentials is None:
            return Rejected(HTTPStatus.FORBIDDEN, "There is nothing to administer on this hub.")
        grant = self._credentials.administrator(headers)
        return grant if isinstance(grant, Rejected) else Administering(grant)

    def _watching(self, race: str, headers: Headers) -> Watching | Rejected:
        grant: Grant | Rejected | None = None
        if self._credentials is not None and self._credentials.is_private(race):
            grant = self._credentials.grant(race, headers, "watch")
        if isinstance(grant, Rejected):
            return grant
        rejected = self._registry.rejection(race)
        if rejected is None or (rejected.status == HTTPStatus.NOT_FOUND and self._is_expected(race)):
            return Watching(race, grant)
        return rejected

    def _is_expected(self, race: str) -> bool:
        return (
            self._credentials is not None
            and race not in self._registry.ended
            and self._credentials.expects(race)
        )
