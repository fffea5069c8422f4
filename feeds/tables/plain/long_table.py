"""Tables with a row for each time, made into tables with a row for each runner."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.plain.blank_cells import BLANK
from feeds.tables.plain.cell_times import read_cell
from feeds.tables.plain.column_heads import Head, PointHead, read_head
from feeds.tables.plain.table_columns import RESULTS, read_heads
from feeds.tables.plain.table_doubts import quoted
from feeds.tables.plain.table_groups import who
from feeds.tables.sheets.table_grid import Row, cell_name
from feeds.tables.status_words import read_status

if TYPE_CHECKING:
    from feeds.tables.plain.header_words import ColumnRole
    from feeds.tables.plain.table_group import Group

WHERE: tuple[ColumnRole, ...] = ("checkpoint", "metres", "kilometres", "lap number")
"""The columns that say where a row's time was taken: the first of these that there is counts."""


def widened(group: Group) -> Group:
    """The race with a row for each runner; as it is, if it has that."""
    columns = group.columns
    where = next((role for role in WHERE if role in columns.roles and not _holds_times(group, role)), None)
    time = _time_column(group)
    if where is None or time is None or not _repeats(group, where):
        return group
    kept = [
        i
        for i, head in enumerate(columns.heads)
        if i != time and (i == columns.result if head.role in RESULTS else head.role not in (*WHERE, "place"))
    ]
    places = columns.roles.get("place")
    points: dict[str, Head] = {}
    rows: dict[str, Row] = {}
    figures: dict[str, dict[str, tuple[str, str]]] = {}
    for row in group.rows:
        name = "|".join(who(columns, row))
        point, text = columns.cell(row, where), row.cells[time] if time < len(row.cells) else ""
        if name not in rows:
            rows[name] = Row(row.number, [row.cells[i] if i < len(row.cells) else "" for i in kept])
        own = figures.setdefault(name, {})
        if read_status(text) is not None:
            own[_STATUS] = (text, "")
            continue
        if text.lower() in BLANK or not point:
            continue
        if read_cell(text) is None:
            at = cell_name(row.number, time)
            group.doubts.add("times", f"{at}: {quoted(text)} is not a time: left out")
            continue
        if point not in points and len(points) >= MOST_POINTS:
            raise FeedError(f"row {row.number}: more than {MOST_POINTS} checkpoints")
        points.setdefault(point, _head(point, where))
        if point in own:
            text = f"row {row.number}: a second time of {name.replace('|', ' ').strip()} at {point}: left out"
            group.doubts.add("second times", text)
            continue
        own[point] = (text, row.cells[places] if places is not None and places < len(row.cells) else "")
    return _wide(group, kept, points, rows, figures)


def _holds_times(group: Group, role: ColumnRole) -> bool:
    """Whether a column headed as of checkpoints, `Split`, holds times at one of them instead."""
    cells = (
        [cell for row in group.rows if (cell := group.columns.cell(row, role))]
        if role == "checkpoint"
        else []
    )
    if not cells or not all(map(_TIME.match, cells)):
        return False
    head = group.columns.name(group.columns.roles[role])
    group.doubts.add("checkpoints", f"{head} holds times and not where they were taken: left out")
    return True


def _time_column(group: Group) -> int | None:
    """The column of the times: of several, one that is not the same in all of a runner's rows."""
    columns = group.columns
    times = [i for i, head in enumerate(columns.heads) if head.role in RESULTS]
    for i in sorted(times, key=lambda i: i != columns.result):
        cells: dict[tuple[str, ...], set[str]] = {}
        for row in group.rows:
            cells.setdefault(who(columns, row), set()).add(row.cells[i] if i < len(row.cells) else "")
        if len(times) == 1 or any(len(own) > 1 for own in cells.values()):
            return i
    return columns.result


MOST_POINTS = 200

_TIME = re.compile(r"\d+[:.,]\d\d\b")

PLACE = Head("place", "place")

_STATUS = "\0"
"""The key of a runner's status, which is not the name of a checkpoint."""


def _repeats(group: Group, where: ColumnRole) -> bool:
    """Whether runners have several rows: a column of distances or laps may also be about the runner."""
    names = [who(group.columns, row) for row in group.rows]
    return where == "checkpoint" or len(set(names)) < len(names)


def _head(point: str, where: ColumnRole) -> Head:
    """The head of a checkpoint's column: of one with a name that says no distance, the name alone."""
    text = point
    if where == "metres" and point.replace(".", "", 1).isdecimal():
        text = f"{point} m"
    elif where == "kilometres" and point.replace(".", "", 1).isdecimal():
        text = f"{point} km"
    elif where == "lap number" and point.isdecimal():
        text = f"Lap {point}"
    head = read_head(text)
    if head.role in RESULTS:
        return head
    return head if head.point is not None and head.point.figure == "time" else Head(point, None, PointHead())


def _wide(
    group: Group,
    kept: list[int],
    points: dict[str, Head],
    rows: dict[str, Row],
    figures: dict[str, dict[str, tuple[str, str]]],
) -> Group:
    order = sorted(points, key=lambda point: _metres(points[point]))
    has_places = any(place for own in figures.values() for _, place in own.values())
    heads = [group.columns.heads[i] for i in kept]
    for point in order:
        heads += [points[point], PLACE] if has_places else [points[point]]
    has_statuses = any(_STATUS in own for own in figures.values())
    if has_statuses:
        heads.append(Head("status", "status"))
    wide = []
    for name, row in rows.items():
        own = figures.get(name, {})
        cells = list(row.cells)
        for point in order:
            cells += own.get(point, ("", ""))[: 1 + has_places]
        wide.append(Row(row.number, [*cells, own.get(_STATUS, ("", ""))[0]] if has_statuses else cells))
    group.columns, group.rows, group.is_widened = read_heads(heads), wide, True
    return group


def _metres(head: Head) -> float:
    """For sorting: checkpoints without a distance keep their order, the finish is last."""
    if head.point is None:
        return float("inf")
    return head.point.metres or 1e-6 * (head.point.number or 0)
