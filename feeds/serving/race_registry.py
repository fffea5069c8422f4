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

from feeds.client.hub_clock import OwnClock
from feeds.journal import Damaged, Journal
from feeds.log import Log
from feeds.serving.admission import Turned
from feeds.serving.broadcast import Channel
from feeds.serving.hub_reporting import complain, report
from feeds.serving.race_status import Bulletin, Notice
from feeds.serving.viewer_session import Cursor

if TYPE_CHECKING:
    from feeds.serving.accept_messages import Desk

DAMAGED_S = 30
"""When to ask again for what somebody has to look at first."""

WRITERS = 4
"""Threads that write logs to disk."""


class Meet:
    """Races, by name. Those whose messages come in live are kept in a folder, if there is one."""

    def __init__(self, folder: Path | None, heartbeat_s: float, clock: OwnClock) -> None:
        self.channels: dict[str, Channel] = {}
        self.desks: dict[str, Desk] = {}
        self.damaged: dict[str, str] = {}
        """Races that are not served because their logs have lost something, and what is known of that."""
        self.publishers: Counter[str] = Counter()
        """How many are connected to publish each race."""
        self._folder = folder
        self._heartbeat_s = heartbeat_s
        self._clock = clock
        self._bulletins: dict[str, Bulletin] = {}
        self._writer = ThreadPoolExecutor(WRITERS, thread_name_prefix="log")
        self._opening = asyncio.Lock()
        self._giving_way: set[asyncio.Task[None]] = set()

    def add(self, log: Log) -> None:
        """Serve a log. If its race had another, that one's viewers begin anew with this."""
        if not log.complete and log.named_epoch is None:
            log.named_epoch = os.urandom(8).hex()
        before = self.channels.get(log.race)
        self.channels[log.race] = Channel(log, self._heartbeat_s, lambda: self.publishers[log.race])
        self._bulletins[log.race] = Bulletin(log)
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

    async def open(self, race: str) -> Desk:
        """The desk of a race; its log is begun if there is none. Raises Damaged and OSError."""
        from feeds.serving.accept_messages import Desk

        async with self._opening:
            if race not in self.desks:
                assert self._folder is not None
                journal = await asyncio.to_thread(Journal.open, self._folder / f"{race}.jsonl", race)
                if journal.tail is not None:
                    tail = journal.tail
                    complain("torn end cut off", race=race, bytes=tail.size, kept=tail.kept.name)
                self.add(journal.log)
                wake = self.channels[race].wake
                self.desks[race] = Desk(journal, self._writer, self._clock.now_ms, wake)
                report("log opened", race=race, messages=journal.log.head)
            return self.desks[race]

    def refusal(self, race: str) -> Turned | None:
        """Why a race cannot be watched."""
        if race in self.damaged:
            sentence = f"The log of {race} is damaged; somebody must look at it."
            return Turned(HTTPStatus.SERVICE_UNAVAILABLE, sentence, DAMAGED_S)
        if race not in self.channels:
            return Turned(HTTPStatus.NOT_FOUND, f"There is no race {race} on this hub.")
        return None

    def count_publisher(self, race: str, change: int) -> None:
        """A publisher came or went."""
        self.publishers[race] += change
        self.channels[race].tell()

    @property
    def cursors(self) -> Iterator[Cursor]:
        """Those who watch."""
        return (cursor for channel in self.channels.values() for cursor in channel.cursors)

    @property
    def viewers(self) -> int:
        """How many are watching."""
        return sum(len(channel.cursors) for channel in self.channels.values())

    def notices(self) -> list[Notice]:
        """The races, as they stand."""
        return [
            self._bulletins[race].notice(self.publishers[race], len(channel.cursors))
            for race, channel in self.channels.items()
        ]

    def fall_silent(self) -> None:
        """Send nothing any more."""
        for channel in self.channels.values():
            channel.close()

    async def close(self) -> None:
        """Keep what was taken in, then close the files."""
        for desk in self.desks.values():
            await desk.close()
        self._writer.shutdown()
