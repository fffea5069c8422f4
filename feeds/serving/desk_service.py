"""The desks that administer a hub, a few at a time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.protocol import close_codes
from feeds.serving.desk_session import DeskSession
from feeds.serving.hub_reporting import report

if TYPE_CHECKING:
    from collections.abc import Callable

    from feeds.serving.grants import Grant
    from feeds.serving.incoming_connection import IncomingConnection
    from feeds.serving.race_acts import RaceActs

MOST_DESKS = 20
"""Desks that are connected at one time."""

CROWDED = f"{MOST_DESKS} desks are connected to this hub, and no more can be"

RETRY_MS = 5000


class DeskService:
    """Serves desks, who come in by their tokens, however full the hub is."""

    def __init__(self, acts: RaceActs, now_ms: Callable[[], int], heartbeat_s: float) -> None:
        self.sessions: set[DeskSession] = set()
        self._acts = acts
        self._now_ms = now_ms
        self._heartbeat_s = heartbeat_s

    async def serve(self, connection: IncomingConnection, grant: Grant) -> None:
        """Serve a desk until its connection ends."""
        session = DeskSession(connection, grant, self._acts, self._now_ms, self._heartbeat_s)
        if len(self.sessions) >= MOST_DESKS:
            await session.dismiss(close_codes.BUSY, CROWDED, RETRY_MS)
            return
        who = {"source": grant.source, "name": grant.name, "address": connection.address}
        connection.session = session
        self.sessions.add(session)
        report("desk joined", race=grant.race, **who)
        try:
            await session.serve()
        finally:
            self.sessions.discard(session)
            report("desk left", race=grant.race, **who)
