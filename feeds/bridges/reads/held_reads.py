"""The reads of a runner on a line: which are repeats of others, and which of them counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from race.belief.claim_choice import Claim, candidates
from race.messages import Split
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.bridges.reads.raw_reads import RawRead
    from feeds.bridges.reads.reads_map import Line
    from race.messages import Checkpoint

MOST_HELD = 256
"""Reads of a runner on a line; of a chip that lies beside the mat only some are kept."""


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
    claim: Claim
    """The read as belief weighs it; its number is that of the record, and its split one by the chip."""
    name: str | None = None
    """The id of the message that stands for it; None while none does."""
    checkpoint: str = ""
    """The id of the checkpoint in that message."""

    @classmethod
    def of(cls, read: RawRead, by: str, record: int) -> Held:
        """A read that was not published yet."""
        split = Split(
            bib=read.chip[:16],
            checkpoint="line",
            clock=read.clock,
            evidence="hand" if read.by_hand else "device",
            by=by,
            record=record,
            source=read.place,
        )
        return cls(read, Claim(record, split, Time(read.clock.utc_ms)))


def bursts_of(held: Sequence[Held], checkpoint: Checkpoint) -> list[list[Held]]:
    """The reads in bursts, in the order of time; in each, first the one that counts at the checkpoint."""
    by_record = {one.claim.number: one for one in held}
    found: dict[int, list[Held]] = {}
    for candidate in candidates([one.claim for one in held], checkpoint):
        number = candidate.claim.number
        first = number if candidate.instead_of is None else candidate.instead_of
        found.setdefault(first, []).append(by_record[number])
    return sorted(found.values(), key=lambda burst: burst[0].read.clock.utc_ms)


def without_repeats(bursts: Sequence[Sequence[Held]]) -> list[Held]:
    """The earliest and the latest reads that may still count: published ones, and the ends of each burst."""
    kept = [one for burst in bursts for one in burst if one.name is not None or one in (burst[0], burst[-1])]
    most = MOST_HELD // 2
    return kept if len(kept) <= 2 * most else kept[:most] + kept[-most:]
