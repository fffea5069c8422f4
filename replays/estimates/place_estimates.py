"""Estimates a field's times at the checkpoints: in the published order, within limits, at likely times."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, count, pairwise

from replays.estimates.speed_limits import GRID_MS, NEVER, PACK_LENGTH_MS, LeaderPace, PossibleTimes, down, up

STEP_MS = 100
"""Between neighbours in a pack, where nothing else is known about their gap."""

MOST_NAMELESS = 100
"""If more places than this are missing from a result, it was not published."""


def estimate_all(distances: Sequence[float], named: Sequence[PossibleTimes]) -> list[float]:
    """Estimate every run up to the last point where it is known; returns the leader's likely times."""
    finish = len(distances) - 1
    runs = [*named, *_complete_result(distances, named)]
    leader = LeaderPace(distances, runs)
    if all(point in run.times for run in named for point in range(1, min(run.last + 1, finish))):
        return leader.times
    with_places = {point for run in runs for point in run.places}
    for run in runs:
        run.set_limits(leader.times[finish] / distances[finish])
    for point in with_places:
        _keep_places(runs, point)
    for run in runs:
        run.propagate_limits()
    for point in sorted(range(1, finish), key=lambda point: (point not in with_places, point)):
        there = _there(runs, point)
        if any(point not in run.times for run in there):
            order = _in_order(there, point, leader)
            _set_times(order, point)
            _set_places(order, point)
            _withdraw_contradictions(order, point)
    return leader.times


def _complete_result(distances: Sequence[float], runs: Sequence[PossibleTimes]) -> list[PossibleTimes]:
    """Assume times for runners known only by their place, and a nameless runner for every free place."""
    finish = len(distances) - 1
    untimed = [run for run in runs if finish in run.places and finish not in run.times]
    taken = {run.places[finish] for run in untimed}
    timed = [run for run in runs if finish in run.times]
    result: dict[int, int] = {}
    last = 0
    for run in sorted(timed, key=lambda run: (run.times[finish], run.places.get(finish, 0))):
        last = max(next(place for place in count(last + 1) if place not in taken), run.places.get(finish, 0))
        result[last] = run.times[finish]
    if not result:
        return []
    for run in untimed:
        run.assume(finish, _time_of_place(result, run.places[finish]))
    taken |= set(result)
    free = [place for place in range(1, max(taken)) if place not in taken]
    if len(free) > MOST_NAMELESS:
        return []
    return [
        PossibleTimes(f"{place}", distances, {finish: _time_of_place(result, place)}, nameless=True)
        for place in free
    ]


def _time_of_place(result: dict[int, int], place: int) -> int:
    """The likely time of a place in milliseconds, from the times of the places around it."""
    before = max((p for p in result if p < place), default=None)
    after = min((p for p in result if p >= place), default=None)
    if after is None or before is None:
        nearest = before or after or 0
        return result[nearest] + (place - nearest) * STEP_MS
    return result[before] + (result[after] - result[before]) * (place - before) // (after - before)


def _keep_places(runs: Sequence[PossibleTimes], point: int) -> None:
    """Limit every runner to times that the published places ahead and behind allow."""
    ranked = [run for run in runs if point in run.places]
    ranked.sort(key=lambda run: (run.places[point], run.earliest[point], run.bib))
    first, last = 0, NEVER
    for run in ranked:
        if first <= run.latest[point]:
            run.earliest[point] = max(run.earliest[point], first)
        first = max(first, run.earliest[point])
    for run in reversed(ranked):
        if last >= run.earliest[point]:
            run.latest[point] = min(run.latest[point], last)
        last = min(last, run.latest[point])


def _there(runs: Sequence[PossibleTimes], point: int) -> list[PossibleTimes]:
    """Every runner at a point. A runner without a published result takes the place of a nameless one."""
    there = [run for run in runs if run.last >= point]
    nameless = [run for run in there if run.nameless][: sum(run.may_be_nameless for run in there)]
    return [run for run in there if run not in nameless]


def _in_order(there: Sequence[PossibleTimes], point: int, leader: LeaderPace) -> list[PossibleTimes]:
    """The order at a point: by published place where there is one, and by likely time in between."""
    keys: dict[PossibleTimes, tuple[float, int, str]] = {}
    for run in there:
        run.target = _target(run, point, leader)
        keys[run] = (run.target, run.times.get(len(leader.times) - 1, NEVER), run.bib)
    rest = sorted((run for run in there if point not in run.places), key=keys.__getitem__)
    ranked = sorted(
        (run for run in there if point in run.places),
        key=lambda run: (run.places[point], point not in run.times, keys[run]),
    )
    order: list[PossibleTimes] = []
    held = 0
    for run, due in zip(ranked, _due(rest, ranked, point), strict=True):
        ahead = _ahead(rest, due, run, point, run.places[point] - 1 - held)
        held = max(held + len(ahead) + 1, run.places[point])
        rest = [other for other in rest if other not in ahead]
        order += [*sorted(ahead, key=keys.__getitem__), run]
    return order + rest


def _target(run: PossibleTimes, point: int, leader: LeaderPace) -> float:
    if point in run.times:
        return run.times[point]
    likely = leader.times[point] if run.places.get(point) == 1 else leader.expected(run, point)
    return max(min(likely, run.latest[point]), run.earliest[point])


