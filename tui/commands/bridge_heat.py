"""A heat that a bridge publishes as a race of its own: its outbox, and a connection while there is news."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from feeds.bridges.bridge_outbox import BridgeOutbox
from feeds.errors import FeedError
from feeds.journal import Journal
from feeds.publisher import Publisher
from feeds.publishing.outbox_record import OutboxRecord
from feeds.publishing.publisher_events import Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from feeds.protocol.device_state import DeviceWord
    from feeds.publishing.hub_choice import HubLogin
    from feeds.publishing.publisher_events import Event
    from race.messages import Message

IDLE_S = 12 * 3600.0
"""After so long without news a heat's connection is closed; it is opened again for the next. Sooner a board
would say of a race that is to come, or of one that is on without being saved, that its timing is away."""


class HeatRace:
    """A heat. To be made in the event loop. Raises FeedError or OSError where its outbox cannot be used."""

    def __init__(
        self,
        race: str,
        path: Path,
        hubs: Sequence[HubLogin],
        report: Callable[[Event, str], None],
        *,
        refill: bool = False,
        idle_s: float = IDLE_S,
    ) -> None:
        """`report` takes what there is to say, with the id of the race."""
        self._race = race
        self._idle_s = idle_s
        self._report = report
        self._record = OutboxRecord(path, hubs[0].token, refill=refill)
        self._journal = Journal.open(path, race)
        self._publisher = Publisher(
            hubs, self._journal, report=lambda event: report(event, race), on_ready=self._record.meet
        )
        self._serving: asyncio.Task[None] | None = None
        self.fault = ""
        """Why nothing more is sent to a hub; what comes is kept all the same."""
        self.outbox = BridgeOutbox(self._publish, self._journal.log.lines)

    @property
    def unacknowledged(self) -> int:
        """How many messages may not be at the hub."""
        return self._publisher.unacknowledged

    @property
    def is_open(self) -> bool:
        """Whether it is connected to a hub, or tries to be."""
        return self._serving is not None and not self._serving.done()

    def open(self) -> None:
        """Connect to the hub, if that is not so already; all that it lacks is sent."""
        if not self.is_open:
            self._serving = asyncio.create_task(self._serve())

    def say_device(self, bridge: str, state: DeviceWord, since_s: float) -> None:
        """Have the hub tell how the device is, while there is a connection."""
        self._publisher.say_device(bridge, state, since_s)

    async def kept(self) -> None:
        """Wait until every message is on disk. Raises FeedError where it cannot be kept."""
        await self._publisher.kept()

    async def drained(self) -> None:
        """Wait until the hub has every message, or will not take them."""
        if self.is_open:
            with suppress(FeedError):
                await self._publisher.drained()

    def discard(self) -> None:
        """Close the outbox, to which nothing was published."""
        self._journal.close()

    async def close(self) -> None:
        """Hang up. What was not sent yet stays in the outbox."""
        if self._serving is not None:
            self._serving.cancel()
            await asyncio.gather(self._serving, return_exceptions=True)
        self._journal.close()

    def _publish(self, message: Message, name: str | None) -> int:
        number = self._publisher.publish(message, name)
        self.open()
        return number

    async def _serve(self) -> None:
        """Be connected until there is no news, and again for what came while it hung up."""
        head = -1
        while self._publisher.head != head:
            async with self._publisher as publisher:
                head = await self._served(publisher)

    async def _served(self, publisher: Publisher) -> int:
        """Wait until nothing has come for a while. Returns the number of the last message."""
        try:
            head = -1
            while publisher.head != head:
                await publisher.drained()
                head = publisher.head
                await asyncio.sleep(self._idle_s)
        except Exception as error:
            self.fault = str(error)
            sentence = f"{error}; nothing more is sent, and {self._journal.path} keeps it"
            self._report(Stopped(sentence), self._race)
            await asyncio.Event().wait()
        return head
