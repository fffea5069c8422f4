"""Disconnects viewers that take nothing: the websocket library would wait for them for ever."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TYPE_CHECKING

from feeds.protocol import close_codes
from feeds.serving.hub_reporting import report

if TYPE_CHECKING:
    from feeds.serving.broadcast import Listener

CHECKS = 10
"""How often a viewer is checked within the time after which it is disconnected."""

FAREWELL_S = 2.0
"""How long the closing handshake may take."""

RETURN_MS = 1000
"""When the viewer may connect again."""


class StuckViewers:
    """Looks after the viewers of a hub."""

    def __init__(self, sessions: Callable[[], Iterable[Listener]], patience_s: float) -> None:
        self.disconnected = 0
        """How many viewers were disconnected because they took nothing for too long."""
        self._sessions = sessions
        self._patience_s = patience_s

    async def watch(self) -> None:
        """Disconnect those that are stuck, again and again."""
        loop = asyncio.get_running_loop()
        async with asyncio.TaskGroup() as tasks:
            while True:
                await asyncio.sleep(self._patience_s / CHECKS)
                for session in tuple(self._sessions()):
                    if session.stuck_s(loop.time()) >= self._patience_s and not session.leaving:
                        tasks.create_task(self._disconnect(session))

    async def _disconnect(self, session: Listener) -> None:
        self.disconnected += 1
        report("viewer disconnected", reason=f"took nothing for {self._patience_s:g} s")
        with suppress(TimeoutError):
            async with asyncio.timeout(FAREWELL_S):
                await session.dismiss(close_codes.SLOW, "too slow: it took nothing for too long", RETURN_MS)
        session.connection.transport.abort()