def _due(
    rest: Sequence[PossibleTimes], ranked: Sequence[PossibleTimes], point: int
) -> list[list[PossibleTimes]]:
    """The runners who must be ahead of each ranked one, moved ahead where there are too few places."""
    due: list[list[PossibleTimes]] = [[] for _ in ranked]
    for other in rest:
        numbers = (n for n, run in enumerate(ranked) if other.latest[point] < run.earliest[point])
        if (number := next(numbers, None)) is not None:
            due[number].append(other)
    for number in range(len(ranked) - 1, 0, -1):
        before, run = ranked[number - 1 : number + 1]
        surplus = len(due[number]) - max(run.places[point] - before.places[point] - 1, 0)
        moved = [other for other in due[number] if other.earliest[point] <= before.latest[point]]
        moved = moved[: max(min(surplus, before.places[point] - number), 0)]
        due[number - 1] += moved
        due[number] = [other for other in due[number] if other not in moved]
    return due


def _ahead(
    rest: Sequence[PossibleTimes], due: Sequence[PossibleTimes], run: PossibleTimes, point: int, room: int
) -> set[PossibleTimes]:
    """The runners ahead of one whose place is known: as many as the place says."""
    chosen = {other for other in due if other in rest and point in other.times}
    able = (other for other in rest if other.earliest[point] <= run.latest[point])
    for other in (*(other for other in due if other in rest), *able):
        if len(chosen) >= room:
            break
        chosen.add(other)
    return chosen


def _set_times(order: Sequence[PossibleTimes], point: int) -> None:
    """Estimate the missing times: likely, in order, and a step apart where there is room."""
    able = [run for run in order if run.earliest[point] <= run.latest[point]]
    earliest = list(accumulate((run.earliest[point] for run in able), max))
    latest = list(accumulate((run.latest[point] for run in reversed(able)), min))[::-1]
    known = [number for number, run in enumerate(able) if point in run.times]
    for before, after in pairwise([-1, *known, len(able)]):
        low = able[before].times[point] if before >= 0 else -NEVER
        high = able[after].times[point] if after < len(able) else NEVER
        between = range(before + 1, after)
        likely = _spread([able[number].target for number in between], low, high, len(order))
        for number, ms in zip(between, likely, strict=True):
            first, last = up(earliest[number]), down(latest[number])
            if first <= last:
                able[number].set_estimate(point, max(min(round(ms / GRID_MS) * GRID_MS, last), first))


def _spread(targets: Sequence[float], low: int, high: int, size: int) -> list[float]:
    """Times in order, closest to the likely ones (least squares), a step apart where that fits.

    Neighbours that would be out of order are pooled and share the mean of their targets.
    """
    step = max(min(STEP_MS, PACK_LENGTH_MS / size, (high - low) / (len(targets) + 1)), 0)
    blocks: list[tuple[float, int]] = []
    for number, target in enumerate(targets):
        total, members = target - number * step, 1
        while blocks and blocks[-1][0] * members >= total * blocks[-1][1]:
            more, others = blocks.pop()
            total, members = total + more, members + others
        blocks.append((total, members))
    means = [total / members for total, members in blocks for _ in range(members)]
    first, last = low + step, high - step * len(targets)
    return [max(min(ms, last), first) + number * step for number, ms in enumerate(means)]


def _set_places(order: Sequence[PossibleTimes], point: int) -> None:
    """Count the places; a published place takes precedence over the count."""
    counted = 0
    for run in order:
        if point in run.times:
            counted = max(counted + 1, run.places.get(point, 0))
            run.counted_places[point] = run.places.get(point, counted)


def _withdraw_contradictions(order: Sequence[PossibleTimes], point: int) -> None:
    """Withdraw estimates at odds with published figures, as happens where those contradict each other."""
    there = sorted((run for run in order if point in run.times), key=lambda run: run.times[point])
    claims = [(run.times[point], place) for run in there for place in run.claimed_places.get(point, ())]
    times = [ms for ms, _ in claims]
    highest = [0, *accumulate((place for _, place in claims), max)]
    lowest = [NEVER, *accumulate((place for _, place in reversed(claims)), min)][::-1]
    for run in there:
        places = run.claimed_places.get(point) or {run.counted_places[point]}
        ahead = highest[bisect_left(times, run.times[point])]
        behind = lowest[bisect_right(times, run.times[point])]
        if point not in run.published and (ahead > min(places) or behind < max(places)):
            run.withdraw(point)
    for number, run in enumerate(there):
        if point in run.times and (places := run.claimed_places.get(point, set())) and number >= min(places):
            _make_room(run, there[:number], point, min(places))


def _make_room(run: PossibleTimes, earlier: Sequence[PossibleTimes], point: int, place: int) -> None:
    """Leave no more runners ahead than the place allows, as far as their times are estimates."""
    ahead = [
        other
        for other in earlier
        if other.times.get(point, NEVER) < run.times[point]
        and place not in other.claimed_places.get(point, ())
    ]
    surplus = max(len(ahead) - place + 1, 0)
    if surplus and point not in run.published:
        run.withdraw(point)
        return
    made = [other for other in reversed(ahead) if point not in other.published]
    for other in sorted(made, key=lambda other: point in other.places)[:surplus]:
        other.withdraw(point)
