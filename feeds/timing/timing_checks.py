"""What is checked again and again while a race is timed: the clocks, and overtaken start lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.timing.clock_at_hub import ClockAtHub
from feeds.timing.overtaken_lists import overtaken_lists

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from feeds.client.hub_clock import HubClock
    from feeds.timing.timing_clock import TimingClock
    from race.fold.history import History
    from race.messages import Message


class TimingChecks:
    """Looks, and says what someone should know."""

    def __init__(self, clock: TimingClock) -> None:
        self._clock = clock
        self._clock_at_hub = ClockAtHub(clock)
        self._looked_through = 0
        """So many messages were looked through for start lists."""

    def here(self) -> Iterator[str]:
        """What is new on this computer."""
        sentence = self._clock.look()
        if sentence is not None:
            yield sentence

    def at_hub(
        self, hub: HubClock, history: History, messages: Sequence[Message], *, has_times: bool
    ) -> Iterator[str]:
        """What is new at the hub, whose clock sets the one here as long as it has timed nothing."""
        sentence = self._clock_at_hub.look(hub, has_times=has_times)
        if sentence is not None:
            yield sentence
        if len(messages) != self._looked_through:
            self._looked_through = len(messages)
            yield from overtaken_lists(history, messages)
