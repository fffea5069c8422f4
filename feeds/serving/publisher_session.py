"""One publisher's connection at the hub: messages come in, acknowledgements and refusals go back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from pydantic_core import ValidationError
from websockets.exceptions import ConnectionClosed

from feeds.codec import VERSION, explain
from feeds.protocol import close_codes, publisher_frames, viewer_frames
from feeds.protocol.device_state import DeviceState

if TYPE_CHECKING:
    from feeds.serving.accept_messages import MessageAcceptor
    from feeds.serving.incoming_connection import IncomingConnection
    from feeds.serving.rate_limit import RateLimit

Frame = publisher_frames.Submission | publisher_frames.Fetch | publisher_frames.Device

LARGE = 128 * 1024
"""A frame of at least so many bytes is decoded in a thread, beside the event loop."""

NOTICE_S = 1.0
"""How long a publisher may take to accept a notice."""

DISK_CHECK_S = 1.0
"""How often to look whether the disk has caught up."""


class PublisherSession:
    """Serves one publisher."""

    def __init__(
        self,
        connection: IncomingConnection,
        acceptor: MessageAcceptor,
        source: str,
        rate_limit: RateLimit,
        now_ms: Callable[[], int],
        heartbeat_s: float,
        on_device: Callable[[DeviceState], None] = lambda _: None,
    ) -> None:
        """`on_device` takes what the publisher says of its device."""
        self.connection = connection
        self.race = acceptor.log.race
        self.source = source
        self.leaving = False
        """Whether it has been dismissed or cut off: nothing more is taken."""
        self._begun = asyncio.Event()
        self._acceptor = acceptor
        self._failures = acceptor.failures
        self._messages = acceptor.source(source)
        self._rate_limit = rate_limit
        self._now_ms = now_ms
        self._heartbeat_s = heartbeat_s
        self._on_device = on_device

    async def serve(self) -> None:
        """Send the number of the source's last message here, then take more, until the connection ends."""
        try:
            await self._send(await self._ready())
            self._begun.set()
            async with asyncio.TaskGroup() as tasks:
                acknowledging = tasks.create_task(self._acknowledge())
                await self._take()
                acknowledging.cancel()
        except* ConnectionClosed:
            pass

    async def _ready(self) -> publisher_frames.Ready:
        log = self._acceptor.log
        last = self._messages.last
        return publisher_frames.Ready(
            version=VERSION,
            minor=viewer_frames.MINOR,
            race=log.race,
            epoch=log.epoch,
            source=self.source,
            last=last,
            chain=await asyncio.to_thread(self._messages.chain, last),
            now_ms=self._now_ms(),
            heartbeat_ms=round(self._heartbeat_s * 1000),
        )

    async def dismiss(self, code: int, reason: str, retry_ms: int | None = None) -> None:
        """Send a last frame with the reason, and close the connection with a close code."""
        self.leaving = True
        with suppress(ConnectionClosed):
            await self._send(viewer_frames.Bye(code=code, reason=reason[:200], retry_ms=retry_ms))
        await self.connection.close(code, close_codes.close_reason(reason))

    async def notify(self, sentence: str) -> None:
        """Tell the person at the publisher something, if the connection takes it."""
        with suppress(ConnectionClosed, TimeoutError):
            async with asyncio.timeout(NOTICE_S):
                await self._begun.wait()  # `ready` comes first
                await self._send(publisher_frames.Notice(reason=sentence[:300]))

    def cut_off(self) -> None:
        """End the connection without a word: there is no one to hear it."""
        self.leaving = True
        self.connection.transport.abort()

    async def _take(self) -> None:
        while True:
            data = await self.connection.recv(decode=False)
            try:
                frame = await _read(data)
            except ValueError as error:
                fault = explain(error)[0] if isinstance(error, ValidationError) else str(error)
                await self.dismiss(close_codes.BAD_FRAME, fault)
                return
            if not self.leaving:  # what comes after the dismissal is read only for the closing handshake
                await self._limit(await self._answer(frame))

    async def _answer(self, frame: Frame) -> int:
        """Answer a frame; returns as how many messages it counts: at least as one."""
        if isinstance(frame, publisher_frames.Device):
            self._note(frame)
            return publisher_frames.MOST_MESSAGES
        if isinstance(frame, publisher_frames.Fetch):
            await self.connection.send(self._messages.frame(frame.first), text=True)
            return publisher_frames.MOST_MESSAGES
        for answer in self._acceptor.take(self.source, frame):
            await self._send(answer)
        return max(len(frame.messages), 1)

    def _note(self, device: publisher_frames.Device) -> None:
        """Have viewers know how the device is."""
        since_ms = max(self._now_ms() - device.for_ms, 0)
        self._on_device(
            DeviceState(source=self.source, bridge=device.bridge, state=device.state, since_ms=since_ms)
        )

    async def _limit(self, count: int) -> None:
        """Wait as long as the rate and the disk ask for."""
        await asyncio.sleep(self._rate_limit.draw(asyncio.get_running_loop().time(), count))
        while self._acceptor.is_full:
            await self._acceptor.changed(DISK_CHECK_S)

    async def _acknowledge(self) -> None:
        acknowledged, sent_s = -1, 0.0
        loop = asyncio.get_running_loop()
        while True:
            if self._acceptor.failures != self._failures:
                await self.dismiss(close_codes.BUSY, self._acceptor.trouble or "", 5000)
                return
            last = self._messages.last
            if last != acknowledged or loop.time() >= sent_s + self._heartbeat_s:
                acknowledged, sent_s = last, loop.time()
                await self._send(publisher_frames.Ack(last=last, seq=self._acceptor.log.head))
            else:
                await self._acceptor.changed(max(sent_s + self._heartbeat_s - loop.time(), 0.0))

    async def _send(self, answer: publisher_frames.Answer) -> None:
        await self.connection.send(publisher_frames.encode(answer), text=True)


async def _read(data: bytes) -> Frame:
    if len(data) < LARGE:
        return publisher_frames.decode(data)
    return await asyncio.to_thread(publisher_frames.decode, data)
