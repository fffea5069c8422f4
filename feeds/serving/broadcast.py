"""Sends a log to all its viewers. All that is kept for a viewer is its position."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Protocol, TypeVar

from feeds.protocol import close_codes, viewer_frames
from feeds.serving.encoded_once import EncodedFrame
from feeds.serving.level_viewers import LevelViewers
from feeds.serving.paced_transport import PIECE

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection

    from feeds.log import Log
    from feeds.protocol.device_state import DeviceState

REST = 8
"""After sending, nothing is sent for so many times as long as it took: messages gather meanwhile."""

LONGEST_REST_S = 0.1
"""A viewer waits at most so long, and as long as one sending takes."""

AT_ONCE = 4
"""Frames to one viewer, or to those that are level, before others have their turn."""

REMEMBERED = 16
"""Encoded frames that are kept for viewers at the same position: one encoding serves them all."""


Encoded = tuple[EncodedFrame, int]
"""A frame, and the number of the message that it reaches."""

Timing = tuple[int, "tuple[DeviceState, ...]"]
"""How many publishers there are, and how devices are."""

Key = TypeVar("Key")

LARGE_REMEMBERED = 4
"""Those with a single large message are kept apart: viewers who read slowly share them for long."""


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
        """Send what is new, as long as the viewer takes it, unless it is sent that with others."""

    def heartbeat(self, frame: EncodedFrame) -> None:
        """Send a heartbeat, unless something else is being sent."""

    async def dismiss(self, code: int, reason: str, retry_ms: int | None = None) -> None:
        """Close the connection with a close code and a reason."""


class Broadcast:
    """Sends what is new to every viewer: at once if they are few, in batches if they are many."""

    def __init__(
        self,
        log: Log,
        heartbeat_s: float,
        publishers: Callable[[], int],
        devices: Callable[[], tuple[DeviceState, ...]] = lambda: (),
    ) -> None:
        self.log = log
        self.sessions: set[Listener] = set()
        self.level = {deflated: LevelViewers() for deflated in (False, True)}
        """The viewers that have the whole log, by whether they take frames compressed."""
        self.frames = 0
        self.bytes = 0
        self._interval_s = heartbeat_s
        self._publishers, self._devices = publishers, devices
        self._loop = asyncio.get_running_loop()
        self._encoded: OrderedDict[tuple[int, int, Timing], Encoded] = OrderedDict()
        self._large: OrderedDict[tuple[int, Timing], Encoded] = OrderedDict()
        self._due: asyncio.Handle | None = None
        self._beat: asyncio.Handle = self._loop.call_later(heartbeat_s, self._heartbeat)
        self._next_s = 0.0

    def wake(self) -> None:
        """Send what is new, at once or after the rest from sending."""
        if self._due is None:
            wait_s = max(self._next_s - self._loop.time(), 0.0)
            self._due = self._loop.call_later(wait_s, self._send)

    def beat_now(self) -> None:
        """Send the next heartbeat now: it says how many publishers there are, and how devices are."""
        self._beat.cancel()
        self._beat = self._loop.call_soon(self._heartbeat)

    def frame_after(self, prev: int) -> tuple[EncodedFrame, int]:
        """The frame with what follows a message number, and the number that it reaches."""
        timing = self._publishers(), self._devices()
        large = self._large.get((prev, timing))
        if large is not None:
            return large
        key = (prev, min(self.log.head, prev + viewer_frames.MOST_MESSAGES), timing)
        encoded = self._encoded.get(key)
        if encoded is None:
            text, seq = viewer_frames.messages(self.log, prev, *timing)
            encoded = EncodedFrame(text), seq
            if len(text) > viewer_frames.LARGEST_FRAME:
                _keep(self._large, (prev, timing), encoded, LARGE_REMEMBERED)
            else:
                _keep(self._encoded, key, encoded, REMEMBERED)
        return encoded

    def _send(self) -> None:
        self._due = None
        begun_s = self._loop.time()
        for deflated, group in self.level.items():
            self._advance_level(group, deflated=deflated)
        for session in self._alone():
            session.advance()
        ended_s = self._loop.time()
        self._next_s = ended_s + min((ended_s - begun_s) * REST, LONGEST_REST_S)
        self._beat.cancel()
        self._beat = self._loop.call_later(self._interval_s, self._heartbeat)

    def _alone(self) -> Iterable[Listener]:
        """The viewers that are to be sent what is new one by one."""
        return self.sessions.difference(*self.level.values())

    def _advance_level(self, group: LevelViewers, *, deflated: bool) -> None:
        """Send what is new to those that are level; the rest in another turn of the event loop."""
        for _ in range(AT_ONCE):
            if not group or group.seq >= self.log.head:
                return
            frame, seq = self.frame_after(group.seq)
            data = frame.deflated if deflated else frame.plain
            if len(data) > PIECE:
                group.disband()  # a transport would copy what it cannot send at once, for each of them
                return
            self.frames += len(group)
            self.bytes += len(group) * len(data)
            group.send(data, seq)
        if self._due is None and group.seq < self.log.head:
            self._due = self._loop.call_soon(self._send)

    def _heartbeat(self) -> None:
        """Send a heartbeat to every viewer that has the whole log."""
        frame, _ = self.frame_after(self.log.head)
        for session in tuple(self.sessions):
            session.heartbeat(frame)
        self._beat = self._loop.call_later(self._interval_s, self._heartbeat)

    def close(self) -> None:
        """Send nothing more."""
        self._beat.cancel()
        if self._due is not None:
            self._due.cancel()

    async def dismiss_all(self, reason: str) -> None:
        """Dismiss every viewer, who may come again: the race has another log, or none."""
        self.close()
        dismissals = (session.dismiss(close_codes.NEW_EPOCH, reason, 0) for session in tuple(self.sessions))
        await asyncio.gather(*dismissals)


def _keep(kept: OrderedDict[Key, Encoded], key: Key, encoded: Encoded, most: int) -> None:
    """Keep a frame, and drop the oldest beyond a number."""
    kept[key] = encoded
    if len(kept) > most:
        kept.popitem(last=False)
