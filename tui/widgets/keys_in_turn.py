"""Keys in turn: what a key does is done before the next one is looked at.

Textual gives a key to what has the focus when it is read. Keys that come together, as over a slow line or
from someone who types fast, would all go there, though the first of them opens a line to type into: of
`x1 dnf` at the desk, the 1 would decide something.
"""

from __future__ import annotations

import asyncio
from collections import deque
from contextlib import suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from textual.app import App
    from textual.events import Key
    from textual.message_pump import MessagePump
    from textual.screen import Screen
    from textual.widget import Widget

ROUNDS = 2
"""The first on the heels of the key, the second of what was asked for because of it."""

PATIENCE_S = 1.0
"""After so long the next key has its turn, whatever became of the one before it."""


LOOK_S = 0.02
"""How often to look whether something was closed meanwhile."""


class KeysInTurn:
    """The keys of an app."""

    def __init__(self, app: App[None], give: Callable[[Key], Awaitable[None]]) -> None:
        """`give` gives a key to what has the focus."""
        self._app, self._give = app, give
        self._waiting: deque[Key] = deque()
        self._following: asyncio.Task[None] | None = None

    async def take(self, key: Key) -> None:
        """Give a key to what has the focus, at once or after those before it.

        A screen that takes all keys by itself, in their order, gets them at once.
        """
        if self._following is None and getattr(self._app.screen, "takes_all_keys", False):
            await self._give(key)
            return
        self._waiting.append(key)
        if self._following is None:
            await self._give_next()

    async def _give_next(self) -> None:
        self._following = None
        if self._waiting:
            screen = self._app.screen
            target = self._app.focused or screen
            await self._give(self._waiting.popleft())
            self._following = asyncio.create_task(self._follow(target, screen))

    async def _follow(self, target: Widget, screen: Screen[object]) -> None:
        """Go the way of a key, from what has the focus up to the app, always behind it."""
        with suppress(TimeoutError):
            async with asyncio.timeout(PATIENCE_S):
                for pump in [*target.ancestors_with_self] * ROUNDS:
                    await _has_come_to(pump, pump.call_later)
                opened = self._app.screen
                if opened is not screen:
                    await _has_come_to(opened, opened.call_after_refresh)
        self._app.call_later(self._give_next)


async def _has_come_to(pump: MessagePump, later: Callable[[Callable[[], None]], bool]) -> None:
    """Wait until something has done what it was asked to do before, or is closed."""
    here = asyncio.Event()
    later(here.set)
    while pump.is_running and not here.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(LOOK_S):
                await here.wait()
