"""One viewer's connection at the hub: a position in a log that moves on as fast as the viewer reads."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING, cast

from websockets.exceptions import ConnectionClosed

from feeds.codec import VERSION
from feeds.protocol import close_codes, viewer_frames
from feeds.serving.broadcast import AT_ONCE
from feeds.serving.encoded_once import EncodedFrame, inflates, is_open
from feeds.serving.rate_limit import RateLimit

if TYPE_CHECKING:
    from websockets.asyncio.server import ServerConnection

    from feeds.protocol.resume_position import ResumePosition
    from feeds.serving.broadcast import Broadcast
    from feeds.serving.paced_transport import PacedTransport

MOST_UNSENT = 64 * 1024
"""When so many bytes wait for a viewer it is sent no more until it has read them."""

QUESTIONS_A_SECOND, QUESTIONS_AT_ONCE = 2.0, 10.0


class ViewerConnection:
    """What every viewer has, whatever it is sent: bytes on their way, questions for the time, an end."""

    def __init__(self, connection: ServerConnection, broadcast: Broadcast, now_ms: Callable[[], int]) -> None:
        self.connection = connection
        self._transport = cast("PacedTransport", connection.transport)
        self._broadcast = broadcast
        self._now_ms = now_ms
        self._loop = asyncio.get_running_loop()
        self._deflated = inflates(connection)
        self._written = 0
        """How many bytes it has been sent."""
        self._taken = 0
        self._moved_at = self._loop.time()
        self.leaving = False
        """Whether it has been dismissed."""

    @property
    def unsent(self) -> int:
        """Bytes that wait for the viewer to take them."""
        return self._transport.get_write_buffer_size()

    @property
    def written(self) -> int:
        """Bytes that it has been sent."""
        return self._written

    def stuck_s(self, now: float) -> float:
        """For how many seconds the viewer has taken nothing of what waits for it; to be called regularly."""
        taken = self.written - self.unsent
        if taken > self._taken or not self.unsent:
            self._taken, self._moved_at = taken, now
        return now - self._moved_at

    async def dismiss(self, code: int, reason: str, retry_ms: int | None = None) -> None:
        """Send a last frame with the reason, and close the connection with a close code."""
        self.leaving = True
        bye = viewer_frames.Bye(code=code, reason=reason[:200], retry_ms=retry_ms)
        self._post(EncodedFrame(viewer_frames.encode(bye)))
        await self.connection.close(code, close_codes.close_reason(reason))

    async def _listen(self) -> None:
        """Answer questions for the time, until the connection ends."""
        questions = RateLimit(QUESTIONS_A_SECOND, QUESTIONS_AT_ONCE)
        while True:
            data = await self.connection.recv(decode=False)
            received_ms = self._now_ms()
            if not questions.allows(self._loop.time()):
                await self.dismiss(close_codes.TOO_FAST, "too many questions", 5000)
                return
            try:
                ping = viewer_frames.decode_ping(data)
            except ValueError:
                await self.dismiss(close_codes.BAD_FRAME, "a viewer may ask for the time, and nothing else")
                return
            if ping is not None and self.unsent <= MOST_UNSENT:
                pong = viewer_frames.Pong(
                    asked_ms=ping.asked_ms, heard_ms=received_ms, said_ms=self._now_ms()
                )
                self._post(EncodedFrame(viewer_frames.encode(pong)))

    def _post(self, frame: EncodedFrame) -> None:
        data = frame.deflated if self._deflated else frame.plain
        if is_open(self.connection):
            self._transport.write(data)
            self._written += len(data)
            self._broadcast.frames += 1
            self._broadcast.bytes += len(data)


class ViewerSession(ViewerConnection):
    """Serves one viewer."""

    def __init__(self, connection: ServerConnection, broadcast: Broadcast, now_ms: Callable[[], int]) -> None:
        super().__init__(connection, broadcast, now_ms)
        self._level = broadcast.level[self._deflated]
        self._seq = 0
        """The last message that it has been sent, while it is alone."""

    @property
    def written(self) -> int:
        """Bytes that it has been sent; `_written` lacks those that its group was sent from the beginning."""
        return self._written + (self._level.bytes if self in self._level else 0)

    async def serve(self, position: ResumePosition | None, heartbeat_s: float) -> None:
        """Send a hello, then everything after the position, until the connection ends."""
        log = self._broadcast.log
        resumes = position is not None and position.lies_in(log)
        self._seq = position.seq if position and resumes else 0
        hello = viewer_frames.Hello(
            version=VERSION,
            minor=viewer_frames.MINOR,
            race=log.race,
            epoch=log.epoch,
            head=log.head,
            complete=log.complete,
            now_ms=self._now_ms(),
            heartbeat_ms=round(heartbeat_s * 1000),
            mode="resume" if resumes else "start",
        )
        self._post(EncodedFrame(viewer_frames.encode(hello)))
        frame, self._seq = self._broadcast.frame_after(self._seq)
        self._post(frame)
        self._broadcast.sessions.add(self)
        self.advance()
        try:
            await self._listen()
        except ConnectionClosed:
            pass
        finally:
            self.fall_back()
            self._broadcast.sessions.discard(self)

    def advance(self) -> None:
        """Send what is new, as long as the viewer takes it; the rest when it has read what waits.

        A viewer that has taken all joins those that are level with the log.
        """
        if self in self._level:
            return
        for _ in range(AT_ONCE):
            if self.leaving or self.unsent > MOST_UNSENT:
                return
            if self._seq >= self._broadcast.log.head:
                self._join()
                return
            frame, self._seq = self._broadcast.frame_after(self._seq)
            self._post(frame)
        self._loop.call_soon(self.advance)

    def _join(self) -> None:
        """Be sent with others what comes from now on, if nothing waits any more."""
        if self.unsent or not is_open(self.connection):
            return
        if self._level.join(self, self._transport.write_now, self._seq):
            self._written -= self._level.bytes

    def fall_back(self) -> None:
        """Go on alone from where the others are."""
        if self in self._level:
            self._level.leave(self)
            self._seq = self._level.seq
            self._written += self._level.bytes

    def heartbeat(self, frame: EncodedFrame) -> None:
        """Send a heartbeat, unless something else is being sent."""
        seq = self._level.seq if self in self._level else self._seq
        if seq == self._broadcast.log.head and not self.unsent and not self.leaving:
            self._post(frame)

    async def dismiss(self, code: int, reason: str, retry_ms: int | None = None) -> None:
        """Send a last frame with the reason, and close the connection with a close code."""
        self.fall_back()
        await super().dismiss(code, reason, retry_ms)
