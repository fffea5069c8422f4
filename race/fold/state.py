"""The state of a race: the result of the messages applied so far.

Values are never changed but replaced, so copies are shallow and snapshots are cheap.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeVar

from race.belief.printed_places import PrintedPlaces, PrintedTime
from race.belief.stretch_limits import StretchLimits
from race.course import START, Course
from race.fold.checkpoint_passing import Grounds
from race.fold.runner import NOTHING, UNLISTED, Runner
from race.fold.timed_message import Entries, TimedMessage, joined, without
from race.later_pattern import later_pattern
from race.lazy_named_tuple import NamedTuple
from race.messages import (
    Entrant,
    Estimate,
    Gun,
    Message,
    Note,
    Official,
    Order,
    Ruling,
    Split,
    StartList,
    Status,
)
from race.people.short_names import short_names

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from race.belief.doubt import Doubt
    from race.fold.checkpoint_passing import Elapsed
    from race.fold.replacements import Tallies
    from race.messages import Belief

_ON_WHEELS = later_pattern(
    r"\b(?:WC|T3[2-4]|T5[1-4]|H[1-5]|wheel|hand|bi(?:ke|cycle)|cycl|ski|skate)", re.IGNORECASE
)
"""Categories of entrants who do not run: the classes of World Para Athletics, and words."""

MOST_COUNTED = 100
"""In larger fields places are made by a machine, from the times."""

M = TypeVar("M", bound=Message)


class Circumstances(NamedTuple):
    """What the whole log says about its claims, whatever has taken effect."""

    elapsed: Elapsed
    has_started: Callable[[str], bool]
    """Whether the gun of an entrant, by bib, is known to have gone."""
    out_of_step: Callable[[Split], bool]
    """Whether a split was read by a clock that does not agree with the others."""
    find: Callable[[str], TimedMessage | None]
    """The message of an id."""
    is_on_foot: bool
    """Whether no more than a few are faster than anyone can run."""


class RaceState:
    """The runners and their passings after some number of messages.

    `race.fold.history` decides which messages are in force, and so enter and leave, and in which order.
    """

    def __init__(self) -> None:
        self.course: Course | None = None
        self.runners: dict[str, Runner] = {}
        self.tallies: Tallies = {}
        """Which messages are replaced, by those that have taken effect."""
        self._in_force: dict[type[Message], Entries] = {}
        """Messages about the race as a whole, by type."""
        self._unplaced: dict[tuple[str, str], Entries] = {}
        """Claims about a bib at a checkpoint that the course does not have, or not yet."""
        self._rulings: dict[str, Belief] = {}
        """The newest in force about each message, by its id."""
        self._is_one_start = True
        """Whether all entrants are in one wave."""
        self._is_one_field = False
        """Whether they are few and in one category, so that places count all who were ahead."""
        self._has_places = False
        """Whether such a field ever had a place before the finish, so that all times are compared."""
        self._printed = PrintedPlaces()
        """The times printed with places, as far as they are believed but for these places."""
        self._disputed: set[str] = set()
        """Bibs about which not everything claimed is believed."""
        self._limits: dict[tuple[str, bool], StretchLimits] = {}
        """What is possible on the course, by category and whether the field is on foot."""
        self._grounds: tuple[Circumstances, dict[str, Grounds]] | None = None
        """By category; kept, they take 0.1 us a split instead of 3 us."""

    @property
    def start_list(self) -> StartList | None:
        """The start list in force."""
        start_lists = self._messages(StartList)
        return start_lists[-1] if start_lists else None

    @property
    def guns(self) -> tuple[Gun, ...]:
        """The guns in force."""
        return self._messages(Gun)

    @property
    def notes(self) -> tuple[Note, ...]:
        """The notes in force."""
        return self._messages(Note)

    @property
    def officials(self) -> tuple[Official, ...]:
        """The messages that make the result final; none before."""
        return self._messages(Official)

    @property
    def compares_places(self) -> bool:
        """Whether times are weighed against the places printed with those of others."""
        return self._is_one_start and (self._has_places or bool(self._printed))

    @property
    def doubts(self) -> dict[int, Doubt]:
        """Why claims are not believed, by the number of the message in the log."""
        disputed = (self.runners[bib] for bib in self._disputed)
        return {number: doubt for runner in disputed for number, doubt in runner.doubts.items()}

    def _messages(self, kind: type[M]) -> tuple[M, ...]:
        return tuple(e.message for e in self.in_force(kind) if isinstance(e.message, kind))

    def in_force(self, kind: type[Message]) -> Entries:
        """The messages in force of a type that is about the race as a whole, in order."""
        return self._in_force.get(kind, ())

    def copy(self) -> RaceState:
        """An independent copy."""
        other = RaceState()
        other.course = self.course
        other.runners = self.runners.copy()
        other.tallies = self.tallies.copy()
        other._in_force = self._in_force.copy()
        other._unplaced = self._unplaced.copy()
        other._rulings = self._rulings.copy()
        other._is_one_start = self._is_one_start
        other._is_one_field = self._is_one_field
        other._has_places = self._has_places
        other._printed = self._printed.copy()
        other._disputed = self._disputed.copy()
        other._limits = self._limits
        return other

    def enter(self, entry: TimedMessage, circumstances: Circumstances) -> None:
        """Apply a message."""
        message = entry.message
        if not isinstance(message, Split) or not self._go_on(message, entry, circumstances):
            self._change(entry, circumstances, enters=True)

    def leave(self, entry: TimedMessage, circumstances: Circumstances) -> None:
        """Take back a message that `enter` applied, as if it had never been."""
        self._change(entry, circumstances, enters=False)

    def measure_again(self, circumstances: Circumstances) -> None:
        """Work out every time anew, after the gun that they count from was corrected."""
        self._lay_out(circumstances)

    def _change(self, entry: TimedMessage, circumstances: Circumstances, *, enters: bool) -> None:
        match entry.message:
            case Split(evidence="estimated"):
                pass  # an estimate never counts as a passing, even one that a feed sends
            case Split(bib=bib, checkpoint=checkpoint):
                self._change_passing(bib, checkpoint, entry, circumstances, enters=enters)
            case Order(places=places, checkpoint=checkpoint):
                for bib in places:
                    self._change_passing(bib, checkpoint, entry, circumstances, enters=enters)
            case Estimate(bib=bib, checkpoint=checkpoint, band=band):
                if self.course is not None and bib in self.runners and checkpoint in self.course.index:
                    runner = self.runners[bib]
                    bands = {**runner.estimates, self.course.index[checkpoint]: band}
                    self.runners[bib] = runner._replace(estimates=bands)
            case Status(bib=bib):
                runner = self._runner(bib)
                claims = (
                    joined(runner.status_claims, entry) if enters else without(runner.status_claims, entry)
                )
                self._keep(runner._replace(status_claims=claims))
            case StartList() | Gun() | Note() | Official() | Ruling() as message:
                kind = type(message)
                entries = self.in_force(kind)
                self._in_force[kind] = joined(entries, entry) if enters else without(entries, entry)
                if isinstance(message, StartList):
                    self._lay_out(circumstances)
                elif isinstance(message, Ruling):
                    self._rule(message.of, circumstances)

    def _runner(self, bib: str) -> Runner:
        """The runner of a bib, a new one if it is unlisted and not seen yet."""
        runner = self.runners.get(bib)
        if runner is None:
            runner = Runner(Entrant(bib=bib, name=bib), UNLISTED + int.from_bytes(bib.encode()), bib, {})
        return runner

    def _keep(self, runner: Runner) -> None:
        """Keep a runner, unless the bib is unlisted and nothing is known about it any longer."""
        bib = runner.entrant.bib
        if runner.unbelieved.doubts:
            self._disputed.add(bib)
        else:
            self._disputed.discard(bib)
        known = runner.passings or runner.status_claims or runner.start_mat or runner.unbelieved.doubts
        if known or runner.number < UNLISTED:
            self.runners[bib] = runner
        else:
            self.runners.pop(bib, None)

    def _go_on(self, split: Split, entry: TimedMessage, circumstances: Circumstances) -> bool:
        """Apply a split further on that contradicts nothing; returns whether it was one.

        It is the commonest message of all, and takes a third of the time so.
        """
        runner, course = self.runners.get(split.bib), self.course
        if runner is None or course is None or runner.unbelieved is not NOTHING:
            return False
        index = course.index.get(split.checkpoint, START)
        if index <= runner.furthest:
            return False
        kept = self._grounds
        grounds = kept[1].get(runner.entrant.category) if kept and kept[0] is circumstances else None
        grounds = grounds or self._grounds_of(runner, circumstances)
        further = runner.with_next(index, entry, split, grounds)
        if further is None:
            return False
        self.runners[split.bib] = further
        if self._is_one_start and (self._has_places or split.rank is not None):
            self._note_places(further, circumstances)
            printed = self._printed_at(index, further, grounds)
            for bib in self._printed.add(index, printed) if printed is not None else ():
                if bib in self.runners:  # an unlisted bib may be known no longer
                    self._weigh_anew(self.runners[bib], circumstances)
        return True

    def _note_places(self, runner: Runner, circumstances: Circumstances) -> None:
        """Compare all times of a field once it has a place; before that, as in most races, none are kept."""
        if self._has_places or not self._is_one_field or self.course is None:
            return
        finish = self.course.finish
        if any(p.official_place is not None and i != finish for i, p in runner.passings.items()):
            self._has_places = True
            for other in [*self.runners.values()]:
                if other.entrant.bib != runner.entrant.bib:
                    self._compare_places(other, circumstances)

    def _printed_at(self, index: int, runner: Runner, grounds: Grounds) -> PrintedTime | None:
        """A time of a runner to compare with places; None where there is none."""
        time, place, _, _, _, counted, _ = runner.passings[index]
        if time is None or counted is None or (place is None and not self._has_places):
            return None
        is_ahead = self._has_places and runner.entrant.role == "runner"
        unevenness = runner.unevenness_at(index, time.ms, grounds.limits)
        return PrintedTime(place or 0, time.ms, counted.number, runner.entrant.bib, unevenness, is_ahead)

    def _change_passing(
        self, bib: str, checkpoint: str, entry: TimedMessage, circumstances: Circumstances, *, enters: bool
    ) -> None:
        index = self.course.index.get(checkpoint) if self.course is not None else None
        if index is None:
            entries = self._unplaced.get((bib, checkpoint), ())
            self._unplaced[bib, checkpoint] = joined(entries, entry) if enters else without(entries, entry)
            return
        runner = self._runner(bib)
        before = runner.claims_at(index)
        after = joined(before, entry) if enters else without(before, entry)
        runner = runner.with_claims(index, after, self._grounds_of(runner, circumstances))
        self._keep(runner)
        self._compare_places(runner, circumstances)

    def _compare_places(self, runner: Runner, circumstances: Circumstances) -> None:
        """Compare a runner's times with the places printed with them, and weigh anew whom that concerns.

        What is compared is believed if all places are left out of account, so that the order of the messages
        does not matter. Times from several guns are not compared.
        """
        bib, kept = runner.entrant.bib, self._printed
        if not self._is_one_start:
            return
        grounds = self._grounds_of(runner, circumstances)
        if kept.misplaced and any(p.number in kept.misplaced for p in kept.of(bib).values()):
            runner = runner.weighed_anew(grounds._replace(misplaced={}))
        self._note_places(runner, circumstances)
        found = {index: self._printed_at(index, runner, grounds) for index in runner.passings}
        printed = {index: time for index, time in found.items() if time is not None}
        if printed or kept.of(bib):
            for other in kept.take(bib, printed):
                if other in self.runners:  # an unlisted bib may be known no longer
                    self._weigh_anew(self.runners[other], circumstances)

    def _weigh_anew(self, runner: Runner, circumstances: Circumstances) -> Runner:
        weighed = runner.weighed_anew(self._grounds_of(runner, circumstances))
        self._keep(weighed)
        return weighed

    def _grounds_of(self, runner: Runner, circumstances: Circumstances) -> Grounds:
        """What the claims about a runner are weighed by."""
        if self._grounds is None or self._grounds[0] is not circumstances:
            self._grounds = circumstances, {}
        category, kept = runner.entrant.category, self._grounds[1]
        if category not in kept:
            course, start_list = self.course, self.start_list
            assert course is not None
            assert start_list is not None
            by = category, circumstances.is_on_foot
            if by not in self._limits:
                self._limits[by] = stretch_limits(
                    course, start_list, runner.entrant, is_on_foot=circumstances.is_on_foot
                )
            elapsed, has_started, out_of_step, *_ = circumstances
            limits, misplaced = self._limits[by], self._printed.misplaced
            kept[category] = Grounds(
                course, limits, elapsed, has_started, out_of_step, self._rulings, misplaced
            )
        return kept[category]

    def _rule(self, target_id: str, circumstances: Circumstances) -> None:
        """Take the newest ruling in force about a message, and weigh anew what it is about."""
        newest_first = (entry.message for entry in reversed(self.in_force(Ruling)))
        ruling = next((r for r in newest_first if isinstance(r, Ruling) and r.of == target_id), None)
        if ruling is not None:
            self._rulings[target_id] = ruling.belief
        else:
            self._rulings.pop(target_id, None)
        target = circumstances.find(target_id)
        match target.message if target is not None else None:
            case Split(bib=bib):
                bibs = [bib]
            case Order(places=places):
                bibs = [*places]
            case _:
                bibs = []
        for runner in [self.runners[bib] for bib in bibs if bib in self.runners and self.course]:
            self._compare_places(self._weigh_anew(runner, circumstances), circumstances)

    def _lay_out(self, circumstances: Circumstances) -> None:
        """Take the newest start list: its course, its entrants, and the earlier claims about them."""
        claims = dict(self._all_claims())
        status_claims = {
            bib: runner.status_claims for bib, runner in self.runners.items() if runner.status_claims
        }
        estimates = {bib: runner.estimates for bib, runner in self.runners.items() if runner.estimates}
        start_list = self.start_list
        entrants = start_list.entrants if start_list else ()
        self.course = Course(start_list) if start_list else None
        named = zip(entrants, short_names(entrants), strict=True)
        self.runners = {e.bib: Runner(e, number, name, {}) for number, (e, name) in enumerate(named)}
        self._is_one_start = len({entrant.wave for entrant in entrants}) <= 1
        categories = {(entrant.category, entrant.sex) for entrant in entrants}
        self._is_one_field = len(categories) == 1 and len(entrants) <= MOST_COUNTED
        self._printed = PrintedPlaces(self.course.finish if self.course is not None else None)
        self._has_places = False
        self._unplaced, self._disputed, self._limits, self._grounds = {}, set(), {}, None
        for bib, entries in status_claims.items():
            self.runners[bib] = self._runner(bib)._replace(status_claims=entries)
        for bib, bands in estimates.items():
            self.runners[bib] = self._runner(bib)._replace(estimates=bands)
        for (bib, checkpoint), entries in claims.items():
            for entry in entries:
                self._change_passing(bib, checkpoint, entry, circumstances, enters=True)

    def _all_claims(self) -> Iterator[tuple[tuple[str, str], Entries]]:
        yield from self._unplaced.items()
        for bib, runner in self.runners.items():
            if self.course is None:
                continue
            for index, entries in runner.claims().items():
                yield (bib, self.course.at(index).id), entries


def stretch_limits(
    course: Course, start_list: StartList, entrant: Entrant, *, is_on_foot: bool = True
) -> StretchLimits:
    """What is possible on a course for an entrant, and for all others in the category."""
    event = course.event
    is_on_track = start_list.setting in ("track", "indoor") and start_list.limit_s is None
    return StretchLimits(
        course.place_distances,
        entrant.sex or start_list.sex_of_field,
        event.leg_m,
        is_on_track=is_on_track,
        is_on_foot=is_on_foot and event.is_on_foot and not _ON_WHEELS.search(entrant.category),
        is_plain_run=event.is_plain_run or event.is_team_race,
    )
