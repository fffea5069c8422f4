"""The reads of a runner on a line: which are repeats of others, and which of them counts."""

from __future__ import annotations

from bisect import bisect_right
from typing import TYPE_CHECKING, NamedTuple

from race.belief.claim_choice import HOLD_OFF_S, Claim, candidates
from race.lazy_dataclass import dataclass
from race.messages import Split
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.bridges.reads.raw_reads import RawRead
    from feeds.bridges.reads.reads_map import Line
    from race.messages import Checkpoint, Evidence

EARLIEST, LATEST = 4, 2
"""How many reads of a burst are kept, beside the one that counts and those that were published."""

RECENT = 64
"""Bursts; of an older one the earliest read is kept, beside these."""


class Key(NamedTuple):
    """Whose reads they are, and where."""

    who: str
    """A bib; a chip if it is unknown."""
    line: Line
    place: str
    """Where the race is not known, the place; else empty."""
    is_known: bool


@dataclass(slots=True)
class Held:
    """A read of a runner on a line."""

    read: RawRead
    record: int
    """The number of the record that it was."""
    name: str | None = None
    """The id of the message that stands for it; None while none does."""
    checkpoint: str = ""
    """The id of the checkpoint in that message."""
    replaced: tuple[str, ...] = ()
    """The ids of those that it has replaced, the first one first: each holds again where its successor is
    withdrawn."""

    @property
    def ms(self) -> int:
        """When it was, in milliseconds since 1970."""
        return self.read.clock.utc_ms

    @property
    def in_time(self) -> tuple[int, int]:
        """Its place in the order of time, and of records where that is the same."""
        return self.read.clock.utc_ms, self.record

    @property
    def evidence(self) -> Evidence:
        """How the time is known."""
        return "hand" if self.read.by_hand else "device"

    def claim(self) -> Claim:
        """The read as belief weighs it; its number is that of the record, and its split one by the chip."""
        read = self.read
        split = Split(
            bib=read.chip[:16],
            checkpoint="line",
            clock=read.clock,
            evidence=self.evidence,
            source=read.place,
        )
        return Claim(self.record, split, Time(read.clock.utc_ms))


class RunnerReads:
    """The reads of a runner on a line in bursts, in the order of time; in each, first the one that counts."""

    def __init__(self, checkpoint: Checkpoint, most: int) -> None:
        """`checkpoint` says how bursts are made; of more than `most` bursts only some are kept."""
        self.bursts: list[list[Held]] = []
        self.numbers: list[int | None] = []
        """Of the bursts, as they were last said to be: the indices of their checkpoints."""
        self._checkpoint = checkpoint
        hold_off_s = HOLD_OFF_S if checkpoint.hold_off_s is None else checkpoint.hold_off_s
        self._hold_off_ms = hold_off_s * 1000
        self._begin_ms: list[int] = []
        """When each burst begins."""
        self._most = most

    def add(self, read: Held) -> int | None:
        """Add a read. Returns the first burst that is another now; None if the read only repeats others."""
        at = bisect_right(self._begin_ms, read.ms) - 1
        if at < 0 or read.ms - self._begin_ms[at] > self._hold_off_ms:
            return self._make(at + 1, at + 1, [read])
        return self._make(at, at + 1, [*self.bursts[at], read])

    def remove(self, read: RawRead) -> Held | None:
        """Remove a read. Returns it as it was held; None if it was not."""
        at = bisect_right(self._begin_ms, read.clock.utc_ms) - 1
        gone = next((one for one in self.bursts[at] if one.read == read), None) if at >= 0 else None
        if gone is not None:
            self._make(at, at + 1, [one for one in self.bursts[at] if one is not gone])
        return gone

    def counts(self, read: Held) -> bool:
        """Whether a read is the one of its burst that counts."""
        at = bisect_right(self._begin_ms, read.ms) - 1
        return at >= 0 and self.bursts[at][0] is read

    def keep_some(self) -> None:
        """Of too many bursts keep those that were published, or else the first and the last."""
        if len(self.bursts) <= self._most:
            return
        recent = len(self.bursts) - self._most // 4
        kept = [burst for n, burst in enumerate(self.bursts) if n >= recent or any(map(_is_published, burst))]
        half = self._most // 2
        self.bursts = kept if len(kept) <= self._most else kept[:half] + kept[-half:]
        self._begin_ms = [_begin_ms(burst) for burst in self.bursts]
        self.numbers = []

    def _make(self, first: int, end: int, reads: list[Held]) -> int | None:
        """Make bursts of some reads in the place of others, and of as many that follow as are touched."""
        while True:
            made = _bursts_of(reads, self._checkpoint)
            last_ms = _begin_ms(made[-1]) if made else 0
            if not made or end == len(self.bursts) or self._begin_ms[end] - last_ms > self._hold_off_ms:
                break
            reads += self.bursts[end]
            end += 1
        before = [burst[0] for burst in self.bursts[first:end]]
        self.bursts[first:end] = [_without_repeats(burst, EARLIEST, LATEST) for burst in made]
        self._begin_ms[first:end] = map(_begin_ms, made)
        if len(self.bursts) > RECENT:
            old = len(self.bursts) - RECENT - 1
            self.bursts[old] = _without_repeats(self.bursts[old], 1, 0)
        return None if [burst[0] for burst in made] == before else first


def _bursts_of(held: Sequence[Held], checkpoint: Checkpoint) -> list[list[Held]]:
    """Reads in bursts, in the order of time."""
    by_record = {one.record: one for one in held}
    found: dict[int, list[Held]] = {}
    for candidate in candidates([one.claim() for one in held], checkpoint):
        number = candidate.claim.number
        first = number if candidate.instead_of is None else candidate.instead_of
        found.setdefault(first, []).append(by_record[number])
    return sorted(found.values(), key=_begin_ms)


def _begin_ms(burst: Sequence[Held]) -> int:
    return min(one.ms for one in burst)


def _is_published(held: Held) -> bool:
    return held.name is not None


def _without_repeats(burst: list[Held], earliest: int, latest: int) -> list[Held]:
    """The reads of a burst that may still matter: the one that counts, published ones, first and last."""
    if len(burst) <= earliest + latest:
        return burst
    in_time = sorted(burst, key=lambda one: one.in_time)
    kept = {id(one) for one in (burst[0], *in_time[:earliest], *in_time[len(burst) - latest :])}
    return [one for one in burst if id(one) in kept or _is_published(one)]
