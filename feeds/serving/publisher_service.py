"""What a hub does for publishers and desks: it admits each by its token, serves it, and ends it with that."""

from __future__ import annotations

import asyncio
import socket
from contextlib import suppress
from typing import TYPE_CHECKING

from feeds.protocol import close_codes
from feeds.serving.credentials import Credentials, why_not_good
from feeds.serving.desk_service import DeskService
from feeds.serving.hub_reporting import complain, report
from feeds.serving.listening_socket import ListeningSocket, listening_sockets
from feeds.serving.open_files import OpenFiles
from feeds.serving.publisher_registry import PublisherRegistry
from feeds.serving.publisher_session import PublisherSession
from feeds.serving.race_acts import RaceActs
from feeds.serving.race_registry import ENDED, RETRY_S
from feeds.serving.rate_limit import RateLimit
from feeds.serving.standing_task import standing_task
from feeds.serving.tokens import Tokens

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from feeds.serving.accept_messages import MessageAcceptor
    from feeds.serving.desk_session import DeskSession
    from feeds.serving.hub_settings import Settings
    from feeds.serving.incoming_connection import IncomingConnection, IncomingConnections
    from feeds.serving.live_races import LiveRaces
    from feeds.serving.race_registry import RaceRegistry

LOOK_S = 0.25
"""How often it is looked whether tokens were revoked."""

FAREWELL_S = 0.5
"""How long someone has to close a connection that is ended."""


class PublisherService:
    """The tokens, the publishers and the desks of a hub that has a folder."""

    def __init__(
        self,
        folder: Path,
        settings: Settings,
        registry: RaceRegistry,
        connections: IncomingConnections,
        live: LiveRaces,
    ) -> None:
        self.tokens = Tokens(folder)
        self.credentials = Credentials(self.tokens, settings.private)
        self.publishers = PublisherRegistry(settings.publishers)
        self.desks = DeskService(
            RaceActs(live, registry, self.let_go, live.clock.now_ms), live.clock.now_ms, settings.heartbeat_s
        )
        self.files = OpenFiles()
        self._listeners: list[ListeningSocket] = []
        self._settings = settings
        self._registry = registry
        self._connections = connections

    @property
    def troubles(self) -> list[str]:
        """What is wrong, in sentences for the operator."""
        certificate = self._settings.certificate
        troubles = (self.tokens.trouble, certificate.trouble if certificate is not None else None)
        return [trouble for trouble in troubles if trouble is not None]

    @property
    def open_races(self) -> list[str]:
        """The races that there are tokens for watching of, although everyone may watch them."""
        watched = {grant.race for grant in self.tokens.grants() if grant.use == "watch"}
        return sorted(race for race in watched if not self.credentials.is_private(race))

    def reread(self) -> None:
        """Read the tokens and the certificate again if they have changed, and report what is new."""
        before = self.tokens.trouble
        self.tokens.refresh()
        if self.tokens.trouble is not None and self.tokens.trouble != before:
            complain("tokens cannot be read, those read before stay good", reason=self.tokens.trouble)
        elif self.tokens.trouble != before:
            report("tokens can be read again")
        certificate = self._settings.certificate
        if certificate is None or not certificate.refresh():
            return
        if certificate.trouble is not None:
            complain("certificate cannot be used, the one before stays", reason=certificate.trouble)
        else:
            report("certificate loaded again")

    async def listen(self, host: str, port: int) -> list[ListeningSocket]:
        """Listen at all addresses of a host. Raises OSError."""
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        addresses = list(dict.fromkeys((family, address) for family, _, _, _, address in found))
        self._listeners = listening_sockets(
            addresses, self.files.ceiling, self._connections.drop_newest_viewer
        )
        return self._listeners

    def note_request(self, connection: IncomingConnection) -> bool:
        """Note that a connection has said what it wants. Returns whether there is a file for a viewer."""
        for listener in self._listeners:
            listener.decide(connection.number)
        return connection.number < self.files.for_viewers

    @property
    def sessions(self) -> tuple[PublisherSession | DeskSession, ...]:
        """All that are connected."""
        return *self.publishers, *self.desks.sessions

    async def serve(
        self,
        connection: IncomingConnection,
        source: str,
        acceptor: MessageAcceptor,
        now_ms: Callable[[], int],
    ) -> None:
        """Serve a publisher until its connection ends."""
        settings, race = self._settings, acceptor.log.race
        rate_limit = RateLimit(settings.rate, settings.burst)
        session = PublisherSession(
            connection,
            acceptor,
            source,
            rate_limit,
            now_ms,
            settings.heartbeat_s,
            lambda device: self._registry.note_device(race, connection, device),
        )
        if not await self.publishers.admit(session):
            return
        connection.session = session
        self._registry.count_publisher(race, 1)
        report("publisher joined", race=race, source=source, last=acceptor.source(source).last)
        watching = standing_task(lambda: self.publishers.watch(session))
        try:
            if race in self._registry.ended:  # since its handshake
                await session.dismiss(close_codes.ENDED, ENDED.format(race=race), RETRY_S * 1000)
            else:
                await session.serve()
        finally:
            watching.cancel()
            self.publishers.leave(session)
            self._registry.count_publisher(race, -1)
            self._registry.note_device(race, connection, None)
            report("publisher left", race=race, source=source, last=acceptor.source(source).last)
            await asyncio.gather(watching, return_exceptions=True)

    async def let_go(self, race: str) -> None:
        """Dismiss the publishers of a race that has ended; at once nothing more of theirs is taken."""
        sessions = [session for session in self.publishers if session.race == race]
        for session in sessions:
            session.leaving = True
        bye = close_codes.ENDED, ENDED.format(race=race), RETRY_S * 1000
        await asyncio.gather(*(self._end(session.connection, *bye) for session in sessions))

    async def watch_files(self) -> None:
        """Read tokens and certificate again when they change; end connections whose tokens are not good."""
        async with asyncio.TaskGroup() as tasks:
            while True:
                self.reread()
                for connection in self._connections:
                    grant = connection.grant
                    if grant is not None and not connection.leaving and not self.tokens.allows(grant):
                        connection.leaving = True
                        report("connection ended, its token is not good any more", address=connection.address)
                        reason = why_not_good(grant, self.tokens)
                        tasks.create_task(self._end(connection, close_codes.BAD_TOKEN, reason))
                await asyncio.sleep(LOOK_S)

    async def _end(
        self, connection: IncomingConnection, code: int, reason: str, retry_ms: int | None = None
    ) -> None:
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_S):
                if connection.session is not None:
                    await connection.session.dismiss(code, reason, retry_ms)
        connection.transport.abort()
