"""The times in force at one checkpoint, as messages come and go."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import defaultdict
from typing import TYPE_CHECKING

from race.belief.claim_choice import Claim, candidates

if TYPE_CHECKING:
    from race.messages import Checkpoint


class CheckpointTimes:
    """The time that counts of each runner at one checkpoint, for places by time alone."""

    def __init__(self, checkpoint: Checkpoint) -> None:
        self._checkpoint = checkpoint
        self._claims: defaultdict[str, dict[int, Claim]] = defaultdict(dict)
        """By bib and number in the log."""
        self._times: list[int] = []
        """The time of each runner in milliseconds, in order."""

    def enter(self, claim: Claim) -> None:
        """Enter a time that is in force; entering it again changes nothing."""
        self._change(claim.split.bib, claim.number, claim)

    def leave(self, bib: str, number: int) -> None:
        """Take out a time that is no longer in force."""
        self._change(bib, number, None)

    def place(self, bib: str) -> int | None:
        """A runner's place, from 1; equal times share one. None without a time."""
        ms = self._ms(bib)
        return None if ms is None else 1 + bisect_left(self._times, ms)

    def _ms(self, bib: str) -> int | None:
        found = candidates(self._claims[bib].values(), self._checkpoint)
        return found[0].claim.time.ms if found else None

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
