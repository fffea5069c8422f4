"""Which of several times claimed at one checkpoint counts, where no message replaces another.

- Surer evidence counts before less sure, whichever came first.
- Of times that people or results systems state, each source's newest counts, faster or slower. Between
  sources the newest of all counts, but of hand times the middle one, and of two the slower (World Athletics
  Technical Rule 19, on hand timing).
- Devices read a chip again and again. Reads within the hold-off of the first are one burst, of which the
  first counts, at the start line the last, unless it cannot be true. Of several mats, those of the first one
  listed count. Later bursts are people who walk back over the mat.
- Of more claims than anyone makes of one passing, as of a chip that lies beside a mat, the earliest and the
  latest are weighed. So a claim costs the same however many there are.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, TypeVar

from race.lazy_named_tuple import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from race.messages import Checkpoint, Evidence, Split
    from race.times import Time

SURENESS: dict[Evidence, int] = {
    "official": 0,
    "published": 1,
    "device": 2,
    "hand": 3,
}
"""The evidence from the surest, the lowest number, to the least sure."""

WEIGHTS: dict[Evidence, int] = {
    "official": 1000,
    "published": 100,
    "device": 10,
    "hand": 10,
}
"""How much a time counts against those of other checkpoints that contradict it."""

HOLD_OFF_S = 60.0
"""Where a checkpoint states none."""

MOST_AT_EITHER_END = 16
"""So many of the earliest claims about a runner at a checkpoint are weighed, and as many of the latest."""

T = TypeVar("T")


class Claim(NamedTuple):
    """A time claimed by a message in force."""

    number: int
    """Of the message in the log."""
    split: Split
    time: Time
    """From the runner's own gun."""


class Candidate(NamedTuple):
    """A claim that counts if those before it cannot be true: one of each kind of evidence, and every read."""

    claim: Claim
    is_repeat: bool = False
    """Whether it is of a later burst of reads by devices."""
    instead_of: int | None = None
    """The number of the read in the same burst that is preferred to it; None for the preferred one."""


def weighed(claims: tuple[T, ...]) -> tuple[T, ...]:
    """Return those of the claims at one checkpoint, in the order of their times, that are weighed."""
    most = MOST_AT_EITHER_END
    return claims if len(claims) <= 2 * most else claims[:most] + claims[-most:]


def too_many(claims: tuple[T, ...]) -> tuple[T, ...]:
    """Return the others, which are set aside."""
    return claims[MOST_AT_EITHER_END:-MOST_AT_EITHER_END]


def candidates(claims: Iterable[Claim], checkpoint: Checkpoint) -> list[Candidate]:
    """Return what may count at a checkpoint, the one to prefer first."""
    by_evidence = sorted(claims, key=lambda claim: SURENESS[claim.split.evidence])
    found: list[Candidate] = []
    for evidence, group in groupby(by_evidence, key=lambda claim: claim.split.evidence):
        if evidence == "device":
            reads = bursts(list(group), checkpoint)
            for number, burst in enumerate(reads):
                first, *others = _by_preference(burst, checkpoint)
                found.append(Candidate(first, number > 0))
                found += [Candidate(other, number > 0, first.number) for other in others]
        else:
            found.append(Candidate(_stated(list(group), evidence)))
    return found


def bursts(claims: Sequence[Claim], checkpoint: Checkpoint) -> list[list[Claim]]:
    """Return the reads by devices in bursts, in the order of time; each lasts for the hold-off at most."""
    hold_off_s = HOLD_OFF_S if checkpoint.hold_off_s is None else checkpoint.hold_off_s
    found: list[list[Claim]] = []
    for claim in sorted(claims, key=lambda claim: (claim.time.ms, claim.number)):
        if found and claim.time.ms - found[-1][0].time.ms <= hold_off_s * 1000:
            found[-1].append(claim)
        else:
            found.append([claim])
    return found


def _by_preference(burst: list[Claim], checkpoint: Checkpoint) -> list[Claim]:
    """The reads of a burst, first the one that counts unless it cannot be true."""
    mats = checkpoint.mats
    counts = checkpoint.counts or ("first" if checkpoint.distance_m else "last")
    in_turn = burst if counts == "first" else burst[::-1]
    listed = [claim for claim in in_turn if claim.split.source in mats]
    listed.sort(key=lambda claim: mats.index(claim.split.source))
    return listed + [claim for claim in in_turn if claim.split.source not in mats]


def hand_rule(watches: int) -> str:
    """Return in words which of the times by hand counts, where so many people have one."""
    match watches:
        case 2:
            return "of two the slower counts"
        case 3:
            return "of three the middle one counts"
    if watches % 2:
        return f"of {watches} the middle one counts"
    return f"of {watches} the slower of the two in the middle counts"


def newest_by_source(claims: Iterable[Claim]) -> list[Claim]:
    """Return the newest claim of each source, in the order of time."""
    newest = {claim.split.source: claim for claim in sorted(claims, key=lambda claim: claim.number)}
    return sorted(newest.values(), key=lambda claim: (claim.time.ms, claim.number))


def _stated(claims: list[Claim], evidence: Evidence) -> Claim:
    newest = newest_by_source(claims)
    if evidence == "hand" and len(newest) > 1:
        return newest[len(newest) // 2]
    return max(newest, key=lambda claim: claim.number)
