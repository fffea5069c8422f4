"""Which checkpoint each of a runner's passes belongs to, where passes may be missing and others are stray.

A gap of about k times what the field takes from one checkpoint to the next means that k - 1 passes were
missed: the next pass is numbered accordingly, and the runner is not put back. What the field takes is learned
from all its passes, so that it may slow down and its checkpoints may be unevenly spaced.

This is for systems that say all passes again each time: the field is numbered as a whole, which takes some
hundred times as long as `reads.lap_numbers` takes for one read more, and stray passes are left out, of which
that makes claims for belief to judge.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from math import inf, log
from statistics import median_low
from typing import NamedTuple

from race.belief.human_limits import MARGIN, least_seconds

MISSED = 0.15
"""What a missed pass costs, beside the natural logarithm by which a gap is longer than expected."""

MOST_MISSED = 3
"""Beyond so many in a row further ones cost nothing: a chip that is not read goes on not being read."""

STRAY = 0.7
"""What it costs to leave out a pass."""

MOST_STRAY = 3
"""Passes in a row that may be left out."""

MOST_WAYS = 5
"""Numbers that a pass may have, as far as is looked at: the cheapest."""

MISCOUNTED, UNSEEN = 0.3, 1.0
"""What it costs that a pass is another one than the system counts, as it does not count what it missed; and
for the first pass of someone of whom it has counted others before."""

CLEARLY = 0.2
"""By how much it must be cheaper that a last pass is not the finish."""

USUAL, SLOWEST = 1.3, 2.3
"""How many times slower than a world best a field may run, where it shows no pace, and where it does."""

UNLIKE_FIELD = 0.45
"""A gap whose logarithm differs more from the field's is not used to learn from."""


class RunnerPasses(NamedTuple):
    """The passes of a runner."""

    times: Sequence[int]
    """In milliseconds from the gun, in their order."""
    may_have_finished: bool = False
    """Whether the last one is the result so far, which may be that at the finish."""
    counted: Sequence[int | None] = ()
    """For each pass the index of its checkpoint by the system's own count; empty where it does not count."""


def number_passes(
    distances: Sequence[float], runners: Sequence[RunnerPasses], sex: str = ""
) -> list[list[int | None]]:
    """For each pass of each runner the index of its checkpoint, None of a stray one.

    Args:
        distances: Of the checkpoints, in metres from the start; the last one is the finish.
        runners: The field, as nothing else shows how fast the race is.
        sex: Of the runners, for the least time that a stretch takes.
    """
    field = _Field(distances, [runner.times for runner in runners], sex)
    return [field.numbered(runner) for runner in runners]


