"""The publisher: brings the messages of a source to a hub, each once and in order, however long it takes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from typing import NamedTuple

from feeds.client.backoff import Backoff
from feeds.client.hub_connection import Connection, dial, dismissal
from feeds.errors import Interrupted, Refused
from feeds.hub_address import Address
from feeds.log import Log
from feeds.protocol import publisher_frames
from feeds.protocol.publisher_frames import Ready
from feeds.protocol.viewer_frames import Bye
from feeds.publishing.hub_dialogue import HubDialogue
from feeds.publishing.outbox import Outbox, Store
from feeds.publishing.state_change import StateChange
from race.messages import Message


class Connected(NamedTuple):
    """The hub takes messages."""

    source: str
    """Whose they are: what the token says."""
    last: int
    """The number of the last one that it has."""


class HubLost(NamedTuple):
    """The hub cannot be reached for the time being; what is published is kept."""

    reason: str
    """A sentence for the person at the screen."""
    attempt: int
    """How often it went wrong since the line was last healthy."""
    retry_s: float
    """When the publisher asks again, in seconds from now."""


class Declined(NamedTuple):
    """The hub does not take a message, and never will."""

    number: int
    reason: str


Event = Connected | HubLost | Declined


class Publisher:
    """Publishes a race to a hub while it is open. An async context manager, to be called in its event loop.

    What is published goes to the store first, and from there to the hub, over as many connections as it
    needs. A store that has messages already is gone on with; the hub gets what it does not have. When the
    context ends, everything published is in the store, and perhaps not with the hub: await `drained`.

    Raises Refused for an address that names no race. What ends publishing for good, such as a token that
    the hub does not know, is raised where something is awaited.
    """

    def __init__(
        self,
        url: str,
        token: str,
        store: Log | Store,
        *,
        tell: Callable[[Event], object] = lambda event: None,
        insecure: bool = False,
        hold: bool = False,
        silence_s: float = 15.0,
        jitter: Callable[[], float] = random.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = Address.parse(url).publish
        self._token = token
        self._insecure = insecure
        self._outbox = Outbox(store)
        self._released = 0 if hold else None
        self._tell = tell
        self._silence_s = silence_s
        self._jitter, self._sleep = jitter, sleep
        self._changes = StateChange()
        self._failure: Exception | None = None
        self._closing = False
        self._source: str | None = None
        self._exchange: HubDialogue | None = None
        self._last = 0
        self.found = 0
        """What the hub had of this source at first, by number of its last message."""
        self.declined: dict[int, str] = {}
        """Why the hub did not take a message, by number."""

    @property
    def head(self) -> int:
        """The number of the last message that was published."""
        return self._outbox.head

    @property
    def last(self) -> int:
        """The number up to which the hub has everything for good, or refused it."""
        exchange = self._exchange
        return exchange.acknowledged if exchange is not None and exchange.compared else self._last

    @property
    def unacknowledged(self) -> int:
        """How many messages the hub does not have for certain."""
        return self.head - self.last

    @property
    def source(self) -> str:
        """Whose messages these are. Raises LookupError before the hub has said so."""
        if self._source is None:
            raise LookupError("the hub has not said yet whose messages these are")
        return self._source

    def name(self, number: int) -> str:
        """The id of a message at the hub. Raises LookupError before the hub has said whose it is.

        In a message that replaces it, `feeds.publishing.outbox.own` does as well, at any time.
        """
        return f"{self.source}:{number}"

    def publish(self, message: Message) -> int:
        """Take a message, to be kept and sent at once. Returns its number, from 1.

        Raises ValueError, and takes nothing, for a message that no hub would take; one has no `id`.
        """
        number = self._outbox.put(message)
        self._changes.tell()
        return number

    def release(self, number: int) -> None:
        """Let messages up to a number go; only with `hold`, which keeps all until then."""
        self._released = number
        self._changes.tell()

    async def ready(self) -> str:
        """Wait until the hub has answered and what it has was compared. Returns the source."""
        await self._until(lambda: self._source is not None)
        return self.source

    async def acknowledged(self, number: int) -> None:
        """Wait until a message is with the hub for good, or was refused."""
        await self._until(lambda: self.last >= number)

    async def drained(self) -> None:
        """Wait until that holds of every message."""
        await self._until(lambda: self._source is not None and self.last >= self.head)

    async def over(self) -> None:
        """Wait until publishing has ended for good, and raise why."""
        await self._until(lambda: False)

    async def _until(self, holds: Callable[[], bool]) -> None:
        await self._changes.until(lambda: self._failure is not None or holds())
        if self._failure is not None and not holds():
            raise self._failure

    async def __aenter__(self) -> Publisher:
        self._keeping = asyncio.create_task(self._guarded(self._keep))
        self._serving = asyncio.create_task(self._guarded(self._serve))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._serving.cancel()
        self._closing = True
        self._changes.tell()
        await asyncio.gather(self._serving, self._keeping, return_exceptions=True)

    async def _guarded(self, work: Callable[[], Awaitable[None]]) -> None:
        try:
            await work()
        except Exception as error:
            self._failure = error
            self._changes.tell()

    async def _keep(self) -> None:
        """Keep what is there, at once, and then what has come in the meantime."""
        outbox = self._outbox
        while True:
            await self._changes.until(lambda: self._closing or outbox.kept < outbox.head)
            if outbox.kept == outbox.head:
                return
            await outbox.keep()
            self._changes.tell()

    async def _serve(self) -> None:
        retries = Backoff(self._jitter)
        while True:
            connection: Connection | None = None
            held_s = retry_s = 0.0
            try:
                connection = await dial(self._url, None, token=self._token, insecure=self._insecure)
                joined_at = connection.heard_at
                exchange = self._join(await self._answer(connection))
                connection.ask(exchange.speak)
                while True:
                    self._learn(exchange, await self._answer(connection))
                    held_s = connection.heard_at - joined_at
            except Interrupted as interruption:
                retry_s = retries.after(held_s, interruption.wait_s)
                self._tell(HubLost(str(interruption), retries.attempt, retry_s))
            finally:
                if connection is not None:
                    await connection.hang_up()
            await self._sleep(retry_s)

    async def _answer(self, connection: Connection) -> publisher_frames.Answer | None:
        return await connection.hear_as(publisher_frames.decode_answer, self._silence_s)

    def _join(self, ready: publisher_frames.Answer | None) -> HubDialogue:
        if isinstance(ready, Bye):
            raise dismissal(ready)
        if not isinstance(ready, Ready):
            raise Interrupted("the hub did not say that it is ready")
        if self._source not in (None, ready.source):
            raise Refused(
                f"the hub takes this for messages of {ready.source}, and took it for {self._source}"
            )
        exchange = HubDialogue(ready, self._outbox, self._changes, released=self._most)
        if self._exchange is None:
            self.found = ready.last
        self._last = min(self.last, ready.last)
        self._exchange = exchange
        self._tell(Connected(ready.source, ready.last))
        self._learn(exchange, None)
        return exchange

    def _learn(self, exchange: HubDialogue, answer: publisher_frames.Answer | None) -> None:
        refusal = exchange.hear(answer)
        if refusal is not None and refusal.number not in self.declined:
            self.declined[refusal.number] = refusal.reason
            self._tell(Declined(refusal.number, refusal.reason))
        if exchange.compared:
            self._source = exchange.source
        self._changes.tell()

    def _most(self) -> int:
        return self.head if self._released is None else self._released
