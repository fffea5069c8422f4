"""What was published of a whole field, by the points of its course."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from race.course import START
from race.fold.plain_splits import PlainPassings
from race.lazy_named_tuple import NamedTuple
from race.messages import Split
from replays.estimates.known_run import KnownRun
from replays.estimates.runner_notes import noted

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from race.course import Course
    from race.fold.checkpoint_passing import Passing
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.times import Time
    from replays.estimates.runner_notes import Noted

WHOLE_SECONDS_MS = 500
"""1:11 is half a second either way."""

PACED_SHARE = 0.5
"""A pacemaker of whom nothing was published is taken to have run this share of the race."""

SAME_M = 1.0
"""Two points are the same when they are no further apart."""


class KnownField(NamedTuple):
    """The runs of a field, and the points that they have times at."""

    distances: Sequence[float]
    """Metres by point: the start line, the checkpoints, and where closing times began."""
    points: Sequence[int]
    """The point of each checkpoint."""
    runs: Sequence[KnownRun]
    leading: Mapping[int, Time]
    """Times of the leader, or of a leading group, that are printed without a name; by point."""


def known_field(state: RaceState, course: Course, doubtful_starters: Collection[str]) -> KnownField:
    """All that was published of each entrant who ran.

    Those who are on the start list ran, unless it was said before the start that this is in doubt.
    """
    said = noted(state, course)
    distances = sorted({0.0, *course.distances})
    for metres in sorted(metres for at in said.closing.values() for metres, _ in at):
        if all(abs(metres - other) > SAME_M for other in distances):
            distances.append(metres)
    distances.sort()
    points = [bisect_left(distances, metres) for metres in course.distances]
    runs: list[KnownRun] = []
    alike = _Alike()
    for bib, runner in state.runners.items():
        run = _known_run(course, distances, points, runner, said, alike)
        if run is None and bib not in doubtful_starters:
            run = _unseen_run(course, points, runner)
        if run is not None:
            runs.append(run)
    leading = {points[index]: time for index, time in said.leading.items()}
    return KnownField(distances, points, runs, leading)


class _Alike:
    """What many runs of a large field have in common is kept once: a run takes a third of the memory."""

    def __init__(self) -> None:
        self._kept: dict[tuple[object, object], tuple[dict[int, int], frozenset[int]]] = {}

    def of(self, slack: dict[int, int], shown: Sequence[int]) -> tuple[dict[int, int], frozenset[int]]:
        """By how much times may be off, and the points that are shown, shared by all with the same."""
        key = tuple(slack.items()), tuple(shown)
        if key not in self._kept:
            self._kept[key] = slack, frozenset(shown)
        return self._kept[key]


def _known_run(
    course: Course,
    distances: Sequence[float],
    points: Sequence[int],
    runner: Runner,
    said: Noted,
    alike: _Alike,
) -> KnownRun | None:
    """What was published of an entrant; None where nothing was, and for one who did not start."""
    bib = runner.entrant.bib
    last = runner.furthest
    if runner.status_claims:
        if runner.out == "dns":
            return None
        last = max(last, course.index.get(runner.statuses[-1].after or "", START))
    if last == START:
        return None
    times, slack, places = {0: 0}, {0: 0}, {}
    shown: list[int] = []
    is_plain = isinstance(runner.passings, PlainPassings)
    for index, ms, digits in runner.passings.times() if isinstance(runner.passings, PlainPassings) else ():
        times[points[index]], slack[points[index]] = ms, 0 if digits else WHOLE_SECONDS_MS
        shown.append(points[index])
    for index, passing in runner.passings.items() if not is_plain else ():
        point, time = points[index], passing.time
        if time is not None:
            times[point], slack[point] = time.ms, slack_of(time)
            shown.append(point)
        elif _is_by_time_of_day(passing):
            shown.append(point)
        if passing.official_place is not None:
            places[point] = passing.official_place
    shown += [
        points[i] for i, p in runner.doubtful.items() if i not in runner.passings and _is_by_time_of_day(p)
    ]
    for metres, closing in said.closing.get(bib, ()):
        finish = runner.time_at(course.finish)
        point = min(range(len(distances)), key=lambda p: abs(distances[p] - metres))
        if finish is not None and point not in times:
            times[point] = finish.ms - closing.ms
            slack[point] = max(slack_of(closing), slack_of(finish))
    away = points[said.away[bib]] if bib in said.away else None
    slack, at = alike.of(slack, shown)
    return KnownRun(bib, times, slack, places, points[last], at, said.left_m.get(bib), away)


def _unseen_run(course: Course, points: Sequence[int], runner: Runner) -> KnownRun | None:
    """The run of one of whom the start list alone tells, as far as it is likely to have gone.

    None for those who did not start, and for those who left at a moment that was not published.
    """
    status = runner.statuses[-1] if runner.statuses else None
    if status is not None and (status.status == "dns" or (status.status != "unknown" and not status.when)):
        return None
    most_m = course.distance_m * (PACED_SHARE if runner.entrant.role == "pacemaker" else 1)
    on_the_way = course.distances[: course.finish]
    last = max((index for index, metres in enumerate(on_the_way) if metres <= most_m), default=START)
    if last == START:
        return None
    return KnownRun(runner.entrant.bib, {0: 0}, {0: 0}, {}, points[last], frozenset(), is_seen=False)


def slack_of(time: Time) -> int:
    """By how much a time in whole seconds may be off; tenths are exact enough."""
    return 0 if time.digits else WHOLE_SECONDS_MS


def _is_by_time_of_day(passing: Passing) -> bool:
    """Whether it is a read by time of day that gives no race time."""
    return passing.time is None and any(isinstance(claim, Split) for claim in passing.claims)
