"""The runners' own starts in a table: waves, intervals, and the time from the gun to the start line."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.tables.plain.blank_cells import BLANK
from feeds.tables.plain.cell_times import read_cell
from feeds.tables.plain.clock_choice import clock_in_figures
from feeds.tables.plain.table_doubts import quoted
from feeds.tables.plain.table_figures import Figure, FigureColumn, Reader
from feeds.tables.table_race import TablePoint
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.plain.table_group import Group
    from feeds.tables.plain.table_times import TableTimes
    from race.event import Event

INTERVAL_MS = 5000
"""Waves and single starts are at whole multiples of it after the gun; times at the start line are not."""

EARLIEST_CLOCK_MS = 5 * 3600 * 1000
"""Starts from here on are times of day."""

LARGEST_OFFSET_MS = 48 * 3600 * 1000

LEAST_DIFFERENCE_MS = 1000
"""Gun and net times that differ by less for everyone are one."""

START = TablePoint("start", 0.0, id="start")


def take_starts(group: Group, times: TableTimes, event: Event, sex: str) -> dict[int, int]:
    """The starts of runners after the first, in milliseconds by the index of the row.

    Where the table says how long each runner took from the gun to the start line, a checkpoint there is put
    before the others, and all times are from the gun.
    """
    offsets = _offsets(group)
    if offsets and all(ms % INTERVAL_MS == 0 for ms in offsets.values()):
        first = min(offsets.values())
        later = {i: ms - first for i, ms in offsets.items() if ms > first}
        if _are_from_first_gun(group, times, later, event, sex):
            times.figures = [
                _shifted(column, {i: -ms for i, ms in later.items()}) for column in times.figures
            ]
            group.doubts.add(
                "first gun",
                "the times are from the first gun, as the net times show; the starts are taken off",
            )
        return later
    if offsets:
        times.figures = [_shifted(column, offsets) for column in times.figures]
        _put_start(times, offsets)
        for i in (i for i, ms in offsets.items() if ms < 0):
            where = group.where(i, group.columns.roles["start"])
            group.doubts.add("early starts", f"{where}: a start before the gun has no time at the start line")
    elif "net" in group.columns.roles and group.columns.result != group.columns.roles["net"]:
        _take_net(group, times, event, sex)
    return {}


def _are_from_first_gun(
    group: Group, times: TableTimes, later: dict[int, int], event: Event, sex: str
) -> bool:
    """Whether the results of later waves hold their starts: each is longer than the net time by its start."""
    column = group.columns.roles.get("net")
    if column is None or column == group.columns.result:
        return False
    net = Reader(group.rows, event, sex, has_numbers=group.has_numbers).read(column, event.distance_m)
    delays = {i: times.results[i].time.ms - net[i].time.ms for i in net if i in times.results}
    of_later = [(delays[i], ms) for i, ms in later.items() if i in delays]
    of_first = [delay for i, delay in delays.items() if i not in later]
    is_clear = max(of_first, default=0) < min((ms for _, ms in of_later), default=0)
    return is_clear and all(delay >= ms for delay, ms in of_later)


def _offsets(group: Group) -> dict[int, int]:
    """From the column of starts: seconds or times after the gun, or times of day after the first."""
    column = group.columns.roles.get("start")
    offsets: dict[int, int] = {}
    for i, row in enumerate(group.rows):
        text = row.cells[column] if column is not None and column < len(row.cells) else ""
        if not text or text.lower() in BLANK:
            continue
        ms = start_ms(text)
        if ms is None or ms > LARGEST_OFFSET_MS:
            group.doubts.add(
                "starts", f"{group.where(i, column or 0)}: {quoted(text)} is not a start: left out"
            )
        else:
            offsets[i] = ms
    if offsets and min(offsets.values()) >= EARLIEST_CLOCK_MS:
        first = min(offsets.values())
        offsets = {i: ms - first for i, ms in offsets.items()}
    return offsets if any(offsets.values()) else {}


def start_ms(text: str) -> int | None:
    """A start in a cell, in milliseconds after the gun or since midnight; None where it is not one."""
    sign = -1 if text.startswith("-") else 1
    clock = re.sub(r"^\d{4}-\d\d-\d\d[ T]", "", text.lstrip("+-"))
    cell = read_cell(clock)
    if cell is None:
        return None
    readings = cell.readings
    is_clock = "H:MM" in readings and readings["H:MM"].ms >= EARLIEST_CLOCK_MS
    time = readings["H:MM"] if is_clock else next(iter(readings.values()))
    return sign * time.ms


def _take_net(group: Group, times: TableTimes, event: Event, sex: str) -> None:
    """Of gun and net times, the gun's are the results; the difference is the time to the start line."""
    net = Reader(group.rows, event, sex, has_numbers=group.has_numbers).read(
        group.columns.roles["net"], event.distance_m
    )
    results = times.results
    offsets = {i: results[i].time.ms - net[i].time.ms for i in net if i in results}
    wrong = [i for i, ms in offsets.items() if ms < 0]
    if wrong:
        where = group.where(wrong[0], group.columns.roles["net"])
        group.doubts.add("net times", f"{where}: a net time is longer than the gun time: no net time is kept")
        return
    if max(offsets.values(), default=0) < LEAST_DIFFERENCE_MS:
        return
    _take_clock(group, times, offsets)
    _put_start(times, offsets)
    group.doubts.add(
        "net and gun",
        "the result is the gun time; the net time gives the time from the gun to the start line",
    )


