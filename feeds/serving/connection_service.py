"""What a connection gets that the hub has admitted: a race to watch, to publish, or the hub to administer."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.protocol import close_codes, viewer_frames
from feeds.protocol.resume_position import ResumePosition
from feeds.serving.admission import Administering, Publishing, Reading, Watching
from feeds.serving.http_response import Rejected
from feeds.serving.hub_reporting import complain
from feeds.serving.incoming_connection import IncomingConnection
from feeds.serving.race_registry import ENDED, RETRY_S
from feeds.serving.viewer_session import ViewerSession

if TYPE_CHECKING:
    from collections.abc import Callable

    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Response

    from feeds.serving.accept_messages import MessageAcceptor
    from feeds.serving.followed_race import MakeBoards
    from feeds.serving.live_races import LiveRaces
    from feeds.serving.publisher_service import PublisherService
    from feeds.serving.race_boards import RaceBoards
    from feeds.serving.race_registry import RaceRegistry

UNOPENED = "the log of this race cannot be opened"


class ConnectionService:
    """Serves each connection for its purpose; the race that it is about is opened for it."""

    def __init__(
        self,
        registry: RaceRegistry,
        live: LiveRaces | None,
        publishers: PublisherService | None,
        now_ms: Callable[[], int],
        heartbeat_s: float,
        make_boards: MakeBoards | None = None,
    ) -> None:
        """`live` and `publishers` are of a hub that has a folder."""
        self._registry = registry
        self._live = live
        self._publishers = publishers
        self._now_ms = now_ms
        self._heartbeat_s = heartbeat_s
        self._make_boards = make_boards
        self._boards: RaceBoards | None = None

    async def serve(self, connection: ServerConnection) -> None:
        """Serve a connection until it ends."""
        assert isinstance(connection, IncomingConnection)
        assert connection.request is not None
        match connection.purpose:
            case Watching(race):
                if await self._is_watchable(connection, race):
                    try:
                        await self._serve_viewer(connection, race, connection.request.path.partition("?")[2])
                    finally:
                        self._registry.await_no_longer(race)
            case Publishing(race) if race in self._registry.ended:
                await _part(connection, close_codes.ENDED, ENDED.format(race=race))
            case Publishing(race, grant):
                acceptor = await self._acceptor(connection, race)
                if acceptor is not None and self._publishers is not None:
                    await self._publishers.serve(connection, grant.source, acceptor, self._now_ms)
            case Reading(race, choice):
                if not await self._can_be_read(race):
                    await _part(connection, close_codes.BUSY, UNOPENED)
                    return
                refusal = await self._race_boards().serve(connection, race, choice)
                if refusal is not None:
                    await _part(connection, close_codes.BUSY, refusal)
            case Administering(grant) if self._publishers is not None:
                await self._publishers.desks.serve(connection, grant)

    async def _is_watchable(self, connection: ServerConnection, race: str) -> bool:
        """Whether a race can be watched now, if only to wait until it is published."""
        if race in self._registry.broadcasts:
            return True
        assert self._live is not None
        if self._live.has_log(race):
            return await self._acceptor(connection, race) is not None
        self._registry.await_log(race)
        return True

    async def _acceptor(self, connection: ServerConnection, race: str) -> MessageAcceptor | None:
        """The acceptor of a live race; where its log cannot be opened, the connection is closed."""
        acceptor = await self._opened(race)
        if acceptor is None:
            await _part(connection, close_codes.BUSY, UNOPENED)
        return acceptor

    async def board(self, asked: Reading) -> Response | Rejected:
        """The answer to a request for a board."""
        if not await self._can_be_read(asked.race):
            return Rejected(HTTPStatus.SERVICE_UNAVAILABLE, f"{UNOPENED.capitalize()}.", RETRY_S)
        return await self._race_boards().answer(asked.race, asked.choice)

    def _race_boards(self) -> RaceBoards:
        if self._boards is None:
            # Loaded when one is asked for: no one asks the hub of a replay.
            from feeds.serving.race_boards import RaceBoards

            assert self._make_boards is not None
            self._boards = RaceBoards(self._make_boards, self._registry, self._now_ms, self._heartbeat_s)
        return self._boards

    async def _can_be_read(self, race: str) -> bool:
        """Bring a race that has a log into memory; False if that log cannot be opened."""
        if race in self._registry.broadcasts or self._live is None or not self._live.has_log(race):
            return True
        return await self._opened(race) is not None

    async def _opened(self, race: str) -> MessageAcceptor | None:
        assert self._live is not None
        try:
            acceptor = await self._live.open(race)
        except (FeedError, OSError) as error:
            complain("log cannot be opened", race=race, reason=str(error))
            self._registry.unopened.note(race, getattr(error, "strerror", None) or str(error))
            return None
        self._registry.unopened.clear(race)
        return acceptor

    async def _serve_viewer(self, connection: IncomingConnection, race: str, query: str) -> None:
        session = ViewerSession(connection, self._registry.broadcasts[race], self._now_ms)
        connection.on_resume, connection.on_stop = session.advance, session.fall_back
        connection.session = session
        await session.serve(ResumePosition.parse(query), self._heartbeat_s)


async def _part(connection: ServerConnection, code: int, reason: str) -> None:
    """Close a connection that is not served now, and may come again."""
    bye = viewer_frames.Bye(code=code, reason=reason, retry_ms=RETRY_S * 1000)
    await connection.send(viewer_frames.encode(bye), text=True)
    await connection.close(code, close_codes.close_reason(reason))
