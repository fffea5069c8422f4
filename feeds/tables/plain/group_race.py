"""A race of a table: its rows with their times, and what is to be said of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.plain.cell_times import read_cell
from feeds.tables.plain.day_times import take_times_of_day
from feeds.tables.plain.person_cells import read_place
from feeds.tables.plain.table_columns import RESULTS, describe
from feeds.tables.plain.table_doubts import quoted
from feeds.tables.plain.table_points import event_in_heads
from feeds.tables.plain.table_rows import RowReader
from feeds.tables.plain.table_starts import take_starts
from feeds.tables.plain.table_times import TableTimes, read_times
from feeds.tables.table_race import TableRace, TableRunner, TableTime

if TYPE_CHECKING:
    from feeds.tables.plain.column_map import ColumnMap
    from feeds.tables.plain.table_group import Group
    from feeds.tables.sheets.table_grid import Row
    from feeds.tables.table_format import Hints
    from race.event import Event
    from race.messages import StatusCode

MOST_IMPOSSIBLE = 0.5
"""The share of impossible results beyond which the race must be another one."""


def event_of_group(group: Group, hints: Hints) -> Event | None:
    """The event of a race: what its titles and columns say, or what the last column of times tells."""
    if group.event is not None:
        return group.event
    if hints.is_on and group.columns.result is None:
        return None  # the last column may only be the last one so far
    event = event_in_heads(group.columns, group.rows)
    if event is not None and not hints.event and not hints.distance_m:
        text = f"the race is taken to be {event.distance_m:g} m, the distance of the last column of times"
        group.doubts.add("events", f"{text} (if it is not, give --event)")
    return event


def race_of(group: Group, event: Event, hints: Hints, column_map: ColumnMap, file_name: str) -> TableRace:
    """The race. Raises FeedError with what to do."""
    if event.limit_s is not None:
        raise FeedError(
            f"{file_name}: {group.name!r} is a race to a time: tables with distances as results are not read"
        )
    if hints.is_on:
        _leave_out_times_so_far(group, event)
    reader = _reader(group, event, hints)
    sex = _sex(group, reader)
    day_times = take_times_of_day(group, event)
    if day_times:
        group.doubts.add("times of day", day_times)
    try:
        times = read_times(group, event, sex, column_map)
    except FeedError as error:
        raise FeedError(f"{file_name}: {error}") from None
    if hints.is_on:
        times.figures[-1] = {i: figure for i, figure in times.results.items() if figure.is_possible}
    _refuse_other_race(group, times, event, file_name)
    starts = take_starts(group, times, event, sex)
    runners = tuple(_runners(group, reader, times, starts, event))
    if not runners:
        raise FeedError(f"{file_name}: no row has a name or a bib")
    return TableRace(
        name=group.name,
        meet=group.titles[0] if len(group.titles) > 1 else "",
        event=event,
        points=tuple(times.points),
        runners=runners,
        date=hints.date or group.date,
        venue=group.venue,
        sex=sex,
        round=group.round,
        heat=group.heat,
        source=f"Table, file {file_name}",
        remarks=tuple(filter(None, (day_times, *times.remarks))),
        notes=(_understood(group), *_lacking(times), *group.doubts.notes()),
        evidence="published",
        is_final=any(times.figures) or any(runner.status for runner in runners),
    )


def _leave_out_times_so_far(group: Group, event: Event) -> None:
    """Blank the results that stand at a checkpoint too, and those beside which another one is lacking."""
    roles = group.columns.roles
    results = {roles[role] for role in RESULTS if role in roles}
    on_the_way = [
        point.column
        for point in group.columns.points
        if point.column not in results and (point.head.metres or 0) < event.distance_m
    ]
    needed = [i for i in results if any(_is_time(row, i) for row in group.rows)]
    for number, row in enumerate(group.rows):
        seen = {row.cells[i] for i in on_the_way if i < len(row.cells)}
        is_so_far = any(not _is_time(row, i) or row.cells[i] in seen for i in needed)
        cells = [
            "" if is_so_far and i in results and _is_time(row, i) else cell
            for i, cell in enumerate(row.cells)
        ]
        group.rows[number] = row._replace(cells=cells)


def _is_time(row: Row, column: int) -> bool:
    return column < len(row.cells) and read_cell(row.cells[column]) is not None


def _lacking(times: TableTimes) -> list[str]:
    return ["no one has a result: is its column missing?"] if any(times.figures) and not times.results else []


def _understood(group: Group) -> str:
    text = describe(group.columns)
    return f"{text} (--map can name them)" if group.columns.not_understood else text


def _reader(group: Group, event: Event, hints: Hints) -> RowReader:
    """The reader of the rows, without rows of totals."""
    reader = RowReader.of(group.columns, group.rows, group.doubts, hints.date or group.date, event)
    for row in group.rows:
        if reader.is_total(row):
            group.doubts.add(
                "totals", f"row {row.number}: {quoted(' '.join(row.cells))} is not a runner: left out"
            )
    group.rows = [row for row in group.rows if not reader.is_total(row)]
    return reader


def _sex(group: Group, reader: RowReader) -> str:
    if group.sex:
        return group.sex
    found = {reader.sexes.get(group.columns.cell(row, "sex"), "") for row in group.rows}
    return (
        {"M": "men", "F": "women"}.get(found.pop(), "")
        if len(found) == 1
        else "mixed"
        if {"M", "F"} <= found
        else ""
    )


def _refuse_other_race(group: Group, times: TableTimes, event: Event, file_name: str) -> None:
    """Refuse a race in which most results must be of another distance."""
    results = times.results
    unread = group.doubts.count("times")
    if unread and not any(times.figures):
        first = group.doubts.first("times").removesuffix(": left out")
        raise FeedError(f"{file_name}: {group.name}: {first}, and there is no other")
    impossible = [i for i, figure in results.items() if not figure.is_possible]
    if len(impossible) > MOST_IMPOSSIBLE * len(results):
        row, time = group.rows[impossible[0]].number, results[impossible[0]].time
        raise FeedError(
            f"{file_name}: {group.name}: {time} in row {row} cannot be a result over {event.distance_m:g} m, "
            "nor can most others: give the right --event or --distance, and no times of day"
        )


def _runners(
    group: Group, reader: RowReader, times: TableTimes, starts: dict[int, int], event: Event
) -> Iterator[TableRunner]:
    for i, row in enumerate(group.rows):
        runner = reader.runner(row)
        is_remark = runner is not None and ":" in runner.name and sum(map(bool, row.cells)) == 1
        if runner is None or is_remark:
            text = " ".join(filter(None, row.cells))
            group.doubts.add("rows", f"row {row.number}: {quoted(text)} is not a runner: left out")
            continue
        own = tuple(_times(group, times, i, event))
        status, reason = _status(group, reader, times, i, runner.name)
        if status is not None and status != "dq":
            own = tuple(time for time in own if time.point != len(times.points) - 1)
        yield replace(
            runner,
            times=own,
            status=status,
            reason=reason,
            start_ms=starts.get(i, 0),
            place=_place(times, row, i, runner),
            has_unread_result=i in times.unread,
        )


def _status(
    group: Group, reader: RowReader, times: TableTimes, index: int, name: str
) -> tuple[StatusCode | None, str]:
    """Why a runner has no result, where there are results; a result beside it is left out and named."""
    row = group.rows[index]
    word = reader.status(row, times.columns)
    has_result = index in times.results
    if word is not None and word.status is not None:
        if has_result and word.status != "dq":
            text = f"{name} is {word.status.upper()}, and the result beside it is left out"
            group.doubts.add("results beside a status", f"row {row.number}: {text}")
        return word.status, word.reason
    return (None if has_result or not any(times.figures) else "unknown"), ""


def _place(times: TableTimes, row: Row, index: int, runner: TableRunner) -> int | None:
    if runner.place is not None or times.place_columns[-1] is None:
        return runner.place
    column = times.place_columns[-1]
    return read_place(row.cells[column]) if column < len(row.cells) and index in times.results else None


def _times(group: Group, times: TableTimes, index: int, event: Event) -> Iterator[TableTime]:
    row = group.rows[index]
    legs = {round(metres, 3): leg for leg, metres in enumerate(accumulate(event.legs), 1)}
    for k, (point, column, places) in enumerate(
        zip(times.points, times.figures, times.place_columns, strict=True)
    ):
        figure = column.get(index)
        text = row.cells[places] if places is not None and places < len(row.cells) else ""
        is_finish = k == len(times.points) - 1
        place = None if is_finish else read_place(text)
        if figure is None and place is None:
            continue
        if figure is not None and not figure.is_possible and not is_finish:
            where = f"row {row.number}: {figure.time} at {point.name}"
            group.doubts.add("impossible times", f"{where} is impossible for the distance: kept as suspect")
        yield TableTime(
            point=k,
            time=figure.time if figure is not None else None,
            place=place or (figure.place if figure is not None else None),
            notes=figure.notes if figure is not None else (),
            is_doubtful=figure is not None and not figure.is_possible and not is_finish,
            leg=legs.get(round(point.distance_m, 3)) if point.distance_m else None,
            evidence="hand" if figure is not None and figure.is_by_hand else None,
        )
