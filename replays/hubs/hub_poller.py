"""A hub that is looked at now and then, for its races."""

from __future__ import annotations

import time
from collections.abc import Callable

from feeds.client.race_list import race_list
from feeds.errors import FeedError
from feeds.hub_address import Address
from feeds.protocol.race_notice import RaceNotice

OFTEN_S = 3.0
"""Between two looks at a hub that answers."""

SELDOM_S = 30.0
"""At most between two looks at one that does not."""


class HubPoller:
    """What a hub has, as of the last time that it answered. `seconds` is a clock that only ever grows."""

    def __init__(self, hub: Address, *, seconds: Callable[[], float] = time.monotonic) -> None:
        self.hub = hub
        self.races: list[RaceNotice] | None = None
        """Its races; None where it has not answered yet."""
        self.trouble: str | None = None
        """Why it did not answer the last time, as a sentence."""
        self._seconds = seconds
        self._wait_s = OFTEN_S
        self._next_s = seconds()

    @property
    def due_s(self) -> float:
        """In how many seconds it may be looked at again."""
        return max(self._next_s - self._seconds(), 0.0)

    async def poll(self) -> None:
        """Ask the hub. Where it does not answer, the next time is later."""
        self._next_s = self._seconds() + self._wait_s
        try:
            self.races = await race_list(self.hub)
            self.trouble, self._wait_s = None, OFTEN_S
        except FeedError as error:
            self.trouble, self._wait_s = str(error), min(self._wait_s * 2, SELDOM_S)
        self._next_s = self._seconds() + self._wait_s
