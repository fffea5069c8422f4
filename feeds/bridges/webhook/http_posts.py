"""Raw input that is posted to a port by HTTP. A request is answered once what was made of it is on disk."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncGenerator
from contextlib import suppress
from http import HTTPStatus
from logging import CRITICAL, Logger
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple
from weakref import WeakSet

from feeds.bridges.inputs.raw_source import DeviceCondition, now_ms
from feeds.bridges.raw_input import Piece
from feeds.bridges.reads.mapping_values import said_text
from feeds.bridges.webhook.post_answer import refused
from feeds.bridges.webhook.post_token import VARIABLE, PostToken
from feeds.errors import UserError
from feeds.serving.certificate import Certificate
from feeds.stop_accepting import stop_accepting

if TYPE_CHECKING:
    import ssl

    from aiohttp import web

    from feeds.bridges.inputs.raw_source import Opening

LARGEST_BODY = 1024 * 1024
"""Bytes, unpacked."""

MOST_CONNECTIONS = 64

MOST_WAITING = 64
"""Posts that are not answered yet."""

HEAD_S, BODY_S = 15.0, 30.0
"""In which the head of the first request of a connection and a body must have come."""

NEEDS_AIOHTTP = "a webhook needs aiohttp: pip install 'lapbell[webhook]' (pipx: pipx inject lapbell aiohttp)"

CLOSING = refused(
    HTTPStatus.SERVICE_UNAVAILABLE, "closing", "The bridge is being ended; post it again later."
)
UNKEPT = refused(
    HTTPStatus.SERVICE_UNAVAILABLE, "not-kept", "The reads were not kept: post them again later."
)


class _Waiting(NamedTuple):
    """A post that is not answered yet."""

    piece: Piece
    answer: asyncio.Future[bytes]


class HttpPosts:
    """Waits for requests at a port. Each is a piece; its origin says from where, and which it is."""

    def __init__(self, host: str, port: int, opening: Opening) -> None:
        """Raises UserError if others can reach the port and there is no token, or for a bad certificate."""
        _web()
        self._host, self._port, self._say = host, port, opening.say
        self._token = PostToken.needed_at(host)
        self._certificate = _certificate(opening)
        self._waiting: deque[_Waiting] = deque()
        self._has_come = asyncio.Event()
        self._taken: _Waiting | None = None
        self._count = 0
        self.condition = DeviceCondition("away")
        """Whether anything was ever posted: that is all that is known."""
        self._spoken: WeakSet[Any] = WeakSet()
        """The connections over which a whole head has come."""

    async def pieces(self) -> AsyncGenerator[Piece, None]:
        """What is posted, as it comes. It never ends. Raises UserError where the port cannot be used."""
        runner = self._runner()
        await runner.setup()
        try:
            server = await self._listen(runner)
            try:
                while True:
                    yield (await self._next()).piece
                    self._answer_taken(UNKEPT)
            finally:
                await stop_accepting(server.sockets)
                server.close()
                self._answer_taken(CLOSING)
                for waiting in self._waiting:
                    _set(waiting.answer, CLOSING)
        finally:
            await runner.cleanup()

    async def reply(self, origin: str, data: bytes) -> None:
        """Answer the post that was taken last."""
        if self._taken is not None and self._taken.piece.origin == origin:
            self._answer_taken(data)

    def _answer_taken(self, answer: bytes) -> None:
        if self._taken is not None:
            _set(self._taken.answer, answer)
            self._taken = None

    async def _next(self) -> _Waiting:
        while not self._waiting:
            self._has_come.clear()
            await self._has_come.wait()
        self._taken = self._waiting.popleft()
        return self._taken

    def _runner(self) -> web.AppRunner:
        library = _web()
        app = library.Application(client_max_size=LARGEST_BODY)
        app.router.add_route("*", "/{path:.*}", self._serve)
        made: web.AppRunner = library.AppRunner(
            app,
            access_log=None,
            logger=Logger(
                "webhook", CRITICAL + 1
            ),  # what strangers send is no reason to write to the terminal
            keepalive_timeout=HEAD_S,
            shutdown_timeout=2.0,
        )
        return made

    async def _listen(self, runner: web.AppRunner) -> asyncio.Server:
        loop = asyncio.get_running_loop()
        make = runner.server
        assert make is not None

        def connection() -> asyncio.Protocol:
            if self._certificate is not None and self._certificate.refresh() and self._certificate.trouble:
                self._say(self._certificate.trouble)
            if len(make.connections) >= MOST_CONNECTIONS:
                return _TurnedAway()
            made = make()
            loop.call_later(HEAD_S, self._close_if_silent, made)
            return made

        context: ssl.SSLContext | None = self._certificate.context if self._certificate else None
        try:
            server = await loop.create_server(connection, self._host, self._port, ssl=context)
        except OSError as error:
            where = f"{self._host}:{self._port}"
            raise UserError(f"cannot listen at {where}: {error.strerror or error}") from error
        scheme = "https" if context else "http"
        host = f"[{self._host}]" if ":" in self._host else self._host
        whose = (
            ""
            if self._token.is_set
            else f"; every program on this computer may post, as {VARIABLE} is not set"
        )
        self._say(f"listening at {scheme}://{host}:{server.sockets[0].getsockname()[1]}/{whose}")
        return server

    def _close_if_silent(self, connection: Any) -> None:
        transport = connection.transport
        if transport is not None and transport not in self._spoken:
            transport.abort()

    async def _serve(self, request: web.Request) -> web.Response:
        self._spoken.add(request.transport)
        if not self._token.is_brought_by(request):
            text = f"The token is missing or wrong: it must be that of {VARIABLE}."
            answer = refused(HTTPStatus.UNAUTHORIZED, "unauthorized", text)
        elif not self._token.is_set and "Origin" in request.headers:
            # Any page that is open in a browser on this computer could post.
            text = f"A page in a browser may post only with a token: set {VARIABLE}."
            answer = refused(HTTPStatus.FORBIDDEN, "browser", text)
        elif request.method != "POST":
            answer = refused(HTTPStatus.METHOD_NOT_ALLOWED, "method", "Reads are posted: the method is POST.")
        else:
            answer = await self._posted(request)
        return _response(answer)

    async def _posted(self, request: web.Request) -> bytes:
        too_large: type[Exception] = _web().HTTPRequestEntityTooLarge
        try:
            async with asyncio.timeout(BODY_S):
                data = await request.read()
        except too_large:
            text = f"A body has {LARGEST_BODY:,} bytes at most: post fewer reads in one request."
            return refused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", text)
        except TimeoutError:
            return refused(
                HTTPStatus.REQUEST_TIMEOUT, "timeout", f"The body did not come within {BODY_S:.0f} s."
            )
        except Exception as error:  # what is packed in a wrong way raises errors of several libraries
            return refused(
                HTTPStatus.BAD_REQUEST, "bad-body", f"The body cannot be read: {type(error).__name__}."
            )
        if len(self._waiting) >= MOST_WAITING:
            return refused(
                HTTPStatus.SERVICE_UNAVAILABLE, "busy", "Too many posts wait: post it again later."
            )
        self._count += 1
        self.condition.become("connected")
        origin = f"{request.remote or ''} {self._count}"
        waiting = _Waiting(Piece(now_ms(), origin, "post", data), asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        self._has_come.set()
        return await waiting.answer


class _TurnedAway(asyncio.Protocol):
    """A connection too many."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Break it off."""
        assert isinstance(transport, asyncio.Transport)
        transport.abort()


def _web() -> Any:
    """The library, which is loaded only here."""
    try:
        from aiohttp import web
    except ImportError:
        raise UserError(NEEDS_AIOHTTP) from None
    return web


def _certificate(opening: Opening) -> Certificate | None:
    chain, key = (said_text(opening.table, name) for name in ("certificate", "key"))
    return Certificate(Path(chain), Path(key) if key else None) if chain else None


def _set(answer: asyncio.Future[bytes], value: bytes) -> None:
    with suppress(asyncio.InvalidStateError):
        answer.set_result(value)


def _response(answer: bytes) -> web.Response:
    status, _, body = answer.partition(b" ")
    headers = {"Server": "Lapbell", "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    if int(status) == HTTPStatus.UNAUTHORIZED:
        headers["WWW-Authenticate"] = "Bearer"
    elif int(status) == HTTPStatus.METHOD_NOT_ALLOWED:
        headers["Allow"] = "POST"
    elif int(status) == HTTPStatus.SERVICE_UNAVAILABLE:
        headers["Retry-After"] = "5"
    made: web.Response = _web().Response(
        status=int(status), body=body + b"\n", headers=headers, content_type="application/json"
    )
    return made
