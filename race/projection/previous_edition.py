"""An earlier edition of the same course: what it teaches about the hills, and the spread."""

from __future__ import annotations

from collections import defaultdict
from math import log
from statistics import quantiles
from typing import TYPE_CHECKING

from race.lazy_named_tuple import NamedTuple
from race.projection.pace_curve import Read
from race.projection.runner_splits import UNIT, RunnerSplits
from race.projection.stretch_factors import stretch_factors

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from race.projection.pace_curve import Bounds, PaceCurve

NEAR = 0.015
"""Two checkpoints are the same if no further apart than this part of the distance."""

SAME_LENGTH = 0.05
"""Two editions are of the same course if their lengths differ by no more than this part."""

SAME_WAY = 0.1
"""The way to a checkpoint is the same if its lengths differ by no more than this part."""

MOST_ATHLETES = 2_000
"""The most athletes learnt from: of more, every second, third ... of them."""

FEWEST = 30
"""The fewest athletes that give a range."""

WIDER = 1.1
"""How much wider than in its own edition the bounds are for the next: no year is like another."""

HOLD = 5
"""How many athletes weigh as much as the curve alone."""


class Edition(NamedTuple):
    """The times of the athletes of an edition."""

    distances: Sequence[float]
    """Metres from the start, by checkpoint, the finish last."""
    athletes: Sequence[Sequence[float | None]]
    """Seconds from each athlete's own start to each checkpoint; None where no time was taken."""

    @classmethod
    def of(cls, distances: Sequence[float], athletes: Iterable[Sequence[float | None]]) -> Edition:
        """The edition, thinned out if there are too many athletes."""
        everyone = list(athletes)
        return cls(distances, everyone[:: 1 + len(everyone) // MOST_ATHLETES])

    def matches(self, distances: Sequence[float]) -> dict[int, int]:
        """Its checkpoints that are at about the same places as those of a course, by the latter.

        Places are compared by the fraction done, or by the metres to go where that matches more of them, as a
        new start moves all checkpoints. A checkpoint to which the way is much longer or shorter does not
        match. Empty where the courses are not of about the same length, or the finish does not match.
        """
        length_m, earlier_m = distances[-1], self.distances[-1]
        if abs(length_m - earlier_m) > SAME_LENGTH * length_m:
            return {}
        by_fraction = _nearest([d / length_m for d in distances], [d / earlier_m for d in self.distances])
        to_go = [(length_m - d) / length_m for d in distances]
        by_metres = _nearest(to_go, [(earlier_m - d) / length_m for d in self.distances])
        matches = max(by_fraction, by_metres, key=len)
        if len(distances) - 1 not in matches:
            return {}
        return {
            index: other
            for index, other in matches.items()
            if abs(self.distances[other] - distances[index]) <= SAME_WAY * distances[index]
        }


class Teaching(NamedTuple):
    """What an edition teaches about a course."""

    shifts: dict[int, list[float]]
    """By checkpoint: what to add to the logarithm of the pace over each later segment."""
    bounds: dict[tuple[int, int], Bounds]
    """By a checkpoint and the next one or the finish: bounds of the logarithm of the real over the expected
    time between which four in five were; only where there were enough."""


NOTHING = Teaching({}, {})


def teach(
    edition: Edition, curve_of: Callable[[Sequence[float]], PaceCurve], distances: Sequence[float]
) -> Teaching:
    """What an edition teaches about a course of these distances, beyond the curve of its kind.

    Checkpoints that the edition did not have are missing.
    """
    matches = edition.matches(distances)
    if not matches:
        return NOTHING
    here, theirs = list(matches), list(matches.values())
    known = [edition.distances[index] for index in theirs]
    times = [[athlete[index] for index in theirs] for athlete in edition.athletes]
    curve = curve_of(known)
    runs = [_run(curve, seconds) for seconds in times]
    shifts = _shifts(runs, len(known))
    factors = {k: stretch_factors(drifts, known, k) for k, drifts in shifts.items()}
    bounds = _bounds(runs, factors, len(known) - 1)
    return Teaching(
        {here[k]: _spread_out(shift, here[k:]) for k, shift in shifts.items()},
        {(here[start], here[end]): bound for (start, end), bound in bounds.items()},
    )


def _nearest(places: Sequence[float], others: Sequence[float]) -> dict[int, int]:
    """By index of a place, that of the other place near to it, where each is the nearest to the other."""
    nearest: dict[int, int] = {}
    for index, place in enumerate(places):
        other = _closest(others, place)
        if abs(others[other] - place) <= NEAR and _closest(places, others[other]) == index:
            nearest[index] = other
    return nearest


def _closest(places: Sequence[float], wanted: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - wanted))


def _run(curve: PaceCurve, times: Sequence[float | None]) -> RunnerSplits:
    run, latest = RunnerSplits(0, curve), 0.0
    for checkpoint, seconds in enumerate(times):
        if seconds is not None and seconds > latest:
            run.add(Read(checkpoint, seconds, 0))
            latest = seconds
    return run


def _shifts(runs: Sequence[RunnerSplits], checkpoints: int) -> dict[int, list[float]]:
    shifts = {}
    for checkpoint in range(checkpoints - 1):
        totals, counts = [0] * checkpoints, [0] * checkpoints
        for run in runs:
            for lesson in run.lessons(checkpoint):
                totals[lesson.segment] += lesson.residual
                counts[lesson.segment] += 1
        means = [total * UNIT / (count + HOLD) for total, count in zip(totals, counts, strict=True)]
        shifts[checkpoint] = means[checkpoint + 1 :]
    return shifts


def _bounds(
    runs: Sequence[RunnerSplits], factors: Mapping[int, Sequence[float]], finish: int
) -> dict[tuple[int, int], Bounds]:
    """The bounds, from quantiles of the real over the expected times of stretches."""
    residuals: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for run in runs:
        for number, end in enumerate(run.reads):
            starts = range(number) if end.checkpoint == finish else range(max(number - 1, 0), number)
            for start in starts:
                expectation = run.expectation(start)
                read = expectation.read
                factor = factors[read.checkpoint][end.checkpoint - read.checkpoint - 1]
                expected = expectation.to(end.checkpoint).seconds * factor
                stretch = (read.checkpoint, end.checkpoint)
                residuals[stretch].append(log((end.seconds - read.seconds) / expected))
    return {stretch: _wider(values) for stretch, values in residuals.items() if len(values) >= FEWEST}


def _wider(residuals: Sequence[float]) -> Bounds:
    tenths = quantiles(residuals, n=10)
    return min(tenths[0], 0.0) * WIDER, max(tenths[-1], 0.0) * WIDER


def _spread_out(shifts: Sequence[float], ends: Sequence[int]) -> list[float]:
    """The shifts of stretches, repeated for every segment of each."""
    return [
        shift for shift, start, end in zip(shifts, ends, ends[1:], strict=False) for _ in range(end - start)
    ]
