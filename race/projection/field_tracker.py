"""A field followed from one state of a race to any other, taking in only what changed."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import field as detail
from typing import TYPE_CHECKING

from race.course import START
from race.lazy_dataclass import dataclass
from race.projection.missing_readings import is_lost_in_front, shows_that_it_works
from race.projection.pace_curve import SEX, Read, Traits
from race.projection.racers import is_small

if TYPE_CHECKING:
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.projection.checkpoint_lessons import Corrections
    from race.projection.projector import Projection
    from race.projection.road_model import RoadModel
    from race.projection.runner_splits import RunnerSplits

MOST_TEACHERS = 2_000
"""The most runners learnt from: in a larger field every second, third ... of them."""


LARGEST_FIELD = 50_000
"""The last of so many crosses the start line some 25 minutes after the gun."""

FIELD_STEP = 1_000
"""The size of a field is rounded to so many entrants, so that late entries change nothing."""


@dataclass(slots=True)
class TrackedRunner:
    """A runner as far as followed, which may be further than in the state taken."""

    teaches: bool
    """Whether the projections of others learn from this runner."""
    run: RunnerSplits
    """The plausible measured times."""
    known: dict[int, Passing]
    """The most passings ever taken, of which those of the state are the first."""
    start_mat: Passing | None
    start_ms: int
    """From the runner's own gun to the start line, where crossing it was timed; else 0."""
    checkpoints: list[int] = detail(default_factory=list)
    """The checkpoints of the known passings, in order."""
    latest_ms: list[int] = detail(default_factory=list)
    """By number of passings, the latest race time among them; 0 for none."""
    reads_of: list[int] = detail(default_factory=list)
    """By number of passings, how many of the times are among them."""
    passings: dict[int, Passing] = detail(default_factory=dict)
    reads: int = 0
    """How many of the times are in the state."""
    unbroken: int = 0
    """How many of all the times are at the first checkpoints, with none missing between them."""
    is_in_order: bool = True
    """Whether each of the times is later, in race time, than those before."""
    projected: tuple[Corrections, bool, Projection] | None = None
    """The last projection, after the two things it depends on besides the runner's own passings.

    With 5,000 runners, keeping it takes the projections of a new state from 86 ms to 27 ms.
    """

    def lacks(self, now_ms: int) -> bool:
        """Whether a time up to a race time is not in the state."""
        reads = self.run.reads
        if self.reads == len(reads):
            return False
        if self.is_in_order:
            return reads[self.reads].when_ms <= now_ms
        return any(read.when_ms <= now_ms for read in reads[self.reads :])


