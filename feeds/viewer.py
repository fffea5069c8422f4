"""The viewer: reads a race from a hub, each message once and in order, for as long as it takes."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import NamedTuple

from feeds.codec import VERSION
from feeds.connection import Connection, dial, dismissal
from feeds.errors import Interrupted, Refused
from feeds.frames import Bye, Frame, Hello, Messages
from feeds.position import Position
from race.messages import Message

LONGEST_RETRY_S = 15.0
FIRST_RETRY_S = 0.5

HEALTHY_S = 10.0
"""A feed that lasted so long was a good one: the next attempt comes as soon as the first did."""


class Joined(NamedTuple):
    """The hub answered. Its mode "start" means: forget all, the log comes from its first message."""

    hello: Hello


class Arrived(NamedTuple):
    """The next messages; none where the hub only lets hear from itself."""

    messages: list[Message]
    seq: int
    """The number of the last message so far."""
    now_ms: int
    """The hub's clock, UTC."""


class Lost(NamedTuple):
    """There is no feed for the time being."""

    reason: str
    """A sentence for the person at the screen."""
    attempt: int
    """How often it went wrong since the feed was last healthy."""
    retry_s: float
    """When the viewer asks again, in seconds from now."""


Update = Joined | Arrived | Lost


class Viewer:
    """Follows the feed of one race."""

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
        self._position: Position | None = None

    async def updates(self) -> AsyncGenerator[Update, None]:
        """All that comes, from the first message on, over as many connections as it needs.

        Ends only by being closed. Raises Refused where asking again would not help.
        """
        self._position, attempt = None, 0
        while True:
            connection: Connection | None = None
            held_s = 0.0
            try:
                connection = await dial(self._url, self._position)
                joined_at = connection.heard_at
                yield self._join(await connection.hear(self._silence_s))
                while True:
                    update = self._apply(await connection.hear(self._silence_s))
                    held_s = connection.heard_at - joined_at
                    if update is not None:
                        yield update
            except Interrupted as interruption:
                attempt = 1 if held_s >= HEALTHY_S else attempt + 1
                lost = Lost(str(interruption), attempt, interruption.wait_s + self._retry_s(attempt))
            finally:
                if connection is not None:
                    await connection.hang_up()
            yield lost
            await self._sleep(lost.retry_s)

    def _retry_s(self, attempt: int) -> float:
        return self._jitter() * min(LONGEST_RETRY_S, FIRST_RETRY_S * 2.0 ** min(attempt - 1, 10))

    def _join(self, hello: Frame | None) -> Joined:
        if isinstance(hello, Bye):
            raise dismissal(hello)
        if not isinstance(hello, Hello):
            raise Interrupted("the hub did not say hello")
        if hello.version != VERSION:
            raise Refused(f"the hub speaks version {hello.version} of the feed, this is version {VERSION}")
        if hello.mode == "start":
            self._position = Position(hello.epoch, 0, 0)
        elif self._position is None or self._position.epoch != hello.epoch:
            self._position = None
            raise Interrupted("the hub went on with a history that was not asked for")
        return Joined(hello)

    def _apply(self, frame: Frame | None) -> Arrived | None:
        match frame:
            case Messages():
                return self._advance(frame)
            case Bye():
                raise dismissal(frame)
        return None

    def _advance(self, frame: Messages) -> Arrived | None:
        """Take what is new of a frame; None if nothing of it is."""
        assert self._position
        epoch, seq, _ = self._position
        if frame.seq < seq or (frame.seq == seq and frame.messages):
            return None
        if frame.prev > seq:
            raise Interrupted(f"messages {seq + 1} to {frame.prev} went missing")
        self._position = Position(epoch, frame.seq, frame.chain)
        return Arrived(list(frame.messages[seq - frame.prev :]), frame.seq, frame.now_ms)