def _take_clock(group: Group, times: TableTimes, offsets: dict[int, int]) -> None:
    """Times at the intermediates from the gun; where nothing tells from which start they are, they go."""
    if len(times.points) == 1:
        return
    clock = times.clock or clock_in_figures(times, offsets)
    named = ", ".join(point.name for point in times.points[:-1])
    if not clock:
        times.points, times.figures = times.points[-1:], times.figures[-1:]
        times.place_columns = times.place_columns[-1:]
        text = f"{named}: left out, as the table has gun and net times and does not say from which start"
        group.doubts.add("clock", f'{text} these are (say it with --map: clock = "net" or "gun")')
        return
    if not times.clock:
        start = "each runner's own start" if clock == "net" else "the gun"
        times.remarks.append(
            f"the times at the intermediates are taken to be from {start}, as the figures show"
        )
        group.doubts.add("clock", times.remarks[-1])
    if clock == "net":
        _without_starts(group, times, offsets)
        times.figures[:-1] = [_shifted(column, offsets) for column in times.figures[:-1]]


def _without_starts(group: Group, times: TableTimes, offsets: dict[int, int]) -> None:
    """Leave out the times of runners of whom it is not known when they crossed the start line."""
    for i in sorted({i for column in times.figures[:-1] for i in column} - offsets.keys()):
        text = f"row {group.rows[i].number}: times from a start that is not known: left out"
        group.doubts.add("times from a start that is not known", text)
    times.figures[:-1] = [{i: f for i, f in column.items() if i in offsets} for column in times.figures[:-1]]


def _shifted(column: FigureColumn, offsets: dict[int, int]) -> FigureColumn:
    """Times from the runners' own starts as times from the gun."""
    return {
        i: figure._replace(time=Time(figure.time.ms + offset, _digits(figure.time, offset)))
        for i, figure in column.items()
        if (offset := offsets.get(i, 0)) is not None
    }


def _digits(time: Time, offset: int) -> int:
    """As many decimals as the sum needs, for the difference to stay what it is."""
    needed = next(digits for digits, unit in enumerate((1000, 100, 10, 1)) if offset % unit == 0)
    return max(time.digits, needed)


def _put_start(times: TableTimes, offsets: dict[int, int]) -> None:
    figures = {i: Figure(Time(ms, _digits(Time(0, 0), ms))) for i, ms in offsets.items() if ms >= 0}
    times.points.insert(0, START)
    times.figures.insert(0, figures)
    times.place_columns.insert(0, None)
