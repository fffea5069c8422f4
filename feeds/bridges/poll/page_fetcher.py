"""Fetches one page again and again, politely: only if it has changed, within bounds of size and time.

Redirects are followed within the scheme. From a public host they lead to no address of this computer or of
its own network, which are checked once the connection is there, and not by name.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPResponse
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import SplitResult, quote, urljoin, urlsplit

from feeds.bridges.poll.page_request import request_headers
from feeds.bridges.raw_input import LARGEST_FILE
from feeds.errors import UserError

MOST_REDIRECTS = 5

STEP_S, WHOLE_S = 10.0, 30.0
"""In which something must come, and everything."""

CHUNK = 64 * 1024

REDIRECTS = (301, 302, 303, 307, 308)

LATER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)

LONGEST_PAUSE_S = 3600.0
"""The most that a host may ask for."""

BOM = b"\xef\xbb\xbf"

_SAFE = "!$%&'()*+,-./:;=?@[]_~"
_CHARSET = re.compile(rb"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.I)
_KNOWN = re.compile(
    r"(?:iso-?8859|windows-|cp12|latin|koi8|utf-?16|shift|sjis|euc|gb|big5|mac|us-ascii)[\w.:-]*"
)
"""Encodings of pages; some others that Python has take for ever."""

_META = 2048
"""Bytes of a page in which its encoding is named."""


class PageFault(Exception):
    """Why a page could not be fetched; it is tried again."""

    def __init__(self, sentence: str, retry_s: float | None = None) -> None:
        self.retry_s = retry_s
        """Seconds that the host asks to wait."""
        super().__init__(sentence)


class Answer(NamedTuple):
    """What a host answered."""

    status: int
    body: bytes
    etag: str
    modified: str
    content_type: str


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
            raise PageFault(f"{self.host} answers {answer.status} {_phrase(answer.status)}")
        self._etag, self._modified = answer.etag, answer.modified
        return in_utf8(answer.body, answer.content_type)

    def fetch_robots(self) -> str | None:
        """The file `robots.txt` of the host; None where there is none. Raises PageFault."""
        answer = self.get(self._url._replace(path="/robots.txt", query=""), {})
        if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            raise PageFault(f"{self.host} answers {answer.status} {_phrase(answer.status)} for robots.txt")
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
                return _answer(connection.getresponse())
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


def in_utf8(body: bytes, content_type: str) -> bytes:
    """A page in UTF-8 with a mark, if its headers or its beginning name another encoding."""
    named = _CHARSET.search(content_type.encode("latin-1", "replace"))
    if named is None and body[:_META].lstrip().startswith(b"<"):
        named = _CHARSET.search(body[:_META])
    name = named[1].decode("latin-1").lower() if named else ""
    if not _KNOWN.fullmatch(name) or body.startswith(BOM):
        return body
    try:
        return BOM + body.decode(name, "replace").encode("utf-8", "replace")
    except (LookupError, ValueError):
        return body


def retry_after(text: str, now: datetime) -> float | None:
    """The seconds that a header `Retry-After` asks to wait; None where it says nothing."""
    seconds: float | None = None
    if re.fullmatch(r"\d{1,9}", text.strip(), re.ASCII):
        seconds = float(text)
    else:
        with suppress(ValueError, TypeError):
            when = parsedate_to_datetime(text)
            seconds = (when.replace(tzinfo=when.tzinfo or UTC) - now).total_seconds()
    return None if seconds is None else max(0.0, min(seconds, LONGEST_PAUSE_S))


def _answer(response: HTTPResponse) -> Answer:
    """A response within bounds. Raises PageFault if it asks to wait, and ValueError if it is too large."""
    headers = response.headers
    if response.status in LATER:
        pause = retry_after(headers.get("Retry-After", ""), datetime.now(UTC))
        raise PageFault(f"the host answers {response.status} {_phrase(response.status)}", pause)
    if response.status in REDIRECTS:
        body = headers.get("Location", "").encode("latin-1", "replace")
    elif response.status == HTTPStatus.OK:
        body = _body(response)
    else:
        body = b""
    return Answer(
        response.status,
        body,
        headers.get("ETag", "")[:200],
        headers.get("Last-Modified", "")[:100],
        headers.get("Content-Type", ""),
    )


def _body(response: HTTPResponse) -> bytes:
    """The body, unpacked. Raises ValueError where it is larger than a piece may be."""
    coding = response.headers.get("Content-Encoding", "identity").strip().lower()
    if coding not in ("", "identity", "gzip", "x-gzip"):
        raise ValueError(f"it is packed as {coding[:20]!r}")
    unpacking = zlib.decompressobj(31) if "gzip" in coding else None
    body = bytearray()
    while chunk := response.read(CHUNK):
        room = LARGEST_FILE + 1 - len(body)
        body += chunk if unpacking is None else unpacking.decompress(chunk, room)
        if len(body) > LARGEST_FILE:
            raise ValueError(f"a page has {LARGEST_FILE >> 20} MiB at most")
    if response.length or (unpacking is not None and body and not unpacking.eof):
        raise ValueError("it breaks off")
    return bytes(body)


def _target(url: SplitResult) -> str:
    query = f"?{quote(url.query, safe=_SAFE)}" if url.query else ""
    return f"{quote(url.path or '/', safe=_SAFE)}{query}"


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
