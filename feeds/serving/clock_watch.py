"""Watches the hub's clock: whether it is set while the hub runs, and whether those of the races differ."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from time import monotonic
from typing import TYPE_CHECKING

from feeds.serving.hub_reporting import complain, report
from race.belief.clock_sentences import apart_text
from race.times import span_text

if TYPE_CHECKING:
    from feeds.client.local_clock import LocalClock
    from feeds.serving.accept_messages import MessageAcceptor

LOOK_S = 1.0

OF_LATE_S = 3600.0
"""How long it is said that the clock was set, or that the computer slept."""


class ClockWatch:
    """Logs each thing once; what was done to the hub's own clock of late is in `sentences` too."""

    def __init__(self, clock: LocalClock, acceptors: Callable[[], Mapping[str, MessageAcceptor]]) -> None:
        self._clock = clock
        self._acceptors = acceptors
        self._changes: list[tuple[float, str]] = []
        self._said: dict[str, list[str]] = {}
        """What was last said of each race."""

    async def watch(self) -> None:
        """Look again and again, for as long as the hub runs."""
        while True:
            await asyncio.sleep(LOOK_S)
            self.look()

    def look(self) -> None:
        """Log what is new."""
        change = self._clock.look()
        if change.set_ms:
            self._note(
                f"the clock of the hub's computer was set: it is {apart_text(change.set_ms)} what it was"
            )
            for acceptor in self._acceptors().values():
                acceptor.clocks.compare_anew()
        if change.slept_s:
            self._note(f"the hub's computer slept for {span_text(round(change.slept_s * 1000))}")
        for race, acceptor in self._acceptors().items():
            sentences = acceptor.clocks.sentences
            self._compare(race, self._said.get(race, []), sentences)
            self._said[race] = sentences

    def _note(self, sentence: str) -> None:
        self._changes = [*self._changes[-9:], (monotonic(), sentence)]
        complain("clock changed", what=sentence)

    @staticmethod
    def _compare(race: str, before: Iterable[str], now: Iterable[str]) -> None:
        for sentence in now:
            if sentence not in before:
                complain("clocks differ", race=race, what=sentence)
        if before and not now:
            report("clocks agree again", race=race)

    @property
    def sentences(self) -> list[str]:
        """What was done to the hub's clock of late."""
        return [sentence for at_s, sentence in self._changes if monotonic() - at_s < OF_LATE_S]
