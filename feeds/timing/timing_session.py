"""A race that is being timed by hand: its messages, and everything that is done to them.

What is done is an edit. Its messages are signed and numbered, written to the timing file, and only then seen
in `messages` and sent to the hub. What others publish comes in between.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.publishing.state_change import StateChange
from feeds.timing.hub_beginning import withdrawn_beginning
from feeds.timing.hub_link import HubLink
from feeds.timing.merged_log import MergedLog
from feeds.timing.timing_checks import TimingChecks
from race.edits.edit_history import EditHistory
from race.fold.history import History
from race.messages import Gun, Read, Split

if TYPE_CHECKING:
    from pathlib import Path

    from feeds.publishing.hub_choice import HubLogin
    from feeds.timing.start_list_link import StartListLink
    from feeds.timing.timing_clock import TimingClock
    from feeds.timing.timing_file import TimingFile
    from race.edits.edit import Edit
    from race.messages import Message

LOOK_S = 1.0
"""How often the clock and the linked table are checked."""

IDLE_S = 2.0
"""After so long without an edit the fold may be made anew, with when the hub heard each message."""

SETTLED_S = 20.0
"""It is made anew for that no sooner: of a long race that takes a tenth of a second."""


class TimingSession:
    """Times a race while it is open. An async context manager, to be used in its event loop.

    It closes the file at its end. With hubs it publishes to the first that answers.
    """

    def __init__(
        self,
        file: TimingFile,
        hubs: Sequence[HubLogin] = (),
        *,
        by: str,
        clock: TimingClock,
        link: StartListLink | None = None,
        refill: bool = True,
    ) -> None:
        """`by` is who does the edits; `link` is the table whose changes are taken up.

        Without `refill` nothing goes to a new log of the race: what was decided about the old one names
        messages that are others there.
        """
        own = list(file.messages())
        self.by = by
        self.clock = clock
        self.edits = EditHistory(own)
        """The own edits, to be undone and redone."""
        self.notices = list(file.notices)
        """What someone should know, in sentences; it grows."""
        self.changes = StateChange()
        """Wakes who waits for something new: messages, notices, the state of the hub."""
        self._file = file
        self._link = link
        self._log = MergedLog(own)
        self._history, self._folded, self._rewrites = History(), 0, 0
        self._edit_number = self.edits.next_number - 1
        self._edited_s = self._settled_s = 0.0
        self._has_times = any(map(_has_clock, own))
        self._checks = TimingChecks(clock)
        self._undoing = asyncio.Lock()
        self._hub, self._hub_fault = self._link_to(hubs, refill) if hubs else (None, "no hub")
        self._watching: asyncio.Task[None] | None = None

    def _link_to(self, hubs: Sequence[HubLogin], refill: bool) -> tuple[HubLink | None, str]:
        """The link to a hub, or why there is none: timing goes on without."""
        try:
            link = HubLink(
                hubs,
                self._file,
                self._log,
                on_seen=self._yield_to_hub,
                changes=self.changes,
                note=self.note,
                refill=refill,
            )
        except FeedError as error:
            return None, f"nothing is sent: {error}"
        return link, ""

    @property
    def messages(self) -> Sequence[Message]:
        """All messages of the race, own ones by their local names. What is in it is on disk or at the hub."""
        return self._log.messages

    @property
    def rewrites(self) -> int:
        """While this does not change, `messages` only grows at its end."""
        return self._log.rewrites

    @property
    def history(self) -> History:
        """The fold of the messages so far; a new one where they have changed their order."""
        if self._rewrites != self._log.rewrites:
            self._history, self._folded, self._rewrites = History(), 0, self._log.rewrites
        if self._folded < len(self._log.messages):
            self._history.extend(self._log.messages[self._folded :])
            self._folded = len(self._log.messages)
        return self._history

    @property
    def path(self) -> Path:
        """The file that it is kept in."""
        return self._file.path

    @property
    def race(self) -> str:
        """The id of the race."""
        return self._file.log.race

    @property
    def hub_state(self) -> str:
        """How it is with the hub, in words."""
        return self._hub.state if self._hub is not None else self._hub_fault

    @property
    def unsent(self) -> int:
        """How many messages the hub does not have for certain; 0 without a hub."""
        return self._hub.unsent if self._hub is not None else 0

    @property
    def source(self) -> str | None:
        """As what this publishes; None without a hub, and before it has said it."""
        return self._hub.source if self._hub is not None else None

    @property
    def trouble(self) -> str | None:
        """Why edits wait that should be on disk; None while all is well."""
        return self._file.trouble

    @property
    def waiting(self) -> int:
        """How many messages were given and are not on disk."""
        return self._file.waiting

    async def do(self, edit: Edit) -> None:
        """Do an edit, after those that were given before. It is on disk and in `messages` when this returns.

        Where the disk does not take it, this waits until it does. Raises ValueError for an edit that cannot
        be kept, and FeedError where nothing more can be.
        """
        await self._file.kept(self._put(edit))

    async def undo(self) -> Edit:
        """Undo the last own edit that holds. Returns what was done. Raises ValueError if there is none."""
        return await self._go_back(self.edits.undo)

    async def redo(self) -> Edit:
        """Redo the last own edit that was undone. Raises ValueError if there is none."""
        return await self._go_back(self.edits.redo)

    async def drained(self) -> None:
        """Wait until the hub has everything, if there is one. Raises FeedError where it never will."""
        if self._hub is not None:
            await self._hub.drained()

    async def seen(self) -> None:
        """Wait until the race was seen as the hub has it, if there is one. Raises FeedError."""
        if self._hub is not None:
            await self._hub.seen()

    def note(self, sentence: str) -> None:
        """Add to what someone should know, once."""
        if sentence not in self.notices:
            self.notices.append(sentence)
            self.changes.notify()

    async def __aenter__(self) -> TimingSession:
        self._file.on_kept = self._keep
        if self._hub is not None:
            await self._hub.__aenter__()
        self._watching = asyncio.create_task(self._watch())
        return self

    async def __aexit__(self, *exception: object) -> None:
        try:
            if self._watching is not None:
                self._watching.cancel()
                await asyncio.gather(self._watching, return_exceptions=True)
            if self._hub is not None:
                await self._hub.__aexit__(*exception)
        finally:
            await self._file.close()

    def _put(self, edit: Edit) -> int:
        number = self._file.put(edit.signed(self.by, self._edit_number + 1))
        self._has_times |= any(map(_has_clock, edit.messages))
        self._edit_number += 1
        self._edited_s = time.monotonic()
        return number

    async def _go_back(self, make: Callable[[History], Edit]) -> Edit:
        async with self._undoing:
            while self._file.waiting:
                await self._file.kept()
            edit = make(self.history)
            await self.do(edit)
            return edit

    def _keep(self, messages: Sequence[Message]) -> None:
        """Take own messages that are on disk."""
        self._log.add(messages)
        self.edits.extend(messages)
        if self._hub is not None:
            for message in messages:
                self._hub.publish(message)
        self.changes.notify()

    async def _yield_to_hub(self) -> None:
        """Let the start list at the hub count, if there is one."""
        withdrawal = withdrawn_beginning(self._log)
        for sentence in withdrawal.notes:
            self.note(sentence)
        await self._file.kept(self._file.put(withdrawal.voids))

    async def _watch(self) -> None:
        """Look at the clock and the linked table, and let the fold be made anew while nothing is done."""
        while True:
            await asyncio.sleep(LOOK_S)
            for sentence in self._checks.here():
                self.note(sentence)
            if self._hub is not None and self._hub.clock is not None:
                found = self._checks.at_hub(
                    self._hub.clock, self.history, self.messages, has_times=self._has_times
                )
                for sentence in found:
                    self.note(sentence)
            if self._link is not None:
                await self._look_at(self._link)
            now_s = time.monotonic()
            if now_s > max(self._edited_s + IDLE_S, self._settled_s + SETTLED_S) and self._log.settle():
                self._settled_s = now_s
                self.changes.notify()

    async def _look_at(self, link: StartListLink) -> None:
        """Take what has changed in the linked table, by its name, and as no edit that could be undone."""
        table = await asyncio.to_thread(link.look)
        if isinstance(table, str):
            self.note(table)
        elif table is not None and self.history.start_list is not None:
            news = link.news(table, self.history)
            await self._file.kept(self._file.put(news.messages))
            for sentence in news.notes:
                self.note(sentence)
            self.changes.notify()


def _has_clock(message: Message) -> bool:
    return isinstance(message, Gun | Split | Read) and message.clock is not None
