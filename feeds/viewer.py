"""The viewer: receives a race from a hub, each message once and in order, until it is closed."""

from __future__ import annotations

import asyncio
import random
import zlib
from collections.abc import AsyncGenerator, Awaitable, Callable
from itertools import count
from typing import TYPE_CHECKING

from pydantic_core import ValidationError

from feeds import codec
from feeds.client.hub_clock import KEPT, HubClock
from feeds.client.hub_connection import Connection, closing_error, dial
from feeds.client.reconnect import HubLost, Reconnection
from feeds.codec import VERSION
from feeds.errors import Interrupted, Refused
from feeds.protocol.resume_position import ResumePosition
from feeds.protocol.viewer_frames import Bye, Frame, Hello, Messages, Ping, Pong, decode, encode
from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from feeds.protocol.device_state import DeviceState
    from race.messages import Message

SOON_S = 0.5
SELDOM_S = 10.0
"""Seconds between two questions for the hub's time, at first and later."""


class Joined(NamedTuple):
    """The hub answered. Its mode "start" means: drop everything, the log comes from its first message."""

    hello: Hello


class Arrived(NamedTuple):
    """The next messages; none of them is a heartbeat."""

    messages: list[Message]
    lines: list[bytes]
    """The same messages, byte for byte as the hub keeps them."""
    seq: int
    """The number of the last message so far."""
    publishers: int | None = None
    """How many publishers of the race are connected to the hub; None where it did not say."""
    devices: tuple[DeviceState, ...] = ()
    """How the timing devices are, where the publishers are counted."""


Update = Joined | Arrived | HubLost


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
        self._jitter, self._sleep = jitter, sleep
        self._position: ResumePosition | None = None
        self.clock = HubClock()
        """The hub's."""

    def updates(self) -> AsyncGenerator[Update, None]:
        """Everything from the first message on, over as many connections as it takes.

        It ends only by being closed. Raises Refused when the hub will not serve the race.
        """
        self._position = None
        return Reconnection(self._dial, jitter=self._jitter, sleep=self._sleep).events(self._watch)

    async def _dial(self) -> Connection:
        return await dial(self._url, self._position)

    async def _watch(self, connection: Connection) -> AsyncGenerator[Joined | Arrived | None, None]:
        yield self._join(await connection.receive(decode, self._silence_s))
        connection.run_beside(self._ask_time)
        while True:
            yield self._apply(await connection.receive(decode, self._silence_s))

    def _join(self, hello: Frame | None) -> Joined:
        if isinstance(hello, Bye):
            raise closing_error(hello)
        if not isinstance(hello, Hello):
            raise Interrupted("the hub did not say hello")
        if hello.version != VERSION:
            raise Refused(f"the hub speaks version {hello.version} of the feed, this is version {VERSION}")
        if hello.mode == "start":
            self._position = ResumePosition(hello.epoch, 0, 0)
        elif self._position is None or self._position.epoch != hello.epoch:
            self._position = None
            raise Interrupted("the hub resumed another history than the one asked for")
        self.clock.restart(hello.now_ms)
        return Joined(hello)

    async def _ask_time(self, connection: Connection) -> None:
        """Ask for the hub's time: a few times soon, then now and then."""
        for number in count():
            await connection.send(encode(Ping(asked_ms=self.clock.local_ms)), text=True)
            await asyncio.sleep(SOON_S if number < KEPT // 2 else SELDOM_S)

    def _apply(self, frame: Frame | None) -> Arrived | None:
        match frame:
            case Messages():
                return self._advance(frame)
            case Pong():
                self.clock.learn(frame.asked_ms, frame.heard_ms, frame.said_ms)
            case Bye():
                raise closing_error(frame)
        return None

    def _advance(self, frame: Messages) -> Arrived | None:
        """The new messages of a frame; None if there are none in it."""
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
        return Arrived(messages, lines, frame.seq, frame.publishers, frame.devices)


def _read(line: bytes, number: int) -> Message:
    try:
        return codec.decode(line)
    except ValidationError as error:
        raise Interrupted(f"message {number} cannot be read: {codec.explain(error)[0]}") from error
