"""A connection to a hub, to watch or to publish. Every fault becomes a sentence for the user."""

from __future__ import annotations

import asyncio
import logging
import os
import socket
import ssl
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar

from pydantic_core import ValidationError
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import (
    ConnectionClosed,
    InvalidHandshake,
    InvalidProxy,
    InvalidStatus,
    InvalidURI,
    NegotiationError,
)
from websockets.typing import Subprotocol
from websockets.uri import WebSocketURI, parse_uri

from feeds.client.hub_faults import refusal_text, silent, tls_fault
from feeds.client.watch_tokens import token_for
from feeds.codec import explain
from feeds.errors import Interrupted, RaceEnded, Refused, SourceTaken
from feeds.hub_address import is_here
from feeds.protocol import viewer_frames
from feeds.protocol.close_codes import ENDED, MAY_RETRY, SOURCE_TAKEN
from race.later_pattern import later_pattern

if TYPE_CHECKING:
    from feeds.protocol.resume_position import ResumePosition

EXAMPLE = "ws://HOST:PORT/v1/races/RACE/feed"

HANG_UP_S = 0.5
"""How long to wait for the hub's part of the closing handshake."""

MAY_PASS = {408, 425, 429}
"""HTTP statuses of the handshake that mean "not now". The others of the 400s are final."""

LONGEST_WAIT_S = 600
"""A longer `Retry-After` is ignored."""

_logger = logging.getLogger(__name__)
_logger.addHandler(logging.NullHandler())

_discreet = logging.getLogger(f"{__name__}.discreet")
_discreet.setLevel(logging.INFO)
"""Logs no headers, since one of them holds the token."""

_TOKEN = later_pattern(r"[\x21-\x7e]{1,200}")

F = TypeVar("F")


class Connection(ClientConnection):
    """An open connection."""

    received_at = 0.0
    """When the last bytes came, by the clock of the event loop."""

    _background: asyncio.Task[None] | None = None

    def run_beside(self, work: Callable[[Connection], Awaitable[None]]) -> None:
        """Run something beside what is received, until the connection ends."""

        async def run() -> None:
            with suppress(ConnectionClosed):
                await work(self)

        self._background = asyncio.create_task(run())

    def data_received(self, data: bytes) -> None:
        """Note the time. Called by asyncio."""
        self.received_at = self.loop.time()
        super().data_received(data)

    async def receive(self, decode: Callable[[bytes], F], longest_s: float) -> F:
        """The next frame, as `decode` reads it, which raises ValueError for what is not a frame.

        Raises:
            Interrupted: When the connection ends, no byte comes for `longest_s`, or a frame is unreadable.
            Refused: When the hub closed the connection for good.
        """
        try:
            return decode(await self._receive(longest_s))
        except ConnectionClosed as error:
            raise _closed(error) from error
        except ValueError as error:
            fault = explain(error)[0] if isinstance(error, ValidationError) else str(error)
            raise Interrupted(f"the hub sent something that is not a frame of the feed: {fault}") from error

    async def _receive(self, longest_s: float) -> bytes:
        while True:
            deadline = self.received_at + longest_s
            try:
                async with asyncio.timeout_at(deadline):
                    return await self.recv(decode=False)
            except TimeoutError:
                if self.loop.time() >= self.received_at + longest_s:
                    raise Interrupted(f"nothing heard for {longest_s:g} s") from None

    async def hang_up(self) -> None:
        """Close, politely if that is quick."""
        if self._background is not None:
            self._background.cancel()
        try:
            async with asyncio.timeout(HANG_UP_S):
                await self.close()
        except TimeoutError:
            pass
        finally:
            self.transport.abort()


