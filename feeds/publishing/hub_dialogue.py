"""What a publisher sends to a hub over one connection, and what the answers mean.

First it makes sure that the hub has the same messages as the outbox: by their checksum or, where that
differs or is not given, by sending them again, which the hub compares one by one. From then on messages go
out as they are kept, up to `WINDOW` ahead of what the hub has on disk.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from feeds.client.hub_connection import closing_error
from feeds.codec import VERSION
from feeds.errors import Interrupted, OtherHistory, Refused
from feeds.protocol.publisher_frames import (
    DEVICES,
    Ack,
    Again,
    Answer,
    Ready,
    Refusal,
    Warned,
    device,
    publish,
)
from feeds.protocol.viewer_frames import Bye

if TYPE_CHECKING:
    from feeds.client.hub_connection import Connection
    from feeds.protocol.device_state import DeviceWord
    from feeds.publishing.outbox import Outbox
    from feeds.publishing.state_change import StateChange

WINDOW = 4000
"""Messages that may be sent and not yet acknowledged."""


class DeviceSaid(NamedTuple):
    """What is said of the device that the messages come from."""

    bridge: str
    state: DeviceWord
    since_s: float
    """By the clock of the event loop."""


class HubDialogue:
    """One connection's worth of publishing.

    `refused` are the numbers that the hub is known to have refused; more are added as it says so.
    Raises Refused where the hub speaks another version, or has more messages than the outbox.
    """

    def __init__(
        self,
        ready: Ready,
        outbox: Outbox,
        changes: StateChange,
        *,
        released: Callable[[], int],
        refused: set[int],
        device_said: Callable[[], DeviceSaid | None] = lambda: None,
    ) -> None:
        if ready.version != VERSION:
            raise Refused(f"the hub speaks version {ready.version} of the feed, this is version {VERSION}")
        if ready.last > outbox.head:
            raise OtherHistory.longer(ready.source, ready.last, outbox.head)
        self._ready = ready
        self._outbox = outbox
        self._changes = changes
        self._released = released
        self._refused = refused
        self._device_said = device_said
        self._hub_heard: DeviceSaid | None = None
        """What was said of the device over this connection."""
        self.compared = ready.last == 0
        """Whether the hub is known to have the same messages as the outbox."""
        self._comparing = 0
        """The number of the first message of the frame that the hub is comparing; 0 for none."""
        self.sent = 0
        """The number of the last message that was sent, or that the hub is known to have."""
        self._hub_has = ready.last
        self._went_back = False
        self._wanted: int | None = None

    @property
    def source(self) -> str:
        """The source that the token stands for."""
        return self._ready.source

    @property
    def last_at_start(self) -> int:
        """The number of the last message that the hub had when the connection began."""
        return self._ready.last

    @property
    def acknowledged(self) -> int:
        """The number up to which the hub has everything for good, or refused it."""
        return min(self._hub_has, self.sent)

    async def send(self, connection: Connection) -> None:
        """Send messages as they are kept, until the connection ends. Raises ConnectionClosed."""
        await self._compare(connection)
        while True:
            await self._changes.until(lambda: self.sent < self._limit or self._device_news is not None)
            news = self._device_news
            if news is not None:
                self._hub_heard = news
                for_ms = round((asyncio.get_running_loop().time() - news.since_s) * 1000)
                await connection.send(device(news.bridge, news.state, max(for_ms, 0)), text=True)
                continue
            first = self.sent + 1
            lines = self._outbox.batch(first, self._limit, self.source)
            self.sent += len(lines)
            self._changes.notify()
            await connection.send(publish(first, lines), text=True)

    async def _compare(self, connection: Connection) -> None:
        """Make sure that the hub has the same messages, and begin after them."""
        last, source = self._ready.last, self.source
        chain = await asyncio.to_thread(self._outbox.chain, last, source, self._refused)
        number = last if chain == self._ready.chain else 0
        while number < last:
            lines = self._outbox.batch(number + 1, last, source)
            self._comparing = number + 1
            number += len(lines)
            await connection.send(publish(self._comparing, lines), text=True)
            await self._changes.until(lambda: not self._comparing)
        self.compared, self.sent = True, last
        self._changes.notify()

    @property
    def _device_news(self) -> DeviceSaid | None:
        """What this hub has to hear of the device; None where it has, or does not know of devices."""
        said = self._device_said() if self._ready.minor >= DEVICES else None
        return said if said != self._hub_heard else None

    @property
    def _limit(self) -> int:
        return min(self._outbox.kept, self._released(), self._hub_has + WINDOW)

    def take(self, answer: Answer | None) -> Refusal | Warned | None:
        """Take an answer of the hub, and return it if it is about one message.

        Raises Interrupted, or Refused where the hub has other messages than the outbox.
        """
        match answer:
            case Bye():
                raise closing_error(answer)
            case Ack(last=last, first=first):
                if first is not None and first == self._comparing:
                    self._comparing = 0
                self._advance(last)
            case Again(first=first):
                self._go_back(max(first, 1))
            case Refusal(kind="other", number=number):
                source = self.source
                raise OtherHistory(
                    f"the hub has other messages of {source}: {source}:{number} is not the same there"
                )
            case Refusal(number=number):
                self._refused.add(number)
                return answer if answer.kind == "invalid" else None
            case Warned():
                return answer
        return None

    def _advance(self, last: int) -> None:
        if last > self._outbox.head:
            raise Interrupted(f"the hub has message {last} of this source, which is not from here")
        if last > self._hub_has:
            self._hub_has = last
            self._went_back = False
        if self._wanted is not None and self._hub_has < self._wanted <= self.sent:
            self.sent = self._wanted - 1
            self._went_back = True
        self._wanted = None

    def _go_back(self, first: int) -> None:
        """Send again from a number on.

        The hub reports one gap once for each frame that was under way. So this goes back once, and again
        only after the hub has acknowledged what it has by then.
        """
        if first <= self.sent and not self._went_back:
            self._went_back = True
            self.sent = first - 1
        elif first <= self.sent:
            self._wanted = first
