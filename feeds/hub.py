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

from feeds.client.hub_clock import OwnClock
from feeds.journal import Damaged
from feeds.log import Log
from feeds.protocol import close_codes, viewer_frames
from feeds.protocol.resume_position import Position
from feeds.serving.admission import JSON, METRICS, Door, Limits, Page, Publishing, Watching
from feeds.serving.encoded_once import DEFLATE
from feeds.serving.http_pages import health, listing, metrics
from feeds.serving.hub_reporting import complain, report, wire_log
from feeds.serving.incoming_connection import LONGEST_WORD, Caller, Callers
from feeds.serving.race_registry import Meet
from feeds.serving.rate_limit import Bucket
from feeds.serving.viewer_session import Cursor
from race.messages import Message

if TYPE_CHECKING:
    from feeds.serving.accept_messages import Desk
    from feeds.serving.publisher_session import Intake
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
    limits: Limits = field(default_factory=Limits)
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
        self.clock = OwnClock()
        self.meet = Meet(self.settings.folder, self.settings.heartbeat_s, self.clock)
        self.let_go = 0
        """Viewers that took nothing for too long."""
        self._logs = logs
        self._intakes: set[Intake] = set()
        self._callers = Callers()
        self.door = Door(self.settings.limits, self._tokens(), self.meet.refusal, self._pages())

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
        self.meet.add(log)

    def append(self, race: str, message: Message) -> int:
        """Add a message to a log that is in memory alone, and wake its viewers. Returns its number."""
        channel = self.meet.channels[race]
        if channel.log.complete or race in self.meet.desks:
            raise ValueError(f"the log of {race} does not grow from here")
        channel.log.append(message)
        channel.wake()
        return channel.log.head

    @property
    def viewers(self) -> int:
        """How many are watching."""
        return self.meet.viewers

    async def __aenter__(self) -> Hub:
        for log in self._logs:
            self.add(log)
        await self.meet.open_all()
        self._server = await serve(
            self._serve,
            self.settings.host,
            self.settings.port,
            origins=[None, *map(Origin, self.settings.origins)],
            extensions=[DEFLATE] if self.settings.deflate else None,
            subprotocols=[Subprotocol(viewer_frames.SUBPROTOCOL)],
            process_request=self._admit,
            create_connection=self._callers.connect,  # type: ignore[arg-type]
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
        self.meet.fall_silent()
        try:
            async with asyncio.timeout(FAREWELL_S):
                await self._say_goodbye()
        except TimeoutError:
            pass
        finally:
            _abort(self._callers)
        await self._server.wait_closed()
        await self.meet.close()

    async def _say_goodbye(self) -> None:
        """Cut whoever has not taken all that was sent, or asked for nothing yet; dismiss the others."""
        await asyncio.sleep(0)
        leaving: list[Cursor | Intake] = [cursor for cursor in self.meet.cursors if not cursor.unsent]
        leaving += self._intakes
        staying = {one.connection for one in leaving}
        _abort(caller for caller in self._callers if caller not in staying)
        dismissals = (one.dismiss(close_codes.RESTART, FAREWELL, RETURN_MS) for one in leaving)
        await asyncio.gather(*dismissals, return_exceptions=True)
        await self._server.wait_closed()

    def _pages(self) -> dict[str, Page]:
        return {
            "/health": Page(JSON, lambda: health(self.meet)),
            "/metrics": Page(METRICS, lambda: metrics(self.meet, self.let_go, self.door.turned_away)),
            "/v1/races": Page(JSON, lambda: listing(self.meet.notices(), self.clock.now_ms())),
        }

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        assert isinstance(connection, Caller)
        errand = self.door.admit(connection.address, request, self._callers.by_address)
        if isinstance(errand, Response):
            return errand
        connection.take_on(errand)
        return None

    async def _serve(self, connection: ServerConnection) -> None:
        assert isinstance(connection, Caller)
        assert connection.request is not None
        match connection.errand:
            case Watching(race):
                if race in self.meet.channels or await self._desk(connection, race):
                    await self._show(connection, race, connection.request.path.partition("?")[2])
            case Publishing(race, source):
                desk = await self._desk(connection, race)
                if desk is not None:
                    await self._take_in(connection, race, source, desk)

    async def _desk(self, connection: ServerConnection, race: str) -> Desk | None:
        """The desk of a live race; where it cannot be opened the connection is closed."""
        try:
            return await self.meet.open(race)
        except (Damaged, OSError) as error:
            complain("log cannot be opened", race=race, reason=str(error))
            bye = viewer_frames.Bye(code=close_codes.BUSY, reason=UNOPENED, retry_ms=DAMAGED_MS)
            await connection.send(viewer_frames.encode(bye), text=True)
            await connection.close(bye.code, bye.reason)
            return None

    async def _show(self, connection: Caller, race: str, query: str) -> None:
        cursor = Cursor(connection, self.meet.channels[race], self.clock.now_ms)
        connection.on_resume = cursor.advance
        await cursor.serve(Position.parse(query), self.settings.heartbeat_s)

    async def _take_in(self, connection: ServerConnection, race: str, source: str, desk: Desk) -> None:
        from feeds.serving.publisher_session import Intake

        pace = Bucket(self.settings.rate, self.settings.burst)
        intake = Intake(connection, desk, source, pace, self.clock.now_ms, self.settings.heartbeat_s)
        self._intakes.add(intake)
        self.meet.count_publisher(race, 1)
        report("publisher joined", race=race, source=source, last=desk.last(source))
        try:
            await intake.serve()
        finally:
            self._intakes.discard(intake)
            self.meet.count_publisher(race, -1)
            report("publisher left", race=race, source=source, last=desk.last(source))

    async def _let_go_of_the_stuck(self) -> None:
        """Let viewers go that take nothing: the keepalive of websockets waits for them without end."""
        patience_s = self.settings.patience_s
        async with asyncio.TaskGroup() as tasks:
            while True:
                await asyncio.sleep(patience_s / CHECKS)
                now = asyncio.get_running_loop().time()
                for cursor in tuple(self.meet.cursors):
                    if cursor.stuck_s(now) >= patience_s and not cursor.leaving:
                        tasks.create_task(self._let_go(cursor))

    async def _let_go(self, cursor: Cursor) -> None:
        self.let_go += 1
        report("viewer let go", reason=f"took nothing for {self.settings.patience_s:g} s")
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_S):
                await cursor.dismiss(close_codes.SLOW, "too slow: nothing was taken for too long", RETURN_MS)
        _abort([cursor.connection])


def _abort(connections: Iterable[ServerConnection]) -> None:
    for connection in connections:
        connection.transport.abort()
