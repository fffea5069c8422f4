"""The races of one hub: their logs, those who watch them, the desks where live ones are taken in."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.client.hub_clock import LocalClock
from feeds.journal import Damaged, Journal
from feeds.log import Log
from feeds.protocol.race_notice import RaceNotice
from feeds.serving.admission import Rejected
from feeds.serving.broadcast import Broadcast, Listener
from feeds.serving.hub_reporting import complain, report
from feeds.serving.race_status import RaceStatus

if TYPE_CHECKING:
    from feeds.serving.accept_messages import MessageAcceptor

DAMAGED_S = 30
"""When to ask again for what somebody has to look at first."""

WRITERS = 4
"""Threads that write logs to disk."""


class RaceRegistry:
    """Races, by name. Those whose messages come in live are kept in a folder, if there is one."""

    def __init__(self, folder: Path | None, heartbeat_s: float, clock: LocalClock) -> None:
        self.broadcasts: dict[str, Broadcast] = {}
        self.acceptors: dict[str, MessageAcceptor] = {}
        self.damaged: dict[str, str] = {}
        """Races that are not served because their logs have lost something, and what is known of that."""
        self.publishers: Counter[str] = Counter()
        """How many are connected to publish each race."""
        self._folder = folder
        self._heartbeat_s = heartbeat_s
        self._clock = clock
        self._bulletins: dict[str, RaceStatus] = {}
        self._writer = ThreadPoolExecutor(WRITERS, thread_name_prefix="log")
        self._opening = asyncio.Lock()
        self._giving_way: set[asyncio.Task[None]] = set()

    def add(self, log: Log) -> None:
        """Serve a log. If its race had another, that one's viewers begin anew with this."""
        if not log.complete and log.named_epoch is None:
            log.named_epoch = os.urandom(8).hex()
        before = self.broadcasts.get(log.race)
        self.broadcasts[log.race] = Broadcast(log, self._heartbeat_s, lambda: self.publishers[log.race])
        self._bulletins[log.race] = RaceStatus(log)
        if before is not None:
            task = asyncio.create_task(before.give_way())
            self._giving_way.add(task)
            task.add_done_callback(self._giving_way.discard)

    async def open_all(self) -> None:
        """Serve every log of the folder, but those that are damaged."""
        for race in await asyncio.to_thread(self._kept):
            try:
                await self.open(race)
            except Damaged as error:
                self.damaged[race] = str(error)
                complain("log damaged, race not served", race=race, reason=str(error))

    def _kept(self) -> list[str]:
        if self._folder is None:
            return []
        self._folder.mkdir(parents=True, exist_ok=True)
        return sorted(path.stem for path in self._folder.glob("*.jsonl"))

    async def open(self, race: str) -> MessageAcceptor:
        """The desk of a race; its log is begun if there is none. Raises Damaged and OSError."""
        from feeds.serving.accept_messages import MessageAcceptor

        async with self._opening:
            if race not in self.acceptors:
                assert self._folder is not None
                journal = await asyncio.to_thread(Journal.open, self._folder / f"{race}.jsonl", race)
                if journal.tail is not None:
                    tail = journal.tail
                    complain("torn end cut off", race=race, bytes=tail.size, kept=tail.kept.name)
                self.add(journal.log)
                wake = self.broadcasts[race].wake
                self.acceptors[race] = MessageAcceptor(journal, self._writer, self._clock.now_ms, wake)
                report("log opened", race=race, messages=journal.log.head)
            return self.acceptors[race]

    def refusal(self, race: str) -> Rejected | None:
        """Why a race cannot be watched."""
        if race in self.damaged:
            sentence = f"The log of {race} is damaged; somebody must look at it."
            return Rejected(HTTPStatus.SERVICE_UNAVAILABLE, sentence, DAMAGED_S)
        if race not in self.broadcasts:
            return Rejected(HTTPStatus.NOT_FOUND, f"There is no race {race} on this hub.")
        return None

    def count_publisher(self, race: str, change: int) -> None:
        """A publisher came or went."""
        self.publishers[race] += change
        self.broadcasts[race].tell()

    @property
    def sessions(self) -> Iterator[Listener]:
        """Those who watch."""
        return (session for broadcast in self.broadcasts.values() for session in broadcast.sessions)

    @property
    def viewers(self) -> int:
        """How many are watching."""
        return sum(len(broadcast.sessions) for broadcast in self.broadcasts.values())

    def notices(self) -> list[RaceNotice]:
        """The races, as they stand."""
        return [
            self._bulletins[race].notice(self.publishers[race], len(broadcast.sessions))
            for race, broadcast in self.broadcasts.items()
        ]

    def fall_silent(self) -> None:
        """Send nothing any more."""
        for broadcast in self.broadcasts.values():
            broadcast.close()

    async def close(self) -> None:
        """Keep what was taken in, then close the files."""
        for acceptor in self.acceptors.values():
            await acceptor.close()
        self._writer.shutdown()
