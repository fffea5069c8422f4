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

from feeds.errors import FeedError
from feeds.journal import Journal
from feeds.log_file import Locked
from feeds.log_recovery import Damaged
from feeds.serving.broadcast import Broadcast, Listener
from feeds.serving.http_response import Rejected
from feeds.serving.hub_reporting import complain, report
from feeds.serving.race_status import RaceStatus

if TYPE_CHECKING:
    from feeds.client.hub_clock import LocalClock
    from feeds.log import Log
    from feeds.protocol.race_notice import RaceNotice
    from feeds.serving.accept_messages import MessageAcceptor
    from feeds.serving.race_folder import RaceFolder, Stamp

LOOK_S = 2.0
"""How often to look whether the file of a race that is not served has been mended."""

RETRY_S = 5
"""When to try again to watch such a race."""

STAND_BY_S = 0.1
"""How often a hub that stands by asks for the folder."""

NOT_READ = "not in the list of races: a message in its log cannot be read"

WRITERS = 4
"""Threads that write logs to disk."""


class RaceRegistry:
    """Races by id. Live ones are kept in a folder, if there is one."""

    def __init__(self, folder: Path | None, heartbeat_s: float, clock: LocalClock) -> None:
        self.broadcasts: dict[str, Broadcast] = {}
        self.acceptors: dict[str, MessageAcceptor] = {}
        self.unserved: dict[str, str] = {}
        """Why a race is not served, for each whose file is there but cannot be."""
        self.notes: dict[str, str] = {}
        """By file: what an operator should know, although every race is served."""
        self.publishers: Counter[str] = Counter()
        """How many publishers of each race are connected."""
        self._folder = _race_folder(folder) if folder is not None else None
        self._heartbeat_s = heartbeat_s
        self._clock = clock
        self._in_use: set[str] = set()
        """Those of the races that are not served whose files another program is writing to."""
        self._stamps: dict[str, Stamp | None] = {}
        """The files of races as they were when they were opened, or could not be."""
        self._statuses: dict[str, RaceStatus] = {}
        self._writer = ThreadPoolExecutor(WRITERS, thread_name_prefix="log")
        self._opening = asyncio.Lock()
        self._dismissing: set[asyncio.Task[None]] = set()

    def add(self, log: Log) -> None:
        """Serve a log. If it replaces another of its race, viewers are dismissed and begin anew."""
        if not log.complete and log.named_epoch is None:
            log.named_epoch = os.urandom(8).hex()
        before = self.broadcasts.get(log.race)
        self.broadcasts[log.race] = Broadcast(log, self._heartbeat_s, lambda: self.publishers[log.race])
        self._statuses[log.race] = RaceStatus(log, self._clock.now_ms)
        if before is not None:
            self._dismiss(before)

    def _dismiss(self, broadcast: Broadcast) -> None:
        task = asyncio.create_task(broadcast.dismiss_all())
        self._dismissing.add(task)
        task.add_done_callback(self._dismissing.discard)

    async def stand_by(self) -> None:
        """Wait until no other hub has the folder. Raises FeedError if it cannot be used."""
        while self._folder is not None:
            try:
                self._folder.claim()
            except Locked:
                await asyncio.sleep(STAND_BY_S)
            else:
                return

    async def open_all(self) -> None:
        """Serve every log of the folder that can be served; whatever is wrong with one stops no other.

        Raises FeedError if another hub has the folder, or it cannot be used.
        """
        if self._folder is not None:
            self._folder.claim()
            await self.reread()

    async def reread(self) -> None:
        """Take what someone has put into the folder, replaced or taken away. Raises FeedError."""
        if self._folder is None:
            return
        contents = await asyncio.to_thread(self._folder.contents)
        for name, reason in contents.foreign.items():
            if name not in self.notes:
                complain("file not taken", file=name, reason=reason)
        self.notes = dict(contents.foreign)
        for race in {*self.acceptors, *self.unserved} - {*contents.races}:
            await self._forget(race)
        for race in contents.races:
            stamp, acceptor = await asyncio.to_thread(self._folder.stamp, race), self.acceptors.get(race)
            is_displaced = acceptor is not None and stamp is not None and acceptor.is_displaced(stamp[:3])
            await self._try_to_open(race, anew=is_displaced)

    async def look_again(self) -> None:
        """Serve the races whose files were mended, or are not in use by another program any more."""
        for race in (*self.unserved, *(race for race, one in self.acceptors.items() if one.is_unwritable)):
            assert self._folder is not None
            stamp = await asyncio.to_thread(self._folder.stamp, race)
            if stamp is None and race in self.unserved and not self._folder.log_path(race).is_symlink():
                await self._forget(race)
            elif race in self._in_use or stamp != self._stamps.get(race):
                await self._try_to_open(race)

    async def _try_to_open(self, race: str, *, anew: bool = False) -> None:
        assert self._folder is not None
        self._stamps[race] = await asyncio.to_thread(self._folder.stamp, race)
        try:
            await self.open(race, anew=anew)
        except (FeedError, OSError, ValueError) as error:
            self._in_use = self._in_use | {race} if isinstance(error, Locked) else self._in_use - {race}
            reason = _reason(error)
            if self.unserved.get(race) != reason and (anew or race not in self.acceptors):
                complain("race not served", race=race, reason=reason)
                self.unserved[race] = reason
                await self._close(race, reason)
        else:
            self._in_use.discard(race)
            if self.unserved.pop(race, None) is not None:
                report("race served again", race=race)

    async def open(self, race: str, *, anew: bool = False) -> MessageAcceptor:
        """The acceptor of a race, whose log is begun if there is none; it is opened again if it had failed.

        With `anew`, another log is in the place of the one that is served. Raises FeedError and OSError.
        """
        # Loaded only where races are published: a replay does without (tests/tui/test_import_hygiene.py).
        from feeds.serving.accept_messages import MessageAcceptor

        async with self._opening:
            before = self.acceptors.get(race)
            if before is not None and not before.is_unwritable and not anew:
                return before
            assert self._folder is not None
            if before is not None and anew:
                await before.end("the race has another log")
            path = self._folder.log_path(race)
            journal = await asyncio.to_thread(Journal.open, path, race, to_read=True)
            if before is not None and journal.unwritable is not None and not anew:
                return before
            self._report_opened(race, journal)
            if not self._has_history(race, journal.log):
                self.add(journal.log)
            journal.log = self.broadcasts[race].log
            self.acceptors[race] = MessageAcceptor(
                journal, self._writer, self._clock.now_ms, self.broadcasts[race].wake
            )
            return self.acceptors[race]

    def _has_history(self, race: str, log: Log) -> bool:
        """Whether the log that is served already is this one."""
        served = self.broadcasts[race].log if race in self.broadcasts else None
        return served is not None and (served.epoch, served.chains) == (log.epoch, log.chains)

    def _report_opened(self, race: str, journal: Journal) -> None:
        if journal.tail is not None:
            complain("torn end cut off", race=race, bytes=journal.tail.size, kept=journal.tail.kept.name)
        self.notes.pop(journal.path.name, None)
        if journal.lost:
            complain("log was cut, and goes on as a new one", race=race, missing=journal.lost)
            self.notes[journal.path.name] = f"{journal.lost} messages that were on disk are gone from its end"
        if journal.unwritable is not None:
            complain("log can only be read", race=race, reason=journal.unwritable.strerror)
        report("log opened", race=race, messages=journal.log.head)

    async def _forget(self, race: str) -> None:
        """Serve a race no more: its log was taken away."""
        report("race closed: its log was taken away", race=race)
        self.unserved.pop(race, None)
        self._in_use.discard(race)
        await self._close(race, "the log of the race was taken away")

    async def _close(self, race: str, reason: str) -> None:
        acceptor, broadcast = self.acceptors.pop(race, None), self.broadcasts.pop(race, None)
        if broadcast is not None:
            self._dismiss(broadcast)
        if acceptor is not None:
            await acceptor.end(reason)

    def rejection(self, race: str) -> Rejected | None:
        """Why a race cannot be watched."""
        if race in self.unserved:
            sentence = f"The race {race} is not served: {self.unserved[race]}."
            return Rejected(HTTPStatus.SERVICE_UNAVAILABLE, sentence, RETRY_S)
        if race not in self.broadcasts:
            return Rejected(HTTPStatus.NOT_FOUND, f"There is no race {race} on this hub.")
        return None

    def count_publisher(self, race: str, change: int) -> None:
        """Note that a publisher of a race connected (1) or disconnected (-1)."""
        self.publishers[race] += change
        if race in self.broadcasts:
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
        """The races as they are now, but for those that cannot be described."""
        notices = (self._notice(race, broadcast) for race, broadcast in self.broadcasts.items())
        return [notice for notice in notices if notice is not None]

    def _notice(self, race: str, broadcast: Broadcast) -> RaceNotice | None:
        try:
            return self._statuses[race].notice(self.publishers[race], len(broadcast.sessions))
        except ValueError:
            if race not in self.notes:
                complain("race not listed", race=race, reason=NOT_READ)
            self.notes[race] = NOT_READ
            return None

    def stop_sending(self) -> None:
        """Send nothing more to viewers."""
        for broadcast in self.broadcasts.values():
            broadcast.close()

    async def close(self) -> None:
        """Write what was taken, then close the files."""
        for acceptor in self.acceptors.values():
            await acceptor.close()
        self._writer.shutdown()
        if self._folder is not None:
            self._folder.release()


def _race_folder(path: Path) -> RaceFolder:
    # Loaded only where races are published: a replay does without (tests/tui/test_import_hygiene.py).
    from feeds.serving.race_folder import RaceFolder

    return RaceFolder(path)


def _reason(error: FeedError | OSError | ValueError) -> str:
    """Why a log cannot be opened, without the name of its file."""
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return error.reason if isinstance(error, Damaged) else str(error)
