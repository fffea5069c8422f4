"""Reads whose clocks differ from the hub's by about as much, as `source_clocks` compares them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Collection
from dataclasses import field

from race.lazy_dataclass import dataclass

SPAN_MS = 60_000
"""Reads so far apart are not of one batch, in which each is later by as much as it is older."""

SLOW_READS = 3
"""So many reads at least show that a source is steadily late."""

Source = tuple[str, str]
"""A device: the source or publisher of its messages, and its checkpoint, which is empty for the gun."""


@dataclass(slots=True)
class AheadSources:
    """The sources that are ahead of the hub's clock by about as much."""

    ahead_ms: int
    after_others: bool
    """Whether reads that were not ahead had come before."""
    sources: set[Source] = field(default_factory=set)
    reads: Counter[Source] = field(default_factory=Counter)
    in_step_since: dict[Source, int] = field(default_factory=dict)
    """By source: when the hub first heard a read in step, since the last one that was ahead."""
    is_past: bool = False
    """Whether sources have come to be in step since, so that the hub's clock was set right."""
    is_refuted: bool = False
    """Whether sources were ahead again after that, so that the hub's clock was right all the time."""

    def may_be_hub(self, in_step: Collection[Source]) -> bool:
        """Whether it can be the hub's clock that is behind, given the sources that were ever in step."""
        trusted = not self.after_others or not self.sources.isdisjoint(in_step)
        return len(self.sources) > 1 and trusted and not self.is_refuted

    def outnumbers(self, until_ms: float = math.inf) -> bool:
        """Whether more sources are ahead than have been in step since, up to `until_ms`, the hub included."""
        others = sum(since_ms <= until_ms for since_ms in self.in_step_since.values())
        return len(self.sources) > others + 1


@dataclass(slots=True)
class LateReads:
    """The reads of a source that came late by the least that any of its reads did."""

    late_ms: int
    first: int
    """Which message taken was the first of them."""
    first_ms: int
    """Time of day of the first of them."""
    last_ms: int
    """Time of day of the last of them."""
    reads: int = 1

    @property
    def is_steady(self) -> bool:
        """Whether they show that the source sends its reads at once."""
        return self.reads >= SLOW_READS and abs(self.last_ms - self.first_ms) >= SPAN_MS
