"""The state of a race: the result of the messages applied so far.

Values are never changed but replaced, so copies are shallow and snapshots are cheap.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from race.course import START, Course
from race.fold.checkpoint_passing import Elapsed, Passing, with_claim, without_claim
from race.fold.runner import UNLISTED, Runner
from race.fold.timed_message import Entries, TimedMessage, joined, without
from race.messages import Entrant, Gun, Message, Note, Official, Order, Split, StartList, Status
from race.people.short_names import short_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.fold.replacements import Tallies

M = TypeVar("M", bound=Message)


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
        return other

    def enter(self, entry: TimedMessage, elapsed: Elapsed) -> None:
        """Apply a message."""
        self._change(entry, elapsed, enters=True)

    def leave(self, entry: TimedMessage, elapsed: Elapsed) -> None:
        """Take back a message that `enter` applied, as if it had never been."""
        self._change(entry, elapsed, enters=False)

    def measure_again(self, elapsed: Elapsed) -> None:
        """Work out every time anew, after the gun that they count from was corrected."""
        self._lay_out(elapsed)

    def _change(self, entry: TimedMessage, elapsed: Elapsed, *, enters: bool) -> None:
        match entry.message:
            case Split(bib=bib, checkpoint=checkpoint):
                self._change_passing(bib, checkpoint, entry, elapsed, enters=enters)
            case Order(places=places, checkpoint=checkpoint):
                for bib in places:
                    self._change_passing(bib, checkpoint, entry, elapsed, enters=enters)
            case Status(bib=bib):
                runner = self._runner(bib)
                claims = (
                    joined(runner.status_claims, entry) if enters else without(runner.status_claims, entry)
                )
                self._keep(runner._replace(status_claims=claims))
            case StartList() | Gun() | Note() | Official() as message:
                kind = type(message)
                entries = self.in_force(kind)
                self._in_force[kind] = joined(entries, entry) if enters else without(entries, entry)
                if kind is StartList:
                    self._lay_out(elapsed)

    def _runner(self, bib: str) -> Runner:
        """The runner of a bib, a new one if it is unlisted and not seen yet."""
        runner = self.runners.get(bib)
        if runner is None:
            runner = Runner(Entrant(bib=bib, name=bib), UNLISTED + int.from_bytes(bib.encode()), bib, {})
        return runner

    def _keep(self, runner: Runner) -> None:
        """Keep a runner, unless the bib is unlisted and nothing is known about it any longer."""
        known = runner.passings or runner.status_claims or runner.start_mat
        if known or runner.number < UNLISTED:
            self.runners[runner.entrant.bib] = runner
        else:
            self.runners.pop(runner.entrant.bib, None)

    def _change_passing(
        self, bib: str, checkpoint: str, entry: TimedMessage, elapsed: Elapsed, *, enters: bool
    ) -> None:
        index = self.course.index.get(checkpoint) if self.course else None
        if index is None:
            entries = self._unplaced.get((bib, checkpoint), ())
            self._unplaced[bib, checkpoint] = joined(entries, entry) if enters else without(entries, entry)
            return
        runner = self._runner(bib)
        before = runner.start_mat if index == START else runner.passings.get(index)
        if enters:
            after: Passing | None = with_claim(before, entry, bib, elapsed)
        else:
            assert before is not None
            after = without_claim(before, entry, bib, elapsed)
        if index == START:
            self._keep(runner._replace(start_mat=after))
            return
        passings = runner.passings.copy()
        if after is not None:
            passings[index] = after
            furthest = index if index > runner.furthest else runner.furthest
        else:
            del passings[index]
            furthest = max(passings, default=START)
        entrant, number, short_name, _, _, status_claims, start_mat = runner
        # Twice as fast as `_replace`, for the commonest message of all.
        runner = Runner(entrant, number, short_name, passings, furthest, status_claims, start_mat)
        if enters:
            self.runners[bib] = runner
        else:
            self._keep(runner)

    def _lay_out(self, elapsed: Elapsed) -> None:
        """Take the newest start list: its course, its entrants, and the earlier claims about them."""
        claims = dict(self._all_claims())
        status_claims = {
            bib: runner.status_claims for bib, runner in self.runners.items() if runner.status_claims
        }
        start_list = self.start_list
        entrants = start_list.entrants if start_list else ()
        self.course = Course(start_list) if start_list else None
        named = zip(entrants, short_names(entrants), strict=True)
        self.runners = {e.bib: Runner(e, number, name, {}) for number, (e, name) in enumerate(named)}
        self._unplaced = {}
        for bib, entries in status_claims.items():
            self.runners[bib] = self._runner(bib)._replace(status_claims=entries)
        for (bib, checkpoint), entries in claims.items():
            for entry in entries:
                self._change_passing(bib, checkpoint, entry, elapsed, enters=True)

    def _all_claims(self) -> Iterator[tuple[tuple[str, str], Entries]]:
        yield from self._unplaced.items()
        for bib, runner in self.runners.items():
            if self.course is None:
                continue
            for index, passing in runner.passings.items():
                yield (bib, self.course.checkpoints[index].id), passing.entries
            if runner.start_mat is not None and self.course.start_line is not None:
                yield (bib, self.course.start_line.id), runner.start_mat.entries