class _Field:
    def __init__(self, distances: Sequence[float], lists: Sequence[Sequence[int]], sex: str) -> None:
        self._stretches = [b - a for a, b in pairwise((0.0, *distances))]
        self._least = [1000 * least_seconds(metres, sex) for metres in self._stretches]
        self._steps = self._learned([[passes[i] for i in self._possible(passes)] for passes in lists])
        self._expected = list(accumulate(self._steps))

    def numbered(self, runner: RunnerPasses) -> list[int | None]:
        """The checkpoints of a runner's passes."""
        numbers: list[int | None] = [None] * len(runner.times)
        kept = self._possible(runner.times)
        times = [runner.times[i] for i in kept]
        has_finished = runner.may_have_finished and kept[-1:] == [len(numbers) - 1]
        count = _Count([runner.counted[i] for i in kept] if runner.counted else [], kept)
        paces = dict.fromkeys((1.0, self._slowness(times)))
        ways = [self._way(times, count, slowness, has_finished=has_finished) for slowness in paces]
        for i, number in zip(kept, min(ways, key=lambda way: way[0])[1], strict=True):
            numbers[i] = number
        return numbers

    def _possible(self, passes: Sequence[int]) -> list[int]:
        """The indices of the passes that come late enough after the gun and after the one before."""
        kept: list[int] = []
        least = min(self._least[1:], default=0.0)
        for i, ms in enumerate(passes):
            if ms >= self._least[0] and (not kept or ms - passes[kept[-1]] >= least):
                kept.append(i)
        return kept

    def _learned(self, lists: Sequence[Sequence[int]]) -> list[float]:
        """What the field takes for each stretch, in milliseconds."""
        paces = [
            (b - a) / metres
            for times in lists
            for (a, b), metres in zip(pairwise(times), self._stretches[1:], strict=False)
        ]
        best = self._least[0] / MARGIN / self._stretches[0]
        firsts = [pace for t in lists if t and (pace := t[0] / self._stretches[0]) <= SLOWEST * best]
        pace = median_low(paces or firsts or [USUAL * best])
        steps = [median_low(firsts or [pace]) * self._stretches[0]]
        steps += [pace * metres for metres in self._stretches[1:]]
        gaps: list[list[int]] = [[] for _ in steps]
        for times in lists:
            for index, gap in enumerate(b - a for a, b in pairwise((0, *times[: len(steps)]))):
                if abs(log(gap / steps[index])) > UNLIKE_FIELD:
                    break
                gaps[index].append(gap)
        return [median_low(own) if own else step for own, step in zip(gaps, steps, strict=True)]

    def _slowness(self, times: Sequence[int]) -> float:
        """By how many times a runner is slower than the field, if no pass was missed."""
        gaps = [b - a for a, b in pairwise((0, *times))]
        ratios = [gap / step for gap, step in zip(gaps, self._steps, strict=False)]
        return median_low(ratios) if len(ratios) > 1 else 1.0

    def _way(
        self, times: Sequence[int], count: _Count, slowness: float, *, has_finished: bool
    ) -> tuple[float, list[int | None]]:
        """The cheapest way to number some passes, with its cost."""
        best: list[dict[int, tuple[float, int, int]]] = []
        """By pass and number: the cost so far, and pass and number before it."""
        for i, ms in enumerate(times):
            reached: dict[int, tuple[float, int, int]] = {}
            for before in range(i - 1, max(i - 2 - MOST_STRAY, -2), -1):
                starts = best[before] if before >= 0 else {-1: (0.0, -1, -1)}
                dropped = STRAY * (i - 1 - before)
                for start, (cost, *_) in starts.items():
                    gap = (ms - (times[before] if before >= 0 else 0)) / slowness
                    counted = count.next(before, start, i)
                    for end, more in self._steps_from(start, gap, counted):
                        total = cost + dropped + more + count.fault(i, end, counted)
                        if total < reached.get(end, (inf, 0, 0))[0]:
                            reached[end] = total, before, start
            if len(reached) > MOST_WAYS:
                reached = dict(sorted(reached.items(), key=lambda item: item[1][0])[:MOST_WAYS])
            best.append(reached)
        cost, numbers = self._cheapest(best, has_finished=has_finished)
        return cost + abs(log(slowness)), numbers

    def _steps_from(self, start: int, gap: float, counted: Sequence[int]) -> Iterator[tuple[int, float]]:
        """Where a gap may lead from a checkpoint, and what that costs."""
        base = self._expected[start] if start >= 0 else 0.0
        near = bisect_left(self._expected, base + gap, lo=start + 1)
        finish = len(self._expected) - 1
        for end in sorted({start + 1, near - 1, near, finish, *counted}):
            if start < end <= finish:
                missed = MISSED * min(end - start - 1, MOST_MISSED)
                yield end, abs(log(max(gap, 1.0) / (self._expected[end] - base))) + missed

    def _cheapest(
        self, best: Sequence[dict[int, tuple[float, int, int]]], *, has_finished: bool
    ) -> tuple[float, list[int | None]]:
        """Where some passes most likely lead; to the finish, unless another end is clearly more likely."""
        numbers: list[int | None] = [None] * len(best)
        finish = len(self._expected) - 1
        ends = [
            (cost + STRAY * (len(best) - 1 - at), at, end)
            for at, reached in enumerate(best)
            for end, (cost, *_) in reached.items()
        ]
        cost, at, end = min(ends, default=(0.0, -1, -1))
        if has_finished and best and finish in best[-1] and best[-1][finish][0] <= cost + CLEARLY:
            at, end = len(best) - 1, finish
        while at >= 0:
            numbers[at] = end
            _, at, end = best[at][end]
        return cost, numbers


class _Count:
    """The system's own count of a runner's passes, from which only changes against it cost anything."""

    def __init__(self, counted: Sequence[int | None], kept: Sequence[int]) -> None:
        """`kept` are the indices of the passes that may be some, of all that there are."""
        self._counted, self._kept = counted, kept

    def next(self, before: int, start: int, i: int) -> tuple[int, ...]:
        """The numbers that pass `i` has by the count, if the one before has `start`.

        Passes that were left out in between may have been counted or not.
        """
        counted = self._counted[i] if self._counted else None
        at_start = self._counted[before] if self._counted and before >= 0 else -1
        if counted is None or at_start is None:
            return ()
        strays = self._kept[i] - (self._kept[before] if before >= 0 else -1) - 1
        end = start + counted - at_start
        return (end, end - strays) if strays else (end,)

    def fault(self, i: int, end: int, counted: Sequence[int]) -> float:
        """What it costs that pass `i` has a number."""
        if not counted or end in counted:
            return 0.0
        return UNSEEN if i == 0 and self._kept[0] == 0 and self._counted[0] else MISCOUNTED
