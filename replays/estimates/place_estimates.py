"""Placing a field at the checkpoints: in the published order, within everybody's limits, at likely times."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import accumulate, count, pairwise

from replays.estimates.speed_limits import GRID_MS, NEVER, PACK_LENGTH_MS, Leader, PossibleTimes, down, up

STEP_MS = 100
"""From one to the next in a pack, where nothing else says how far apart they run."""

MOST_NAMELESS = 100
"""More places missing from a result are no gap in it but its absence."""


def place_all(distances: Sequence[float], named: Sequence[PossibleTimes]) -> list[float]:
    """Settle every run up to the last position where it is known; returns the leader's likely times."""
    finish = len(distances) - 1
    runs = [*named, *_complete_result(distances, named)]
    leader = Leader(distances, runs)
    if all(place in run.times for run in named for place in range(1, min(run.last + 1, finish))):
        return leader.times
    ranked = {place for run in runs for place in run.ranks}
    for run in runs:
        run.limit(leader.times[finish] / distances[finish])
    for place in ranked:
        _hold_ranks(runs, place)
    for run in runs:
        run.tighten_all()
    for place in sorted(range(1, finish), key=lambda place: (place not in ranked, place)):
        there = _there(runs, place)
        if any(place not in run.times for run in there):
            order = _in_order(there, place, leader)
            _settle(order, place)
            _number(order, place)
            _withdraw(order, place)
    return leader.times


def _complete_result(distances: Sequence[float], runs: Sequence[PossibleTimes]) -> list[PossibleTimes]:
    """Give times to those whose place alone is known, and a nameless runner to every place nobody holds."""
    finish = len(distances) - 1
    untimed = [run for run in runs if finish in run.ranks and finish not in run.times]
    taken = {run.ranks[finish] for run in untimed}
    timed = [run for run in runs if finish in run.times]
    result: dict[int, int] = {}
    last = 0
    for run in sorted(timed, key=lambda run: (run.times[finish], run.ranks.get(finish, 0))):
        last = max(next(place for place in count(last + 1) if place not in taken), run.ranks.get(finish, 0))
        result[last] = run.times[finish]
    if not result:
        return []
    for run in untimed:
        run.suppose(finish, _by_place(result, run.ranks[finish]))
    taken |= set(result)
    holes = [place for place in range(1, max(taken)) if place not in taken]
    if len(holes) > MOST_NAMELESS:
        return []
    return [
        PossibleTimes(f"{place}", distances, {finish: _by_place(result, place)}, nameless=True)
        for place in holes
    ]


def _by_place(result: dict[int, int], place: int) -> int:
    before = max((p for p in result if p < place), default=None)
    after = min((p for p in result if p >= place), default=None)
    if after is None or before is None:
        nearest = before or after or 0
        return result[nearest] + (place - nearest) * STEP_MS
    return result[before] + (result[after] - result[before]) * (place - before) // (after - before)


def _hold_ranks(runs: Sequence[PossibleTimes], place: int) -> None:
    """Nobody is earlier than those ranked ahead can be, nor later than those ranked behind."""
    ranked = [run for run in runs if place in run.ranks]
    ranked.sort(key=lambda run: (run.ranks[place], run.earliest[place], run.bib))
    first, last = 0, NEVER
    for run in ranked:
        if first <= run.latest[place]:
            run.earliest[place] = max(run.earliest[place], first)
        first = max(first, run.earliest[place])
    for run in reversed(ranked):
        if last >= run.earliest[place]:
            run.latest[place] = min(run.latest[place], last)
        last = min(last, run.latest[place])


def _there(runs: Sequence[PossibleTimes], place: int) -> list[PossibleTimes]:
    """Everyone at a position. Whoever has no published result stands for one of the nameless."""
    there = [run for run in runs if run.last >= place]
    nameless = [run for run in there if run.nameless][: sum(run.lost for run in there)]
    return [run for run in there if run not in nameless]


def _in_order(there: Sequence[PossibleTimes], place: int, leader: Leader) -> list[PossibleTimes]:
    """The order at a position: by published rank where there is one, and by likely time between."""
    keys: dict[PossibleTimes, tuple[float, int, str]] = {}
    for run in there:
        run.target = _target(run, place, leader)
        keys[run] = (run.target, run.times.get(len(leader.times) - 1, NEVER), run.bib)
    rest = sorted((run for run in there if place not in run.ranks), key=keys.__getitem__)
    ranked = sorted(
        (run for run in there if place in run.ranks),
        key=lambda run: (run.ranks[place], place not in run.times, keys[run]),
    )
    order: list[PossibleTimes] = []
    held = 0
    for run, due in zip(ranked, _due(rest, ranked, place), strict=True):
        ahead = _ahead(rest, due, run, place, run.ranks[place] - 1 - held)
        held = max(held + len(ahead) + 1, run.ranks[place])
        rest = [other for other in rest if other not in ahead]
        order += [*sorted(ahead, key=keys.__getitem__), run]
    return order + rest


