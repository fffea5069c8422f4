"""One viewer as the hub sees it: a place in a log, moving on as fast as the viewer takes what it is sent."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from feeds.codec import VERSION
from feeds.protocol import close_codes, viewer_frames
from feeds.protocol.resume_position import ResumePosition
from feeds.serving.broadcast import Broadcast
from feeds.serving.encoded_once import EncodedFrame, inflates, is_open
from feeds.serving.rate_limit import RateLimit

MOST_UNSENT = 64 * 1024
"""Bytes that wait for a viewer before it is passed over."""

AT_ONCE = 4
"""Frames to one viewer before others have their turn."""

QUESTIONS_A_SECOND, QUESTIONS_AT_ONCE = 2.0, 10.0


class ViewerSession:
    """Serves one viewer."""

    def __init__(self, connection: ServerConnection, broadcast: Broadcast, now_ms: Callable[[], int]) -> None:
        self.connection = connection
        self._transport = connection.transport
        self._broadcast = broadcast
        self._now_ms = now_ms
        self._loop = asyncio.get_running_loop()
        self._deflated = inflates(connection)
        self._seq = 0
        self._offered = 0
        self._taken = 0
        self._moved_at = self._loop.time()
        self.leaving = False
        """Whether it has been dismissed."""

    @property
    def unsent(self) -> int:
        """Bytes that wait for the viewer to take them."""
        return self._transport.get_write_buffer_size()

    def stuck_s(self, now: float) -> float:
        """For how long the viewer has taken nothing of what waits for it; to be asked now and then."""
        taken = self._offered - self.unsent
        if taken > self._taken or not self.unsent:
            self._taken, self._moved_at = taken, now
        return now - self._moved_at

    async def serve(self, position: ResumePosition | None, heartbeat_s: float) -> None:
        """Say hello, then all that follows the position, until the connection ends."""
        log = self._broadcast.log
        goes_on = position is not None and position.lies_in(log)
        self._seq = position.seq if position and goes_on else 0
        hello = viewer_frames.Hello(
            version=VERSION,
            minor=viewer_frames.MINOR,
            race=log.race,
            epoch=log.epoch,
            head=log.head,
            complete=log.complete,
            now_ms=self._now_ms(),
            heartbeat_ms=round(heartbeat_s * 1000),
            mode="resume" if goes_on else "start",
        )
        self._post(EncodedFrame(viewer_frames.encode(hello)))
        packet, self._seq = self._broadcast.packet(self._seq)
        self._post(packet)
        self._broadcast.sessions.add(self)
        self.advance()
        try:
            await self._listen()
        except ConnectionClosed:
            pass
        finally:
            self._broadcast.sessions.discard(self)

    def advance(self) -> None:
        """Send what is new, as long as the viewer takes it; the rest when it has taken what waits."""
        for _ in range(AT_ONCE):
            if self._seq >= self._broadcast.log.head or self.leaving or self.unsent > MOST_UNSENT:
                return
            packet, self._seq = self._broadcast.packet(self._seq)
            self._post(packet)
        self._loop.call_soon(self.advance)

    def heartbeat(self, packet: EncodedFrame) -> None:
        """Take a heartbeat, if there is nothing else to be taken."""
        if self._seq == self._broadcast.log.head and not self.unsent and not self.leaving:
            self._post(packet)

    async def dismiss(self, code: int, reason: str, retry_ms: int | None = None) -> None:
        """Close the connection, with a word why."""
        self.leaving = True
        self._post(
            EncodedFrame(viewer_frames.encode(viewer_frames.Bye(code=code, reason=reason, retry_ms=retry_ms)))
        )
        await self.connection.close(code, reason)

    async def _listen(self) -> None:
        """Answer questions for the time, until the viewer goes."""
        questions = RateLimit(QUESTIONS_A_SECOND, QUESTIONS_AT_ONCE)
        while True:
            data = await self.connection.recv(decode=False)
            heard_ms = self._now_ms()
            if not questions.allows(self._loop.time()):
                await self.dismiss(close_codes.TOO_FAST, "too many questions", 5000)
                return
            try:
                ping = viewer_frames.decode_ping(data)
            except ValueError:
                await self.dismiss(close_codes.BAD_FRAME, "a viewer may ask for the time, and nothing else")
                return
            if ping is not None and self.unsent <= MOST_UNSENT:
                pong = viewer_frames.Pong(asked_ms=ping.asked_ms, heard_ms=heard_ms, said_ms=self._now_ms())
                self._post(EncodedFrame(viewer_frames.encode(pong)))

    def _post(self, packet: EncodedFrame) -> None:
        data = packet.deflated if self._deflated else packet.plain
        if is_open(self.connection):
            self._transport.write(data)
            self._offered += len(data)
            self._broadcast.frames += 1
            self._broadcast.bytes += len(data)
