"""All times of a race in a table, from the start, at its checkpoints in the order of the course."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.plain.blank_cells import BLANK
from feeds.tables.plain.cell_times import MEANINGS
from feeds.tables.plain.lap_sums import added_up
from feeds.tables.plain.laps_or_times import Meaning, lap_lengths, meaning_of
from feeds.tables.plain.table_columns import RESULTS
from feeds.tables.plain.table_doubts import quoted
from feeds.tables.plain.table_figures import FigureColumn, Reader, is_same
from feeds.tables.plain.table_points import TimedPoints, ends_at_finish, numbered_distances, timed_points
from feeds.tables.status_words import read_status
from feeds.tables.table_race import TablePoint, is_way_out
from race.lazy_dataclass import dataclass
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.plain.column_map import ColumnMap
    from feeds.tables.plain.table_columns import PointColumn
    from feeds.tables.plain.table_group import Group
    from race.event import Event

FINISH = "finish"

SUMMED = "the times at the intermediates are sums of the laps in the table"

NOT_LAPS = "the columns headed as laps hold times from the start"

NEITHER = (
    "the figures at the checkpoints are neither times from the start nor laps of this race, "
    "or are of several races: say "
    'what they are with --map (figures = "laps" or "times"), or give another --event'
)


@dataclass(slots=True)
class TableTimes:
    """The times of a race, by the index of the row."""

    points: list[TablePoint]
    """The last one is the finish."""
    figures: list[FigureColumn]
    """For each point."""
    place_columns: list[int | None]
    """For each point, the column of the places there."""
    columns: list[int]
    """All columns of times, in which a status may stand."""
    clock: str = ""
    """From which start the times at the intermediates are, if that is said: `net` or `gun`."""
    unread: frozenset[int] = frozenset()
    """Rows with a result that is neither a time nor a status."""
    remarks: list[str] = field(default_factory=list)

    @property
    def results(self) -> FigureColumn:
        """At the finish."""
        return self.figures[-1]


def read_times(group: Group, event: Event, sex: str, column_map: ColumnMap) -> TableTimes:
    """Read them. Raises FeedError where they cannot be of this race."""
    reader = Reader(group.rows, event, sex, has_numbers=group.has_numbers)
    laps = group.take_away_laps()
    timed = timed_points(group.columns, event)
    result = group.columns.result
    results = reader.read(result, event.distance_m) if result is not None else {}
    own, meaning = _figures(reader, timed, result, event, column_map)
    columns = [point.column.column for point in timed.points]
    figures = own
    has_finish = bool(own) and (timed.has_finish or _ends_race(timed, own, results, result))
    if meaning == "laps":
        figures = added_up(own, len(group.rows), results, to_finish=has_finish)
        has_finish = has_finish or (bool(own) and _ends_race(timed, figures, results, result))
    if has_finish:
        _compare(group, figures[-1], results, result, len(own) + 1 if meaning == "laps" else 1)
        results = figures[-1] | results
    _check_other_results(group, reader, results, event)
    _check_laps(group, reader, laps, timed, figures)
    unread = _doubt(group, reader)
    finish_columns = {result, *([columns[-1]] if has_finish else [])}
    count = len(figures) - has_finish
    names = [point.name for point in timed.points[:count]]
    points = [
        TablePoint(point.name, point.metres, is_same_place=k > 0 and is_way_out(point.name, names[k - 1]))
        for k, point in enumerate(timed.points[:count])
    ]
    times = TableTimes(
        [*points, TablePoint(FINISH, event.distance_m)],
        [*figures[:count], results],
        [point.column.place_column for point in timed.points[:count]]
        + [timed.points[-1].column.place_column if has_finish else None],
        [*columns, *([result] if result is not None else [])],
        column_map.clock or next((p.column.head.clock for p in timed.points if p.column.head.clock), ""),
        frozenset(i for i, column in unread if column in finish_columns and i not in results),
    )
    _place_numbered(times, event, are_laps=meaning == "laps")
    if meaning == "laps" and count:
        times.remarks.append(SUMMED)
    elif any(point.column.head.measured == "laps" for point in timed.points):
        times.remarks.append(NOT_LAPS)
    for remark in times.remarks:
        group.doubts.add("meanings", remark)
    return times


def _figures(
    reader: Reader, timed: TimedPoints, result: int | None, event: Event, column_map: ColumnMap
) -> tuple[list[FigureColumn], Meaning]:
    """The figures of all columns of times, and whether they are laps."""
    columns = [point.column.column for point in timed.points]
    metres = [point.metres for point in timed.points]
    said = column_map.figures or timed.said
    if said is None and columns:
        best, is_both = meaning_of(reader, columns, metres, result, event)
        if best is None:
            raise FeedError(NEITHER)
        named = {point.column.head.measured for point in timed.points}
        said = ("laps" if "laps" in named else "times") if is_both else best
    lengths = lap_lengths(metres) if said == "laps" else metres
    return [reader.read(c, m) for c, m in zip(columns, lengths, strict=True)], said or "times"


def _ends_race(
    timed: TimedPoints, figures: Sequence[FigureColumn], results: FigureColumn, result: int | None
) -> bool:
    """Whether the last column, of which only the number is known, is of the finish."""
    if timed.points[-1].metres is not None:
        return False
    return result is None or ends_at_finish(figures[-1], results)


def _compare(group: Group, last: FigureColumn, results: FigureColumn, result: int | None, count: int) -> None:
    """Say where the last time at a checkpoint, which may be the sum of `count` laps, is not the result."""
    for i in sorted(last.keys() & results.keys()):
        one, other = last[i].time, results[i].time
        if not is_same(one, other, count):
            where = group.where(i, result or 0)
            group.doubts.add("results", f"{where}: the result is {other}, and the times before it give {one}")


def _check_other_results(group: Group, reader: Reader, results: FigureColumn, event: Event) -> None:
    """Say where a second column of results has another time; it is not used."""
    heads = group.columns.heads
    for column in (i for i in group.columns.not_understood if heads[i].role in RESULTS):
        for i, figure in reader.read(column, event.distance_m).items():
            if i in results and figure.is_possible and not is_same(figure.time, results[i].time):
                text = (
                    f"{group.where(i, column)}: {figure.time} is not the result, which is {results[i].time}"
                )
                group.doubts.add("other results", text)


def _check_laps(
    group: Group,
    reader: Reader,
    laps: Sequence[PointColumn],
    timed: TimedPoints,
    figures: Sequence[FigureColumn],
) -> None:
    """Say where a lap beside the times is not their difference; laps are not kept, as they follow."""
    for lap in laps:
        at = [
            k
            for k, point in enumerate(timed.points)
            if (lap.head.number == k + 1 if lap.head.metres is None else lap.head.metres == point.metres)
        ]
        if not at:
            continue
        before = figures[at[0] - 1] if at[0] else None
        for i, figure in reader.read(lap.column, None).items():
            end, start = figures[at[0]].get(i), before.get(i) if before is not None else None
            if end is None or (before is not None and start is None):
                continue
            lap_ms = end.time.ms - (start.time.ms if start is not None else 0)
            if not is_same(figure.time, Time(lap_ms, end.time.digits), 3):
                where = group.where(i, lap.column)
                given = Time(lap_ms, end.time.digits)
                group.doubts.add("laps", f"{where}: the lap is {figure.time}, and the times give {given}")
    if laps:
        named = ", ".join(repr(lap.text) for lap in laps)
        group.doubts.add(
            "laps beside times", f"{named}: laps beside the times, from which they follow: not kept"
        )


def _doubt(group: Group, reader: Reader) -> set[tuple[int, int]]:
    """Name columns not read in the usual way and cells that are not times, those by row and column."""
    unread: set[tuple[int, int]] = set()
    for i, column, text in reader.unread:
        if text.lower() not in BLANK and read_status(text) is None:
            unread.add((i, column))
            group.doubts.add("times", f"{group.where(i, column)}: {quoted(text)} is not a time: left out")
    for column, (text, style) in reader.unusual.items():
        name = group.columns.name(column)
        group.doubts.add("styles", f"{name}: {quoted(text)} is read as {MEANINGS[style]}")
    return unread


def _place_numbered(times: TableTimes, event: Event, *, are_laps: bool) -> None:
    """Give checkpoints that only have numbers the distances at which they must be, if that is clear."""
    points = times.points[:-1]
    if not points or any(point.distance_m is not None for point in points):
        return
    full = [
        [c[i].time.ms for c in times.figures] for i in times.results if all(i in c for c in times.figures)
    ]
    metres = numbered_distances(len(points), event, full, are_laps=are_laps)
    if metres is None:
        return
    times.points[:-1] = [p._replace(distance_m=m) for p, m in zip(points, metres, strict=True)]
    named = ", ".join(f"{m:g}" for m in metres)
    times.remarks.append(
        f"the intermediates have no distances in the table; they are taken to be at {named} m"
    )
