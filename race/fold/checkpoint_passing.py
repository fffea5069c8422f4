"""A passing: an entrant at a checkpoint, weighed from everything claimed about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from race.belief.claim_choice import SURENESS, Candidate, Claim, candidates, too_many, weighed
from race.belief.doubt import Doubt
from race.lazy_named_tuple import NamedTuple
from race.messages import Evidence, Order, Split

if TYPE_CHECKING:
    from race.belief.printed_places import Misplaced
    from race.belief.stretch_limits import StretchLimits
    from race.course import Course
    from race.fold.timed_message import Entries, TimedMessage
    from race.messages import Belief, Checkpoint, Message
    from race.times import Time


TOO_MANY = Doubt("set aside", "one of too many")
"""Why claims are not weighed."""

Elapsed = Callable[["Split"], "Time | None"]
"""The time of a split from the entrant's own gun, negative before it; None where that is not known."""


class Passing(NamedTuple):
    """An entrant at a checkpoint, as far as known."""

    time: Time | None
    """From the entrant's own gun; None where only the passing or its place is known."""
    official_place: int | None
    evidence: Evidence
    notes: tuple[str, ...] = ()
    entries: Entries = ()
    """The messages in force about it, in the order in which they took effect."""
    counted: TimedMessage | None = None
    """The one whose time counts."""
    doubt: Doubt | None = None
    """Why it is doubtful; None for a passing that is believed."""

    @property
    def claims(self) -> tuple[Split | Order, ...]:
        """The splits and orders about it, newest last."""
        return tuple(e.message for e in self.entries if isinstance(e.message, Split | Order))

    @property
    def message(self) -> Message | None:
        """The message that it rests on: the one whose time counts, or else the newest."""
        if self.counted is not None:
            return self.counted.message
        return self.claims[-1] if self.entries else None

    @property
    def wind(self) -> float | None:
        """The wind measured with the time, in metres a second."""
        return self.message.wind if isinstance(self.message, Split) else None

    @property
    def when_ms(self) -> int:
        """Race time of the passing, as far as known."""
        return (self.counted or self.entries[-1]).when_ms


class Grounds(NamedTuple):
    """What the claims about a runner are weighed by."""

    course: Course
    limits: StretchLimits
    elapsed: Elapsed
    has_started: Callable[[str], bool]
    """Whether the gun of an entrant, by bib, is known to have gone."""
    out_of_step: Callable[[Split], bool]
    """Whether a split was read by a clock that does not agree with the others."""
    rulings: dict[str, Belief]
    """What someone has ruled about messages, by their ids."""
    misplaced: dict[int, Misplaced]
    """The times that contradict the places printed with them, by number in the log."""


class CheckpointClaims(NamedTuple):
    """What is claimed about an entrant at a checkpoint, sorted out."""

    entries: Entries
    """All that are in force."""
    weighed: Entries
    timed: list[Candidate]
    """What may count, the one to prefer first."""
    certain: set[int]
    """Numbers of the messages that someone has ruled to be right."""
    untimed: TimedMessage | None
    """A split by time of day, while it is not known when the gun went."""
    placed: Split | None
    """The newest split of which only the place is believed."""
    order: Order | None
    """The newest order."""
    no_place: set[int]
    """Numbers of the messages of which only the time is believed."""
    doubts: dict[int, Doubt]
    """What cannot count, by number in the log; of those that are too many to be weighed the first."""

    @property
    def says_passed(self) -> bool:
        """Whether it is known without a time that the entrant passed."""
        return self.order is not None or self.untimed is not None or self.placed is not None

    def passing(self, claim: Claim | None, bib: str) -> Passing:
        """The passing if a claim counts; without one, as far as a split without a time or an order says."""
        ordered = self.order.places[bib] if self.order is not None else None
        number = self.untimed.number if claim is None and self.untimed is not None else claim and claim.number
        counted = next((entry for entry in self.weighed if entry.number == number), None)
        if counted is None or not isinstance(counted.message, Split):
            if self.placed is not None:
                return Passing(None, self.placed.rank, self.placed.evidence, entries=self.entries)
            assert self.order is not None
            return Passing(None, ordered, self.order.evidence, entries=self.entries)
        split, time = counted.message, claim and claim.time
        place = ordered if split.rank is None else split.rank
        if number in self.no_place:
            place = None
        return Passing(time, place, split.evidence, split.notes, self.entries, counted)

    def doubted(self, entry: TimedMessage, elapsed: Elapsed, doubt: Doubt) -> Passing:
        """The passing that a split claims which is not believed."""
        split = entry.message
        assert isinstance(split, Split)
        return Passing(elapsed(split), split.rank, split.evidence, split.notes, self.entries, entry, doubt)


def sort_out(entries: Entries, checkpoint: Checkpoint, grounds: Grounds) -> CheckpointClaims:
    """Sort out what is claimed about an entrant at a checkpoint."""
    claims: list[Claim] = []
    certain: set[int] = set()
    untimed: list[TimedMessage] = []
    placed: Split | None = None
    order: Order | None = None
    no_place: set[int] = set()
    crowd = too_many(entries)
    ruled = tuple(entry for entry in crowd if entry.message.id in grounds.rulings) if crowd else ()
    doubts = {entry.number: TOO_MANY for entry in crowd[:1]}
    likely = tuple(sorted((*weighed(entries), *ruled))) if ruled else weighed(entries)
    for entry in likely:
        message = entry.message
        ruling = grounds.rulings.get(message.id) if message.id is not None else None
        if ruling == "doubtful" or ruling == "set aside":
            doubts[entry.number] = Doubt(ruling, "ruling")
        elif isinstance(message, Order):
            order = message
        elif isinstance(message, Split):
            time = grounds.elapsed(message)
            doubt = own_doubt(message, time, grounds) if ruling is None else None
            misplaced = grounds.misplaced.get(entry.number) if ruling is None else None
            if misplaced is not None and misplaced.wrong == "place":
                no_place.add(entry.number)
            elif doubt is None and misplaced is not None:
                doubt = Doubt("doubtful", "against its place", misplaced.against)
                placed = message if message.rank is not None else placed
            if doubt is not None:
                doubts[entry.number] = doubt
            elif time is None:
                untimed.append(entry)
            else:
                claims.append(Claim(entry.number, message, time))
            if ruling is not None:
                certain.add(entry.number)
    without_time = min(untimed, key=surest, default=None)
    timed = candidates(claims, checkpoint)
    return CheckpointClaims(entries, likely, timed, certain, without_time, placed, order, no_place, doubts)


def own_doubt(split: Split, time: Time | None, grounds: Grounds) -> Doubt | None:
    """Why a split cannot count, whatever else is known; None if it may."""
    if time is None and not grounds.has_started(split.bib):
        return Doubt("doubtful", "no gun")
    if time is not None and time.ms < 0:
        return Doubt("set aside", "before the gun")
    limit_ms = grounds.course.limit_ms
    if limit_ms is not None and time is not None and time.ms > limit_ms and split.evidence != "official":
        return Doubt("set aside", "after the time limit")
    if split.suspect:
        return Doubt("doubtful", "printed as suspect")
    if grounds.out_of_step(split):
        return Doubt("doubtful", "clock out of step")
    return None


def surest(entry: TimedMessage) -> tuple[int, int]:
    """Sorts splits by evidence; of equally sure ones the first read by a device is first, else the newest."""
    split = entry.message
    assert isinstance(split, Split)
    return SURENESS[split.evidence], entry.when_ms if split.evidence == "device" else -entry.number
