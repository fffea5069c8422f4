"""What was published of a whole field, by the points of its course."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from race.course import START
from race.messages import Split
from replays.estimates.known_run import KnownRun
from replays.estimates.note_figures import closing_times, place_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.times import Time

WHOLE_SECONDS_MS = 500
"""1:11 is half a second either way."""

SAME_M = 1.0
"""Two points are the same when they are no further apart."""


class KnownField(NamedTuple):
    """The runs of a field, and the points that they have times at."""

    distances: Sequence[float]
    """Metres by point: the start line, the checkpoints, and where closing times began."""
    points: Sequence[int]
    """The point of each checkpoint."""
    runs: Sequence[KnownRun]


def known_field(state: RaceState, course: Course) -> KnownField:
    """All that was published of each entrant of whom anything was."""
    known_m = sorted({0.0, *course.distances})
    closing: dict[str, list[tuple[float, Time]]] = {}
    left: dict[str, float] = {}
    by_name = {runner.short_name: bib for bib, runner in state.runners.items()}
    for note in state.notes:
        bib = note.bib or by_name.get(note.text.partition(" ")[0])
        if bib is not None:
            at = [
                (course.distance_m - closed.metres, closed.time)
                for closed in closing_times(note.text, course)
            ]
            closing.setdefault(bib, []).extend(at)
            metres = place_of(note.text, course)
            if metres is not None:
                left[bib] = metres
    more = sorted(metres for at in closing.values() for metres, _ in at)
    distances = list(known_m)
    for metres in more:
        if all(abs(metres - other) > SAME_M for other in distances):
            distances.append(metres)
    distances.sort()
    points = [bisect_left(distances, metres) for metres in course.distances]
    runs: list[KnownRun] = []
    for bib, runner in state.runners.items():
        run = _known_run(course, distances, points, runner, closing.get(bib, ()), left.get(bib))
        if run is not None:
            runs.append(run)
    return KnownField(distances, points, runs)


def _known_run(
    course: Course,
    distances: Sequence[float],
    points: Sequence[int],
    runner: Runner,
    closing: Sequence[tuple[float, Time]],
    left_m: float | None,
) -> KnownRun | None:
    """What was published of an entrant; None where nothing was, and for one who did not start."""
    status = runner.statuses[-1] if runner.statuses else None
    after = course.index.get(status.after, START) if status and status.after else START
    last = max(after, *runner.passings, START)
    if last == START or runner.out == "dns":
        return None
    times, slack, places = {0: 0}, {0: 0}, {}
    shown: set[int] = set()
    for index, passing in runner.passings.items():
        point = points[index]
        if passing.time is not None:
            times[point], slack[point] = passing.time.ms, _slack(passing.time)
            shown.add(point)
        if passing.official_place is not None:
            places[point] = passing.official_place
    shown |= {points[i] for i, p in {**runner.doubtful, **runner.passings}.items() if _is_by_time_of_day(p)}
    finish = runner.time_at(course.finish)
    for metres, time in closing if finish is not None else ():
        point = min(range(len(distances)), key=lambda p: abs(distances[p] - metres))
        if point not in times and finish is not None:
            times[point] = finish.ms - time.ms
            slack[point] = max(_slack(time), _slack(finish))
    return KnownRun(runner.entrant.bib, times, slack, places, points[last], frozenset(shown), left_m)


def _slack(time: Time) -> int:
    """By how much a time in whole seconds may be off; tenths are exact enough."""
    return 0 if time.digits else WHOLE_SECONDS_MS


def _is_by_time_of_day(passing: Passing) -> bool:
    """Whether it is a read by time of day that gives no race time."""
    return passing.time is None and any(isinstance(claim, Split) for claim in passing.claims)
