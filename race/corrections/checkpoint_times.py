"""The times in force at a checkpoint, in order, as messages come and go."""

from __future__ import annotations

from bisect import bisect_left, insort
from typing import TYPE_CHECKING

from race.fold.checkpoint_passing import SURENESS

if TYPE_CHECKING:
    from race.messages import Split
    from race.times import Time

Claim = tuple[int, int, int]
"""How sure it is, less being surer; the number in the log, negative as the newest counts; milliseconds."""


class CheckpointTimes:
    """Who has which place at one checkpoint by time alone."""

    def __init__(self) -> None:
        self._claims: dict[str, dict[int, Claim]] = {}
        """By bib and number in the log."""
        self._times: list[int] = []
        """Milliseconds of everybody's surest time."""

    def enter(self, number: int, split: Split, time: Time | None) -> None:
        """A split holds, with its time from the gun; again, if it did already."""
        if time is None or split.suspect:
            return
        self._without(split.bib)
        self._claims.setdefault(split.bib, {})[number] = (SURENESS[split.evidence], -number, time.ms)
        self._with(split.bib)

    def leave(self, number: int, split: Split) -> None:
        """A split holds no more."""
        self._without(split.bib)
        self._claims.get(split.bib, {}).pop(number, None)
        self._with(split.bib)

    def place(self, bib: str) -> int | None:
        """From 1; equal times share one. None for somebody without a time."""
        ms = self._ms(bib)
        return None if ms is None else 1 + bisect_left(self._times, ms)

    def _ms(self, bib: str) -> int | None:
        claims = self._claims.get(bib)
        return min(claims.values())[2] if claims else None

    def _without(self, bib: str) -> None:
        ms = self._ms(bib)
        if ms is not None:
            del self._times[bisect_left(self._times, ms)]

    def _with(self, bib: str) -> None:
        ms = self._ms(bib)
        if ms is not None:
            insort(self._times, ms)
