"""The races of a hub: their logs, broadcasts to viewers, and acceptors of live messages."""

from __future__ import annotations

import asyncio
import os
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http import HTTPStatus
from pathlib import Path
from typing import TYPE_CHECKING

from feeds.journal import Journal
from feeds.log_recovery import Damaged
from feeds.serving.admission import Rejected
from feeds.serving.broadcast import Broadcast, Listener
from feeds.serving.hub_reporting import complain, report
from feeds.serving.race_status import RaceStatus

if TYPE_CHECKING:
    from feeds.client.hub_clock import LocalClock
    from feeds.log import Log
    from feeds.protocol.race_notice import RaceNotice
    from feeds.serving.accept_messages import MessageAcceptor

DAMAGED_S = 30
"""When to try again to watch a race whose log the operator has to mend first."""

WRITERS = 4
"""Threads that write logs to disk."""


class RaceRegistry:
    """Races by id. Live ones are kept in a folder, if there is one."""

    def __init__(self, folder: Path | None, heartbeat_s: float, clock: LocalClock) -> None:
        self.broadcasts: dict[str, Broadcast] = {}
        self.acceptors: dict[str, MessageAcceptor] = {}
        self.damaged: dict[str, str] = {}
        """Why a race is not served, for each whose log is damaged."""
        self.publishers: Counter[str] = Counter()
        """How many publishers of each race are connected."""
        self._folder = folder
        self._heartbeat_s = heartbeat_s
        self._clock = clock
        self._statuses: dict[str, RaceStatus] = {}
        self._writer = ThreadPoolExecutor(WRITERS, thread_name_prefix="log")
        self._opening = asyncio.Lock()
        self._replacing: set[asyncio.Task[None]] = set()

    def add(self, log: Log) -> None:
        """Serve a log. If it replaces another of its race, viewers are dismissed and begin anew."""
        if not log.complete and log.named_epoch is None:
            log.named_epoch = os.urandom(8).hex()
        before = self.broadcasts.get(log.race)
        self.broadcasts[log.race] = Broadcast(log, self._heartbeat_s, lambda: self.publishers[log.race])
        self._statuses[log.race] = RaceStatus(log, self._clock.now_ms)
        if before is not None:
            task = asyncio.create_task(before.dismiss_all())
            self._replacing.add(task)
            task.add_done_callback(self._replacing.discard)

    async def open_all(self) -> None:
        """Serve every log of the folder but the damaged ones."""
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
        """The acceptor of a race, whose log is begun if there is none. Raises Damaged and OSError."""
        # Loaded only where races are published: a replay does without (tests/tui/test_import_hygiene.py).
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

    def rejection(self, race: str) -> Rejected | None:
        """Why a race cannot be watched."""
        if race in self.damaged:
            sentence = f"The log of {race} is damaged; its operator must look at it."
            return Rejected(HTTPStatus.SERVICE_UNAVAILABLE, sentence, DAMAGED_S)
        if race not in self.broadcasts:
            return Rejected(HTTPStatus.NOT_FOUND, f"There is no race {race} on this hub.")
        return None

    def count_publisher(self, race: str, change: int) -> None:
        """Note that a publisher of a race connected (1) or disconnected (-1)."""
        self.publishers[race] += change
        self.broadcasts[race].beat_now()

    @property
    def sessions(self) -> Iterator[Listener]:
        """The sessions of all viewers."""
        return (session for broadcast in self.broadcasts.values() for session in broadcast.sessions)

    @property
    def viewers(self) -> int:
        """How many viewers are connected."""
        return sum(len(broadcast.sessions) for broadcast in self.broadcasts.values())

    def notices(self) -> list[RaceNotice]:
        """The races as they are now."""
        return [
            self._statuses[race].notice(self.publishers[race], len(broadcast.sessions))
            for race, broadcast in self.broadcasts.items()
        ]

    def stop_sending(self) -> None:
        """Send nothing more to viewers."""
        for broadcast in self.broadcasts.values():
            broadcast.close()

    async def close(self) -> None:
        """Write what was taken, then close the files."""
        for acceptor in self.acceptors.values():
            await acceptor.close()
        self._writer.shutdown()
