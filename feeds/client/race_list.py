"""The list of a hub's races, asked for over plain HTTP."""

from __future__ import annotations

import asyncio
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.client import HTTPException
from time import monotonic
from typing import IO, Any
from urllib.error import HTTPError, URLError
from urllib.request import HTTPRedirectHandler, OpenerDirector, ProxyHandler, build_opener

from pydantic_core import ValidationError

from feeds.cached_schemas import Schema, Strict
from feeds.codec import VERSION
from feeds.errors import FeedError, Interrupted, Refused
from feeds.hub_address import Address, is_here
from feeds.protocol.race_notice import RaceNotice

PATIENCE_S = 5.0
"""Seconds that the hub has to send its list."""

LONGEST = 4 * 1024 * 1024
"""Bytes of a list."""

CHUNK = 64 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class _RaceList(Strict):
    """The answer of a hub."""

    version: int
    races: tuple[RaceNotice, ...]


_list: Schema[_RaceList] = Schema("race-list", _RaceList, (_RaceList, RaceNotice))


async def race_list(address: Address) -> list[RaceNotice]:
    """The races of a hub, in its order; a race in the address is ignored.

    Raises Interrupted if the hub does not answer within 5 s, Refused if it is not a hub.
    """
    loop = asyncio.get_running_loop()
    answer: asyncio.Future[bytes] = loop.create_future()

    def ask() -> None:
        try:
            content, error = _ask(address), None
        except FeedError as refusal:
            content, error = b"", refusal
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(_settle, answer, content, error)

    threading.Thread(target=ask, name="race-list", daemon=True).start()
    try:
        async with asyncio.timeout(PATIENCE_S):
            content = await answer
    except TimeoutError:
        raise Interrupted(f"no answer from {address.host}") from None
    return _read(content, address.host)


def _settle(answer: asyncio.Future[bytes], content: bytes, error: FeedError | None) -> None:
    if answer.done():
        return
    if error is None:
        answer.set_result(content)
    else:
        answer.set_exception(error)


def _ask(address: Address) -> bytes:
    host = address.host
    try:
        with _opener(address).open(address.races, timeout=PATIENCE_S) as answer:
            return _bounded(answer, host)
    except HTTPError as error:
        error.close()
        kind = Refused if 300 <= error.code < 500 else Interrupted
        raise kind(f"{host} answered with HTTP {error.code}") from error
    except TimeoutError as error:
        raise Interrupted(f"no answer from {host}") from error
    except (HTTPException, ValueError) as error:
        raise Interrupted(f"{host} does not answer like a hub") from error
    except OSError as error:
        reason = error.reason if isinstance(error, URLError) else error
        if isinstance(reason, TimeoutError):
            raise Interrupted(f"no answer from {host}") from error
        words = reason.strerror if isinstance(reason, OSError) else None
        raise Interrupted(f"cannot reach {host}: {words or reason}") from error


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
            raise Refused(f"{host} lists more races than can be read")
        if monotonic() > deadline_s:
            raise TimeoutError
    return bytes(content)


def _read(content: bytes, host: str) -> list[RaceNotice]:
    try:
        answer = _list.read(content, extra="ignore")
    except ValidationError as error:
        raise Refused(f"{host} does not list races as a hub does") from error
    if answer.version != VERSION:
        raise Refused(f"{host} speaks version {answer.version} of the feed, this is version {VERSION}")
    return list(answer.races)