def _target(run: PossibleTimes, place: int, leader: Leader) -> float:
    if place in run.times:
        return run.times[place]
    likely = leader.times[place] if run.ranks.get(place) == 1 else leader.expected(run, place)
    return max(min(likely, run.latest[place]), run.earliest[place])


def _due(
    rest: Sequence[PossibleTimes], ranked: Sequence[PossibleTimes], place: int
) -> list[list[PossibleTimes]]:
    """Who has to come before each of those ranked, moved ahead where there are more of them than places."""
    due: list[list[PossibleTimes]] = [[] for _ in ranked]
    for other in rest:
        numbers = (n for n, run in enumerate(ranked) if other.latest[place] < run.earliest[place])
        if (number := next(numbers, None)) is not None:
            due[number].append(other)
    for number in range(len(ranked) - 1, 0, -1):
        before, run = ranked[number - 1 : number + 1]
        surplus = len(due[number]) - max(run.ranks[place] - before.ranks[place] - 1, 0)
        moved = [other for other in due[number] if other.earliest[place] <= before.latest[place]]
        moved = moved[: max(min(surplus, before.ranks[place] - number), 0)]
        due[number - 1] += moved
        due[number] = [other for other in due[number] if other not in moved]
    return due


def _ahead(
    rest: Sequence[PossibleTimes], due: Sequence[PossibleTimes], run: PossibleTimes, place: int, room: int
) -> set[PossibleTimes]:
    """Who of the rest comes before somebody whose rank is known: as many as it says."""
    chosen = {other for other in due if other in rest and place in other.times}
    able = (other for other in rest if other.earliest[place] <= run.latest[place])
    for other in (*(other for other in due if other in rest), *able):
        if len(chosen) >= room:
            break
        chosen.add(other)
    return chosen


def _settle(order: Sequence[PossibleTimes], place: int) -> None:
    """Give a time to everyone without one: likely, in order, a step apart where there is room."""
    able = [run for run in order if run.earliest[place] <= run.latest[place]]
    earliest = list(accumulate((run.earliest[place] for run in able), max))
    latest = list(accumulate((run.latest[place] for run in reversed(able)), min))[::-1]
    known = [number for number, run in enumerate(able) if place in run.times]
    for before, after in pairwise([-1, *known, len(able)]):
        low = able[before].times[place] if before >= 0 else -NEVER
        high = able[after].times[place] if after < len(able) else NEVER
        between = range(before + 1, after)
        likely = _spread([able[number].target for number in between], low, high, len(order))
        for number, ms in zip(between, likely, strict=True):
            first, last = up(earliest[number]), down(latest[number])
            if first <= last:
                able[number].settle(place, max(min(round(ms / GRID_MS) * GRID_MS, last), first))


def _spread(targets: Sequence[float], low: int, high: int, size: int) -> list[float]:
    """Times in order, nearest to the likely ones (in the mean square), a step apart where that fits."""
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


def _number(order: Sequence[PossibleTimes], place: int) -> None:
    """Count the places; a published rank wins over the count."""
    counted = 0
    for run in order:
        if place in run.times:
            counted = max(counted + 1, run.ranks.get(place, 0))
            run.places[place] = run.ranks.get(place, counted)


def _withdraw(order: Sequence[PossibleTimes], place: int) -> None:
    """Take back what published figures contradict after all, as they can where they contradict each other."""
    there = sorted((run for run in order if place in run.times), key=lambda run: run.times[place])
    claims = [(run.times[place], rank) for run in there for rank in run.claims.get(place, ())]
    times = [ms for ms, _ in claims]
    highest = [0, *accumulate((rank for _, rank in claims), max)]
    lowest = [NEVER, *accumulate((rank for _, rank in reversed(claims)), min)][::-1]
    for run in there:
        own = run.claims.get(place) or {run.places[place]}
        ahead = highest[bisect_left(times, run.times[place])]
        behind = lowest[bisect_right(times, run.times[place])]
        if place not in run.published and (ahead > min(own) or behind < max(own)):
            run.forget(place)
    for number, run in enumerate(there):
        if place in run.times and (ranks := run.claims.get(place)) and number >= min(ranks):
            _make_room(run, there[:number], place, min(ranks))


def _make_room(run: PossibleTimes, earlier: Sequence[PossibleTimes], place: int, rank: int) -> None:
    """Leave no more ahead of somebody than the rank allows, as far as they are estimates."""
    ahead = [
        other
        for other in earlier
        if other.times.get(place, NEVER) < run.times[place] and rank not in other.claims.get(place, ())
    ]
    surplus = max(len(ahead) - rank + 1, 0)
    if surplus and place not in run.published:
        run.forget(place)
        return
    made = [other for other in reversed(ahead) if place not in other.published]
    for other in sorted(made, key=lambda other: place in other.ranks)[:surplus]:
        other.forget(place)
