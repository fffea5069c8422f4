"""The hub of a race that is timed by hand: what is kept goes there, what others publish comes back."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import aclosing
from dataclasses import replace
from datetime import datetime
from time import time
from typing import TYPE_CHECKING

from feeds.client.reconnect import HubLost
from feeds.errors import Refused
from feeds.hub_address import Address
from feeds.log import Log
from feeds.publisher import Publisher
from feeds.publishing.outbox_record import OutboxRecord
from feeds.publishing.publisher_events import Connected, Declined, Event, Noticed, Questioned
from feeds.timing.hub_copy import HubCopy
from feeds.viewer import Arrived, Joined, Viewer

if TYPE_CHECKING:
    from feeds.client.hub_clock import HubClock
    from feeds.protocol.device_state import DeviceState
    from feeds.publishing.hub_choice import HubLogin
    from feeds.publishing.state_change import StateChange
    from feeds.timing.merged_log import MergedLog
    from feeds.timing.timing_file import TimingFile
    from race.messages import Message

REJOIN_S = 5.0
"""How soon a race is asked for again that the hub does not let us watch, as it may have none yet."""


class HubLink:
    """Publishes to a hub and watches it while it is open. An async context manager.

    Nothing is sent before the hub's race was seen as a whole, so that `on_seen` can look at it first; unless
    it cannot be watched. `changes` are notified whenever there is something new.
    """

    def __init__(
        self,
        hubs: Sequence[HubLogin],
        file: TimingFile,
        log: MergedLog,
        *,
        on_seen: Callable[[], Awaitable[None]],
        changes: StateChange,
        note: Callable[[str], None],
        refill: bool = True,
    ) -> None:
        """`log` has the messages of the file, which with `refill` may go to a new log. Raises FeedError."""
        record = OutboxRecord(file.path, hubs[0].token, refill=refill)
        outbox = Log(file.log.race)
        for line in file.log.lines:
            outbox.keep(line)
        self._publisher = Publisher(hubs, outbox, hold=True, report=self._report, on_ready=record.meet)
        self._copy = HubCopy(file.path)
        if record.source is not None:
            log.source = record.source
            log.take(self._copy.messages())
        self._urls = {hub.host: Address.parse(hub.url).feed for hub in hubs}
        self._host = hubs[0].host
        self._log = log
        self._on_seen, self._changes, self._note = on_seen, changes, note
        self._lost_at = ""
        """Since when there is no connection; empty while there is one, and before it was tried."""
        self._reason = "the hub has not answered yet"
        """Why there is no connection; empty while there is one."""
        self._failure: Exception | None = None
        self._is_seen = False
        self._unwell: tuple[DeviceState, ...] = ()
        """The timing devices that are not as they should be, as far as their publishers say it."""
        self.clock: HubClock | None = None
        """The hub's; None before it was watched."""
        self._tasks: list[asyncio.Task[None]] = []

    @property
    def unsent(self) -> int:
        """How many messages the hub does not have for certain."""
        return min(self._publisher.unacknowledged, len(self._log.unsent))

    @property
    def source(self) -> str | None:
        """As what this publishes; None before the hub has said it."""
        return self._publisher.source if self._publisher.is_compared else None

    @property
    def state(self) -> str:
        """How it is with the hub, in words."""
        unsent = f"; {self.unsent} not sent" if self.unsent else ""
        if self._failure is not None:
            return f"{self._failure}; nothing more is sent{unsent}"
        if self._reason:
            since = f"not connected since {self._lost_at}: " if self._lost_at else ""
            return f"{since}{self._reason}{unsent}"
        return "; ".join([*self._device_texts(), f"connected to {self._host} as {self.source}{unsent}"])

    def _device_texts(self) -> list[str]:
        """How each timing device of the race is that is not well, in the words of the hub's viewers."""
        if self.clock is None:
            return []
        ahead_ms = time() * 1000 - self.clock.now_ms()
        since = [datetime.fromtimestamp((one.since_ms + ahead_ms) / 1000) for one in self._unwell]
        return [one.text(f"{when:%H:%M:%S}") for one, when in zip(self._unwell, since, strict=True)]

    def publish(self, message: Message) -> None:
        """Send a message that is on disk, when the hub is there."""
        self._publisher.publish(replace(message, id=None))

    async def drained(self) -> None:
        """Wait until the hub has everything. Raises why it never will."""
        await self._publisher.drained()

    async def seen(self) -> None:
        """Wait until the race was seen as the hub has it, or cannot be watched. Raises why nothing comes."""
        await self._changes.until(lambda: self._is_seen or self._failure is not None)
        if self._failure is not None and not self._is_seen:
            raise self._failure

    async def __aenter__(self) -> HubLink:
        await self._publisher.__aenter__()
        self._tasks = [asyncio.create_task(self._notice_end()), asyncio.create_task(self._watch())]
        return self

    async def __aexit__(self, *exception: object) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._publisher.__aexit__(*exception)
        self._copy.close()

    def _report(self, event: Event) -> None:
        match event:
            case Connected(host=host):
                self._lost_at, self._reason, self._host = "", "", host
            case HubLost(reason=reason):
                self._lost_at = self._lost_at or f"{datetime.now():%H:%M:%S}"
                self._reason = reason
            case Declined(number, reason):
                self._note(f"the hub refused message {number}: {reason}")
            case Questioned(number, reason):
                self._note(f"message {number} has no effect so far: {reason}")
            case Noticed(reason):
                self._note(f"the hub says: {reason}")
        self._changes.notify()

    async def _notice_end(self) -> None:
        """Publishing may end for good; timing goes on."""
        try:
            await self._publisher.ended()
        except Exception as error:
            self._failure = error
            self._changes.notify()

    async def _watch(self) -> None:
        """Watch the race as the hub has it, from when the hub has said whose messages ours are."""
        try:
            self._log.source = await self._publisher.ready()
        except Exception:
            return  # publishing has ended, and own messages could not be told from those of others
        said = ""
        while True:
            try:
                await self._follow()
            except Refused as refusal:
                await self._release()
                if said != str(refusal):
                    said = str(refusal)
                    self._note(f"what others time cannot be seen: {refusal}")
                await asyncio.sleep(REJOIN_S)

    async def _follow(self) -> None:
        host, head = self._host, 0
        self._unwell = ()
        viewer = Viewer(self._urls[host])
        self.clock = viewer.clock
        async with aclosing(viewer.updates()) as updates:
            async for update in updates:
                match update:
                    case Joined(hello):
                        head = hello.head
                        self._copy.join(hello)
                        if hello.mode == "start":
                            self._log.begin()
                        if not head:
                            await self._release()
                    case Arrived(messages=messages, lines=lines, seq=seq, publishers=publishers):
                        if publishers is not None:
                            self._unwell = tuple(one for one in update.devices if not one.is_well)
                        self._copy.keep(lines, seq)
                        self._log.take(messages)
                        if seq >= head:
                            await self._release()
                self._changes.notify()
                if host != self._host:
                    return  # the publisher has gone to another hub

    async def _release(self) -> None:
        """Send what is kept: the hub's race has been seen, or cannot be."""
        if not self._is_seen:
            await self._on_seen()
            self._is_seen = True
            self._publisher.release(sys.maxsize)
