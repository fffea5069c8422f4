"""The publisher: sends the messages of a source to a hub, each once and in order, however long it takes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Sequence
from contextlib import aclosing
from typing import TYPE_CHECKING

from feeds.client.hub_connection import Connection, closing_error
from feeds.client.reconnect import HEALTHY_S, HubLost, Reconnection
from feeds.errors import Interrupted, NewLog, OtherHistory, RaceEnded, Refused, SourceTaken
from feeds.protocol.publisher_frames import Answer, Notice, Ready, Refusal, Warned, decode_answer
from feeds.protocol.viewer_frames import Bye
from feeds.publishing.hub_choice import HubChoice, HubLogin
from feeds.publishing.hub_dialogue import DeviceSaid, HubDialogue
from feeds.publishing.outbox import Outbox, Store
from feeds.publishing.publisher_events import Connected, Declined, Event, Noticed, Questioned
from feeds.publishing.state_change import StateChange

if TYPE_CHECKING:
    from feeds.log import Log
    from feeds.protocol.device_state import DeviceWord
    from race.messages import Message


class Publisher:
    """Publishes a race to a hub while it is open. An async context manager, to be called in its event loop.

    It may be opened again. What is published while it is closed is kept and sent when it is next open.

    There may be several hubs; the first that answers gets everything, and the next one when it is gone.

    What is published goes to the store first, and from there to the hub, over as many connections as it
    takes. A store that already has messages is continued: the hub gets those that it does not have. When the
    context ends, everything published is in the store, and perhaps not with the hub: await `drained`.

    With `hold` messages wait until they are released. `on_ready` is called with the host and the first frame
    of each connection and the number of messages that may have been sent before, and may raise Refused. After
    `silence_s` without a byte a connection counts as broken.

    Raises Refused for an address that names no race. What ends publishing for good, such as a token that
    the hub does not know, is raised by the methods that wait.
    """

    def __init__(
        self,
        hubs: Sequence[HubLogin],
        store: Log | Store,
        *,
        report: Callable[[Event], object] | None = None,
        hold: bool = False,
        silence_s: float = 15.0,
        on_ready: Callable[[str, Ready, int], None] | None = None,
        jitter: Callable[[], float] = random.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._hubs = HubChoice(hubs)
        self._outbox = Outbox(store)
        self._released = 0 if hold else None
        self._report = report
        self._on_ready = on_ready
        self._earlier = self._outbox.head
        """How many messages earlier runs and connections may have sent."""
        self._silence_s = silence_s
        self._reconnection = Reconnection(self._hubs.connect, jitter=jitter, sleep=sleep)
        self._changes = StateChange()
        self._failure: Exception | None = None
        self._unkept: Exception | None = None
        """Why the store keeps no more."""
        self._closing = False
        self._has_lost = False
        self._source: str | None = None
        self._device: DeviceSaid | None = None
        self._dialogue: HubDialogue | None = None
        self._last = 0
        self.last_at_start = 0
        """The number of the last message that the hub had when it first answered."""
        self.declined: dict[int, str] = {}
        """Why the hub did not take a message, by number."""
        self.questioned: dict[int, str] = {}
        """Why a message has no effect so far, by number."""
        self._refused: set[int] = set()
        """The numbers that the hub is known to have refused, now or earlier."""

    @property
    def head(self) -> int:
        """The number of the last message that was published."""
        return self._outbox.head

    @property
    def last(self) -> int:
        """The number up to which the hub has everything for good, or refused it."""
        dialogue = self._dialogue
        return dialogue.acknowledged if dialogue is not None and dialogue.compared else self._last

    @property
    def has_connected(self) -> bool:
        """Whether a hub has ever taken messages from here, or was ready to."""
        return self._dialogue is not None

    @property
    def unacknowledged(self) -> int:
        """How many messages the hub does not have for certain."""
        return self.head - self.last

    @property
    def source(self) -> str:
        """The source of these messages. Raises LookupError before the hub has named it."""
        if self._dialogue is not None and self._dialogue.compared:
            self._source = self._dialogue.source
        if self._source is None:
            raise LookupError("the hub has not named the source of these messages yet")
        return self._source

    @property
    def is_compared(self) -> bool:
        """Whether a hub was found to have the same messages."""
        return self._source is not None or (self._dialogue is not None and self._dialogue.compared)

    @property
    def lines(self) -> Sequence[bytes]:
        """The messages as they are kept, each with the name by which it was published as its `id`."""
        return self._outbox.lines

    def publish(self, message: Message, name: str | None = None) -> int:
        """Take a message, to be kept, by a name if it has one, and sent at once. Returns its number, from 1.

        Raises ValueError, and takes nothing, for a message that a hub would refuse or that has an `id`.
        """
        number = self._outbox.put(message, name)
        self._changes.notify()
        return number

    def release(self, number: int) -> None:
        """Send messages up to a number; only with `hold`, which keeps all until then."""
        self._released = number
        self._changes.notify()

    def say_device(self, bridge: str, state: DeviceWord, since_s: float) -> None:
        """Have the hub tell how the device is that the messages come from; this is not kept.

        `bridge` is what reads from it, `since_s` since when, by the clock of the event loop.
        """
        said = DeviceSaid(bridge, state, since_s)
        if said != self._device:
            self._device = said
            self._changes.notify()

    @property
    def host(self) -> str:
        """The hub that gets the messages, or is tried next."""
        return self._hubs.host

    async def ready(self) -> str:
        """Wait until the hub has answered and what it has was compared. Returns the source."""
        await self._until(lambda: self.is_compared)
        return self.source

    async def tried(self) -> None:
        """Wait until what a hub has was compared, or none could be reached at the first attempt."""
        await self._until(lambda: self.is_compared or self._has_lost)

    async def acknowledged(self, number: int) -> None:
        """Wait until the hub has a message for good, or refused it."""
        await self._until(lambda: self.last >= number)

    async def kept(self) -> None:
        """Wait until the store has every message. Raises FeedError where it cannot keep them."""
        await self._changes.until(lambda: self._unkept is not None or self._outbox.kept == self.head)
        if self._unkept is not None:
            raise self._unkept

    async def drained(self) -> None:
        """Wait until the hub has every message for good, or refused it."""
        await self._until(lambda: self.is_compared and self.last >= self.head)

    async def ended(self) -> None:
        """Wait until publishing has ended for good, and raise why."""
        await self._until(lambda: False)

    async def _until(self, holds: Callable[[], bool]) -> None:
        await self._changes.until(lambda: self._failure is not None or holds())
        if self._failure is not None and not holds():
            raise self._failure

    async def __aenter__(self) -> Publisher:
        self._closing = False
        self._keeping = asyncio.create_task(self._guarded(self._keep))
        self._serving = asyncio.create_task(self._guarded(self._serve))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._serving.cancel()
        self._closing = True
        self._changes.notify()
        await asyncio.gather(self._serving, self._keeping, return_exceptions=True)

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:
            self._failure = error
            self._changes.notify()

    async def _keep(self) -> None:
        """Keep what is there, and then again and again what has come in the meantime."""
        outbox = self._outbox
        while True:
            await self._changes.until(lambda: self._closing or outbox.kept < outbox.head)
            if outbox.kept == outbox.head:
                return
            try:
                await outbox.keep()
            except Exception as error:
                self._unkept = error
                raise
            self._changes.notify()

    async def _serve(self) -> None:
        events: AsyncGenerator[Event, None] = self._reconnection.events(self._talk)
        async with aclosing(events):
            async for event in events:
                if isinstance(event, HubLost):
                    self._has_lost = True
                    self._changes.notify()
                if self._report is not None:
                    self._report(event)

    async def _talk(self, connection: Connection) -> AsyncGenerator[Event | None, None]:
        """One connection's worth of publishing."""
        begun_at, was_compared = connection.received_at, self.is_compared
        try:
            async with aclosing(self._converse(connection)) as events:
                async for event in events:
                    yield event
        except (SourceTaken, RaceEnded):
            raise  # that was said at this hub: at another one there would be two histories
        except (NewLog, OtherHistory) as refusal:
            if was_compared and self._hubs.leave_out():
                raise Interrupted(f"{refusal}; {self._hubs.host} is left out") from refusal
            raise
        except Interrupted:
            if connection.received_at - begun_at < HEALTHY_S:
                self._hubs.turn_away()
            raise

    async def _converse(self, connection: Connection) -> AsyncGenerator[Event | None, None]:
        ready = await self._answer(connection)
        dialogue = self._join(ready)
        yield Connected(dialogue.source, dialogue.last_at_start, self._hubs.host)
        connection.run_beside(dialogue.send)
        while True:
            self._changes.notify()
            answer = await self._answer(connection)
            if isinstance(answer, Notice):
                yield Noticed(answer.reason)
            else:
                yield self._remark(dialogue.take(answer))

    async def _answer(self, connection: Connection) -> Answer | None:
        return await connection.receive(decode_answer, self._silence_s)

    def _join(self, ready: Answer | None) -> HubDialogue:
        if isinstance(ready, Bye):
            raise closing_error(ready)
        if not isinstance(ready, Ready):
            raise Interrupted("the hub did not say that it is ready")
        if self.is_compared and self.source != ready.source:
            raise Refused(
                f"the token stands for the source {ready.source}, and stood for {self.source} before"
            )
        if self._dialogue is not None:
            self._earlier = max(self._earlier, self._dialogue.sent)
        if self._on_ready is not None:
            self._on_ready(self._hubs.host, ready, self._earlier)
        dialogue = HubDialogue(
            ready,
            self._outbox,
            self._changes,
            released=self._releasable,
            refused=self._refused,
            device_said=lambda: self._device,
        )
        if self._dialogue is None:
            self.last_at_start = ready.last
        self._last = min(self.last, ready.last)
        self._dialogue = dialogue
        return dialogue

    def _remark(self, answer: Refusal | Warned | None) -> Declined | Questioned | None:
        """What is reported of an answer about one message, once."""
        match answer:
            case Refusal(number=number, reason=reason) if number not in self.declined:
                self.declined[number] = reason
                return Declined(number, reason)
            case Warned(number=number, reason=reason):
                self.questioned[number] = reason
                return Questioned(number, reason)
        return None

    def _releasable(self) -> int:
        return self.head if self._released is None else self._released
