"""SplitsBrowser's own CSV: for each class its name and number of controls, then a row for each runner.

A row holds the given name, the family name, the club, the start, and the time of each leg: from the start to
the first control, and so on to the finish. A leg without a time is part of the next one with a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedError
from feeds.tables.programs.delimited_rows import clock_ms, delimited_rows, is_blank, time_in
from feeds.tables.programs.orienteering_class import ClassRow, class_race
from feeds.tables.race_choice import chosen, events_of
from feeds.tables.table_format import TableFormat
from feeds.tables.table_race import TablePoint, TableRunner, TableTime
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_format import Hints
    from feeds.tables.table_race import TableRace
    from race.messages import StatusCode

BEFORE_LEGS = 4
"""Cells before the legs: given name, family name, club, start."""

_TIME = re.compile(r"[\d.,:-]*")
_HEAD = re.compile(r"\s*(?P<name>[^,;]*[^,;\s])\s*,\s*(?P<count>-?\d{1,3})\s*,*\s*")


class Section(NamedTuple):
    """A class: its name, how many controls it has, and its rows with their lines."""

    name: str
    controls: int
    rows: list[tuple[int, list[str]]]


def recognises(source: SourceFile) -> bool:
    """Whether a file begins with a class and a runner with so many legs."""
    filled = (line for line in source.first_lines if line.strip(", \t"))
    head, first = _HEAD.fullmatch(next(filled, "")), next(filled, "").split(",")
    if head is None or not int(head["count"]) >= 0 or len(first) < BEFORE_LEGS + int(head["count"]) + 1:
        return False
    legs = (
        first[-1 - int(head["count"]) :] if len(first) == BEFORE_LEGS + int(head["count"]) + 1 else first[4:]
    )
    return all(_TIME.fullmatch(cell.strip()) for cell in legs)


def read(sources: Sequence[SourceFile], hints: Hints) -> list[TableRace]:
    """The races of some files."""
    return [race for source in sources for race in _read(source, hints)]


def _read(source: SourceFile, hints: Hints) -> Iterator[TableRace]:
    sections = [section for section in _sections(source) if section.rows]
    wanted = chosen((section.name for section in sections), hints, source.name)
    if not wanted:
        raise FeedError(f"{source.name}: it holds no runners")
    events = events_of(dict.fromkeys(wanted), hints, "trail", source.name)
    for section in sections:
        if section.name in wanted:
            notes: list[str] = []
            rows = [made for line, row in section.rows if (made := _row(line, row, section.controls, notes))]
            points = [TablePoint(f"Control {i + 1}", None) for i in range(section.controls)]
            text = f"SplitsBrowser CSV, file {source.name}"
            yield class_race(section.name, events[section.name], points, rows, hints, text, notes)


def _sections(source: SourceFile) -> Iterator[Section]:
    numbered = list(enumerate(delimited_rows(source, ","), 1))
    for is_filled, group in groupby(numbered, key=lambda item: any(item[1])):
        if not is_filled:
            continue
        (line, head), *rows = group
        found = _HEAD.fullmatch(",".join(head))
        if found is None:
            raise FeedError(
                f"{source.name}: row {line}: not a class and its number of controls, as 'W21, 12'"
            )
        if rows and int(found["count"]) < 0:
            raise FeedError(f"{source.name}: row {line}: {found['count']} controls")
        yield Section(found["name"], max(0, int(found["count"])), rows)


def _row(line: int, row: list[str], controls: int, notes: list[str]) -> ClassRow | None:
    """A runner; None where the row has another number of legs, which a note says."""
    where = f"row {line}"
    length = BEFORE_LEGS + controls + 1
    while len(row) > length and row[3] and not _TIME.fullmatch(row[3]):
        row = [*row[:2], f"{row[2]}, {row[3]}", *row[4:]]
    name = " ".join(filter(None, row[:2])) or "?"
    if len(row) < length or any(row[length:]):
        legs = len(row) - BEFORE_LEGS if len(row) < length else len([c for c in row[BEFORE_LEGS:] if c])
        notes.append(f"{where}, {name}: {max(legs, 0)} legs instead of {controls + 1}, left out")
        return None
    family = row[1]
    times = _times(where, row, controls, notes)
    missing = [number for number in range(controls) if number not in {time.point for time in times}]
    status: StatusCode | None = None
    reason = ""
    if not times:
        status, reason = "dns", ""
    elif times[-1].point < controls:
        status = "dnf"
    elif missing:
        status, reason = "dq", f"no time at control {', '.join(str(number + 1) for number in missing)}"[:1000]
    runner = TableRunner(
        where=where,
        name=name,
        family=family if family and family != name.split()[-1] else "",
        club=row[2],
        times=times,
        status=status,
        reason=reason,
    )
    return ClassRow(runner=runner, start=clock_ms(row[3]) or None)


def _times(where: str, row: Sequence[str], controls: int, notes: list[str]) -> tuple[TableTime, ...]:
    """The times from the start, each the sum of the legs until there."""
    total = Time(0, 0)
    times: list[TableTime] = []
    for point, cell in enumerate(row[BEFORE_LEGS : BEFORE_LEGS + controls + 1]):
        leg = time_in(cell)
        if leg is not None:
            total = Time(total.ms + leg.ms, max(total.digits, leg.digits))
            times.append(TableTime(point, total))
        elif not is_blank(cell) and set(cell) - set("0:"):
            column = BEFORE_LEGS + point + 1
            notes.append(f"{where}, column {column}: {cell[:20]!r} is not a time, left out with all after it")
            break
    return tuple(times)


FORMAT = TableFormat("splitsbrowser", "SplitsBrowser CSV", recognises, read)