class FieldTracker:
    """A field on its course. After `take` its answers depend only on the state taken.

    Times later than the state are kept for when they come again, and are not learnt from yet.
    """

    def __init__(self, model: RoadModel, checkpoints: int) -> None:
        """Follow a field past so many checkpoints."""
        self.entrants: dict[str, TrackedRunner] = {}
        """By bib."""
        self.now_ms = 0
        """Race time of the latest passing of all."""
        self._model = model
        self._stride = 0
        """One runner in so many is learnt from."""
        self._queue = 0.0
        """As in `Traits`, of those whose crossing of the start line is not timed."""
        self._is_small = False
        """Whether so few are entered that only the leaders are known."""
        self._sex_of_field = ""
        """That of all, which stays the same on one course."""
        self._unbroken = [0] * (checkpoints + 1)
        """By how many of the first checkpoints a runner was timed at without a gap: how many such runners.

        Of none there are others. With this a seek changes one number of most runners instead of twenty.
        """
        self._times = [0] * checkpoints
        """How many measured times there are besides, by checkpoint."""
        self._racing = 0
        self._front = START

    def take(self, state: RaceState) -> None:
        """Move on, or back, to a state with the same course."""
        runners, entrants = state.runners, self.entrants
        stride, queue = 1 + len(runners) // MOST_TEACHERS, _longest_queue(len(runners))
        small = is_small(len(runners))
        is_as_before = (stride, queue, small) == (self._stride, self._queue, self._is_small)
        for bib in entrants.keys() - runners.keys() if is_as_before else [*entrants]:
            self._forget(bib)
        self._stride, self._queue, self._is_small = stride, queue, small
        self._racing, self._front = 0, START
        self._sex_of_field = state.start_list.sex_of_field if state.start_list else ""
        for bib, runner in runners.items():
            self._racing += not runner.status_claims
            if runner.furthest > self._front:
                self._front = runner.furthest
            followed = entrants.get(bib)
            if followed is None or not self._goes_on(followed, runner):
                self._begin(bib, runner)
        self.now_ms = max([f.latest_ms[len(f.passings)] for f in entrants.values()], default=0)
        for bib in [bib for bib, followed in entrants.items() if followed.lacks(self.now_ms)]:
            self._begin(bib, runners[bib])

    def works(self, checkpoint: int) -> bool:
        """Whether the times at a checkpoint show that everyone is timed there."""
        times = self._times[checkpoint] + sum(self._unbroken[checkpoint + 1 :])
        return shows_that_it_works(times, self._racing)

    def is_in_front(self, runner: Runner) -> bool:
        """Whether no one has been seen beyond a runner, who was timed in the race itself."""
        return is_lost_in_front(runner, self._front)

    def _begin(self, bib: str, runner: Runner) -> None:
        """Follow a runner from the start, anew if other passings were known."""
        if bib in self.entrants:
            self._forget(bib)
        teaches = runner.entrant.role == "runner" and runner.number % self._stride == 0
        entrant, queue = runner.entrant, 0.0 if _is_start_timed(runner) else self._queue
        best_s = entrant.pb.ms / 1000 if entrant.pb else None
        traits = Traits(queue, SEX[entrant.sex or self._sex_of_field], best_s, self._is_small)
        run = self._model.run(runner.number, traits)
        followed = TrackedRunner(teaches, run, {}, runner.start_mat, _start_ms(runner), [], [0], [0])
        self.entrants[bib] = followed
        self._goes_on(followed, runner)

    def _goes_on(self, followed: TrackedRunner, runner: Runner) -> bool:
        """Take a runner's passings; False if they neither continue those known nor are the first of them."""
        passings = runner.passings
        if passings is followed.passings and runner.start_mat is followed.start_mat:
            return True
        if runner.start_mat != followed.start_mat:
            return False
        if bisect_right(followed.checkpoints, runner.furthest) == len(passings):
            if passings is not followed.known and not passings.items() <= followed.known.items():
                return False
        elif followed.known.items() <= passings.items():
            fresh = sorted(passings.keys() - followed.known.keys())
            if followed.checkpoints and fresh[0] < followed.checkpoints[-1]:
                return False
            self._extend(followed, passings, fresh)
        else:
            return False
        self._count(followed, followed.reads_of[len(passings)])
        followed.passings, followed.projected = passings, None
        return True

    def _extend(self, followed: TrackedRunner, passings: dict[int, Passing], fresh: list[int]) -> None:
        """Add passings after those known."""
        since = len(followed.run.reads)
        for checkpoint in fresh:
            passing = passings[checkpoint]
            followed.checkpoints.append(checkpoint)
            followed.latest_ms.append(max(followed.latest_ms[-1], passing.when_ms))
            self._read(followed, checkpoint, passing)
            followed.reads_of.append(len(followed.run.reads))
        followed.known = passings
        if followed.teaches:
            self._model.field.follow(followed.run, since)

    def _read(self, followed: TrackedRunner, checkpoint: int, passing: Passing) -> None:
        """Add a time, if it is measured and plausible."""
        if passing.time is None:
            return
        reads = followed.run.reads
        read = Read(checkpoint, (passing.time.ms - followed.start_ms) / 1000, passing.when_ms)
        if self._model.trusts(reads[-1] if reads else None, read):
            followed.unbroken += len(reads) == followed.unbroken == checkpoint
            followed.is_in_order &= not reads or reads[-1].when_ms <= read.when_ms
            followed.run.add(read)

    def _count(self, followed: TrackedRunner, reads: int) -> None:
        """Set how many of a runner's times are in the state."""
        known, before, unbroken = followed.run.reads, followed.reads, followed.unbroken
        followed.reads = reads
        self._unbroken[min(before, unbroken)] -= 1
        self._unbroken[min(reads, unbroken)] += 1
        if len(known) > unbroken:
            for read in known[max(before, unbroken) : reads]:
                self._times[read.checkpoint] += 1
            for read in known[max(reads, unbroken) : before]:
                self._times[read.checkpoint] -= 1

    def _forget(self, bib: str) -> None:
        followed = self.entrants.pop(bib)
        self._count(followed, 0)
        if followed.teaches and followed.known:
            self._model.field.forget(followed.run)


def _longest_queue(entrants: int) -> float:
    """The queue at the start, as in `Traits`: none to speak of in a small field."""
    return min(entrants // FIELD_STEP * FIELD_STEP / LARGEST_FIELD, 1.0)


def _is_start_timed(runner: Runner) -> bool:
    return runner.start_mat is not None and runner.start_mat.time is not None


def _start_ms(runner: Runner) -> int:
    start_mat = runner.start_mat
    return 0 if start_mat is None or start_mat.time is None else start_mat.time.ms
