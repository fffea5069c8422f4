"""Reads that are further ahead of the hub's clock than their source ever was, though by less than a minute.

Clocks that differ by up to a minute are in step, but each source differs by much the same all the time, less
what its reads take on their way. So where the first reads of a source show by how much it is ahead, a later
one that is heard well before it says that it happened is a slip: nothing is heard before it happens. A read
that comes late never is.

If several such reads follow one another, and none between them is as before, it is not the reads but a clock
that has changed, the hub's perhaps. None of them is doubted then.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from race.belief.clock_groups import Source

READS = 5
"""So many reads that follow one another show by how much a source is ahead, if all but the most and the least
ahead of them agree. So one slip does not count, nor what is sent in a batch, as each read is later the older
it is, nor a source whose reads are on their way for now a short time, now a long one."""

MARGIN_MS = 10_000
"""A read may be ahead by so much more: it covers times in whole seconds, and clocks that drift for a day."""

RUN = 3
"""So many reads that follow one another show that a clock has changed, or has changed back."""

MOST_SOURCES = 1000
MOST_SLIPS = 1000
"""What is kept; further sources and slips are not doubted."""


class _Read(NamedTuple):
    source: Source
    heard_ms: int
    ahead_ms: int


class SlipsAhead:
    """The slips among the reads of a log that are in step with the hub; they are taken in its order."""

    def __init__(self) -> None:
        self._early: dict[Source, deque[_Read]] = {}
        """Of each source the last READS, until they agree."""
        self._furthest: dict[Source, list[_Read]] = {}
        """The two of those and of all before them that are furthest ahead, with the furthest last."""
        self._usual_ms: dict[Source, int] = {}
        """By how much a source is ahead of the hub when a read is not on its way for long."""
        self._slips: set[_Read] = set()
        self._run: list[_Read] = []
        """The last slips, with no other read since that was as before."""
        self._moved_ms: int | None = None
        """By how much sources have come to be further ahead, since a clock changed."""
        self._as_before = 0
        """How many reads have been as before since."""

    def __bool__(self) -> bool:
        return bool(self._slips)

    def __contains__(self, read: tuple[Source, int, int]) -> bool:
        """Whether a read is a slip, by its source, when it was heard and by how much it is ahead."""
        return read in self._slips

    def take(self, source: Source, heard_ms: int, ahead_ms: int) -> bool:
        """Take the next read; returns whether reads that were taken before are judged differently."""
        read, usual_ms = _Read(source, heard_ms, ahead_ms), self._usual_ms.get(source)
        if usual_ms is None:
            return self._take_early(read)
        further_ms = ahead_ms - usual_ms
        if further_ms > MARGIN_MS and ahead_ms > MARGIN_MS:
            return self._take_slip(read, further_ms)
        if further_ms > -MARGIN_MS:
            self._run.clear()
            self._as_before += 1
            if self._as_before == RUN:
                self._moved_ms = None
        return False

    def _take_early(self, read: _Read) -> bool:
        if read.source not in self._early and len(self._usual_ms) + len(self._early) == MOST_SOURCES:
            return False
        early = self._early.setdefault(read.source, deque(maxlen=READS))
        early.append(read)
        furthest: list[_Read] = sorted(
            [*self._furthest.get(read.source, ()), read], key=lambda read: read.ahead_ms
        )[-2:]
        self._furthest[read.source] = furthest
        ahead_ms = sorted(read.ahead_ms for read in early)
        if len(early) < READS or ahead_ms[-2] - ahead_ms[1] > MARGIN_MS:
            return False
        del self._early[read.source], self._furthest[read.source]
        usual_ms = self._usual_ms[read.source] = furthest[0].ahead_ms
        is_slip = furthest[1].ahead_ms > max(usual_ms, 0) + MARGIN_MS
        if is_slip:
            self._slips.add(furthest[1])
        return is_slip

    def _take_slip(self, read: _Read, further_ms: int) -> bool:
        if self._moved_ms is not None and further_ms <= self._moved_ms + MARGIN_MS:
            self._as_before = 0
            return False
        if self._run and abs(read.ahead_ms - self._run[0].ahead_ms) > MARGIN_MS:
            self._run.clear()
        if len(self._slips) < MOST_SLIPS:
            self._slips.add(read)
            self._run.append(read)
        if len(self._run) < RUN:
            return False
        self._slips.difference_update(self._run)
        self._run.clear()
        self._moved_ms, self._as_before = further_ms, 0
        return True
