"""What a host answers: the page within bounds, or why there is none."""

from __future__ import annotations

import re
import zlib
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http import HTTPStatus
from typing import TYPE_CHECKING, NamedTuple

from feeds.bridges.raw_input import LARGEST_FILE

if TYPE_CHECKING:
    from http.client import HTTPResponse

CHUNK = 64 * 1024

REDIRECTS = (301, 302, 303, 307, 308)

LATER = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)

LONGEST_PAUSE_S = 3600.0
"""The most that a host may ask for."""

BOM = b"\xef\xbb\xbf"

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


def read_answer(response: HTTPResponse, host: str) -> Answer:
    """A response within bounds. Raises PageFault if it asks to wait, and ValueError if it is too large."""
    headers = response.headers
    if response.status in LATER:
        pause = retry_after(headers.get("Retry-After", ""), datetime.now(UTC))
        raise PageFault(f"{host} answers {in_words(response.status)}", pause)
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


def in_words(status: int) -> str:
    """A status with its name."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)
