"""Connections to one place, each later than the one before it, and never those of all viewers at once."""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import aclosing
from typing import Generic, Protocol, TypeVar

from feeds.errors import Interrupted
from race.lazy_named_tuple import NamedTuple

LONGEST_RETRY_S = 15.0
FIRST_RETRY_S = 0.5

HEALTHY_S = 10.0
"""After a connection that lasted this long, the next attempt comes as soon as the first did."""

T = TypeVar("T")


class Line(Protocol):
    """A connection."""

    @property
    def received_at(self) -> float:
        """When something was received last, in seconds of any clock; at first, when it was made."""

    async def hang_up(self) -> None:
        """Close it."""


LineT = TypeVar("LineT", bound=Line)


class HubLost(NamedTuple):
    """The hub, or the device, cannot be reached for the time being."""

    reason: str
    """A sentence for the person at the screen."""
    attempt: int
    """How many connections have failed since the last healthy one."""
    retry_s: float
    """Seconds until the next attempt."""


class Reconnection(Generic[LineT]):
    """Connects to a hub or a device again whenever the connection breaks off or does not come about."""

    def __init__(
        self,
        dial: Callable[[], Awaitable[LineT]],
        *,
        jitter: Callable[[], float] = random.random,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
    ) -> None:
        self._dial = dial
        self._jitter = jitter
        self._sleep = sleep
        self._attempt = 0

    async def events(
        self, talk: Callable[[LineT], AsyncGenerator[T | None, None]]
    ) -> AsyncGenerator[T | HubLost, None]:
        """What `talk` yields of each connection, but None, and a `HubLost` between two of them.

        It never ends. `talk` yields something for every frame received, which shows that the connection
        is healthy, and raises Interrupted when it breaks off; any other exception passes through.
        """
        while True:
            connection: LineT | None = None
            held_s = 0.0
            try:
                connection = await self._dial()
                connected_at = connection.received_at
                async with aclosing(talk(connection)) as talked:
                    async for event in talked:
                        held_s = connection.received_at - connected_at
                        if event is not None:
                            yield event
            except Interrupted as interruption:
                lost = HubLost(str(interruption), *self._failed(held_s, interruption.wait_s))
            finally:
                if connection is not None:
                    await connection.hang_up()
            yield lost
            await self._sleep(lost.retry_s)

    def _failed(self, held_s: float, wait_s: float) -> tuple[int, float]:
        """Count a failure; `wait_s` is what the hub asks for on top."""
        self._attempt = 1 if held_s >= HEALTHY_S else self._attempt + 1
        longest_s = min(LONGEST_RETRY_S, FIRST_RETRY_S * 2.0 ** min(self._attempt - 1, 10))
        return self._attempt, wait_s + self._jitter() * longest_s