async def dial(
    url: str, position: ResumePosition | None, *, token: str | None = None, insecure: bool = False
) -> Connection:
    """Connect to a hub: to watch, from a position on where one is given, or with a token to publish.

    A token is sent unencrypted only to this computer, unless `insecure` allows it. Without one, that with
    which the hub is watched is sent, if there is one.

    Raises:
        Interrupted: When the hub cannot be reached or is busy; trying again may help.
        Refused: When it will not serve this.
    """
    token = token or token_for(url)
    try:
        uri = parse_uri(url)
        headers = _credentials(uri, token, insecure=insecure)
        host = f"{uri.host}:{uri.port}"
        connection: ClientConnection = await connect(
            _address(url, position),
            subprotocols=[Subprotocol(viewer_frames.SUBPROTOCOL)],
            additional_headers=headers,
            create_connection=Connection,
            compression=None if is_here(uri.host) else "deflate",
            proxy=None if is_here(uri.host) else True,
            max_size=viewer_frames.LARGEST_POSSIBLE,
            ping_interval=None,
            logger=_logger if token is None else _discreet,
        )
    except ssl.SSLError as error:
        raise tls_fault(host, error) from error
    except (InvalidURI, ValueError) as error:
        raise Refused(f"{url!r} is not the address of a feed ({EXAMPLE})") from error
    except (InvalidProxy, ImportError) as error:
        raise Refused(f"the proxy of this computer cannot be used: {error}") from error
    except InvalidStatus as error:
        raise _refusal(error, host) from error
    except NegotiationError as error:
        raise Refused(f"{host} does not speak the feed's protocol: {error}") from error
    except InvalidHandshake as error:
        if isinstance(error.__cause__, EOFError):
            raise silent(host, secure=uri.secure) from error
        raise Interrupted(f"{host} does not answer like a hub: {error}") from error
    except TimeoutError as error:
        raise Interrupted(f"no answer from {host}") from error
    except OSError as error:
        raise Interrupted(f"cannot reach {host}: {_words(error)}") from error
    assert isinstance(connection, Connection)
    if connection.subprotocol is None:
        await connection.hang_up()
        raise Refused(f"{host} does not speak {viewer_frames.SUBPROTOCOL}")
    return connection


def closing_error(bye: viewer_frames.Bye) -> Interrupted | Refused:
    """The exception for the last frame of a hub, by its close code."""
    reason = bye.reason or f"the hub closed the feed (code {bye.code})"
    if MAY_RETRY.get(bye.code, True):
        kind = {SOURCE_TAKEN: SourceTaken, ENDED: RaceEnded}.get(bye.code, Interrupted)
        return kind(reason, (bye.retry_ms or 0) / 1000)
    return Refused(reason)


def _address(url: str, position: ResumePosition | None) -> str:
    return f"{url}{'&' if '?' in url else '?'}{position.query}" if position else url


def _closed(error: ConnectionClosed) -> Interrupted | Refused:
    if error.rcvd is not None and error.rcvd_then_sent:
        return closing_error(viewer_frames.Bye(code=error.rcvd.code, reason=error.rcvd.reason))
    if error.sent is not None:
        return Interrupted(f"the hub violated the protocol: {error.sent.reason or error.sent.code}")
    return Interrupted("the connection broke")


def _refusal(error: InvalidStatus, host: str) -> Interrupted | Refused:
    status, headers = error.response.status_code, error.response.headers
    reason = refusal_text(host, status, error.response.body or b"")
    if 400 <= status < 500 and status not in MAY_PASS:
        return Refused(reason)
    wait = headers.get("Retry-After", "")
    return Interrupted(reason, int(wait) if wait.isdecimal() and int(wait) <= LONGEST_WAIT_S else 0.0)


def _credentials(uri: WebSocketURI, token: str | None, *, insecure: bool) -> dict[str, str]:
    if token is None:
        return {}
    if not _TOKEN.fullmatch(token):
        raise Refused("this is not a token: a token is one word of letters, digits and signs")
    if not (uri.secure or is_here(uri.host) or insecure):
        raise Refused("a token over an unencrypted line can be read by others; use wss:// or --insecure")
    return {"Authorization": f"Bearer {token}"}


def _words(error: OSError) -> str:
    if error.errno is None or isinstance(error, socket.gaierror):
        return error.strerror or str(error)
    return os.strerror(error.errno)
