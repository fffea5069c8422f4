"""The races in a hub's folder: opened, closed, and taken again once something wrong with them is mended."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.log_archive import ARCHIVE, archive_log
from feeds.log_file import Locked, write_whole
from feeds.serving.accept_messages import MessageAcceptor
from feeds.serving.clock_watch import ClockWatch
from feeds.serving.hub_computer import HubComputer
from feeds.serving.hub_reporting import complain, report
from feeds.serving.opened_log import refusal_reason, report_opened
from feeds.serving.race_folder import ARCHIVING, RaceFolder, Stamp
from feeds.serving.resting_races import IdleTimes

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.client.local_clock import LocalClock
    from feeds.log import Log
    from feeds.log_archive import Archived
    from feeds.serving.race_registry import RaceRegistry

LOOK_S = 2.0
"""How often to look whether the file of a race that is not served has been mended."""

STAND_BY_S = 0.1
"""How often a hub that stands by asks for the folder."""

WRITERS = 4
"""Threads that write logs to disk."""


class LiveRaces:
    """Brings the logs of a folder to the registry. Whatever is wrong with one stops no other."""

    def __init__(self, registry: RaceRegistry, folder: Path, clock: LocalClock, rest_s: float) -> None:
        self._registry = registry
        self._path, self._folder = folder, RaceFolder(folder)
        self.clock = clock
        self.clock_watch = ClockWatch(clock, lambda: registry.acceptors)
        self._idle_times = IdleTimes(rest_s)
        self._in_use: set[str] = set()
        """Those of the races that are not served whose files another program is writing to."""
        self._stamps: dict[str, Stamp | None] = {}
        """The files of races as they were when they were opened, or could not be."""
        self._writer = ThreadPoolExecutor(WRITERS, thread_name_prefix="log")
        self._opening = asyncio.Lock()

    def computer(self) -> HubComputer:
        """The computer that the races are served from."""
        return HubComputer.of(self._path, self.clock.now_ms(), self.clock_watch.sentences)

    async def stand_by(self) -> None:
        """Wait until no other hub has the folder. Raises FeedError if it cannot be used."""
        while True:
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
        self._folder.claim()
        await self.reread()

    async def reread(self) -> None:
        """Take what someone has put into the folder, replaced or taken away. Raises FeedError."""
        contents = await asyncio.to_thread(self._folder.contents)
        for name, reason in contents.foreign.items():
            if name not in self._registry.notes:
                complain("file not taken", file=name, reason=reason)
        self._registry.notes = dict(contents.foreign)
        for race in {*self._registry.acceptors, *self._registry.unserved, *self._registry.resting} - {
            *contents.races
        }:
            await self._forget(race)
        self._registry.ended.intersection_update(contents.ended)
        self._registry.ended.update({*contents.ended} - {*contents.races})
        for race in contents.races:
            acceptor = self._registry.acceptors.get(race)
            stamp = await asyncio.to_thread(self._folder.stamp, race)
            if race not in self._registry.resting or stamp != self._stamps.get(race):
                await self._try_to_open(race, anew=acceptor is not None and acceptor.is_displaced)

    async def keep_looking(self) -> None:
        """Look again and again, for as long as the hub runs."""
        while True:
            await asyncio.sleep(LOOK_S)
            await self.look_again()

    async def look_again(self) -> None:
        """Serve the races whose files were mended, or are not in use by another program any more.

        Those that an operator archives are closed.
        """
        unserved, acceptors = self._registry.unserved, self._registry.acceptors
        for race in await asyncio.to_thread(self._folder.being_archived):
            if race in acceptors:
                await self._leave_to_archive(race)
        await self._rest()
        for race in await asyncio.to_thread(self._gone, [*self._registry.resting]):
            await self._forget(race)
        ended = self._registry.ended - {*acceptors} - {*unserved}
        for race in await asyncio.to_thread(self._renewed, [*ended]):
            await self._try_to_open(race)  # it may not have ended: that was another log
        for race in (*unserved, *(race for race, one in acceptors.items() if one.is_unwritable)):
            stamp = await asyncio.to_thread(self._folder.stamp, race)
            if stamp is None or race in self._in_use or stamp != self._stamps.get(race):
                await self._try_to_open(race)

    async def _rest(self) -> None:
        """Have races leave memory that no one has watched or published for long."""
        now_s = asyncio.get_running_loop().time()
        for race in self._idle_times.take(self._registry.idle, now_s):
            async with self._opening:
                if race in self._registry.idle and await self._registry.rest(race):
                    self._stamps[race] = await asyncio.to_thread(self._folder.stamp, race)
                    report("race leaves memory until it is asked for", race=race)

    def _gone(self, races: list[str]) -> list[str]:
        return [race for race in races if not self.has_log(race)]

    def _renewed(self, races: list[str]) -> list[str]:
        return [race for race in races if self._folder.stamp(race) not in (None, self._stamps.get(race))]

    async def _leave_to_archive(self, race: str) -> None:
        report("race closed, to be archived", race=race)
        self._registry.unserved[race] = ARCHIVING
        self._in_use.add(race)
        await self._registry.remove(race, ARCHIVING)

    async def _try_to_open(self, race: str, *, anew: bool = False) -> None:
        if race not in self._registry.acceptors and await asyncio.to_thread(self._has_gone, race):
            await self._forget(race)
            return
        self._stamps[race] = await asyncio.to_thread(self._folder.stamp, race)
        try:
            await self.open(race, anew=anew, begin=race in self._registry.acceptors)
        except (FeedError, OSError, ValueError) as error:
            if isinstance(error, FileNotFoundError) and race not in self._registry.acceptors:
                await self._forget(race)  # its archiving ended a moment ago
                return
            self._in_use = self._in_use | {race} if isinstance(error, Locked) else self._in_use - {race}
            reason = refusal_reason(error)
            if self._registry.unserved.get(race) != reason and (anew or race not in self._registry.acceptors):
                complain("race not served", race=race, reason=reason)
                self._registry.unserved[race] = reason
                await self._registry.remove(race, reason)
        else:
            self._in_use.discard(race)
            if self._registry.unserved.pop(race, None) is not None:
                report("race served again", race=race)

    def _has_gone(self, race: str) -> bool:
        """Whether there is nothing to open."""
        return not (
            self._folder.is_being_archived(race)  # asked first, as the log goes before this ends
            or self.has_log(race)
            or self._folder.log_path(race).is_symlink()
        )

    async def begin(self, log: Log) -> None:
        """Begin a race with the first messages of its log. Raises FeedError if it is there, and OSError."""
        async with self._opening:
            if log.race in self._registry.acceptors or log.race in self._registry.resting:
                raise FeedError(f"the race {log.race} is on this hub already")
            await asyncio.to_thread(self._folder.begin, log)
        await self._try_to_open(log.race)  # where that fails, the race is there all the same

    async def end(self, race: str, epoch: str) -> None:
        """Take nothing more for a race, until it is reopened or has another log. Raises OSError."""
        await asyncio.to_thread(self._folder.end, race, epoch)
        self._registry.ended.add(race)

    async def reopen(self, race: str) -> None:
        """Take messages for a race again. Raises OSError."""
        await asyncio.to_thread(self._folder.reopen, race)
        self._registry.ended.discard(race)

    async def archive(self, race: str) -> Archived:
        """Move the log of a race into the archive. Raises FeedError or OSError, and then serves it on."""
        await self._leave_to_archive(race)
        path = self._folder.log_path(race)
        try:
            return await asyncio.to_thread(archive_log, path, race, self._path / ARCHIVE)
        finally:
            await (self._try_to_open(race) if self.has_log(race) else self._forget(race))

    def has_log(self, race: str) -> bool:
        """Whether there is a log of a race."""
        return self._folder.stamp(race) is not None

    async def open(self, race: str, *, anew: bool = False, begin: bool = True) -> MessageAcceptor:
        """The acceptor of a race; it is opened again if it had failed.

        With `anew`, another log is in the place of the one that is served; with `begin`, a log is begun if
        there is none. Raises FeedError and OSError.
        """
        async with self._opening:
            before = self._registry.acceptors.get(race)
            if before is not None and not before.is_unwritable and not anew:
                return before
            if before is not None and anew:
                await before.end("the race has another log")
                self._registry.note_end(before.log)
            if await asyncio.to_thread(self._folder.is_being_archived, race):
                raise Locked(ARCHIVING)
            if before is not None and not anew and before.has_lost:
                await asyncio.to_thread(write_whole, self._folder.log_path(race), before.log)
            served = self._registry.broadcasts[race].log if race in self._registry.broadcasts else None
            journal = await asyncio.to_thread(self._folder.open_log, race, served, begin=begin)
            if before is not None and journal.unwritable is not None and not anew:
                return before
            if not self._registry.has_all(journal.log):
                complain("log lacks messages that it had, and goes on as a new one", race=race)
                await asyncio.to_thread(journal.begin_anew)
            report_opened(journal, self._registry.notes)
            await asyncio.to_thread(self._note_whether_ended, race, journal.log.epoch)
            rested, log = self._registry.resting.get(race), journal.log
            if served is not None and (served.epoch, served.chains) == (log.epoch, log.chains):
                journal.log = served
                self._registry.begin(race)
            else:
                self._registry.add(journal.log)
            # In a thread, as it counts the messages of every source: of a long log that takes a while.
            wake = self._registry.broadcasts[race].wake
            acceptor = await asyncio.to_thread(
                MessageAcceptor, journal, self._writer, self.clock.now_ms, wake
            )
            self._registry.acceptors[race] = acceptor
            if rested is not None:
                rested.count_on(self._registry.broadcasts[race], acceptor)
            return acceptor

    def _note_whether_ended(self, race: str, epoch: str) -> None:
        """Another log than the one that had ended is open."""
        ended_epoch = self._folder.ended_epoch(race)
        self._registry.note_ended(race, has_ended=ended_epoch == epoch)
        if ended_epoch not in (epoch, None):
            with suppress(OSError):
                self._folder.reopen(race)

    async def _forget(self, race: str) -> None:
        """Serve a race no more: its log was taken away."""
        report("race closed: its log was taken away", race=race)
        self._registry.unserved.pop(race, None)
        self._in_use.discard(race)
        await self._registry.remove(race, "the log of the race was taken away")

    async def close(self) -> None:
        """Write what was taken, then close the files, and leave the folder to other hubs."""
        for acceptor in self._registry.acceptors.values():
            await acceptor.close()
        self._writer.shutdown()
        self._folder.release()
