"""A log and those who watch it. Nothing is kept for any of them but their place."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable
from typing import Protocol

from websockets.asyncio.server import ServerConnection

from feeds.log import Log
from feeds.protocol import close_codes, viewer_frames
from feeds.serving.encoded_once import EncodedFrame

SHARE = 8
"""After what took so long, nothing is sent for that many times as long: messages gather meanwhile."""

LONGEST_TICK_S = 0.25

PACKETS = 16
"""Frames that are remembered, for others who stand at the same place."""


class Listener(Protocol):
    """What a broadcast and the hub ask of a viewer's session."""

    connection: ServerConnection
    leaving: bool
    """Whether it has been dismissed."""

    @property
    def unsent(self) -> int:
        """Bytes that wait for the viewer to take them."""

    def stuck_s(self, now: float) -> float:
        """For how long the viewer has taken nothing of what waits for it."""

    def advance(self) -> None:
        """Send what is new, as long as the viewer takes it."""

    def heartbeat(self, frame: EncodedFrame) -> None:
        """Send a heartbeat, unless something else is being sent."""

    async def dismiss(self, code: int, reason: str, retry_ms: int | None = None) -> None:
        """Close the connection with a close code and a reason."""


class Broadcast:
    """Sends what is new to every viewer: at once to a few, in ticks to many."""

    def __init__(self, log: Log, heartbeat_s: float, publishers: Callable[[], int]) -> None:
        self.log = log
        self.sessions: set[Listener] = set()
        self.frames = 0
        self.bytes = 0
        self._heartbeat_s = heartbeat_s
        self._publishers = publishers
        self._loop = asyncio.get_running_loop()
        self._packets: OrderedDict[tuple[int, int, int], tuple[EncodedFrame, int]] = OrderedDict()
        self._due: asyncio.TimerHandle | None = None
        self._beat: asyncio.Handle = self._loop.call_later(heartbeat_s, self._say_nothing)
        self._next_s = 0.0

    def wake(self) -> None:
        """There is something new: send it when the time has come."""
        if self._due is None:
            wait_s = max(self._next_s - self._loop.time(), 0.0)
            self._due = self._loop.call_later(wait_s, self._send)

    def tell(self) -> None:
        """A publisher came or went: let the viewers know with the next heartbeat, which comes now."""
        self._beat.cancel()
        self._beat = self._loop.call_soon(self._say_nothing)

    def packet(self, prev: int) -> tuple[EncodedFrame, int]:
        """What follows a number, and the number it reaches."""
        publishers = self._publishers()
        key = (prev, min(self.log.head, prev + viewer_frames.MOST_MESSAGES), publishers)
        found = self._packets.get(key)
        if found is None:
            text, seq = viewer_frames.messages(self.log, prev, publishers)
            found = self._packets[key] = EncodedFrame(text), seq
            if len(self._packets) > PACKETS:
                self._packets.popitem(last=False)
        return found

    def _send(self) -> None:
        self._due = None
        begun_s = self._loop.time()
        for session in tuple(self.sessions):
            session.advance()
        ended_s = self._loop.time()
        self._next_s = ended_s + min((ended_s - begun_s) * SHARE, LONGEST_TICK_S)
        self._beat.cancel()
        self._beat = self._loop.call_later(self._heartbeat_s, self._say_nothing)

    def _say_nothing(self) -> None:
        """The heartbeat, for everyone who has all there is."""
        packet, _ = self.packet(self.log.head)
        for session in tuple(self.sessions):
            session.heartbeat(packet)
        self._beat = self._loop.call_later(self._heartbeat_s, self._say_nothing)

    def close(self) -> None:
        """Send nothing any more."""
        self._beat.cancel()
        if self._due is not None:
            self._due.cancel()

    async def give_way(self) -> None:
        """Dismiss everyone: the race has another log."""
        self.close()
        dismissals = (
            c.dismiss(close_codes.NEW_EPOCH, "the race has a new log", 0) for c in tuple(self.sessions)
        )
        await asyncio.gather(*dismissals)
