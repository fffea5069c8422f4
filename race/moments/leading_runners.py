"""The first runners at each checkpoint, kept from one state of a race to the next.

Sentences are about the front, so only the first few at each checkpoint are considered. What a state shows is
mostly what was known up to a race time of a fuller one that was seen before. So what is known stays while
the playhead goes back, and after a split, or a seek, only what is new or contradicts it is read again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.course import START
from race.moments.checkpoint_heads import CheckpointHeads, key_of
from race.moments.shown_passings import ShownPassings
from race.order.places import NEVER

if TYPE_CHECKING:
    from race.course import Course
    from race.fold.runner import Runner
    from race.fold.timed_message import Entries

HEAD = 16
"""A field of up to so many is considered as a whole."""

NARROW = 10
"""In a larger field the first so many of each wave: two more than the places announced."""


class LeadingRunners:
    """The first at each checkpoint, and the followed athletes wherever they are."""

    def __init__(self, course: Course, followed: frozenset[str], width: int = HEAD) -> None:
        self.runners: dict[str, Runner] = {}
        """Those of the state, by bib."""
        self.out: dict[str, Runner] = {}
        """Those of them who have left the race."""
        self.now_ms = -NEVER
        """The state shows all that is known of the first runners and the followed up to this race time, and
        nothing of them that is later."""
        self.is_whole = True
        """Whether it shows all that is known of them."""
        self._checkpoints = len(course.checkpoints)
        self._followed = followed
        self._known: dict[str, Runner] = {}
        """By bib, as of the state that showed most of the runner."""
        self._known_claims: dict[str, Entries] = {}
        """Of those who have left the race in any state, likewise."""
        self._heads = CheckpointHeads(self._checkpoints, width)
        """The first of those known."""
        self._seen: dict[str, ShownPassings] = {}
        """Of the followed and of all who were ever in a head, by bib."""
        self._since_ms: dict[int, int] = {}

    def update(self, runners: dict[str, Runner]) -> dict[int, int]:
        """Take a new state; returns the checkpoints of which something else is known, and since when.

        That is the earliest race time of what is new there, or was known before and is contradicted.
        """
        before, self.runners = self.runners, runners
        self._since_ms = {}
        changed = [runner for bib, runner in runners.items() if before.get(bib) is not runner]
        for runner in sorted(changed, key=_from_the_front):
            self._take(before.get(runner.entrant.bib), runner)
        for bib in before.keys() - runners.keys():
            self._take(before[bib], _unseen(before[bib]))
        self._see_heads()
        while self._forget_missing():
            self._see_heads()
        return self._since_ms

    def at(self, index: int) -> list[tuple[str, bool]]:
        """Bibs of the first at a checkpoint and the followed, in order; and whether each is of the first."""
        keys = [(key, True) for key in self._heads.at(index, self.now_ms)]
        there = {key[-1] for key, _ in keys}
        for bib in self._followed - there:
            runner = self.runners.get(bib)
            if runner is not None and index in runner.passings:
                keys.append((key_of(runner, runner.passings[index]), False))
        return [(key[-1], is_in_front) for key, is_in_front in sorted(keys)]

    def count(self, index: int) -> int:
        """A number that is another one once more are at a checkpoint, as `at` gives them."""
        runners = self.runners
        followed = [bib in runners and index in runners[bib].passings for bib in self._followed]
        return self._heads.count(index, self.now_ms) + sum(followed)

    def is_in_order(self, bib: str) -> bool:
        """Whether one of them came to no checkpoint before an earlier one."""
        return self._seen[bib].is_in_order

    def waves_seen(self) -> dict[str, int]:
        """By wave, the race time at which the first of its runners was seen; NEVER before."""
        return {wave: ms if ms <= self.now_ms else NEVER for wave, ms in self._heads.first_ms().items()}

    def _take(self, old: Runner | None, new: Runner) -> None:
        """Take a runner in a state after one with another, or none."""
        bib = new.entrant.bib
        known = self._known.get(bib)
        if known is None:
            self._heads.begin(new.entrant.wave)
            if bib in self._followed:
                self._seen[bib] = ShownPassings(new.passings)
        if known is None or not self._is_known(new, known):
            self._know(new)
        if new.estimates or (old is not None and old.estimates):
            self._compare_estimates(old, new)
        if new.status_claims or (old is not None and old.status_claims):
            self._compare_claims(old, new)

    def _is_known(self, runner: Runner, known: Runner) -> bool:
        """Whether what a state shows of a runner is part of what is known."""
        seen = self._seen.get(runner.entrant.bib)
        if seen is not None:
            return seen.take(runner.passings, runner.furthest)
        return runner.passings.items() <= known.passings.items()

    def _know(self, runner: Runner) -> None:
        """Know of a runner what a state shows, and nothing else; enter what is different."""
        bib, heads = runner.entrant.bib, self._heads
        known = self._known.get(bib)
        was, now = known.passings if known is not None else {}, runner.passings
        self._known[bib] = runner
        is_seen = bib in self._seen
        limits = [NEVER] * self._checkpoints if is_seen else heads.limits[runner.entrant.wave]
        for index, came in now.items():
            gone, limit_ms = was.get(index), limits[index]
            if gone is came or (came.when_ms > limit_ms and (gone is None or gone.when_ms > limit_ms)):
                continue
            if gone != came:
                is_seen |= heads.replace(runner, index, gone, came)
                self._touch(index, min(gone.when_ms, came.when_ms) if gone is not None else came.when_ms)
        for index in was.keys() - now.keys():
            if was[index].when_ms <= limits[index]:
                heads.replace(runner, index, was[index], None)
                self._touch(index, was[index].when_ms)
        if is_seen:
            self._seen[bib] = ShownPassings(now)

    def _compare_estimates(self, old: Runner | None, new: Runner) -> None:
        """Those who may have passed before others leave the places of these unknown."""
        estimated = (old.estimates if old else {}), new.estimates
        if estimated[0] != estimated[1] or (new.estimates and (old is None or old.last != new.last)):
            for index in estimated[0].keys() | estimated[1].keys():
                self._touch(index, 0)

    def _compare_claims(self, old: Runner | None, new: Runner) -> None:
        """Enter whether a runner has left the race, or has not."""
        bib, finish, claims = new.entrant.bib, self._checkpoints - 1, new.status_claims
        before = (old.status_claims, old.passings.get(finish)) if old is not None else ((), None)
        if before != (claims, new.passings.get(finish)):
            # An official place of a runner who is out goes to the next, however early that one finished.
            self._touch(finish, 0)
        if claims:
            self.out[bib] = new
        else:
            self.out.pop(bib, None)
        known = self._known_claims.get(bib, ())
        if claims != known and (claims or len(known) > 1):
            self._know_claims(bib, claims)

    def _know_claims(self, bib: str, claims: Entries) -> None:
        """Know which statuses a runner has in a state, and no others."""
        for entry in (*self._known_claims.pop(bib, ()), *claims):
            self._touch(0, entry.when_ms)
        if claims:
            self._known_claims[bib] = claims

    def _forget_missing(self) -> bool:
        """Find up to when the state shows all, and forget what it lacks of that; whether it lacks any."""
        latest = [seen.latest_ms for seen in self._seen.values()]
        latest += [entry.when_ms for runner in self.out.values() for entry in runner.status_claims]
        self.now_ms = max(latest, default=-NEVER)
        self.is_whole = self._known_claims.keys() == self.out.keys()
        missing: list[str] = []
        for bib, seen in self._seen.items():
            if seen.next_ms != NEVER:
                self.is_whole = False
                if seen.next_ms <= self.now_ms:
                    missing.append(bib)
        for bib in missing:
            self._know(self.runners.get(bib) or _unseen(self._known[bib]))
        for bib, claims in [*self._known_claims.items()]:
            if bib not in self.out and claims[0].when_ms <= self.now_ms:
                self._know_claims(bib, ())
        return bool(missing)

    def _see_heads(self) -> None:
        """From now on, everything counts that a runner passes who has come into a head."""
        for bib in self._heads.read_stale(self._known):
            if bib not in self._seen:
                known = self._known[bib]
                self._seen[bib] = seen = ShownPassings(known.passings)
                runner = self.runners.get(bib) or _unseen(known)
                if not seen.take(runner.passings, runner.furthest):
                    self._know(runner)

    def _touch(self, index: int, when_ms: int) -> None:
        if when_ms < self._since_ms.get(index, NEVER):
            self._since_ms[index] = when_ms


def _unseen(runner: Runner) -> Runner:
    """A runner of whom nothing is known."""
    return runner._replace(passings={}, furthest=START, status_claims=())


def _from_the_front(runner: Runner) -> int:
    return -runner.furthest
