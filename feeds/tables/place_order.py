"""Places of a result against its times: no one is placed ahead of someone faster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import TYPE_CHECKING

from feeds.tables.rising_times import off_longest_chains

if TYPE_CHECKING:
    from feeds.tables.table_race import TableRace, TableRunner, TableTime
    from race.times import Time

FEW = 2
"""Contradictions that can be slips of the pen in a short result; in a longer one a tenth of all results."""


def are_of_one_race(results: Iterable[tuple[int | None, Time | None]]) -> bool:
    """Whether the places follow the times, but for a few slips."""
    placed = sorted((place, time.ms) for place, time in results if place is not None and time is not None)
    return _are_slips(_disputed(placed), placed)


def with_doubted_places(race: TableRace) -> TableRace:
    """The race with the results marked as doubtful whose places contradict the others.

    Where many do, the places are of more races than one, and are left out.
    """
    placed = sorted(
        (place, result.time.ms, i)
        for i, runner in enumerate(race.runners)
        if (result := _result(runner, race))
        and (place := result.place or runner.place)
        and result.time is not None
        and not result.is_doubtful
    )
    disputed = _disputed([(place, ms) for place, ms, _ in placed])
    if not disputed:
        return race
    if not _are_slips(disputed, placed):
        text = "The places do not follow the times: left out."
        runners = tuple(_without_place(runner) for runner in race.runners)
        notes = (*race.notes, f"{race.name}: {text[:1].lower()}{text[1:-1]}")
        return replace(race, runners=runners, remarks=(*race.remarks, text), notes=notes)
    who = {placed[i][2] for i in disputed}
    said = [
        f"{runner.where}, {runner.name}: place {result.place or runner.place} in {result.time} does not fit; "
        "kept as suspect"
        for i, runner in enumerate(race.runners)
        if i in who and (result := _result(runner, race))
    ]
    runners = tuple(_doubted(runner) if i in who else runner for i, runner in enumerate(race.runners))
    return replace(race, runners=runners, notes=(*race.notes, *said))


def _are_slips(disputed: Sequence[int], placed: Sequence[object]) -> bool:
    return len(disputed) <= max(FEW, len(placed) // 10)


def _disputed(placed: Sequence[tuple[int, int]]) -> list[int]:
    """Of places and milliseconds in order, the indices of those that do not fit the others."""
    uneven = {
        i
        for i, ((place, ms), (next_place, next_ms)) in enumerate(pairwise(placed))
        if place == next_place and ms != next_ms
    }
    ties = uneven | {i + 1 for i in uneven}
    return sorted(ties | set(off_longest_chains([ms for _, ms in placed])))


def _result(runner: TableRunner, race: TableRace) -> TableTime | None:
    last = runner.times[-1] if runner.times else None
    return last if last is not None and last.point == len(race.points) - 1 else None


def _without_place(runner: TableRunner) -> TableRunner:
    times = (*runner.times[:-1], *(time._replace(place=None) for time in runner.times[-1:]))
    return replace(runner, place=None, times=tuple(time for time in times if time.time is not None))


def _doubted(runner: TableRunner) -> TableRunner:
    return replace(runner, times=(*runner.times[:-1], runner.times[-1]._replace(is_doubtful=True)))
