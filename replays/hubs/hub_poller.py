"""Asks a hub now and then which races it has."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from feeds.client.race_list import race_list
from feeds.errors import FeedError

if TYPE_CHECKING:
    from feeds.hub_address import Address
    from feeds.protocol.race_notice import RaceNotice

USUAL_WAIT_S = 3.0
"""Between two requests to a hub that answers."""

LONGEST_WAIT_S = 30.0
"""Between two requests to one that does not, after several failures."""


class HubPoller:
    """The races of a hub as of its last answer. `seconds` is a clock that never goes back."""

    def __init__(
        self,
        hub: Address,
        usual_wait_s: float | None = None,
        *,
        seconds: Callable[[], float] = time.monotonic,
    ) -> None:
        self.hub = hub
        self.races: tuple[RaceNotice, ...] | None = None
        """In the order of the timetable; None before the first answer."""
        self.trouble: str | None = None
        """Why the last request failed, as a sentence; None where it did not."""
        self._seconds = seconds
        self._usual_wait_s = self._wait_s = USUAL_WAIT_S if usual_wait_s is None else usual_wait_s
        self._next_s = seconds()
        self._hub_ms = 0
        """The hub's clock in the last answer, and when that came."""
        self._answered_s = 0.0

    @property
    def due_s(self) -> float:
        """Seconds until the hub may be asked again."""
        return max(self._next_s - self._seconds(), 0.0)

    @property
    def now_ms(self) -> int:
        """The time by the hub's clock, in milliseconds since 1970 in UTC; 0 before the first answer."""
        return self._hub_ms + round((self._seconds() - self._answered_s) * 1000) if self._hub_ms else 0

    async def poll(self) -> None:
        """Ask the hub. Where it does not answer, the next wait is twice as long."""
        self._next_s = self._seconds() + self._wait_s
        try:
            answer = await race_list(self.hub)
            self.races, self._hub_ms, self._answered_s = answer.races, answer.now_ms, self._seconds()
            self.trouble, self._wait_s = None, self._usual_wait_s
        except FeedError as error:
            self.trouble, self._wait_s = str(error), min(self._wait_s * 2, LONGEST_WAIT_S)
        self._next_s = self._seconds() + self._wait_s
