"""An entrant in the race, with everything claimed about each passing, by how far it is believed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from race.belief.claim_choice import too_many
from race.course import START, Course
from race.fold.believed_passings import as_read, weigh
from race.fold.checkpoint_passing import TOO_MANY, Grounds, Passing, own_doubt, sort_out
from race.lazy_named_tuple import NamedTuple
from race.messages import Entrant, Split, Status, StatusCode, TimeBand
from race.people.short_names import full_name, spoken_name
from race.times import UNITS_MS, Time

if TYPE_CHECKING:
    from race.belief.doubt import Doubt
    from race.belief.plausible_chain import TimedRead
    from race.belief.stretch_limits import StretchLimits
    from race.fold.timed_message import Entries, TimedMessage

UNLISTED = 1_000_000
"""Numbers from here on belong to unlisted bibs."""


class Unbelieved(NamedTuple):
    """What is claimed about a runner and not believed."""

    doubtful: Mapping[int, Passing]
    """By checkpoint index, what is shown with a question mark and decides nothing."""
    set_aside: Mapping[int, Entries]
    """By checkpoint index, the claims there where none is believed or doubtful."""
    doubts: Mapping[int, Doubt]
    """Why each is not believed, by number in the log; of those that are too many to be weighed the first."""


NOTHING = Unbelieved(MappingProxyType({}), MappingProxyType({}), MappingProxyType({}))
"""What is not believed about most runners."""

NO_ESTIMATES: Mapping[int, TimeBand] = MappingProxyType({})


class Runner(NamedTuple):
    """An entrant in the race: every passing, and any status."""

    entrant: Entrant
    number: int
    """Position in the start list, for a stable order among equals; unlisted bibs follow, in order."""
    short_name: str
    """The family name, with more of the name where others on the start list share it."""
    passings: dict[int, Passing]
    """What is believed, by checkpoint index; replaced as a whole, never changed."""
    furthest: int = START
    """Index of the furthest checkpoint passed, as far as believed."""
    status_claims: Entries = ()
    """The statuses in force, in the order in which they took effect."""
    start_mat: Passing | None = None
    """The passing of the start line, where that is timed."""
    unbelieved: Unbelieved = NOTHING
    estimates: Mapping[int, TimeBand] = NO_ESTIMATES
    """By checkpoint index, when the entrant was where no time was published. They decide nothing."""

    @property
    def spoken_name(self) -> str:
        """The name for sentences: the family name, or the full name where others share it."""
        return spoken_name(self.entrant, self.short_name)

    @property
    def full_name(self) -> str:
        """The whole name, with the bib where another on the start list has the same name."""
        return full_name(self.entrant, self.short_name)

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses in force, newest last."""
        return tuple(e.message for e in self.status_claims if isinstance(e.message, Status))

    @property
    def last(self) -> Passing | None:
        """The passing at the furthest checkpoint."""
        return self.passings.get(self.furthest)

    @property
    def reached(self) -> int:
        """Index of the furthest checkpoint that the entrant has come to, known or estimated."""
        return max(self.furthest, *self.estimates) if self.estimates else self.furthest

    @property
    def out(self) -> StatusCode | None:
        """Why the entrant is out of the race; None while racing and for finishers."""
        return self.statuses[-1].status if self.status_claims else None

    @property
    def doubtful(self) -> Mapping[int, Passing]:
        """The passings that are claimed and doubtful, by checkpoint index; they decide nothing."""
        return self.unbelieved.doubtful

    @property
    def doubts(self) -> dict[int, Doubt]:
        """Why claims are not believed, by number in the log."""
        crowded = {e.number: TOO_MANY for there in self.claims().values() for e in too_many(there)}
        doubts = crowded | dict(self.unbelieved.doubts)
        for passing in (self.start_mat, *self.passings.values()) if crowded else ():
            if passing is not None and passing.counted is not None:  # someone has ruled that it is right
                doubts.pop(passing.counted.number, None)
        return doubts

    def shown_at(self, index: int) -> Passing | None:
        """The passing to show at a checkpoint: what is believed, but a doubtful time before none."""
        believed = self.passings.get(index)
        is_timed = believed is not None and believed.time is not None
        return believed if is_timed else self.doubtful.get(index, believed)

    def time_at(self, index: int) -> Time | None:
        """Time at a checkpoint, zero at the start; None where none is known."""
        if index == START:
            return ZERO
        passing = self.passings.get(index)
        return passing.time if passing is not None else None

    @property
    def last_timed(self) -> int:
        """Index of the furthest checkpoint with a time that counts; START if there is none."""
        for index in range(self.furthest, START, -1):
            passing = self.passings.get(index)
            if passing is not None and passing.time is not None:
                return index
        return START

    def net_at(self, index: int) -> Time | None:
        """Time at a checkpoint from crossing the start line; None where one of the two is not known."""
        time, start_mat = self.time_at(index), self.start_mat
        if time is None or index == START or start_mat is None or start_mat.time is None:
            return None
        return time.minus(start_mat.time)

    def has_finished(self, course: Course) -> bool:
        """Whether the entrant has crossed the line and the result stands."""
        return self.furthest == course.finish and self.out is None

    def claims(self) -> dict[int, Entries]:
        """All claims in force, by checkpoint index, the start line's with them."""
        _, set_aside, _ = self.unbelieved
        claims = {index: passing.entries for index, passing in self.passings.items()}
        claims.update({index: passing.entries for index, passing in self.doubtful.items()})
        claims.update(set_aside)
        if self.start_mat is not None:
            claims[START] = self.start_mat.entries
        return claims

    def claims_at(self, index: int) -> Entries:
        """The claims in force at a checkpoint, or at START."""
        passing = self.start_mat if index == START else self.passings.get(index)
        if passing is None:
            passing = self.doubtful.get(index)
        return passing.entries if passing is not None else self.unbelieved.set_aside.get(index, ())

    def unevenness_at(self, index: int, ms: int, limits: StretchLimits) -> int:
        """How uneven a time at a checkpoint makes the runner's pace to there."""
        for start in range(index - 1, START, -1):
            passing = self.passings.get(start)
            if passing is not None and passing.time is not None:
                return limits.unevenness_over(start, passing.time.ms, index, ms)
        return limits.unevenness_over(START, 0, index, ms)

    def with_next(self, index: int, entry: TimedMessage, split: Split, grounds: Grounds) -> Runner | None:
        """The runner with a split at a checkpoint further on, if it contradicts nothing; else None."""
        entrant, number, short_name, passings, furthest, status_claims, start_mat, unbelieved, bands = self
        course, limits, elapsed, _, _, rulings, _ = grounds
        time, evidence = split.time or elapsed(split), split.evidence
        if time is None or split.suspect or rulings or evidence == "estimated":
            return None
        ms, _ = time
        may_be_doubted = split.heard_ms is not None or course.limit_ms is not None
        if ms < 0 or (may_be_doubted and own_doubt(split, time, grounds) is not None):
            return None
        last = passings.get(furthest, start_mat)
        if last is None:
            possible = limits.covers(START, 0, index, ms, index, 0)
        else:
            before, _, _, _, claims, _, _ = last
            first_index, first = (0, passings.get(0)) if start_mat is None else (START, start_mat)
            if before is None or first is None or first.time is None or len(claims) > 1:
                return None  # where several are claimed, another may make the pace to here more even
            before_ms, digits = before
            taken_ms = ms - before_ms + UNITS_MS[digits]
            possible = ms > before_ms and limits.covers(
                furthest, before_ms, index, taken_ms, first_index, first.time.ms
            )
        if not possible:
            return None
        passings = passings.copy()
        # Half as long as by their own constructors, for the commonest message of all.
        passings[index] = _made(Passing, (time, split.rank, evidence, split.notes, (entry,), entry, None))
        return _made(
            Runner,
            (entrant, number, short_name, passings, index, status_claims, start_mat, unbelieved, bands),
        )

    def with_claims(self, index: int, entries: Entries, grounds: Grounds) -> Runner:
        """The runner with other claims at a checkpoint, all of them weighed against one another."""
        if self.unbelieved is NOTHING:
            passing = self._undisputed(index, entries, grounds)
            if passing is not None:
                return self._with_passing(index, passing)
        claims = self.claims() | {index: entries}
        return self._weighed({at: there for at, there in claims.items() if there}, grounds)

    def weighed_anew(self, grounds: Grounds) -> Runner:
        """The runner with the same claims on other grounds."""
        return self._weighed(self.claims(), grounds)

    def _weighed(self, claims: dict[int, Entries], grounds: Grounds) -> Runner:
        believed, doubtful, doubts = weigh(claims, self.entrant.bib, grounds)
        start_mat = believed.pop(START, None)
        shown = {*believed, *doubtful, *((START,) if start_mat else ())}
        set_aside = {at: there for at, there in claims.items() if at not in shown}
        return self._replace(
            passings=believed,
            furthest=max(believed, default=START),
            start_mat=start_mat,
            unbelieved=Unbelieved(doubtful, set_aside, doubts) if doubts else NOTHING,
        )

    def _undisputed(self, index: int, entries: Entries, grounds: Grounds) -> Passing | None:
        """The passing that claims make if they contradict nothing; else None."""
        first = self._nearest(range(START, self.furthest + 1), grounds)
        if not entries or (first is not None and first.checkpoint >= index and self.furthest > index):
            return None  # of the runner's own pace, all later times may be judged differently
        there = sort_out(entries, grounds.course.at(index), grounds)
        if there.doubts or any(candidate.is_repeat for candidate in there.timed):
            return None
        if not there.timed:
            return there.passing(None, self.entrant.bib)
        claim = there.timed[0].claim
        is_certain = claim.number in there.certain
        read = as_read(index, claim.time, claim.split.evidence, is_certain=is_certain)
        before = self._nearest(range(min(index - 1, self.furthest), START - 1, -1), grounds)
        after = self._nearest(range(index + 1, self.furthest + 1), grounds)
        possible, unevenness = grounds.limits.possible, grounds.limits.unevenness
        fits = possible(before, read, first) and (after is None or possible(read, after, first))
        around = [near.checkpoint for near in (before, after) if near is not None]
        if len(entries) > 1 or any(len(self.claims_at(near)) > 1 for near in around):
            fits = fits and not unevenness(before, read) and not (after and unevenness(read, after))
        return there.passing(claim, self.entrant.bib) if fits else None

    def _nearest(self, indices: Iterable[int], grounds: Grounds) -> TimedRead | None:
        """The first of some checkpoints, or START, at which a time is known."""
        for index in indices:
            passing = self.start_mat if index == START else self.passings.get(index)
            if passing is not None and passing.time is not None:
                ruled = passing.counted is not None and passing.counted.message.id in grounds.rulings
                return as_read(index, passing.time, passing.evidence, is_certain=ruled)
        return None

    def _with_passing(self, index: int, passing: Passing | None) -> Runner:
        """The runner with another passing of a checkpoint or of START; without one if that is None."""
        if index == START:
            return self._replace(start_mat=passing)
        passings = self.passings.copy()
        if passing is not None:
            passings[index] = passing
            furthest = index if index > self.furthest else self.furthest
        else:
            passings.pop(index, None)
            furthest = max(passings, default=START)
        return self._replace(passings=passings, furthest=furthest)


ZERO = Time(0, 3)

_made = tuple.__new__
