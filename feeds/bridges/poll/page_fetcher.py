"""Fetches one page again and again, politely: only if it has changed, within bounds of size and time.

Redirects are followed within the scheme. From a public host they lead to no address of this computer or of
its own network, which are checked once the connection is there, and not by name.
"""

from __future__ import annotations

import socket
import ssl
import threading
import zlib
from contextlib import suppress
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException
from ipaddress import ip_address
from typing import TYPE_CHECKING
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from feeds.bridges.poll.page_answer import REDIRECTS, PageFault, in_utf8, in_words, read_answer
from feeds.bridges.poll.page_request import request_headers
from feeds.errors import UserError

if TYPE_CHECKING:
    from feeds.bridges.poll.page_answer import Answer

MOST_REDIRECTS = 5

STEP_S, WHOLE_S = 10.0, 30.0
"""In which something must come, and everything."""

_SAFE = "!$%&'()*+,-./:;=?@[]_~"


class PageFetcher:
    """One address. Raises UserError for what is none."""

    def __init__(self, url: str) -> None:
        self._url = web_address(url)
        self._is_public: bool | None = None
        """Whether the host was in the public network at first."""
        self._socket: socket.socket | None = None
        self._is_closed = False
        self._etag = self._modified = ""

    @property
    def host(self) -> str:
        """The host, for people."""
        return self._url.netloc

    def fetch(self) -> bytes | None:
        """The page, as UTF-8 where it names its encoding; None if it has not changed. Raises PageFault."""
        headers = {"If-None-Match": self._etag, "If-Modified-Since": self._modified}
        answer = self.get(self._url, {name: value for name, value in headers.items() if value})
        if answer.status == HTTPStatus.NOT_MODIFIED:
            return None
        if answer.status != HTTPStatus.OK:
            raise PageFault(f"{self.host} answers {in_words(answer.status)}")
        self._etag, self._modified = answer.etag, answer.modified
        return in_utf8(answer.body, answer.content_type)

    def fetch_robots(self) -> str | None:
        """The file `robots.txt` of the host; None where there is none. Raises PageFault."""
        answer = self.get(self._url._replace(path="/robots.txt", query=""), {})
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise PageFault(f"{self.host} answers {in_words(answer.status)} for robots.txt")
        return answer.body.decode("utf-8", "replace") if answer.status == HTTPStatus.OK else None

    def close(self) -> None:
        """Break off what is under way."""
        self._is_closed = True
        self._hang_up()

    def get(self, url: SplitResult, headers: dict[str, str]) -> Answer:
        """The answer at an address, after redirects. Raises PageFault."""
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._get_once(url, headers)
            if answer.status not in REDIRECTS:
                return answer
            url = _led_to(url, answer.body.decode("latin-1"))
        raise PageFault(f"{self.host} leads from one address to the next")

    def _get_once(self, url: SplitResult, headers: dict[str, str]) -> Answer:
        """The answer of one host; of a redirect the body is the address. Raises PageFault."""
        timer = threading.Timer(WHOLE_S, self._hang_up)
        timer.daemon = True
        timer.start()
        try:
            connection = self._connected(url)
            try:
                connection.request("GET", _target(url), headers={**request_headers(), **headers})
                with connection.getresponse() as response:
                    return read_answer(response, url.netloc)
            finally:
                connection.close()
        except TimeoutError as error:
            raise PageFault(f"{url.netloc} does not answer") from error
        except ssl.SSLError as error:
            reason = getattr(error, "verify_message", "") or (error.reason or "").replace("_", " ").lower()
            raise PageFault(f"{url.netloc}: no encrypted connection: {reason or error}") from error
        except (HTTPException, ValueError, zlib.error) as error:
            raise PageFault(f"{url.netloc} breaks off, or does not speak HTTP: {error!r:.120}") from error
        except OSError as error:
            raise PageFault(f"{url.netloc} cannot be reached: {error.strerror or error}") from error
        finally:
            timer.cancel()
            self._socket = None

    def _connected(self, url: SplitResult) -> HTTPConnection:
        assert url.hostname is not None
        is_secure = url.scheme == "https"
        sock = socket.create_connection((url.hostname, url.port or (443 if is_secure else 80)), STEP_S)
        self._socket = sock
        try:
            self._check(sock, url)
            if is_secure:
                self._socket = sock = ssl.create_default_context().wrap_socket(
                    sock, server_hostname=url.hostname
                )
        except BaseException:
            sock.close()
            raise
        host = f"[{url.hostname}]" if ":" in url.hostname else url.hostname
        connection = HTTPConnection(host, url.port or (443 if is_secure else 80), timeout=STEP_S)
        connection.sock = sock
        return connection

    def _check(self, sock: socket.socket, url: SplitResult) -> None:
        """Refuse an address of this computer or its network where the first one was public."""
        is_public = ip_address(sock.getpeername()[0].partition("%")[0]).is_global
        if self._is_public is None:
            self._is_public = is_public
        if self._is_closed or (self._is_public and not is_public):
            raise PageFault(f"{url.netloc} is in a private network, to which a public page may not lead")

    def _hang_up(self) -> None:
        sock = self._socket
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)


def _led_to(url: SplitResult, location: str) -> SplitResult:
    """Where a redirect leads. Raises PageFault where it is not followed."""
    try:
        where = urlsplit(urljoin(url.geturl(), location))
        is_followed = where.scheme == url.scheme and bool(where.hostname) and where.username is None
    except ValueError:
        is_followed = False
    if not is_followed:
        raise PageFault(f"{url.netloc} leads to {location[:200]}: give that address, if you trust it")
    return where


def web_address(text: str) -> SplitResult:
    """An address of the web. Raises UserError."""
    try:
        url = urlsplit(text)
        port_is_good = url.port is None or url.port > 0
    except ValueError:
        port_is_good = False
    if not port_is_good or url.scheme not in ("http", "https") or not url.hostname:
        raise UserError(f"{text[:200]!r} is no address of a web page: write https://HOST/PATH")
    if url.username is not None or url.password is not None:
        raise UserError("an address with a name and a password in it is not fetched: take a public page")
    return url._replace(fragment="")


def _target(url: SplitResult) -> str:
    query = f"?{quote(url.query, safe=_SAFE)}" if url.query else ""
    return f"{quote(url.path or '/', safe=_SAFE)}{query}"
