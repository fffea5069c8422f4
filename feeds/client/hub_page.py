"""What a hub answers to plain HTTP requests."""

from __future__ import annotations

import ssl
from collections.abc import Container
from http import HTTPStatus
from http.client import HTTPException, RemoteDisconnected
from time import monotonic
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, Request, build_opener

from feeds.client.hub_faults import refusal_text, silent, tls_fault
from feeds.client.watch_tokens import token_for
from feeds.errors import Interrupted, Refused
from feeds.hub_address import Address, is_here

PATIENCE_S = 5.0
"""Seconds that the hub has to answer."""

LONGEST = 4 * 1024 * 1024
"""Bytes of an answer."""

CHUNK = 64 * 1024


def fetch(address: Address, url: str, statuses: Container[int] = ()) -> bytes:
    """What a hub answers at one of its HTTP addresses; with an error only if its status is in `statuses`.

    Raises Interrupted if the hub does not answer within 5 s, Refused if it is not a hub.
    """
    host = address.host
    try:
        status, content, is_text = _answer(address, url)
    except TimeoutError as error:
        raise Interrupted(f"no answer from {host}") from error
    except RemoteDisconnected as error:
        raise silent(host, secure=address.secure) from error
    except (HTTPException, ValueError) as error:
        raise Interrupted(f"{host} does not answer like a hub") from error
    except OSError as error:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, TimeoutError):
            raise Interrupted(f"no answer from {host}") from error
        if isinstance(reason, ssl.SSLError):
            raise tls_fault(host, reason) from error
        words = reason.strerror if isinstance(reason, OSError) else None
        raise Interrupted(f"cannot reach {host}: {words or reason}") from error
    if status < 300 or status in statuses:
        return content
    if status == HTTPStatus.NOT_FOUND and address.misread:
        raise Refused(f"no hub there; for a race: {address.misread}")
    kind = Refused if status < 500 else Interrupted
    raise kind(refusal_text(host, status, content if is_text else b""))


def _answer(address: Address, url: str) -> tuple[int, bytes, bool]:
    """The HTTP status and the body, and whether that is a sentence and not the page of some other server."""
    try:
        answer = _opener(address).open(_request(address, url), timeout=PATIENCE_S)
    except HTTPError as error:
        answer = error
    with answer:
        is_text = answer.headers.get_content_type() == "text/plain"
        return answer.status, _bounded(answer, address.host), is_text


def _request(address: Address, url: str) -> Request:
    """A request with the token for the hub, if there is one: no redirect takes it anywhere else."""
    token = token_for(address.base)
    return Request(url, headers={} if token is None else {"Authorization": f"Bearer {token}"})


def _opener(address: Address) -> OpenerDirector:
    """An opener that follows no redirects, and uses no proxy to this computer."""
    host = address.host.rsplit(":", 1)[0] if not address.host.endswith("]") else address.host
    handlers: list[Any] = [_NoRedirects()]
    if is_here(host.strip("[]")):
        handlers.append(ProxyHandler({}))
    return build_opener(*handlers)


class _NoRedirects(HTTPRedirectHandler):
    """Refuses to follow redirects."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        """Do not follow."""


def _bounded(answer: IO[bytes], host: str) -> bytes:
    content, deadline_s = bytearray(), monotonic() + PATIENCE_S
    while chunk := answer.read(CHUNK):
        content += chunk
        if len(content) > LONGEST:
            raise Refused(f"{host} answers more than can be read")
        if monotonic() > deadline_s:
            raise TimeoutError
    return bytes(content)
