"""Distances of points for which a file has times alone: each where the field's share of the time puts it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

from race.belief.pace_limits import pace_limit

if TYPE_CHECKING:
    from feeds.tables.table_race import TableRace

Times = Sequence[dict[int, int]]
"""For each runner the milliseconds at each point, by index; 0 at START."""

START = -1

LEEWAY = 0.95
"""The share of the speed that is believed up to which estimated points are put apart."""


def with_distances(race: TableRace) -> TableRace:
    """The race with a distance for every point, which a remark and a note call estimated where it is.

    A point stands between the nearest ones with a distance, where the median of the runners with times at all
    three puts it, but not so that a runner would have been faster than is believed. A point at which no one
    has such times is left out, and a note says so.
    """
    metres = [point.distance_m for point in race.points[:-1]] + [race.event.distance_m]
    unknown = [i for i, known in enumerate(metres) if known is None and not race.points[i].is_same_place]
    if unknown:
        times = _times(race)
        _estimate(metres, unknown, times)
        _within_reach(metres, unknown, times, race)
    for i, point in enumerate(race.points):
        if metres[i] is None and point.is_same_place and i:
            metres[i] = metres[i - 1]
    names = [race.points[i].name for i in unknown if metres[i] is not None]
    race = _placed(race, metres)
    if not names:
        return race
    text = f"no distance is given for {_listed(names)}: estimated from the field's median share of the time"
    return replace(race, remarks=(*race.remarks, text), notes=(*race.notes, f"{race.name}: {text}"))


def _times(race: TableRace) -> Times:
    return [
        {START: 0} | {f.point: f.time.ms for f in runner.times if f.time is not None and not f.is_doubtful}
        for runner in race.runners
    ]


def _estimate(metres: list[float | None], unknown: Sequence[int], times: Times) -> None:
    stated = [START, *(i for i, known in enumerate(metres) if known is not None)]
    least = min(1.0, (metres[-1] or 0.0) / (4 * len(metres)))
    for i in unknown:
        before = max(known for known in stated if known < i)
        after = min(known for known in stated if known > i)
        shares = [
            (own[i] - own[before]) / (own[after] - own[before])
            for own in times
            if own.keys() >= {before, i, after} and own[before] <= own[i] <= own[after] != own[before]
        ]
        if not shares:
            continue
        low, high = (0.0 if before == START else metres[before] or 0.0), metres[after] or 0.0
        last = next((known for m in range(i - 1, before, -1) if (known := metres[m]) is not None), low)
        room = high - least * (after - i)
        metres[i] = min(max(round(low + (high - low) * median(shares)), last + least), room)


def _within_reach(metres: list[float | None], unknown: Sequence[int], times: Times, race: TableRace) -> None:
    """Move points that are estimated to where the fastest there can have been in their times."""
    total, movable = race.event.distance_m, set(unknown)
    placed = [START, *(i for i, known in enumerate(metres) if known is not None)]
    for before, i in pairwise(placed):
        if i in movable:
            metres[i] = min(metres[i] or 0.0, _reach_m(metres, before, i, times, total) + _at(metres, before))
    for i, after in reversed(list(pairwise(placed[1:]))):
        if i in movable:
            metres[i] = max(metres[i] or 0.0, _at(metres, after) - _reach_m(metres, i, after, times, total))


def _reach_m(metres: Sequence[float | None], start: int, end: int, times: Times, total_m: float) -> float:
    """The longest stretch between two points that has no one too fast to be believed; rounded down.

    A runner for whom it would shrink by more than half is left out: there the time itself is wrong.
    """
    length = _at(metres, end) - _at(metres, start)
    if length <= 0:
        return 0.0
    limit = pace_limit(length, total_m)
    reach = length
    for own in times:
        if start in own and end in own and own[end] > own[start]:
            so_far = _at(metres, start) * 1000 / own[start] if own[start] else 0.0
            metres_of_own = LEEWAY * limit.fastest(so_far) * (own[end] - own[start]) / 1000
            if metres_of_own >= length / 2:
                reach = min(reach, metres_of_own)
    return reach if reach == length else float(int(reach))


def _at(metres: Sequence[float | None], point: int) -> float:
    return 0.0 if point == START else metres[point] or 0.0


def _placed(race: TableRace, metres: Sequence[float | None]) -> TableRace:
    """The race with these distances, without the points that have none."""
    kept = [i for i, known in enumerate(metres) if known is not None]
    points = tuple(race.points[i]._replace(distance_m=metres[i]) for i in kept)
    if len(kept) == len(metres):
        return replace(race, points=points)
    index = {old: new for new, old in enumerate(kept)}
    runners = tuple(
        replace(
            runner,
            times=tuple(f._replace(point=index[f.point]) for f in runner.times if f.point in index),
            after=index.get(runner.after) if runner.after is not None else None,
        )
        for runner in race.runners
    )
    lost = _listed([race.points[i].name for i in range(len(metres)) if i not in index])
    note = (
        f"{race.name}: {lost} left out: no distance is given, and no runner has the times to estimate it by"
    )
    return replace(race, points=points, runners=runners, notes=(*race.notes, note))


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:6])
    return shown if len(names) <= 6 else f"{shown} and {len(names) - 6} more points"
