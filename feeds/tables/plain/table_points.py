"""The checkpoints of a table: where its columns of times were taken, and which of them is the finish."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, NamedTuple

from feeds.documents.intermediate_points import at_line, likely_intermediates
from feeds.errors import FeedError
from feeds.tables.plain.column_heads import SHORTEST_BARE_M
from feeds.tables.plain.table_figures import is_same
from feeds.tables.table_race import is_way_out
from race.event import HALF_MARATHON_M, MARATHON_M, MILE_M
from race.event_names import parse_event
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from feeds.tables.plain.column_heads import PointHead
    from feeds.tables.plain.laps_or_times import Meaning
    from feeds.tables.plain.table_columns import Columns, PointColumn
    from feeds.tables.plain.table_figures import FigureColumn
    from feeds.tables.sheets.table_grid import Row
    from race.event import Event
    from race.times import Time

NEAR_M = 0.5
"""Metres by which the last column may miss the length of the race and still be its finish."""

SHORTEST_OF_MILES_M = 5000
"""A race in which `5m` is after five miles, as no one takes times after five metres."""

_KILOMETRES = re.compile(r"(?<!\d)(?:21|42) ?(?:k|公里|キロ)", re.I)

MOSTLY = 0.5

RACED_M = frozenset(
    {60, 100, 200, 400, 800, 1000, 1500, 1609, 2000, 3000, 3219, 5000, 10_000, 16_093}
    | {21_098, 42_195, 50_000, 80_467, 100_000, 160_934}
)
"""Whole metres that are raced: a last column at another distance may be the last intermediate."""


class TimedPoint(NamedTuple):
    """A column of times and where they were taken."""

    column: PointColumn
    metres: float | None
    """From the start; None where only its number is known."""

    @property
    def name(self) -> str:
        """As it is headed."""
        return self.column.text


@dataclass(frozen=True, slots=True)
class TimedPoints:
    """The columns of times in the order of the course."""

    points: tuple[TimedPoint, ...]
    has_finish: bool
    """Whether the last of them is the finish."""
    said: Meaning | None = None
    """What the heads leave no doubt of."""


def event_in_heads(columns: Columns, rows: Sequence[Row]) -> Event | None:
    """The event that the last column of times tells, where that is the result: 400, 800, 1200, 1500."""
    if not columns.points or any(point.head.metres is None for point in columns.points):
        return None
    last = max(columns.points, key=lambda point: point.head.metres or 0.0)
    result = columns.result
    if result is not None and not _are_equal(rows, last.column, result):
        return None
    try:
        event = parse_event(last.text) or parse_event(f"{last.head.metres:g} m")
    except ValueError:
        return None
    if event is None or event.kind != "run" or round(event.distance_m) not in RACED_M:
        return None
    return event


def _are_equal(rows: Sequence[Row], one: int, other: int) -> bool:
    pairs = [(row.cells[one], row.cells[other]) for row in rows if len(row.cells) > max(one, other)]
    filled = [(a, b) for a, b in pairs if a and b]
    return bool(filled) and all(a == b for a, b in filled)


def timed_points(columns: Columns, event: Event) -> TimedPoints:
    """The checkpoints, in the order of the course. Raises FeedError where their distances cannot be."""
    distance_m = event.distance_m
    heads = [point.head for point in columns.points]
    is_half_marathon = columns.result is None and abs(distance_m - HALF_MARATHON_M) < NEAR_M
    half_m = distance_m if is_half_marathon else distance_m / 2
    ways_out = {
        k
        for k, point in enumerate(columns.points)
        if k and is_way_out(point.text, columns.points[k - 1].text)
    }
    metres = [
        None if k in ways_out else _metres(head, m, distance_m, half_m)
        for k, (head, m) in enumerate(
            zip(heads, _without_rounding(heads, columns.points, distance_m), strict=True)
        )
    ]
    said: Meaning | None = "times" if ways_out else None
    known = [m for m in metres if m is not None]
    if known and len(known) == len(metres) and any(b <= a for a, b in pairwise(known)):
        metres, said = _risen(columns, known, event)
    elif known and len(known) == len(metres) > 1 and all(h.number for h in heads) and len(set(known)) == 1:
        metres, said = list(accumulate(known)), "laps"
    if heads and all(head.from_metres is not None for head in heads):
        said = "laps"
    far = next(
        (p for p, m in zip(columns.points, metres, strict=True) if m and m > distance_m + NEAR_M), None
    )
    if far is not None:
        raise FeedError(f"there are times at {far.text!r}, beyond the finish of a race over {distance_m:g} m")
    points = tuple(TimedPoint(p, m) for p, m in zip(columns.points, metres, strict=True))
    if said != "laps":
        points = tuple(sorted(points, key=lambda p: p.metres or 0.0)) if len(known) == len(points) else points
    last = points[-1].metres if points else None
    has_finish = last is not None and abs(last - distance_m) <= NEAR_M
    return TimedPoints(points, has_finish, said)


def _metres(head: PointHead, metres: float | None, distance_m: float, half_m: float) -> float | None:
    if head.is_half:
        return half_m
    if metres is None:
        return None
    if metres < SHORTEST_BARE_M and distance_m > SHORTEST_OF_MILES_M:
        metres *= MILE_M  # `23m` of a marathon
    return at_line(metres, distance_m)


def _without_rounding(
    heads: Sequence[PointHead], points: Sequence[PointColumn], distance_m: float
) -> list[float | None]:
    """Distances with `21km` and `42km` of a marathon as half of it and all, unless another head is."""
    metres = [head.metres for head in heads]
    for exact in (HALF_MARATHON_M, MARATHON_M):
        is_there = exact in metres or (exact < distance_m and any(head.is_half for head in heads))
        if distance_m in (HALF_MARATHON_M, MARATHON_M) and not is_there:
            metres = [
                exact if m == exact // 1000 * 1000 and _KILOMETRES.search(point.text) else m
                for m, point in zip(metres, points, strict=True)
            ]
    return metres


def _risen(columns: Columns, metres: list[float], event: Event) -> tuple[list[float | None], Meaning | None]:
    """Distances that do not rise: of laps if they come to the race, or of columns in disorder."""
    is_of_legs = tuple(metres) == event.legs[: len(metres)]
    is_repeated = len(set(metres)) < len(metres) and sum(metres) <= event.distance_m + NEAR_M
    if is_of_legs or (is_repeated and (len(set(metres)) == 1 or sum(metres) > event.distance_m - NEAR_M)):
        return list(accumulate(metres)), "laps"
    twice = next((p for i, p in enumerate(columns.points) if metres[i] in metres[:i]), None)
    if twice is not None:
        raise FeedError(f"two columns hold times at {twice.text!r}: say with --map which one to read")
    return list(metres), None


def ends_at_finish(last: FigureColumn, results: FigureColumn) -> bool:
    """Whether times at a checkpoint without a distance are those at the finish."""
    both = [(last[i].time, results[i].time) for i in last.keys() & results.keys()]
    return bool(both) and sum(_is_near(a, b) for a, b in both) > MOSTLY * len(both)


def _is_near(one: Time, other: Time) -> bool:
    return is_same(one, other) or abs(one.ms - other.ms) <= 500


def numbered_distances(
    count: int, event: Event, rows: Sequence[Sequence[int]], *, are_laps: bool
) -> tuple[float, ...] | None:
    """The distances of checkpoints that only have numbers; None where nothing tells them.

    `rows` are the times of runners with all of them, in milliseconds, the last one the finish.
    """
    lap_m = event.lap_m
    if are_laps and lap_m and abs((count + 1) * lap_m - event.distance_m) <= NEAR_M:
        return tuple(lap_m * n for n in range(1, count + 1))
    if event.setting in ("track", "indoor") and rows:
        return likely_intermediates(event.distance_m, rows)
    return None
