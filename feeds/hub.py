"""The hub: a websocket server that keeps logs and hands them out."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from websockets.asyncio.server import ServerConnection, serve
from websockets.http11 import Request, Response
from websockets.typing import Origin, Subprotocol

from feeds.client.hub_clock import LocalClock
from feeds.journal import Damaged
from feeds.log import Log
from feeds.protocol import close_codes, viewer_frames
from feeds.protocol.resume_position import ResumePosition
from feeds.serving.admission import JSON, METRICS, Admission, ConnectionLimits, Page, Publishing, Watching
from feeds.serving.broadcast import Listener
from feeds.serving.encoded_once import DEFLATE
from feeds.serving.http_pages import health, listing, metrics
from feeds.serving.hub_reporting import complain, report, wire_log
from feeds.serving.incoming_connection import LONGEST_WORD, IncomingConnection, IncomingConnections
from feeds.serving.race_registry import RaceRegistry
from feeds.serving.rate_limit import RateLimit
from feeds.serving.viewer_session import ViewerSession
from race.messages import Message

if TYPE_CHECKING:
    from feeds.serving.accept_messages import MessageAcceptor
    from feeds.serving.publisher_session import PublisherSession
    from feeds.serving.tokens import Tokens

CHECKS = 10
"""How often a stuck viewer is looked at before it is let go."""

FAREWELL = "the hub is closing"
FAREWELL_S = 2.0
"""How long viewers have to say goodbye when the hub closes."""

RETURN_MS = 1000
"""When they may ask again."""

UNOPENED = "the log of this race cannot be opened"
DAMAGED_MS = 30_000
"""When to ask again for what somebody has to look at first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How a hub is run."""

    host: str = "127.0.0.1"
    port: int = 0
    """0 is any free one."""
    folder: Path | None = None
    """Where the logs of live races and the hashes of tokens are; without one nothing can be published."""
    heartbeat_s: float = 5.0
    patience_s: float = 20.0
    """How long a viewer may take nothing of what waits for it."""
    origins: tuple[str, ...] = ()
    """Web sites whose pages may connect; programs that are not a page always may."""
    rate: float = 2000
    """Messages a second that a publisher may send in the long run."""
    burst: float = 10_000
    limits: ConnectionLimits = field(default_factory=ConnectionLimits)
    tls: ssl.SSLContext | None = None
    deflate: bool = True
    """Whether frames are compressed for viewers who can take them so."""


class Hub:
    """Serves any number of logs, at `ws://HOST:PORT/v1/races/RACE/feed`, to any number of viewers.

    An async context manager that serves while it is open. It lives in one event loop, and is called there.
    Raises OSError where it cannot listen or cannot use its folder.
    """

    def __init__(self, *logs: Log, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        self.port = self.settings.port
        self.clock = LocalClock()
        self.registry = RaceRegistry(self.settings.folder, self.settings.heartbeat_s, self.clock)
        self.let_go = 0
        """Viewers that took nothing for too long."""
        self._logs = logs
        self._intakes: set[PublisherSession] = set()
        self._connections = IncomingConnections()
        self.admission = Admission(self.settings.limits, self._tokens(), self.registry.refusal, self._pages())

    def _tokens(self) -> Tokens | None:
        """Those of a hub that takes live races; a replay does without all that belongs to publishing."""
        if self.settings.folder is None:
            return None
        from feeds.serving.tokens import Tokens

        return Tokens(self.settings.folder)

    @property
    def base(self) -> str:
        """Where the hub is."""
        host, scheme = self.settings.host, "wss" if self.settings.tls else "ws"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"

    def url(self, race: str) -> str:
        """Where a race is served."""
        return f"{self.base}/v1/races/{race}/feed"

    def add(self, log: Log) -> None:
        """Serve a log. If its race had another, that one's viewers begin anew with this."""
        self.registry.add(log)

    def append(self, race: str, message: Message) -> int:
        """Add a message to a log that is in memory alone, and wake its viewers. Returns its number."""
        broadcast = self.registry.broadcasts[race]
        if broadcast.log.complete or race in self.registry.acceptors:
            raise ValueError(f"the log of {race} does not grow from here")
        broadcast.log.append(message)
        broadcast.wake()
        return broadcast.log.head

    @property
    def viewers(self) -> int:
        """How many are watching."""
        return self.registry.viewers

    async def __aenter__(self) -> Hub:
        for log in self._logs:
            self.add(log)
        await self.registry.open_all()
        self._server = await serve(
            self._serve,
            self.settings.host,
            self.settings.port,
            origins=[None, *map(Origin, self.settings.origins)],
            extensions=[DEFLATE] if self.settings.deflate else None,
            subprotocols=[Subprotocol(viewer_frames.SUBPROTOCOL)],
            process_request=self._admit,
            create_connection=self._connections.connect,  # type: ignore[arg-type]
            compression=None,
            max_size=LONGEST_WORD,
            ping_interval=None,
            close_timeout=FAREWELL_S,
            ssl=self.settings.tls,
            logger=wire_log,
        )
        self.port = self._server.sockets[0].getsockname()[1]
        self._watch = asyncio.create_task(self._let_go_of_the_stuck())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._watch.cancel()
        self._server.close(close_connections=False)
        self.registry.fall_silent()
        try:
            async with asyncio.timeout(FAREWELL_S):
                await self._say_goodbye()
        except TimeoutError:
            pass
        finally:
            _abort(self._connections)
        await self._server.wait_closed()
        await self.registry.close()

    async def _say_goodbye(self) -> None:
        """Cut whoever has not taken all that was sent, or asked for nothing yet; dismiss the others."""
        await asyncio.sleep(0)
        leaving: list[Listener | PublisherSession] = [
            session for session in self.registry.sessions if not session.unsent
        ]
        leaving += self._intakes
        staying = {one.connection for one in leaving}
        _abort(incoming for incoming in self._connections if incoming not in staying)
        dismissals = (one.dismiss(close_codes.RESTART, FAREWELL, RETURN_MS) for one in leaving)
        await asyncio.gather(*dismissals, return_exceptions=True)
        await self._server.wait_closed()

    def _pages(self) -> dict[str, Page]:
        return {
            "/health": Page(JSON, lambda: health(self.registry)),
            "/metrics": Page(
                METRICS, lambda: metrics(self.registry, self.let_go, self.admission.turned_away)
            ),
            "/v1/races": Page(JSON, lambda: listing(self.registry.notices(), self.clock.now_ms())),
        }

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        assert isinstance(connection, IncomingConnection)
        errand = self.admission.admit(connection.address, request, self._connections.by_address)
        if isinstance(errand, Response):
            return errand
        connection.take_on(errand)
        return None

    async def _serve(self, connection: ServerConnection) -> None:
        assert isinstance(connection, IncomingConnection)
        assert connection.request is not None
        match connection.errand:
            case Watching(race):
                if race in self.registry.broadcasts or await self._acceptor(connection, race):
                    await self._show(connection, race, connection.request.path.partition("?")[2])
            case Publishing(race, source):
                acceptor = await self._acceptor(connection, race)
                if acceptor is not None:
                    await self._take_in(connection, race, source, acceptor)

    async def _acceptor(self, connection: ServerConnection, race: str) -> MessageAcceptor | None:
        """The desk of a live race; where it cannot be opened the connection is closed."""
        try:
            return await self.registry.open(race)
        except (Damaged, OSError) as error:
            complain("log cannot be opened", race=race, reason=str(error))
            bye = viewer_frames.Bye(code=close_codes.BUSY, reason=UNOPENED, retry_ms=DAMAGED_MS)
            await connection.send(viewer_frames.encode(bye), text=True)
            await connection.close(bye.code, bye.reason)
            return None

    async def _show(self, connection: IncomingConnection, race: str, query: str) -> None:
        session = ViewerSession(connection, self.registry.broadcasts[race], self.clock.now_ms)
        connection.on_resume = session.advance
        await session.serve(ResumePosition.parse(query), self.settings.heartbeat_s)

    async def _take_in(
        self, connection: ServerConnection, race: str, source: str, acceptor: MessageAcceptor
    ) -> None:
        from feeds.serving.publisher_session import PublisherSession

        pace = RateLimit(self.settings.rate, self.settings.burst)
        intake = PublisherSession(
            connection, acceptor, source, pace, self.clock.now_ms, self.settings.heartbeat_s
        )
        self._intakes.add(intake)
        self.registry.count_publisher(race, 1)
        report("publisher joined", race=race, source=source, last=acceptor.last(source))
        try:
            await intake.serve()
        finally:
            self._intakes.discard(intake)
            self.registry.count_publisher(race, -1)
            report("publisher left", race=race, source=source, last=acceptor.last(source))

    async def _let_go_of_the_stuck(self) -> None:
        """Let viewers go that take nothing: the keepalive of websockets waits for them without end."""
        patience_s = self.settings.patience_s
        async with asyncio.TaskGroup() as tasks:
            while True:
                await asyncio.sleep(patience_s / CHECKS)
                now = asyncio.get_running_loop().time()
                for session in tuple(self.registry.sessions):
                    if session.stuck_s(now) >= patience_s and not session.leaving:
                        tasks.create_task(self._let_go(session))

    async def _let_go(self, session: Listener) -> None:
        self.let_go += 1
        report("viewer let go", reason=f"took nothing for {self.settings.patience_s:g} s")
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_S):
                await session.dismiss(close_codes.SLOW, "too slow: nothing was taken for too long", RETURN_MS)
        _abort([session.connection])


def _abort(connections: Iterable[ServerConnection]) -> None:
    for connection in connections:
        connection.transport.abort()
