"""The clocks of the sources of a race at its hub, compared as its messages are taken."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING

from feeds import codec
from race.belief.clock_sentences import clock_sentences
from race.belief.source_clocks import SourceClocks
from race.fold.start_times import StartTimes
from race.messages import Gun, StartList

if TYPE_CHECKING:
    from race.messages import Message

STARTS = b'{"type":"gun"', b'{"type":"start-list"'


class RaceClocks:
    """Follows the messages that the hub takes; of those before it knows only the guns and start lists."""

    def __init__(self, lines: Iterable[bytes]) -> None:
        self._starts = list(_readable(line for line in lines if line.startswith(STARTS)))
        self._start_times = StartTimes.of(self._starts)
        self._source_clocks = SourceClocks()

    def take(self, message: Message) -> None:
        """Take the next message, as it is in the log."""
        if isinstance(message, Gun | StartList):
            self._starts.append(message)
            self._start_times = StartTimes.of(self._starts)
        self._source_clocks.take(message, self._start_times.time_of_day_ms(message))

    def compare_anew(self) -> None:
        """Forget what was taken: the hub's clock was set since."""
        self._source_clocks = SourceClocks()

    @property
    def hub_offset_ms(self) -> int:
        """By how much the hub's clock is ahead of those of the timing; negative if it is behind."""
        return self._source_clocks.hub_offset_ms or 0

    @property
    def apart(self) -> int:
        """How many sources have a clock that differs from the hub's, while others do not."""
        return len(self._source_clocks.apart)

    @property
    def sentences(self) -> list[str]:
        """What is to be said of the clocks."""
        return clock_sentences(self._source_clocks)


def _readable(lines: Iterable[bytes]) -> Iterator[Message]:
    for line in lines:
        with suppress(ValueError):
            yield codec.decode(line)
