"""The times in force at one checkpoint, as messages come and go."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from typing import TYPE_CHECKING

from race.belief.claim_choice import SURENESS

if TYPE_CHECKING:
    from race.messages import Split
    from race.times import Time

Claim = tuple[int, int, int]
"""How sure it is, less being surer; the number in the log, negated as the newest counts; milliseconds."""


class CheckpointTimes:
    """The surest time of each runner at one checkpoint, for places by time alone."""

    def __init__(self) -> None:
        self._claims: defaultdict[str, dict[int, Claim]] = defaultdict(dict)
        """By bib and number in the log."""
        self._times: list[int] = []
        """The surest time of each runner in milliseconds, in order."""

    def enter(self, number: int, split: Split, time: Time | None) -> None:
        """Enter a split that is in force, with its time from the gun; entering it again changes nothing."""
        if time is not None and not split.suspect:
            self._change(split.bib, number, (SURENESS[split.evidence], -number, time.ms))

    def leave(self, number: int, split: Split) -> None:
        """Take out a split that is no longer in force."""
        self._change(split.bib, number, None)

    def place(self, bib: str) -> int | None:
        """A runner's place, from 1; equal times share one. None without a time."""
        ms = self._ms(bib)
        return None if ms is None else 1 + bisect_left(self._times, ms)

    def _ms(self, bib: str) -> int | None:
        claims = self._claims[bib]
        return min(claims.values())[2] if claims else None

    def _change(self, bib: str, number: int, claim: Claim | None) -> None:
        before = self._ms(bib)
        if before is not None:
            del self._times[bisect_left(self._times, before)]
        self._claims[bib].pop(number, None)
        if claim is not None:
            self._claims[bib][number] = claim
        after = self._ms(bib)
        if after is not None:
            insort(self._times, after)
