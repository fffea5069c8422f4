"""The viewer: reads a race from a hub, each message once and in order, for as long as it takes."""

from __future__ import annotations

import asyncio
import random
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from itertools import count
from typing import NamedTuple

from pydantic_core import ValidationError

from feeds import codec
from feeds.client.backoff import Backoff
from feeds.client.hub_clock import KEPT, HubClock
from feeds.client.hub_connection import Connection, dial, dismissal
from feeds.codec import VERSION
from feeds.errors import Interrupted, Refused
from feeds.protocol.resume_position import ResumePosition
from feeds.protocol.viewer_frames import Bye, Frame, Hello, Messages, Ping, Pong, encode
from race.messages import Message

SOON_S = 0.5
SELDOM_S = 10.0
"""Between two questions for the hub's time, at first and later."""


class Joined(NamedTuple):
    """The hub answered. Its mode "start" means: forget all, the log comes from its first message."""

    hello: Hello


class Arrived(NamedTuple):
    """The next messages; none where the hub only lets hear from itself."""

    messages: list[Message]
    lines: list[bytes]
    """The same, byte for byte as the hub keeps them."""
    seq: int
    """The number of the last message so far."""
    publishers: int | None = None
    """How many are connected to the hub to publish the race; None where it did not say."""


class FeedLost(NamedTuple):
    """There is no feed for the time being."""

    reason: str
    """A sentence for the person at the screen."""
    attempt: int
    """How often it went wrong since the feed was last healthy."""
    retry_s: float
    """When the viewer asks again, in seconds from now."""


Update = Joined | Arrived | FeedLost


class Viewer:
    """Follows the feed of one race, and keeps its hub's time."""

    def __init__(
        self,
        url: str,
        *,
        silence_s: float = 15.0,
        jitter: Callable[[], float] = random.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._url = url
        self._silence_s = silence_s
        self._jitter = jitter
        self._sleep = sleep
        self._position: ResumePosition | None = None
        self.clock = HubClock()
        """The hub's."""

    async def updates(self) -> AsyncGenerator[Update, None]:
        """All that comes, from the first message on, over as many connections as it needs.

        Ends only by being closed. Raises Refused where asking again would not help.
        """
        self._position = None
        retries = Backoff(self._jitter)
        while True:
            connection: Connection | None = None
            held_s = 0.0
            try:
                connection = await dial(self._url, self._position)
                joined_at = connection.heard_at
                yield self._join(await connection.hear(self._silence_s))
                connection.ask(self._questions)
                while True:
                    update = self._apply(await connection.hear(self._silence_s))
                    held_s = connection.heard_at - joined_at
                    if update is not None:
                        yield update
            except Interrupted as interruption:
                retry_s = retries.after(held_s, interruption.wait_s)
                lost = FeedLost(str(interruption), retries.attempt, retry_s)
            finally:
                if connection is not None:
                    await connection.hang_up()
            yield lost
            await self._sleep(lost.retry_s)

    def _join(self, hello: Frame | None) -> Joined:
        if isinstance(hello, Bye):
            raise dismissal(hello)
        if not isinstance(hello, Hello):
            raise Interrupted("the hub did not say hello")
        if hello.version != VERSION:
            raise Refused(f"the hub speaks version {hello.version} of the feed, this is version {VERSION}")
        if hello.mode == "start":
            self._position = ResumePosition(hello.epoch, 0, 0)
        elif self._position is None or self._position.epoch != hello.epoch:
            self._position = None
            raise Interrupted("the hub went on with a history that was not asked for")
        self.clock.forget()
        self.clock.hear(hello.now_ms)
        return Joined(hello)

    async def _questions(self, connection: Connection) -> None:
        """Ask for the time: a few times soon, then now and then."""
        for number in count():
            await connection.send(encode(Ping(asked_ms=self.clock.own_ms)), text=True)
            await asyncio.sleep(SOON_S if number < KEPT // 2 else SELDOM_S)

    def _apply(self, frame: Frame | None) -> Arrived | None:
        match frame:
            case Messages():
                return self._advance(frame)
            case Pong():
                self.clock.learn(frame.asked_ms, frame.heard_ms, frame.said_ms)
            case Bye():
                raise dismissal(frame)
        return None

    def _advance(self, frame: Messages) -> Arrived | None:
        """Take what is new of a frame; None if nothing of it is."""
        assert self._position
        epoch, seq, chain = self._position
        if frame.seq < seq or (frame.seq == seq and frame.messages):
            return None
        if frame.prev > seq:
            raise Interrupted(f"messages {seq + 1} to {frame.prev} went missing")
        lines = list(frame.messages[seq - frame.prev :])
        for line in lines:
            chain = zlib.crc32(line, chain)
        if chain != frame.chain:
            self._position = None
            raise Interrupted(f"messages {seq + 1} to {frame.seq} are not those of the hub's log")
        messages = [_read(line, number) for number, line in enumerate(lines, seq + 1)]
        self._position = ResumePosition(epoch, frame.seq, frame.chain)
        return Arrived(messages, lines, frame.seq, frame.publishers)


def _read(line: bytes, number: int) -> Message:
    try:
        return codec.decode(line, newer=True)
    except ValidationError as error:
        raise Interrupted(f"message {number} cannot be read: {codec.explain(error)[0]}") from error
