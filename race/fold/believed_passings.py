"""Which of the passings claimed for a runner are believed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.belief.claim_choice import WEIGHTS, Claim
from race.belief.doubt import Doubt
from race.belief.plausible_chain import Possible, TimedRead, heaviest_chain
from race.course import START
from race.fold.checkpoint_passing import CheckpointClaims, Grounds, Passing, sort_out, surest
from race.lazy_named_tuple import NamedTuple
from race.messages import Evidence, Split
from race.times import UNITS_MS

if TYPE_CHECKING:
    from race.belief.stretch_limits import StretchLimits
    from race.fold.timed_message import Entries, TimedMessage
    from race.times import Time

START_LINE = 5
"""How much more a read at the start line counts: of one that contradicts it, and no other, it is right."""

CERTAIN = 1_000_000
"""The weight of a time that someone has ruled to be right."""


class Passings(NamedTuple):
    """The passings of a runner by checkpoint index, with that of the start line, as far as believed."""

    believed: dict[int, Passing]
    doubtful: dict[int, Passing]
    doubts: dict[int, Doubt]
    """Why claims are not believed, by number in the log."""


def weigh(entries: dict[int, Entries], bib: str, grounds: Grounds) -> Passings:
    """Weigh all that is claimed about a runner, by checkpoint index, against one another."""
    claims = {index: sort_out(there, grounds.course.at(index), grounds) for index, there in entries.items()}
    reads = _reads(claims)
    first = _first(claims)

    def possible(before: TimedRead | None, read: TimedRead) -> bool:
        return grounds.limits.possible(before, read, first)

    positions = heaviest_chain([read for read, _ in reads], possible, grounds.limits.unevenness)
    chain = [reads[position] for position in positions]
    counted = {read.checkpoint: claim for read, claim in chain}
    believed: dict[int, Passing] = {}
    doubtful: dict[int, Passing] = {}
    doubts: dict[int, Doubt] = {}
    for read, claim in reads:
        doubt = _doubt(read, claim, claims[read.checkpoint], chain, possible, grounds.limits)
        if doubt is not None:
            doubts[claim.number] = doubt
    for index, there in claims.items():
        doubts |= there.doubts
        if index in counted or there.says_passed:
            believed[index] = there.passing(counted.get(index), bib)
        shown = [] if index in counted else [entry for entry in there.weighed if _is_doubtful(entry, doubts)]
        if shown:
            entry = min(shown, key=surest)
            doubtful[index] = there.doubted(entry, grounds.elapsed, doubts[entry.number])
    return Passings(believed, doubtful, doubts)


def as_read(
    index: int, time: Time, evidence: Evidence, *, is_certain: bool = False, is_spare: bool = False
) -> TimedRead:
    """A time as the chain of a runner's times takes it."""
    weight = CERTAIN if is_certain else WEIGHTS[evidence] + (START_LINE if index == START else 0)
    return TimedRead(index, time.ms, UNITS_MS[time.digits], weight, is_certain, is_spare)


def _first(claims: dict[int, CheckpointClaims]) -> TimedRead | None:
    """The time to prefer at the first timed checkpoint, from which the runner's own pace is measured."""
    index = min((index for index, there in claims.items() if there.timed), default=None)
    if index is None:
        return None
    number, split, time = claims[index].timed[0].claim
    return as_read(index, time, split.evidence, is_certain=number in claims[index].certain)


def _reads(claims: dict[int, CheckpointClaims]) -> list[tuple[TimedRead, Claim]]:
    """What may count at any checkpoint, in the order in which it took effect, bursts of reads together."""
    places = {
        entry.number: position
        for position, entry in enumerate(sorted(e for there in claims.values() for e in there.weighed))
    }
    found = [
        (
            places[number if candidate.instead_of is None else candidate.instead_of],
            as_read(
                index,
                time,
                split.evidence,
                is_certain=number in there.certain,
                is_spare=candidate.is_repeat or candidate.instead_of is not None,
            ),
            candidate.claim,
        )
        for index, there in claims.items()
        for candidate in there.timed
        for number, split, time in (candidate.claim,)
    ]
    found.sort(key=lambda item: item[0])
    return [(read, claim) for _, read, claim in found]


def _doubt(
    read: TimedRead,
    claim: Claim,
    there: CheckpointClaims,
    chain: list[tuple[TimedRead, Claim]],
    possible: Possible,
    limits: StretchLimits,
) -> Doubt | None:
    """Why a claim is not believed; None if it is, or if a surer one counts in its place."""
    numbers = [candidate.claim.number for candidate in there.timed]
    here = next((other.number for at, other in chain if at.checkpoint == read.checkpoint), None)
    if here is not None and numbers.index(here) <= numbers.index(claim.number):
        is_repeat = claim.number != here and there.timed[numbers.index(claim.number)].is_repeat
        return Doubt("set aside", "read again", here) if is_repeat else None
    before = next((pair for pair in reversed(chain) if pair[0].checkpoint < read.checkpoint), None)
    after = next((pair for pair in chain if pair[0].checkpoint > read.checkpoint), None)
    if before is not None and read.ms < before[0].ms:
        if before[0].checkpoint == START:
            return Doubt("set aside", "before the start line", before[1].number)
        return Doubt("doubtful", "out of order", before[1].number)
    if limits.is_too_slow(read):
        return Doubt("doubtful", "too slow")
    if not possible(before and before[0], read):
        return Doubt("doubtful", "too fast", before and before[1].number)
    if here is not None and (after is None or possible(read, after[0])):
        return Doubt("doubtful", "out of order", here)
    if after is not None and read.ms <= after[0].ms:
        return Doubt("doubtful", "too fast", after[1].number)
    return Doubt("doubtful", "out of order", after and after[1].number)


def _is_doubtful(entry: TimedMessage, doubts: dict[int, Doubt]) -> bool:
    doubt = doubts.get(entry.number)
    return doubt is not None and doubt.belief == "doubtful" and isinstance(entry.message, Split)
