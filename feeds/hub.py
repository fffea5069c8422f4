"""The hub: a websocket server that keeps race logs and serves them."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from websockets.asyncio.server import Server, ServerConnection, serve
from websockets.http11 import Request, Response
from websockets.typing import Origin, Subprotocol

from feeds.client.local_clock import LocalClock
from feeds.protocol import close_codes, viewer_frames
from feeds.serving.admission import Admission, Reading
from feeds.serving.connection_service import ConnectionService
from feeds.serving.encoded_once import DEFLATE
from feeds.serving.http_pages import RACES, hub_pages
from feeds.serving.hub_reporting import wire_log
from feeds.serving.hub_settings import Settings
from feeds.serving.incoming_connection import LARGEST_QUESTION, IncomingConnection, IncomingConnections
from feeds.serving.race_registry import RaceRegistry
from feeds.serving.request_head import is_upgrade
from feeds.serving.standing_task import standing_task
from feeds.serving.stuck_viewers import StuckViewers
from feeds.stop_accepting import stop_accepting

if TYPE_CHECKING:
    from feeds.log import Log
    from feeds.serving.broadcast import Listener
    from feeds.serving.desk_session import DeskSession
    from feeds.serving.live_races import LiveRaces
    from feeds.serving.publisher_service import PublisherService
    from feeds.serving.publisher_session import PublisherSession
    from race.messages import Message

__all__ = ["Hub", "Settings"]

FAREWELL = "the hub is closing"
FAREWELL_S = 2.0
"""How long the closing handshakes may take when the hub closes."""

BACKLOG = 1024
"""Connections that wait in the system until the hub accepts them."""

RETURN_MS = 1000
"""When viewers may connect again after that."""


class Hub:
    """Serves any number of logs, at `ws://HOST:PORT/v1/races/RACE/feed`, to any number of viewers.

    An async context manager that serves while it is open, to be called in its event loop only.
    Raises OSError where it cannot listen, FeedError where it cannot use its folder or another hub does.
    """

    def __init__(self, *logs: Log, settings: Settings | None = None) -> None:
        self.settings = settings or Settings()
        if self.settings.private and self.settings.folder is None:
            raise ValueError("a private race needs tokens, and they need a folder")
        self.port = self.settings.port
        self.clock = LocalClock()
        self.registry = RaceRegistry(self.settings.heartbeat_s, self.clock)
        self.live = self._live_races()
        """The races in the folder, if there is one."""
        self._stuck = StuckViewers(lambda: self.registry.sessions, self.settings.patience_s)
        self._logs = logs
        self._servers: list[Server] = []
        self._connections = IncomingConnections()
        self._service = self._publisher_service()
        self._connection_service = ConnectionService(
            self.registry,
            self.live,
            self._service,
            self.clock.now_ms,
            self.settings.heartbeat_s,
            self.settings.boards,
        )
        self.admission = Admission(
            self.settings,
            self._service.credentials if self._service is not None else None,
            self.registry,
            hub_pages(
                self.registry,
                self._service,
                self.clock.now_ms,
                self._figures,
                self.live.computer if self.live is not None else None,
            ),
        )

    def _figures(self) -> tuple[int, Mapping[int, int]]:
        return self._stuck.disconnected, self.admission.rejected

    def _live_races(self) -> LiveRaces | None:
        if self.settings.folder is None:
            return None
        # Loaded only where races are published: a replay does without (tests/tui/test_import_hygiene.py).
        from feeds.serving.live_races import LiveRaces

        return LiveRaces(self.registry, self.settings.folder, self.clock, self.settings.rest_s)

    def _publisher_service(self) -> PublisherService | None:
        """What publishers need, if races can be published."""
        if self.settings.folder is None or self.live is None:
            return None
        # Loaded only where races are published: a replay does without (tests/tui/test_import_hygiene.py).
        from feeds.serving.publisher_service import PublisherService

        folder = self.settings.folder
        return PublisherService(folder, self.settings, self.registry, self._connections, self.live)

    @property
    def base(self) -> str:
        """The hub's address: `ws://HOST:PORT` or `wss://HOST:PORT`."""
        host, scheme = self.settings.host, "wss" if self.settings.tls else "ws"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self.port}"

    def url(self, race: str) -> str:
        """The address of a race's feed."""
        return f"{self.base}/v1/races/{race}/feed"

    def add(self, log: Log) -> None:
        """Serve a log. If it replaces another of its race, viewers are dismissed and begin anew."""
        self.registry.add(log)

    def append(self, race: str, message: Message) -> int:
        """Add a message to a log that is only in memory, and send it. Returns its number."""
        broadcast = self.registry.broadcasts[race]
        if broadcast.log.complete or race in self.registry.acceptors:
            raise ValueError(f"the log of {race} does not grow from here")
        broadcast.log.append(message)
        broadcast.wake()
        return broadcast.log.head

    @property
    def viewers(self) -> int:
        """How many viewers are connected."""
        return self.registry.viewers

    @property
    def room(self) -> int:
        """How many viewers can be connected at most."""
        connections = self.settings.limits.connections
        return connections if self._service is None else min(connections, self._service.files.for_viewers)

    @property
    def open_races(self) -> list[str]:
        """The races that there are tokens for watching of, although everyone may watch them."""
        return self._service.open_races if self._service is not None else []

    async def stand_by(self) -> None:
        """Wait until no other hub has the folder, to serve it then. Raises FeedError if it cannot be used."""
        if self.live is not None:
            await self.live.stand_by()

    async def reread(self) -> None:
        """Take what was changed while the hub runs: logs, tokens, the certificate. Raises FeedError."""
        if self._service is not None:
            self._service.reread()
        if self.live is not None:
            await self.live.reread()

    async def __aenter__(self) -> Hub:
        for log in self._logs:
            self.add(log)
        if self.live is not None:
            await self.live.open_all()
        try:
            await self._listen()
        except BaseException:
            if self.live is not None:
                await self.live.close()
            raise
        work = [self._stuck.watch]
        if self.live is not None:
            work += [self.live.keep_looking, self.registry.refresh, self.live.clock_watch.watch]
        if self._service is not None:
            work.append(self._service.watch_files)
        self._watching = [standing_task(one) for one in work]
        return self

    async def _listen(self) -> None:
        settings = self.settings
        if self._service is None:
            await self._serve_at(settings.host, settings.port)
        else:
            for listener in await self._service.listen(settings.host, settings.port):
                await self._serve_at(sock=listener, backlog=BACKLOG)
        self.port = self._servers[0].sockets[0].getsockname()[1]

    async def _serve_at(self, host: str | None = None, port: int | None = None, **options: Any) -> None:
        settings = self.settings
        server = await serve(
            self._connection_service.serve,
            host,
            port,
            origins=[None, *map(Origin, settings.origins)],
            extensions=[DEFLATE] if settings.deflate else None,
            subprotocols=[Subprotocol(viewer_frames.SUBPROTOCOL)],
            process_request=self._admit,
            create_connection=self._connections.connect,  # type: ignore[arg-type]  # a function will do
            compression=None,
            max_size=LARGEST_QUESTION,
            ping_interval=None,
            open_timeout=settings.handshake_s,
            close_timeout=FAREWELL_S,
            ssl=settings.tls,
            ssl_handshake_timeout=settings.handshake_s if settings.tls is not None else None,
            server_header="Lapbell",
            logger=wire_log,
            **options,
        )
        self._servers.append(server)

    async def __aexit__(self, *_: object) -> None:
        for task in self._watching:
            task.cancel()
        await stop_accepting(one for server in self._servers for one in server.sockets)
        for server in self._servers:
            server.close(close_connections=False)
        self.registry.stop_sending()
        try:
            async with asyncio.timeout(FAREWELL_S):
                await self._dismiss_all()
        except TimeoutError:
            pass
        finally:
            _abort(self._connections)
        await self._wait_closed()
        if self.live is not None:
            await self.live.close()

    async def _dismiss_all(self) -> None:
        """Dismiss the sessions that have nothing unsent, and cut off all other connections."""
        await asyncio.sleep(0)
        dismissed: list[Listener | PublisherSession | DeskSession] = [
            session for session in self.registry.sessions if not session.unsent
        ]
        dismissed += self._service.sessions if self._service is not None else ()
        kept = {session.connection for session in dismissed}
        _abort(incoming for incoming in self._connections if incoming not in kept)
        dismissals = (session.dismiss(close_codes.RESTART, FAREWELL, RETURN_MS) for session in dismissed)
        await asyncio.gather(*dismissals, return_exceptions=True)
        await self._wait_closed()

    async def _wait_closed(self) -> None:
        for server in self._servers:
            await server.wait_closed()

    async def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        assert isinstance(connection, IncomingConnection)
        if self.admission.asks_for(request, RACES):
            await self.registry.refresh()
        address = self.admission.proxies.client(connection.address, request.headers)
        self._connections.count(connection, address)
        has_files = self._service is None or self._service.note_request(connection)
        purpose = self.admission.admit(
            address, request, self._connections.by_address, has_files=has_files, fault=connection.fault
        )
        if isinstance(purpose, Response):
            return purpose
        if isinstance(purpose, Reading) and not is_upgrade(request):
            return self.admission.answer(request, await self._connection_service.board(purpose))
        if isinstance(purpose, Reading):
            self.admission.admit_own_page(request.headers)
        connection.admit(purpose)
        return None


def _abort(connections: Iterable[ServerConnection]) -> None:
    for connection in connections:
        connection.transport.abort()
