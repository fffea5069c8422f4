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
        self._hubs = hubs
        self._idle_s = idle_s
        self._report = report
        self._record = OutboxRecord(path, hubs[0].token, refill=refill)
        self._journal = Journal.open(path, race)
        self._publisher: Publisher | None = None
        self._serving: set[asyncio.Task[None]] = set()
        self.fault = ""
        """Why nothing more is sent to a hub; what comes is kept all the same."""
        self.outbox = BridgeOutbox(self._publish, self._journal.log.lines)

    @property
    def unacknowledged(self) -> int:
        """How many messages may not be at the hub."""
        return 0 if self._publisher is None else self._publisher.unacknowledged

    @property
    def is_open(self) -> bool:
        """Whether it is connected to a hub, or tries to be."""
        return self._publisher is not None

    def open(self) -> Publisher:
        """Connect to the hub, if that is not so already; all that it lacks is sent."""
        if self._publisher is None:
            self._publisher = Publisher(
                self._hubs,
                self._journal,
                report=lambda event: self._report(event, self._race),
                on_ready=self._record.meet,
            )
            serving = asyncio.create_task(self._serve(self._publisher))
            self._serving.add(serving)
            serving.add_done_callback(self._serving.discard)
        return self._publisher

    def say_device(self, bridge: str, state: DeviceWord, since_s: float) -> None:
        """Have the hub tell how the device is, while there is a connection."""
        if self._publisher is not None:
            self._publisher.say_device(bridge, state, since_s)

    async def kept(self) -> None:
        """Wait until every message is on disk. Raises FeedError where it cannot be kept."""
        if self._publisher is not None:
            await self._publisher.kept()

    async def drained(self) -> None:
        """Wait until the hub has every message, or will not take them."""
        if self._publisher is not None:
            with suppress(FeedError):
                await self._publisher.drained()

    def discard(self) -> None:
        """Close the outbox, to which nothing was published."""
        self._journal.close()

    async def close(self) -> None:
        """Hang up. What was not sent yet stays in the outbox."""
        serving = [*self._serving]
        for task in serving:
            task.cancel()
        await asyncio.gather(*serving, return_exceptions=True)
        self._journal.close()

    def _publish(self, message: Message, name: str | None) -> int:
        return self.open().publish(message, name)

    async def _serve(self, publisher: Publisher) -> None:
        head = -1
        async with publisher:
            try:
                while publisher.head != head:
                    await publisher.drained()
                    head = publisher.head
                    await asyncio.sleep(self._idle_s)
            except Exception as error:
                self.fault = str(error)
                sentence = f"{error}; nothing more is sent, and {self._journal.path} keeps it"
                self._report(Stopped(sentence), self._race)
                await asyncio.Event().wait()
            self._publisher = None  # what comes from now on opens another connection
