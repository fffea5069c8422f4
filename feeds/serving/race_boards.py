"""The boards of a hub's races: made when someone asks for them, once for all who ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from http import HTTPStatus
from typing import TYPE_CHECKING

from pydantic_core import to_json

from feeds.serving.board_session import BoardSession
from feeds.serving.followed_race import MOST_MESSAGES, TOO_LONG, FollowedRace
from feeds.serving.http_response import JSON, Rejected, response
from feeds.serving.incoming_connection import IncomingConnection

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection
    from websockets.http11 import Response

    from feeds.serving.followed_race import MakeBoards
    from feeds.serving.race_registry import RaceRegistry
    from race.row_choice import RowChoice

KEPT_S = 60.0
"""What was worked out of a race is forgotten when no one has asked for it or watched it for so long."""

MOST_TOGETHER = 200_000
"""Messages of all races together of which something is kept: about 1.5 KB each."""

RETRY_S = 2

MAKING = "The board of {race} is being made."
BUSY = "Too many boards are watched on this hub."
UNPUBLISHED = "The race {race} has not started publishing."


class RaceBoards:
    """Answers those who ask for a board, and serves those who watch one."""

    def __init__(
        self, make: MakeBoards, registry: RaceRegistry, now_ms: Callable[[], int], heartbeat_s: float
    ) -> None:
        self._make = make
        self._registry = registry
        self._now_ms = now_ms
        self._heartbeat_ms = round(heartbeat_s * 1000)
        self._followed: dict[str, FollowedRace] = {}
        """In the order in which they were last asked for."""

    async def answer(self, race: str, choice: RowChoice) -> Response | Rejected:
        """The board of a race that is in memory, as a response."""
        followed = self._follow(race)
        if isinstance(followed, Rejected):
            return followed
        made = await followed.board(choice)
        self._forget_later(race, followed)
        if made is not None:
            return response(HTTPStatus.OK, to_json(made).decode(), JSON)
        if followed.refusal is not None:
            return Rejected(HTTPStatus.NOT_FOUND, followed.refusal)
        return Rejected(HTTPStatus.SERVICE_UNAVAILABLE, MAKING.format(race=race), RETRY_S)

    async def serve(self, connection: ServerConnection, race: str, choice: RowChoice) -> str | None:
        """Send a viewer the board and its changes until the connection ends; or returns why not."""
        followed = self._follow(race)
        if isinstance(followed, Rejected):
            return followed.sentence
        stream = followed.stream(choice, self._heartbeat_ms)
        if followed.refusal is not None or stream is None:
            return followed.refusal or BUSY
        assert isinstance(connection, IncomingConnection)
        session = BoardSession(connection, followed.broadcast, self._now_ms, stream, followed.wake)
        connection.on_resume, connection.session = session.advance, session
        try:
            await session.serve()
        finally:
            self._forget_later(race, followed)
        return None

    def _follow(self, race: str) -> FollowedRace | Rejected:
        """What is known of a race; it begins anew with another log."""
        broadcast = self._registry.served.get(race)
        if broadcast is None or not broadcast.log.head:
            return Rejected(HTTPStatus.NOT_FOUND, UNPUBLISHED.format(race=race))
        if broadcast.log.head > MOST_MESSAGES:
            return Rejected(HTTPStatus.NOT_FOUND, TOO_LONG.format(race=race, most=MOST_MESSAGES))
        followed = self._followed.pop(race, None)
        if followed is None or followed.broadcast is not broadcast:
            if not self._make_room(broadcast.log.head):
                return Rejected(HTTPStatus.SERVICE_UNAVAILABLE, BUSY, RETRY_S)
            maker = self._make(race, self._now_ms)
            followed = FollowedRace(
                broadcast, maker, lambda: (self._registry.publishers[race], self._registry.devices(race))
            )
        self._followed[race] = followed
        return followed

    def _make_room(self, messages: int) -> bool:
        """Forget races, first those not asked for the longest; False where too many messages are watched."""
        while messages + sum(one.broadcast.log.head for one in self._followed.values()) > MOST_TOGETHER:
            race = next((race for race, one in self._followed.items() if not one.is_watched), None)
            if race is None:
                return False
            del self._followed[race]
        return True

    def _forget_later(self, race: str, followed: FollowedRace) -> None:
        """Forget a race, unless it is asked for or watched until then."""
        asked = followed.asked

        def forget() -> None:
            is_it = self._followed.get(race) is followed
            if is_it and followed.asked == asked and not followed.is_watched:
                del self._followed[race]

        asyncio.get_running_loop().call_later(KEPT_S, forget)
