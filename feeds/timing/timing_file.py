"""The file of a race that is timed by hand: its race file, and the outbox of who times it.

Each message is kept under its number, `:1`, `:2`, by which a publisher names it as well. So the file can be
checked, watched and published, and a timing that ended, however it ended, goes on from it.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from feeds import codec
from feeds.data_file import open_data
from feeds.errors import FeedError
from feeds.journal import Journal
from feeds.log import Log, read
from feeds.log_file import put_aside, write_whole
from feeds.publishing.hub_choice import HubChoice
from feeds.publishing.outbox import REFUSED, checked_line, local_id
from feeds.publishing.republished import republished
from feeds.publishing.source_at_hub import source_at_hub
from feeds.publishing.state_change import StateChange
from feeds.serving.source_messages import HUB_ID

if TYPE_CHECKING:
    from feeds.client.reconnect import HubLost
    from feeds.publishing.hub_choice import HubLogin
    from race.messages import Message

RETRY_S = 0.5
"""How soon a disk is tried again that did not take a message."""


class TimingFile:
    """An open timing file. One program has it open at a time; its methods are called in one event loop.

    What is put is written in groups, in order. Where the disk does not take it, it waits and is tried again.
    """

    def __init__(self, journal: Journal, notices: Sequence[str] = ()) -> None:
        self.path = journal.path
        self.log = journal.log
        """What is on disk."""
        self.notices = tuple(notices)
        """What someone should know of the file as it was found."""
        self.trouble: str | None = None
        """Why messages wait that should be on disk; None while all is well."""
        self.on_kept: Callable[[Sequence[Message]], None] | None = None
        """Takes messages, with their names, when they are on disk."""
        self._journal = journal
        self._waiting: list[tuple[Message, bytes]] = []
        self._changes = StateChange()
        self._writing: asyncio.Task[None] | None = None
        self._closing = False

    @classmethod
    def open(cls, path: Path, race: str, beginning: Sequence[Message] = ()) -> TimingFile:
        """Open the file of a race, or begin it with some messages.

        A race file that was written by hand becomes a timing file, and a copy of it is kept beside it.

        Raises:
            FeedError: For a file of another race, or that another program has open, or that is damaged.
            OSError: When the file cannot be used.
        """
        notices = [_taken_over(path, race)] if _is_by_hand(path) else []
        journal = Journal.open(path, race)
        try:
            _refuse_others(journal)
            if journal.tail is not None:
                notices.append(
                    f"{path.name} ended in the middle of a line; {journal.tail.size} bytes moved to "
                    f"{journal.tail.kept.name}"
                )
            if journal.lost:
                notices.append(f"{path.name} has lost {journal.lost} messages at its end")
            if not journal.log.head:
                log = _named(race, beginning)
                journal.append(log.lines)
                for line in log.lines:
                    journal.log.keep(line)
        except BaseException:
            journal.close()
            raise
        return cls(journal, notices)

    def messages(self) -> Iterator[Message]:
        """What is on disk, each message under its number."""
        for number, message in enumerate(self.log.messages(), start=1):
            yield replace(message, id=local_id(number))

    @property
    def next_number(self) -> int:
        """The number of the next message that is put."""
        return self.log.head + len(self._waiting) + 1

    @property
    def waiting(self) -> int:
        """How many messages were put and are not on disk."""
        return len(self._waiting)

    def put(self, messages: Sequence[Message]) -> int:
        """Take messages, to be written at once. Returns the number of the last one.

        Raises ValueError, and takes none, where one of them cannot be kept or published.
        """
        named = [replace(message, id=local_id(n)) for n, message in enumerate(messages, self.next_number)]
        lines = [checked_line(replace(message, id=None), message.id) for message in named]
        self._waiting += zip(named, lines, strict=True)
        if self._waiting and self._writing is None:
            self._writing = asyncio.create_task(self._write())
        return self.next_number - 1

    async def kept(self, number: int | None = None) -> None:
        """Wait until a message is on disk, or all that were put. Raises FeedError where it never will be."""
        await self._changes.until(
            lambda: (not self._waiting if number is None else self.log.head >= number) or self._is_given_up
        )
        if self.log.head < (self.next_number - 1 if number is None else number):
            raise FeedError(f"{self.trouble}; start again")

    @property
    def _is_given_up(self) -> bool:
        return self._journal.unwritable is not None or (self._closing and self.trouble is not None)

    async def _write(self) -> None:
        try:
            while self._waiting and not self._is_given_up:
                group = self._waiting.copy()
                try:
                    await asyncio.to_thread(self._journal.append, [line for _, line in group])
                except OSError as error:
                    self.trouble = f"{self.path.name} is not on disk: {error.strerror or error}"
                    self._changes.notify()
                    await asyncio.sleep(0 if self._is_given_up else RETRY_S)
                else:
                    self._release(group)
        finally:
            self._writing = None

    def _release(self, group: Sequence[tuple[Message, bytes]]) -> None:
        self.trouble = None
        del self._waiting[: len(group)]
        for _, line in group:
            self.log.keep(line)
        if self.on_kept is not None:
            self.on_kept([message for message, _ in group])
        self._changes.notify()

    async def fetch(self, hubs: Sequence[HubLogin], report: Callable[[HubLost], object]) -> int:
        """Add what a hub has of the source beyond this file: another computer may have sent it.

        Waits for the hub, and reports why. Returns how many messages that are. Raises FeedError.
        """
        found = await source_at_hub(HubChoice(hubs).connect, report, self.next_number)
        lines = [
            line if line == REFUSED else codec.encode(replace(codec.decode(line), id=local_id(number)))
            for number, line in enumerate(found.lines, self.next_number)
        ]
        try:
            await asyncio.to_thread(self._journal.append, lines)
        except OSError as error:
            raise FeedError(f"{self.path.name} is not on disk: {error.strerror or error}") from error
        for line in lines:
            self.log.keep(line)
        return len(lines)

    def release(self) -> None:
        """Close the file, to which nothing was put."""
        self._journal.close()

    async def close(self) -> None:
        """Write what was put, then close the file. What a disk does not take now is lost."""
        self._closing = True
        self._changes.notify()
        try:
            if self._writing is not None:
                await asyncio.shield(self._writing)
        finally:  # the thread is asked at once, and closes it also where waiting for that is cancelled
            closing = asyncio.get_running_loop().run_in_executor(None, self._journal.close)
            await asyncio.shield(closing)


def _is_by_hand(path: Path) -> bool:
    """Whether there is a race file that no program keeps open. Raises FeedError for a packed one."""
    if path.suffix == ".gz":
        raise FeedError(f"{path.name}: a packed file cannot be timed into: unpack it first")
    if not path.is_file() or not path.stat().st_size:
        return False
    with open_data(path) as file:
        return b'"epoch"' not in file.readline(512)


def _taken_over(path: Path, race: str) -> str:
    """Make a timing file of a race file. Returns what was done. Raises FeedError and OSError."""
    log = read(path)
    if log.race != race:
        raise FeedError(f"{path.name}: it is the file of {log.race}, not of {race}")
    try:
        taken = _named(race, republished(log.messages()))
    except ValueError as error:
        raise FeedError(f"{path.name}: {error}") from error
    copy = put_aside(path, path.read_bytes(), "old")
    taken.named_epoch = os.urandom(8).hex()
    write_whole(path, taken)
    return f"{path.name} is a timing file from now on; {copy.name} is the file as it was"


def _named(race: str, messages: Sequence[Message]) -> Log:
    """The log of a race with messages by their numbers. They are of no edit."""
    log = Log(race, complete=False)
    for number, message in enumerate(messages, start=1):
        log.keep(checked_line(replace(message, id=None, record=None), local_id(number)))
    return log


def _refuse_others(journal: Journal) -> None:
    """Raise FeedError for the log of a hub, whose messages are of several sources."""
    name = HUB_ID.match(journal.log.lines[0]) if journal.log.lines else None
    if name is not None:
        raise FeedError(
            f"{journal.path.name}: this is a hub's log, which cannot be timed into: give the "
            "address of the race at the hub"
        )
