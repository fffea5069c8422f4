"""A runner's times that contradict one another: at a later point an earlier time."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from feeds.tables.table_race import TableRace, TableRunner


def with_doubts(race: TableRace) -> TableRace:
    """The race with every time marked as doubtful that is not on each longest chain of rising ones.

    The time at the finish is never doubted: it is the result.
    """
    notes: list[str] = []
    runners: list[TableRunner] = []
    for runner in race.runners:
        doubted = _contradicted(runner, len(race.points) - 1)
        for point in doubted:
            time = next(f.time for f in runner.times if f.point == point)
            where = f"{runner.where}, {runner.name}: {time} at {race.points[point].name}"
            notes.append(f"{where} contradicts the runner's other times, and is kept as suspect")
        times = (f._replace(is_doubtful=f.is_doubtful or f.point in doubted) for f in runner.times)
        runners.append(replace(runner, times=tuple(times)) if doubted else runner)
    return replace(race, runners=tuple(runners), notes=(*race.notes, *notes)) if notes else race


def _contradicted(runner: TableRunner, finish: int) -> list[int]:
    """The points whose times are not on every longest chain."""
    timed = sorted((f.point, f.time.ms) for f in runner.times if f.time is not None and not f.is_doubtful)
    result = next((ms for point, ms in timed if point == finish), None)
    late = [point for point, ms in timed if result is not None and ms > result]
    timed = [(point, ms) for point, ms in timed if point != finish and point not in late]
    off = [timed[i][0] for i in off_longest_chains([ms for _, ms in timed])]
    return sorted(late + off)


def off_longest_chains(times: Sequence[int]) -> list[int]:
    """The indices of the times that are not on every longest chain of times that do not fall."""
    ahead, behind = _chain_lengths(times), _chain_lengths([-ms for ms in reversed(times)])[::-1]
    longest = max(ahead, default=0)
    on_chain = [a + b - 1 == longest for a, b in zip(ahead, behind, strict=True)]
    at_step = Counter(a for a, is_on in zip(ahead, on_chain, strict=True) if is_on)
    return [
        i for i, (a, is_on) in enumerate(zip(ahead, on_chain, strict=True)) if not is_on or at_step[a] > 1
    ]


def _chain_lengths(times: Sequence[int]) -> list[int]:
    """For each time the length of the longest chain of times that do not fall and that ends with it."""
    last: list[int] = []
    lengths: list[int] = []
    for ms in times:
        step = bisect_right(last, ms)
        last[step : step + 1] = [ms]
        lengths.append(step + 1)
    return lengths
