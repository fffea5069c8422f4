"""The boards of a hub's races: made when someone asks for them, once for all who ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol

from feeds.serving.http_response import JSON, Rejected, response
from feeds.serving.hub_reporting import complain
from feeds.serving.shared_work import SharedWork

if TYPE_CHECKING:
    from websockets.http11 import Response

    from feeds.protocol.device_state import DeviceState
    from feeds.serving.broadcast import Broadcast
    from feeds.serving.race_registry import RaceRegistry
    from race.row_choice import RowChoice

FRESH_S = 1.0
"""A board that is older is made anew, even if nothing has come: the race clock goes on."""

KEPT_S = 60.0
"""What was worked out of a race is forgotten when no one has asked for so long."""

MOST_RACES = 8
"""Of more races at a time nothing is kept."""

MOST_MESSAGES = 100_000
"""Of a longer log no boards are made: that would take too much of the hub's memory and time."""

MOST_CHOICES = 100
"""Different questions about a race that are answered by one making."""

RETRY_S = 2

MAKING = "The board of {race} is being made."
TOO_LONG = "There is no board of {race} here: its log has more than {most} messages. Watch the race itself."
UNREADABLE = "There is no board of {race} here: a message in its log cannot be read."
UNPUBLISHED = "The race {race} has not started publishing."

Texts = Callable[["RowChoice"], str]
"""The board at one moment as JSON, with the rows that are wanted."""


class BoardMaker(Protocol):
    """Makes the boards of one race. It is called by one thread at a time."""

    def take(self, lines: Sequence[bytes]) -> None:
        """Take in more of the log. Raises ValueError where a message cannot be read."""

    def board(self, publishers: int, devices: tuple[DeviceState, ...]) -> Texts:
        """The board now, by how many publishers the race has and how its timing devices are."""


MakeBoards = Callable[[str, Callable[[], int]], BoardMaker]
"""Makes a maker of boards of a race, by the hub's clock in milliseconds since 1970."""


class RaceBoards:
    """Answers requests for boards."""

    def __init__(self, make: MakeBoards, registry: RaceRegistry, now_ms: Callable[[], int]) -> None:
        self._make = make
        self._registry = registry
        self._now_ms = now_ms
        self._followed: dict[str, _FollowedRace] = {}
        """In the order in which they were last asked for."""

    async def answer(self, race: str, choice: RowChoice) -> Response | Rejected:
        """The board of a race that is in memory, as a response."""
        broadcast = self._registry.served.get(race)
        if broadcast is None or not broadcast.log.head:
            return Rejected(HTTPStatus.NOT_FOUND, UNPUBLISHED.format(race=race))
        if broadcast.log.head > MOST_MESSAGES:
            self._followed.pop(race, None)
            return Rejected(HTTPStatus.NOT_FOUND, TOO_LONG.format(race=race, most=f"{MOST_MESSAGES:,}"))
        followed = self._follow(race, broadcast)
        text = await followed.text(choice)
        if followed.is_unreadable:
            return Rejected(HTTPStatus.NOT_FOUND, UNREADABLE.format(race=race))
        if text is None:
            return Rejected(HTTPStatus.SERVICE_UNAVAILABLE, MAKING.format(race=race), RETRY_S)
        return response(HTTPStatus.OK, text, JSON)

    def _follow(self, race: str, broadcast: Broadcast) -> _FollowedRace:
        """What is known of a race; it begins anew with another log."""
        followed = self._followed.pop(race, None)
        if followed is None or followed.broadcast is not broadcast:
            maker = self._make(race, self._now_ms)
            followed = _FollowedRace(
                race,
                broadcast,
                maker,
                lambda: (self._registry.publishers[race], self._registry.devices(race)),
            )
        self._followed[race] = followed
        if len(self._followed) > MOST_RACES:
            del self._followed[next(iter(self._followed))]
        asyncio.get_running_loop().call_later(KEPT_S, self._forget, race, followed.note_asked())
        return followed

    def _forget(self, race: str, asked: int) -> None:
        """Forget a race, unless it was asked for since."""
        if race in self._followed and self._followed[race].asked == asked:
            del self._followed[race]


class _FollowedRace:
    """A race of which boards are made, and those that were made last."""

    def __init__(
        self,
        race: str,
        broadcast: Broadcast,
        maker: BoardMaker,
        attendance: Callable[[], tuple[int, tuple[DeviceState, ...]]],
    ) -> None:
        self.broadcast = broadcast
        self.asked = 0
        """How often it was asked for."""
        self.is_unreadable = False
        self._race = race
        self._maker = maker
        self._attendance = attendance
        self._loop = asyncio.get_running_loop()
        self._making = SharedWork(self._make)
        self._wanted: set[RowChoice] = set()
        self._read = 0
        self._made_s = float("-inf")
        self._board: Texts | None = None
        self._texts: dict[RowChoice, str] = {}

    def note_asked(self) -> int:
        """Note that it was asked for; returns how often that was so."""
        self.asked += 1
        return self.asked

    async def text(self, choice: RowChoice) -> str | None:
        """The board with the rows that are wanted; None if it could not be made in time."""
        if choice not in self._texts or not self._is_fresh:
            if len(self._wanted) >= MOST_CHOICES:
                return None
            self._wanted.add(choice)
            await self._making.wait()
        return self._texts.get(choice)

    @property
    def _is_fresh(self) -> bool:
        return self._read == self.broadcast.log.head and self._loop.time() - self._made_s < FRESH_S

    async def _make(self) -> None:
        wanted, self._wanted = self._wanted, set()
        if not self._is_fresh:
            self._board, self._texts = None, {}
        lines, attendance = self.broadcast.log.lines[self._read :], self._attendance()
        try:
            board, texts = await asyncio.to_thread(self._work, lines, attendance, wanted)
        except ValueError as error:
            if not self.is_unreadable:
                complain("no board of a race", race=self._race, reason=str(error))
            self.is_unreadable = True
            return
        if self._board is None:
            self._made_s = self._loop.time()
        self._board = board
        self._read += len(lines)
        self._texts.update(texts)

    def _work(
        self, lines: Sequence[bytes], attendance: tuple[int, tuple[DeviceState, ...]], wanted: set[RowChoice]
    ) -> tuple[Texts, dict[RowChoice, str]]:
        """Work it out, in a thread."""
        board = self._board
        if board is None:
            self._maker.take(lines)
            board = self._maker.board(*attendance)
        return board, {choice: board(choice) for choice in wanted}
