"""Where everyone in a field was last seen, and when each checkpoint was passed, of one state after another.

Only who has changed since the state before is counted again: with 10,000 runners a split takes 1 ms.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from itertools import count
from typing import TYPE_CHECKING

from race.course import START, Course

if TYPE_CHECKING:
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.fold.state import RaceState

Runners = dict[str, "Runner"]
"""By bib."""

AT_ONCE = 8
"""If more than one runner in so many has changed, all are counted anew."""


class FieldCount:
    """A field on its course. After `take` it holds what the state taken says, and nothing else."""

    def __init__(self, course: Course) -> None:
        self.course = course
        self.state: RaceState | None = None
        """The state taken last."""
        self._fired: frozenset[str] = frozenset()
        self._counter = count()
        self._begin()

    def _begin(self) -> None:
        places = len(self.course.checkpoints) + 1
        self._racing: list[Runners] = [{} for _ in range(places)]
        self._changes = [next(self._counter)] * places
        self._out: list[Runners] = [{} for _ in range(places)]
        self._times: list[list[int]] = [[] for _ in range(places)]
        self.unseen: Runners = {}
        """Those who have not been seen at the start, and of whom nothing else is known."""
        self.absent: Runners = {}
        """Those of whom it is known that they did not start."""
        self._known: Runners = {}

    def racing(self, index: int) -> Runners:
        """Those in the race who were seen last at a checkpoint or, at START, have started and no more."""
        return self._racing[index + 1]

    def revision(self, index: int) -> int:
        """A number that is another one whenever `racing` of a checkpoint is."""
        return self._changes[index + 1]

    def out(self, index: int) -> Runners:
        """Those out of the race who were seen last at a checkpoint; at START, at none after it."""
        return self._out[index + 1]

    def times(self, index: int) -> list[int]:
        """When a checkpoint was passed, in milliseconds from the first gun, in order.

        Of those who passed unseen nothing is there; where START is not timed, nothing at all.
        """
        return self._times[index + 1]

    @property
    def everyone(self) -> int:
        """How many are in the count, each of them in one place of it."""
        return len(self._known)

    def take(self, state: RaceState) -> None:
        """Move on, or back, to another state of the race."""
        if state is self.state:
            return
        self.state, known = state, self._known
        fired = frozenset(gun.wave for gun in state.guns)
        changed = [(bib, now) for bib, now in state.runners.items() if known.get(bib) is not now]
        if fired != self._fired or len(changed) * AT_ONCE > len(state.runners):
            self._fired = fired
            self._begin()
            self._count_all(state)
            return
        for bib, now in changed:
            if bib in known:
                self._move(known[bib], now)
            else:
                self._enter(now)
                self._add_times(now.passings, now.start_mat)
            known[bib] = now
        if len(known) > len(state.runners):  # an unlisted bib is no longer known
            for bib in known.keys() - state.runners.keys():
                gone = known.pop(bib)
                self._leave(gone)
                self._remove_times(gone.passings, gone.start_mat)

    def _count_all(self, state: RaceState) -> None:
        for bib, runner in state.runners.items():
            self._known[bib] = self._place(runner)[bib] = runner
            for index, passing in runner.passings.items():
                self._times[index + 1].append(passing.when_ms)
            if runner.start_mat is not None:
                self._times[0].append(runner.start_mat.when_ms)
        for times in self._times:
            times.sort()

    def _move(self, before: Runner, now: Runner) -> None:
        self._leave(before)
        self._enter(now)
        if before.passings is not now.passings or before.start_mat is not now.start_mat:
            old, new = before.passings, now.passings
            gone = {index: p for index, p in old.items() if new.get(index) is not p}
            came = {index: p for index, p in new.items() if old.get(index) is not p}
            self._remove_times(gone, before.start_mat)
            self._add_times(came, now.start_mat)

    def _enter(self, runner: Runner) -> None:
        self._place(runner)[runner.entrant.bib] = runner
        self._changes[runner.furthest + 1] = next(self._counter)

    def _leave(self, runner: Runner) -> None:
        del self._place(runner)[runner.entrant.bib]
        self._changes[runner.furthest + 1] = next(self._counter)

    def _place(self, runner: Runner) -> Runners:
        """Where a runner is counted."""
        at = runner.furthest + 1
        if runner.status_claims:
            is_absent = runner.furthest == START and runner.out == "dns"
            return self.absent if is_absent else self._out[at]
        if runner.furthest == START and not self._has_started(runner):
            return self.unseen
        return self._racing[at]

    def _has_started(self, runner: Runner) -> bool:
        if self.course.start_line is not None:
            return runner.start_mat is not None
        return runner.entrant.wave in self._fired or "" in self._fired

    def _add_times(self, passings: dict[int, Passing], start_mat: Passing | None) -> None:
        for index, passing in passings.items():
            insort(self._times[index + 1], passing.when_ms)
        if start_mat is not None:
            insort(self._times[0], start_mat.when_ms)

    def _remove_times(self, passings: dict[int, Passing], start_mat: Passing | None) -> None:
        for index, passing in passings.items():
            _remove(self._times[index + 1], passing.when_ms)
        if start_mat is not None:
            _remove(self._times[0], start_mat.when_ms)


def _remove(times: list[int], ms: int) -> None:
    del times[bisect_left(times, ms)]
