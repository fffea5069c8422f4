"""A race of which a hub makes boards: what was worked out of its log, and those who watch a board of it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from feeds.protocol import close_codes
from feeds.serving.board_session import BoardStream
from feeds.serving.hub_reporting import complain
from feeds.serving.shared_work import SharedWork

if TYPE_CHECKING:
    from feeds.protocol.device_state import DeviceState
    from feeds.serving.broadcast import Broadcast
    from race.row_choice import RowChoice

FRESH_S = 1.0
"""A board that is older is made anew, even if nothing has come: the race clock goes on."""

MOST_MESSAGES = 100_000
"""Of a longer log no boards are made: that would take too much of the hub's memory and time."""

MOST_CHOICES = 100
"""Different questions about a race that are answered by one making, and as many that are watched."""

TOO_LONG = "There is no board of {race} here: its log has more than {most:,} messages. Watch the race itself."
UNREADABLE = "There is no board of {race} here: a message in its log cannot be read."

Board = Mapping[str, Any]
"""As an object of JSON."""

Attendance = tuple[int, "tuple[DeviceState, ...]"]
"""How many publishers a race has, and how its timing devices are."""


class BoardMaker(Protocol):
    """Makes the boards of one race. It is called by one thread at a time."""

    def take(self, lines: Sequence[bytes]) -> None:
        """Take in more of the log. Raises ValueError where a message cannot be read."""

    def board(self, publishers: int, devices: tuple[DeviceState, ...]) -> Callable[[RowChoice], Board]:
        """The board now, by publishers and devices, with the rows that are wanted."""


MakeBoards = Callable[[str, Callable[[], int]], BoardMaker]
"""Makes what makes the boards of a race, by the hub's clock in milliseconds since 1970."""


class FollowedRace:
    """The boards of one log, made when they are asked for, and for those who watch whenever they change."""

    def __init__(self, broadcast: Broadcast, maker: BoardMaker, attendance: Callable[[], Attendance]) -> None:
        self.broadcast = broadcast
        self.asked = 0
        """How often it was asked for."""
        self.refusal: str | None = None
        """Why no boards are made of this log."""
        self._maker = maker
        self._attendance = attendance
        self._loop = asyncio.get_running_loop()
        self._making = SharedWork(self._make)
        self._wanted: set[RowChoice] = set()
        self._streams: dict[RowChoice, BoardStream] = {}
        self._read = 0
        self._made_s = float("-inf")
        self._now: Callable[[RowChoice], Board] | None = None
        """The newest board, with any rows."""
        self._boards: dict[RowChoice, Board] = {}
        """The same with the rows that were wanted."""
        self._dismissing: set[asyncio.Task[None]] = set()

    @property
    def is_watched(self) -> bool:
        """Whether someone watches a board of it."""
        return any(stream.sessions for stream in self._streams.values())

    async def board(self, choice: RowChoice) -> Board | None:
        """The board with the rows that are wanted; None if it could not be made in time."""
        self.asked += 1
        if choice not in self._boards or not self._is_fresh:
            if len(self._wanted) >= MOST_CHOICES:
                return None
            self._wanted.add(choice)
            await self._making.wait()
        return self._boards.get(choice)

    def stream(self, choice: RowChoice, heartbeat_ms: int) -> BoardStream | None:
        """The board with these rows as it changes; None where too many others are watched."""
        self.asked += 1
        unwatched = [other for other, stream in self._streams.items() if not stream.sessions]
        for other in unwatched:
            del self._streams[other]
        if choice not in self._streams and len(self._streams) >= MOST_CHOICES:
            return None
        return self._streams.setdefault(choice, BoardStream(heartbeat_ms))

    def wake(self) -> None:
        """Have the boards that are watched follow the log."""
        if self.refusal is None:
            self._making.ask()

    @property
    def _is_fresh(self) -> bool:
        return self._read == self.broadcast.log.head and self._loop.time() - self._made_s < FRESH_S

    async def _make(self) -> None:
        log = self.broadcast.log
        if self.refusal is None and log.head > MOST_MESSAGES:
            self._refuse(TOO_LONG.format(race=log.race, most=MOST_MESSAGES))
        if self.refusal is not None:
            return
        wanted, self._wanted = self._wanted, set()
        wanted.update(choice for choice, stream in self._streams.items() if stream.sessions)
        if not self._is_fresh:
            self._now, self._boards = None, {}
        lines, attendance = log.lines[self._read :], self._attendance()
        try:
            now, boards = await asyncio.to_thread(self._work, lines, attendance, wanted - self._boards.keys())
        except ValueError as error:
            complain("no boards of a race", race=log.race, reason=str(error))
            self._refuse(UNREADABLE.format(race=log.race))
            return
        if self._now is None:
            self._now, self._made_s = now, self._loop.time()
        self._read += len(lines)
        self._boards.update(boards)
        for choice, stream in self._streams.items():
            if choice in self._boards:
                stream.show(self._boards[choice])

    def _work(
        self, lines: Sequence[bytes], attendance: Attendance, wanted: set[RowChoice]
    ) -> tuple[Callable[[RowChoice], Board], dict[RowChoice, Board]]:
        """Work boards out, in a thread."""
        now = self._now
        if now is None:
            self._maker.take(lines)
            now = self._maker.board(*attendance)
        return now, {choice: now(choice) for choice in wanted}

    def _refuse(self, reason: str) -> None:
        """Make no more boards, and dismiss those who watch one."""
        self.refusal, self._now, self._boards = reason, None, {}
        for session in [session for stream in self._streams.values() for session in stream.sessions]:
            task = asyncio.create_task(session.dismiss(close_codes.BUSY, reason))
            self._dismissing.add(task)
            task.add_done_callback(self._dismissing.discard)
