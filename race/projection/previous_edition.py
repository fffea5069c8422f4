"""An earlier edition of the same course: what it teaches of the hills, and how surely."""

from __future__ import annotations

from collections import defaultdict
from math import log
from statistics import quantiles
from typing import TYPE_CHECKING, NamedTuple

from race.projection.pace_curve import CourseCurve, Read
from race.projection.runner_splits import UNIT, RunnerSplits

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from race.projection.fitted_curves import Curve
    from race.projection.projection_ranges import Bounds

NEAR = 0.015
"""Two checkpoints are the same one when they lie no further apart than this part of the distance."""

SAME_LENGTH = 0.05
"""Two editions are of the same course when their lengths differ by no more than this part."""

SAME_WAY = 0.1
"""The way to a checkpoint is the same one when its lengths differ by no more than this part."""

MOST_ATHLETES = 2_000
"""Of more athletes only every so many-th is learnt from."""

FEWEST = 30
"""Fewer athletes say nothing about a range."""

WIDER = 1.1
"""No year is like another: so much wider than in its own edition are the bounds for the next."""

HOLD = 5
"""So many athletes weigh as much as the curve alone."""


class Edition(NamedTuple):
    """The times of those who ran it."""

    distances: Sequence[float]
    """Metres from the start by checkpoint, the finish last."""
    athletes: Sequence[Sequence[float | None]]
    """Seconds from the own start to each checkpoint; None where nothing was read."""

    @classmethod
    def of(cls, distances: Sequence[float], athletes: Iterable[Sequence[float | None]]) -> Edition:
        """From all who ran."""
        everyone = list(athletes)
        return cls(distances, everyone[:: 1 + len(everyone) // MOST_ATHLETES])

    def matches(self, distances: Sequence[float]) -> dict[int, int]:
        """Its checkpoints by those of a course that lie at about the same place, the finish among them.

        The place is told by the fraction done, or by the metres to go where that matches more of them: a new
        start moves all that follow. Where the way from the start is another one its pace says nothing, and
        nothing matches. Empty where the courses are not of about the same length.
        """
        length_m, own_m = distances[-1], self.distances[-1]
        if abs(length_m - own_m) > SAME_LENGTH * length_m:
            return {}
        by_fraction = _nearest([d / length_m for d in distances], [d / own_m for d in self.distances])
        to_go = [(length_m - d) / length_m for d in distances]
        by_metres = _nearest(to_go, [(own_m - d) / length_m for d in self.distances])
        found = max(by_fraction, by_metres, key=len)
        if len(distances) - 1 not in found:
            return {}
        return {
            index: other
            for index, other in found.items()
            if abs(self.distances[other] - distances[index]) <= SAME_WAY * distances[index]
        }


class Teaching(NamedTuple):
    """What an edition teaches about a course."""

    shifts: dict[int, list[float]]
    """By checkpoint: what to add to the logarithm of the pace over each segment behind it."""
    bounds: dict[tuple[int, int], Bounds]
    """By two checkpoints, the later one the next or the finish: between which logarithms of the real over the
    expected time from one to the other four in five came in. Only where enough of them did."""


NOTHING = Teaching({}, {})


def teach(edition: Edition, curve: Curve, distances: Sequence[float]) -> Teaching:
    """What an edition teaches about a course of these distances that the curve of its kind does not say.

    What it knows nothing of is missing: checkpoints that it did not have.
    """
    matches = edition.matches(distances)
    if not matches:
        return NOTHING
    own, theirs = list(matches), list(matches.values())
    known = [edition.distances[index] for index in theirs]
    times = [[athlete[index] for index in theirs] for athlete in edition.athletes]
    plain = CourseCurve(curve, known)
    shifts = _shifts([_run(plain, seconds) for seconds in times], len(known))
    taught = CourseCurve(curve, known, shifts)
    bounds = _bounds([_run(taught, seconds) for seconds in times], len(known) - 1)
    return Teaching(
        {own[k]: _spread_out(found, own[k:]) for k, found in shifts.items()},
        {(own[start], own[end]): found for (start, end), found in bounds.items()},
    )


def _nearest(places: Sequence[float], others: Sequence[float]) -> dict[int, int]:
    """The others that are near to a place, and to no other place nearer."""
    found: dict[int, int] = {}
    for index, place in enumerate(places):
        other = _closest(others, place)
        if abs(others[other] - place) <= NEAR and _closest(places, others[other]) == index:
            found[index] = other
    return found


def _closest(places: Sequence[float], wanted: float) -> int:
    return min(range(len(places)), key=lambda index: abs(places[index] - wanted))


def _run(curve: CourseCurve, times: Sequence[float | None]) -> RunnerSplits:
    run, latest = RunnerSplits(0, curve), 0.0
    for checkpoint, seconds in enumerate(times):
        if seconds is not None and seconds > latest:
            run.add(Read(checkpoint, seconds, 0))
            latest = seconds
    return run


def _shifts(runs: Sequence[RunnerSplits], checkpoints: int) -> dict[int, list[float]]:
    found = {}
    for checkpoint in range(checkpoints - 1):
        totals, counts = [0] * checkpoints, [0] * checkpoints
        for run in runs:
            for lesson in run.lessons(checkpoint):
                totals[lesson.segment] += lesson.residual
                counts[lesson.segment] += 1
        means = [total * UNIT / (count + HOLD) for total, count in zip(totals, counts, strict=True)]
        found[checkpoint] = means[checkpoint + 1 :]
    return found


def _bounds(runs: Sequence[RunnerSplits], finish: int) -> dict[tuple[int, int], Bounds]:
    """From quantiles of what stretches took against what was expected of them."""
    residuals: defaultdict[tuple[int, int], list[float]] = defaultdict(list)
    for run in runs:
        for number, end in enumerate(run.reads):
            starts = range(number) if end.checkpoint == finish else range(max(number - 1, 0), number)
            for start in starts:
                read, _, _, arrivals = run.expectation(start)
                expected = arrivals[end.checkpoint - read.checkpoint - 1]
                stretch = (read.checkpoint, end.checkpoint)
                residuals[stretch].append(log((end.seconds - read.seconds) / expected))
    return {stretch: _wider(values) for stretch, values in residuals.items() if len(values) >= FEWEST}


def _wider(residuals: Sequence[float]) -> Bounds:
    tenths = quantiles(residuals, n=10)
    return min(tenths[0], 0.0) * WIDER, max(tenths[-1], 0.0) * WIDER


def _spread_out(shifts: Sequence[float], ends: Sequence[int]) -> list[float]:
    """Shifts of stretches between checkpoints, given to every segment of each."""
    return [
        shift for shift, start, end in zip(shifts, ends, ends[1:], strict=False) for _ in range(end - start)
    ]
