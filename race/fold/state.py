"""The state of a race: what the messages applied so far amount to.

Values are immutable and replaced, so a copy is a shallow one and a snapshot is cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, TypeVar

from race.course import START, Course
from race.fold.checkpoint_passing import SURENESS, Elapsed, Passing, with_claim, without_claim
from race.fold.timed_message import Entries, TimedMessage, joined, without
from race.messages import Entrant, Gun, Message, Note, Official, Order, Split, StartList, Status, StatusCode
from race.people.short_names import short_names, spoken_name
from race.times import Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.fold.replacements import Tallies

__all__ = ["SURENESS", "UNLISTED", "ZERO", "Passing", "RaceState", "Runner"]

UNLISTED = 1_000_000
"""Numbers from here on belong to those who are not on the start list."""


class Runner(NamedTuple):
    """An entrant in the race: every passing, and any status."""

    entrant: Entrant
    number: int
    """Position in the start list, for a stable order among equals; strangers follow by bib."""
    short_name: str
    """The family name, for a narrow column; with more of the name where others on the start list share it."""
    passings: dict[int, Passing]
    """By checkpoint index; replaced as a whole, never changed."""
    furthest: int = START
    """Index of the furthest checkpoint passed."""
    status_claims: Entries = ()
    """The statuses in force, in the order in which they took effect."""
    start_mat: Passing | None = None
    """The passing of the start line, where that is timed."""

    @property
    def spoken_name(self) -> str:
        """What a sentence calls the entrant: by the family name, or the whole one where others share it."""
        return spoken_name(self.entrant, self.short_name)

    @property
    def statuses(self) -> tuple[Status, ...]:
        """The statuses in force, the newest last."""
        return tuple(e.message for e in self.status_claims if isinstance(e.message, Status))

    @property
    def last(self) -> Passing | None:
        """The passing at the furthest checkpoint."""
        return self.passings.get(self.furthest)

    @property
    def out(self) -> StatusCode | None:
        """Why the entrant is out of the race; None while racing and for finishers."""
        return self.statuses[-1].status if self.status_claims else None

    def time_at(self, index: int) -> Time | None:
        """Time at a checkpoint, zero at the start; None where none is known or it is suspect."""
        if index == START:
            return ZERO
        passing = self.passings.get(index)
        return passing.time if passing is not None and not passing.suspect else None

    @property
    def last_timed(self) -> int:
        """Index of the furthest checkpoint with a time that counts; START if there is none."""
        for index in range(self.furthest, START, -1):
            if self.time_at(index) is not None:
                return index
        return START

    def net_at(self, index: int) -> Time | None:
        """Time at a checkpoint since crossing the start line; None where one of the two is not known."""
        time, start_mat = self.time_at(index), self.start_mat
        if time is None or index == START or start_mat is None or start_mat.time is None or start_mat.suspect:
            return None
        return time.minus(start_mat.time)

    def has_finished(self, course: Course) -> bool:
        """Whether the entrant has crossed the line and the result stands."""
        return self.furthest == course.finish and self.out is None


ZERO = Time(0, 3)

M = TypeVar("M", bound=Message)


class RaceState:
    """Who has been where, after some number of messages.

    `enter` applies a message, `leave` takes one back; both only for messages that hold. Which ones
    hold, and in which order they take effect, `race.history` knows.
    """

    def __init__(self) -> None:
        self.course: Course | None = None
        self.runners: dict[str, Runner] = {}
        self.tallies: Tallies = {}
        """What is replaced, of what has taken effect."""
        self._said: dict[type[Message], Entries] = {}
        """What is about the race as a whole, by type."""
        self._astray: dict[tuple[str, str], Entries] = {}
        """What is claimed of a bib at a checkpoint that the course does not have, or not yet."""

    @property
    def start_list(self) -> StartList | None:
        """The start list in force."""
        start_lists = self._messages(StartList)
        return start_lists[-1] if start_lists else None

    @property
    def guns(self) -> tuple[Gun, ...]:
        """The guns that went."""
        return self._messages(Gun)

    @property
    def notes(self) -> tuple[Note, ...]:
        """What was remarked."""
        return self._messages(Note)

    @property
    def officials(self) -> tuple[Official, ...]:
        """What makes the result final; nothing before."""
        return self._messages(Official)

    def _messages(self, kind: type[M]) -> tuple[M, ...]:
        return tuple(e.message for e in self.in_force(kind) if isinstance(e.message, kind))

    def in_force(self, kind: type[Message]) -> Entries:
        """The messages in force of a type that is about the race as a whole, in their order."""
        return self._said.get(kind, ())

    def copy(self) -> RaceState:
        """An independent state of the same content."""
        other = RaceState()
        other.course = self.course
        other.runners = self.runners.copy()
        other.tallies = self.tallies.copy()
        other._said = self._said.copy()
        other._astray = self._astray.copy()
        return other

    def enter(self, entry: TimedMessage, elapsed: Elapsed) -> None:
        """Apply a message."""
        match entry.message:
            case Split(bib=bib, checkpoint=checkpoint):
                self._claim(bib, checkpoint, entry, elapsed)
            case Order(places=places, checkpoint=checkpoint):
                for bib in places:
                    self._claim(bib, checkpoint, entry, elapsed)
            case Status(bib=bib):
                runner = self.runners.get(bib) or self._unlisted(bib)
                self.runners[bib] = runner._replace(status_claims=joined(runner.status_claims, entry))
            case StartList() | Gun() | Note() | Official() as message:
                self._say(type(message), joined(self.in_force(type(message)), entry), elapsed)

    def leave(self, entry: TimedMessage, elapsed: Elapsed) -> None:
        """Take a message back that `enter` applied, as if it had never been."""
        match entry.message:
            case Split(bib=bib, checkpoint=checkpoint):
                self._disclaim(bib, checkpoint, entry, elapsed)
            case Order(places=places, checkpoint=checkpoint):
                for bib in places:
                    self._disclaim(bib, checkpoint, entry, elapsed)
            case Status(bib=bib):
                runner = self.runners[bib]
                self._keep(runner._replace(status_claims=without(runner.status_claims, entry)))
            case StartList() | Gun() | Note() | Official() as message:
                self._say(type(message), without(self.in_force(type(message)), entry), elapsed)

    def _unlisted(self, bib: str) -> Runner:
        return Runner(Entrant(bib=bib, name=bib), UNLISTED + int.from_bytes(bib.encode()), bib, {})

    def _keep(self, runner: Runner) -> None:
        """A stranger of whom nothing is known any more is none of the race."""
        known = runner.passings or runner.status_claims or runner.start_mat
        if known or runner.number < UNLISTED:
            self.runners[runner.entrant.bib] = runner
        else:
            self.runners.pop(runner.entrant.bib, None)

    def _claim(self, bib: str, checkpoint: str, entry: TimedMessage, elapsed: Elapsed) -> None:
        index = self.course.index.get(checkpoint) if self.course else None
        if index is None:
            self._astray[bib, checkpoint] = joined(self._astray.get((bib, checkpoint), ()), entry)
            return
        runner = self.runners.get(bib) or self._unlisted(bib)
        if index == START:
            start_mat = with_claim(runner.start_mat, entry, bib, elapsed)
            self.runners[bib] = runner._replace(start_mat=start_mat)
            return
        passing = with_claim(runner.passings.get(index), entry, bib, elapsed)
        furthest = index if index > runner.furthest else runner.furthest
        passings = {**runner.passings, index: passing}
        self.runners[bib] = Runner(
            runner.entrant,
            runner.number,
            runner.short_name,
            passings,
            furthest,
            runner.status_claims,
            runner.start_mat,
        )

    def _disclaim(self, bib: str, checkpoint: str, entry: TimedMessage, elapsed: Elapsed) -> None:
        index = self.course.index.get(checkpoint) if self.course else None
        if index is None:
            self._astray[bib, checkpoint] = without(self._astray[bib, checkpoint], entry)
            return
        runner = self.runners[bib]
        if index == START:
            assert runner.start_mat is not None
            self._keep(runner._replace(start_mat=without_claim(runner.start_mat, entry, bib, elapsed)))
            return
        passings = dict(runner.passings)
        passing = without_claim(passings.pop(index), entry, bib, elapsed)
        if passing is not None:
            passings[index] = passing
        self._keep(runner._replace(passings=passings, furthest=max(passings, default=START)))

    def _say(self, kind: type[Message], entries: Entries, elapsed: Elapsed) -> None:
        self._said[kind] = entries
        if kind is StartList:
            self._lay_out(elapsed)

    def _lay_out(self, elapsed: Elapsed) -> None:
        """Take the newest start list: its course, its entrants, and what was said of them before."""
        claims = dict(self._all_claims())
        status_claims = {
            bib: runner.status_claims for bib, runner in self.runners.items() if runner.status_claims
        }
        start_list = self.start_list
        entrants = start_list.entrants if start_list else ()
        self.course = Course(start_list) if start_list else None
        named = zip(entrants, short_names(entrants), strict=True)
        self.runners = {e.bib: Runner(e, number, name, {}) for number, (e, name) in enumerate(named)}
        self._astray = {}
        for bib, entries in status_claims.items():
            runner = self.runners.get(bib) or self._unlisted(bib)
            self.runners[bib] = runner._replace(status_claims=entries)
        for (bib, checkpoint), entries in claims.items():
            for entry in entries:
                self._claim(bib, checkpoint, entry, elapsed)

    def _all_claims(self) -> Iterator[tuple[tuple[str, str], Entries]]:
        yield from self._astray.items()
        for bib, runner in self.runners.items():
            if self.course is None:
                continue
            for index, passing in runner.passings.items():
                yield (bib, self.course.checkpoints[index].id), passing.entries
            if runner.start_mat is not None and self.course.start_line is not None:
                yield (bib, self.course.start_line.id), runner.start_mat.entries
