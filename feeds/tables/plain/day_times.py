"""Tables of times of day: what each runner took is the difference from the start."""

from __future__ import annotations

from typing import TYPE_CHECKING

from feeds.tables.plain.cell_times import read_cell
from feeds.tables.plain.table_figures import possible_times
from feeds.tables.plain.table_starts import EARLIEST_CLOCK_MS, start_ms
from race.times import DAY_MS, Time

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.tables.plain.table_group import Group
    from feeds.tables.sheets.table_grid import Row
    from race.event import Event

MOSTLY = 0.6
"""The share of the results that must be times of day after a start."""


def take_times_of_day(group: Group, event: Event) -> str:
    """Put the times since the runners' starts in place of times of day; what is to be said of it, if any.

    They are times of day where the column of starts has such, and where most results are none for the event
    themselves, but are when the start is taken off.
    """
    start, result = group.columns.roles.get("start"), group.columns.result
    if start is None or result is None:
        return ""
    possible = possible_times(event.distance_m, event, "")
    timed = [row for row in group.rows if len(row.cells) > result and read_cell(row.cells[result])]
    taken = [_since_start(row, start, result) for row in timed]
    fits = sum(time is not None and possible(time) for time in taken)
    if not timed or fits < MOSTLY * len(timed) or any(_is_possible(row, result, event) for row in timed):
        return _take_intermediates(group, start, result)
    columns = [*(point.column for point in group.columns.points), result]
    group.rows = [_without_start(row, start, columns) for row in group.rows]
    return "the times are times of day; the runners' starts are taken off"


def _take_intermediates(group: Group, start: int, result: int) -> str:
    """The same where the results are none: each intermediate is beyond the result until the start is off."""
    columns = [p.column for p in group.columns.points if _is_of_day(group.rows, start, p.column, result)]
    if not columns:
        return ""
    group.rows = [_without_start(row, start, columns) for row in group.rows]
    named = ", ".join(group.columns.name(column) for column in columns)
    return f"the times at {named} are times of day; the runners' starts are taken off"


def _is_of_day(rows: Sequence[Row], start: int, column: int, result: int) -> bool:
    both = [(row, _usual(row, column), _usual(row, result)) for row in rows]
    known = [(row, time, end) for row, time, end in both if time is not None and end is not None]
    fits = [
        time.ms > end.ms and since is not None and since.ms < end.ms
        for row, time, end in known
        for since in [_since_start(row, start, column)]
    ]
    return bool(fits) and all(fits)


def _usual(row: Row, column: int) -> Time | None:
    """The time in a cell as it is usually read."""
    cell = read_cell(row.cells[column]) if column < len(row.cells) else None
    return next(iter(cell.readings.values()), None) if cell is not None else None


def _is_possible(row: Row, column: int, event: Event) -> bool:
    usual = _usual(row, column)
    return usual is not None and possible_times(event.distance_m, event, "")(usual)


def _since_start(row: Row, start: int, column: int) -> Time | None:
    """The time since the start, over midnight too; None where one of them is not a time of day."""
    begin = start_ms(row.cells[start]) if start < len(row.cells) else None
    cell = read_cell(row.cells[column]) if column < len(row.cells) else None
    time = cell.readings.get("H:MM:SS") or cell.readings.get("H:MM") if cell is not None else None
    if begin is None or time is None or begin < EARLIEST_CLOCK_MS or time.ms >= DAY_MS:
        return None
    return Time((time.ms - begin) % DAY_MS, time.digits)


def _without_start(row: Row, start: int, columns: list[int]) -> Row:
    cells = list(row.cells)
    for column in columns:
        time = _since_start(row, start, column)
        if time is not None:
            cells[column] = str(time)
    return row._replace(cells=cells)
