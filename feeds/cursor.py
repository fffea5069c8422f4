"""One viewer as the hub sees it: a place in a log, moving on as fast as the viewer takes what it is sent."""

from __future__ import annotations

import asyncio
import time

from websockets.asyncio.server import ServerConnection
from websockets.exceptions import ConnectionClosed

from feeds import frames
from feeds.codec import VERSION
from feeds.log import Log
from feeds.position import Position


class Channel:
    """A log that viewers are waiting on. Nothing is kept for any of them."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._change = asyncio.Event()

    def wake(self) -> None:
        """Tell everyone who waits that there is something new."""
        self._change.set()
        self._change = asyncio.Event()

    async def wait(self, longest_s: float) -> None:
        """Until there is something new, or for as long as a viewer may hear nothing."""
        try:
            async with asyncio.timeout(longest_s):
                await self._change.wait()
        except TimeoutError:
            pass


class Cursor:
    """Serves one viewer."""

    def __init__(self, connection: ServerConnection, channel: Channel, heartbeat_s: float) -> None:
        self.connection = connection
        self._channel = channel
        self._log = channel.log
        self._heartbeat_s = heartbeat_s
        self._offered = 0
        self._taken = 0
        self._moved_at = asyncio.get_running_loop().time()

    @property
    def unsent(self) -> int:
        """Bytes that wait for the viewer to take them."""
        return self.connection.transport.get_write_buffer_size()

    def stuck_s(self, now: float) -> float:
        """For how long the viewer has taken nothing of what waits for it; to be asked now and then."""
        taken = self._offered - self.unsent
        if taken > self._taken or not self.unsent:
            self._taken, self._moved_at = taken, now
        return now - self._moved_at

    async def serve(self, position: Position | None) -> None:
        """Say hello, then all that follows the position, until the connection ends."""
        try:
            async with asyncio.TaskGroup() as tasks:
                tasks.create_task(self._listen())
                tasks.create_task(self._deliver(position))
        except* ConnectionClosed:
            pass

    async def dismiss(self, code: int, reason: str, retry_ms: int | None = None) -> None:
        """Close the connection, with a word why."""
        try:
            await self._send(frames.encode(frames.Bye(code=code, reason=reason, retry_ms=retry_ms)))
        except ConnectionClosed:
            return
        await self.connection.close(code, reason)

    async def _listen(self) -> None:
        """Take what a viewer says, which is nothing that matters, and notice when it goes."""
        while True:
            await self.connection.recv(decode=False)

    async def _deliver(self, position: Position | None) -> None:
        seq = position.seq if position and position.lies_in(self._log) else None
        await self._send(frames.encode(self._hello("start" if seq is None else "resume")))
        seq = seq or 0
        while self._channel.log is self._log:
            frame, seq = frames.messages(self._log, seq, _now_ms())
            await self._send(frame)
            if seq < self._log.head:
                await asyncio.sleep(0)
            else:
                await self._channel.wait(self._heartbeat_s)
        await self.dismiss(frames.NEW_EPOCH, "the race has a new log", 0)

    def _hello(self, mode: frames.Mode) -> frames.Hello:
        return frames.Hello(
            version=VERSION,
            minor=frames.MINOR,
            race=self._log.race,
            epoch=self._log.epoch,
            head=self._log.head,
            complete=self._log.complete,
            now_ms=_now_ms(),
            heartbeat_ms=round(self._heartbeat_s * 1000),
            mode=mode,
        )

    async def _send(self, frame: bytes) -> None:
        self._offered += len(frame)
        await self.connection.send(frame, text=True)


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
