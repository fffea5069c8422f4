"""One desk's connection at the hub: acts come in, and what became of them goes back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING

from pydantic_core import ValidationError
from websockets.exceptions import ConnectionClosed

from feeds.codec import VERSION, explain
from feeds.errors import FeedError
from feeds.protocol import admin_frames, close_codes, viewer_frames
from feeds.serving.credentials import not_for
from feeds.serving.hub_reporting import complain, report
from feeds.serving.rate_limit import RateLimit

if TYPE_CHECKING:
    from feeds.serving.grants import Grant
    from feeds.serving.incoming_connection import IncomingConnection
    from feeds.serving.race_acts import RaceActs

ACTS_A_SECOND, ACTS_AT_ONCE = 2.0, 10.0
"""What comes faster is read more slowly."""

COUNTS_AS_ONE = 256 * 1024
"""Bytes of a start list that count as another act."""

LONGEST_SENTENCE = 400


class DeskSession:
    """Serves one desk."""

    def __init__(
        self,
        connection: IncomingConnection,
        grant: Grant,
        acts: RaceActs,
        now_ms: Callable[[], int],
        heartbeat_s: float,
    ) -> None:
        self.connection = connection
        self.leaving = False
        """Whether it has been dismissed: nothing more is done for it."""
        self._grant = grant
        self._acts = acts
        self._now_ms = now_ms
        self._heartbeat_s = heartbeat_s
        self._rate_limit = RateLimit(ACTS_A_SECOND, ACTS_AT_ONCE)

    async def serve(self) -> None:
        """Say whose token it is, then do what is asked, until the connection ends."""
        try:
            async with asyncio.TaskGroup() as tasks:
                beating = tasks.create_task(self._beat())
                await self._take()
                beating.cancel()
        except* ConnectionClosed:
            pass

    async def dismiss(self, code: int, reason: str, retry_ms: int | None = None) -> None:
        """Send a last frame with the reason, and close the connection with a close code."""
        self.leaving = True
        with suppress(ConnectionClosed):
            await self._send(viewer_frames.Bye(code=code, reason=reason[:200], retry_ms=retry_ms))
        await self.connection.close(code, close_codes.close_reason(reason))

    async def _beat(self) -> None:
        while True:
            welcome = admin_frames.Welcome(
                version=VERSION,
                minor=viewer_frames.MINOR,
                race=self._grant.race,
                source=self._grant.source,
                now_ms=self._now_ms(),
                heartbeat_ms=round(self._heartbeat_s * 1000),
            )
            await self._send(welcome)
            await asyncio.sleep(self._heartbeat_s)

    async def _take(self) -> None:
        number = 0
        while True:
            data = await self.connection.recv(decode=False)
            try:
                act = await asyncio.to_thread(admin_frames.decode, data)
            except ValueError as error:
                fault = explain(error)[0] if isinstance(error, ValidationError) else str(error)
                await self.dismiss(close_codes.BAD_FRAME, fault)
                return
            if self.leaving:  # what comes after the dismissal is read only for the closing handshake
                continue
            number += 1
            done, sentence = await self._do(act)
            await self._send(admin_frames.Outcome(act=number, done=done, sentence=sentence))
            size = 1 + len(data) / COUNTS_AS_ONE
            await asyncio.sleep(self._rate_limit.draw(asyncio.get_running_loop().time(), size))

    async def _do(self, act: admin_frames.Act) -> tuple[bool, str]:
        """Do something, and write down who did it. Returns whether it was done, and a sentence."""
        grant = self._grant
        who = {"source": grant.source, "name": grant.name, "address": self.connection.address}
        try:
            if not grant.covers(act.race):
                raise FeedError(not_for(act.race, grant, "admin"))
            sentence = await self._acts.do(act, grant.source)
        except (FeedError, OSError) as error:
            reason = str(getattr(error, "strerror", None) or error)[:LONGEST_SENTENCE]
            note = report if isinstance(error, FeedError) else complain
            note("act of a desk not done", act=act.type, race=act.race, reason=reason, **who)
            return False, reason
        report("act of a desk done", act=act.type, race=act.race, what=sentence, **who)
        return True, sentence

    async def _send(self, frame: admin_frames.Answer) -> None:
        await self.connection.send(admin_frames.encode(frame), text=True)
