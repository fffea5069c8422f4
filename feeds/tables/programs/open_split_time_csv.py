"""OpenSplitTime's CSV: a row for each runner, and behind the start a column for each time at an aid station.

Its times are elapsed, as `2:58:00`, or times of day, as `06:00:00`, `Fri 18:30` or `Fri 6:30PM`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from feeds.errors import FeedError
from feeds.tables.plain.column_heads import read_head
from feeds.tables.plain.person_cells import read_nation
from feeds.tables.programs.delimited_rows import delimited_rows, is_blank, number_in
from feeds.tables.programs.open_split_time_cells import elapsed, offsets_ms, read_clock
from feeds.tables.race_choice import events_of
from feeds.tables.status_words import read_status
from feeds.tables.table_format import TableFormat
from feeds.tables.table_race import TablePoint, TableRace, TableRunner, TableTime, is_way_out
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.plain.header_words import ColumnRole
    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_format import Hints
    from race.messages import StatusCode

OWN_HEADS = {"bib number", "gender"}
"""What the program calls these columns; others call them by other words."""

STARTS = ("start", "start offset")
TOTALS = ("totals segment", "totals aid", "total", "totals")
SEXES = {"m": "M", "male": "M", "f": "F", "female": "F"}


class Columns(NamedTuple):
    """The columns of a file."""

    roles: dict[ColumnRole, int]
    start: int
    names: tuple[str, ...]
    """Of the points behind the start."""


def recognises(source: SourceFile) -> bool:
    """Whether the heads are those of runners, then the start, then the points behind it."""
    return _columns(source.first_line.split(",")) is not None


def read(sources: Sequence[SourceFile], hints: Hints) -> list[TableRace]:
    """A race for each file."""
    return [_read(source, hints) for source in sources]


def _columns(heads: Sequence[str]) -> Columns | None:
    words = [" ".join(head.strip(' "\ufeff').replace("_", " ").split()) for head in heads]
    start = next((i for i, word in enumerate(words) if word.casefold() in STARTS), None)
    if start is None or not {word.casefold() for word in words[:start]} >= OWN_HEADS:
        return None
    roles: dict[ColumnRole, int] = {}
    for i, word in enumerate(words[:start]):
        role = read_head(word).role
        if role is not None:
            roles.setdefault(role, i)
    names = tuple(word for word in words[start + 1 :] if word)
    is_named = "name" in roles or {"given", "family"} <= roles.keys()
    return Columns(roles, start, names) if is_named and names else None


def _read(source: SourceFile, hints: Hints) -> TableRace:
    head, *lines = delimited_rows(source, ",") or [[]]
    columns = _columns(head)
    if columns is None:
        raise FeedError(f"{source.name}: its columns are not OpenSplitTime's: names, bib, sex, start, points")
    _refuse_others(columns, source.name)
    rows = [(number, row) for number, row in enumerate(lines, 2) if any(row)]
    if not rows:
        raise FeedError(f"{source.name}: it holds no runners")
    name = hints.name or source.name.partition(".")[0]
    events = events_of({name: None}, hints, "trail", source.name)
    notes: list[str] = []
    reader = _clock_runner if _has_clocks(columns, [row for _, row in rows]) else _elapsed_runner
    runners = [reader(number, row, columns, notes) for number, row in rows]
    if reader is _clock_runner:
        starts = [read_clock(_cell(row, columns.start)) for _, row in rows]
        pairs = zip(runners, offsets_ms(starts), strict=True)
        runners = [replace(runner, start_ms=offset) for runner, offset in pairs]
        notes.append("its times of day are read as times from each runner's own start")
    return TableRace(
        name=name,
        event=events[name],
        points=tuple(_points(columns.names)),
        runners=tuple(runners),
        date=hints.date,
        source=f"OpenSplitTime CSV, file {source.name}",
        notes=tuple(f"{source.name}: {note}" for note in notes),
    )


def _refuse_others(columns: Columns, file_name: str) -> None:
    """Raise FeedError of times of stretches, and of laps whose number is not the same for all."""
    words = [name.casefold() for name in columns.names]
    if any(word in TOTALS for word in words):
        raise FeedError(f"{file_name}: its times are those of segments: export elapsed times instead")
    if sum("finish" in word for word in words) > 1 or any("lap " in word for word in words):
        raise FeedError(
            f"{file_name}: its runners ran different numbers of laps, which is not read: "
            "make a table of the laps (docs/convert.md)"
        )


def _points(names: Sequence[str]) -> Iterator[TablePoint]:
    """The way out of an aid station is at the place of the way in."""
    for i, name in enumerate(names):
        yield TablePoint(name, None, is_same_place=i > 0 and is_way_out(name, names[i - 1]))


def _has_clocks(columns: Columns, rows: Sequence[Sequence[str]]) -> bool:
    """Whether times are times of day: no start is 0, as the first one is if they are times after it."""
    starts = [cell for row in rows if not is_blank(cell := _cell(row, columns.start))]
    has_zero = any(set(cell) <= set("0:") for cell in starts)
    return bool(starts) and not has_zero and all(read_clock(cell) is not None for cell in starts)


def _cell(row: Sequence[str], column: int | None) -> str:
    return row[column] if column is not None and column < len(row) else ""


def _elapsed_runner(number: int, row: Sequence[str], columns: Columns, notes: list[str]) -> TableRunner:
    times: list[TableTime] = []
    words: list[str] = []
    for point, head in enumerate(columns.names):
        cell = _cell(row, columns.start + 1 + point)
        if is_blank(cell):
            continue
        time = elapsed(cell)
        if time is not None and time.ms:
            times.append(TableTime(point, time))
        elif read_status(cell) is not None:
            words.append(cell)
        elif time is None:
            notes.append(f"row {number}, {head!r}: {cell[:20]!r} is not an elapsed time, left out")
    offset = elapsed(_cell(row, columns.start))
    return _runner(number, row, columns, times, words, offset.ms if offset else 0)


def _clock_runner(number: int, row: Sequence[str], columns: Columns, notes: list[str]) -> TableRunner:
    start = read_clock(_cell(row, columns.start))
    times: list[TableTime] = []
    words: list[str] = []
    last = start
    for point, head in enumerate(columns.names):
        cell = _cell(row, columns.start + 1 + point)
        if is_blank(cell):
            continue
        clock = read_clock(cell)
        if clock is not None and start is not None and last is not None:
            last = clock.after(last)
            times.append(TableTime(point, Time(last.ms - start.ms, 0)))
        elif read_status(cell) is not None:
            words.append(cell)
        else:
            why = "no start" if start is None else "no time of day"
            notes.append(f"row {number}, {head!r}: {cell[:20]!r}: {why}, left out")
    return _runner(number, row, columns, times, words, 0)


def _runner(
    number: int,
    row: Sequence[str],
    columns: Columns,
    times: Sequence[TableTime],
    words: Sequence[str],
    start_ms: int,
) -> TableRunner:
    roles = columns.roles
    given, family = _cell(row, roles.get("given")), _cell(row, roles.get("family"))
    name = " ".join(filter(None, (given, family))) or _cell(row, roles.get("name")) or "?"
    nation, age = _cell(row, roles.get("nation")), _cell(row, roles.get("age"))
    status: StatusCode | None = None
    words = [*words, _cell(row, roles.get("status")), _cell(row, roles.get("place"))]
    said = next((word for text in words if (word := read_status(text)) and word.status), None)
    has_finished = any(time.point == len(columns.names) - 1 for time in times)
    if said is not None:
        status = said.status
    elif not has_finished:
        status = "unknown"
    return TableRunner(
        where=f"row {number}",
        name=name,
        family=family if family and family != name.split()[-1] else "",
        bib=_cell(row, roles.get("bib")),
        nation=read_nation(nation),
        sex=SEXES.get(_cell(row, roles.get("sex")).casefold(), ""),
        category=_cell(row, roles.get("category"))[:32],
        born=_cell(row, roles.get("born")) if len(_cell(row, roles.get("born"))) == 10 else "",
        note=f"age {age}" if number_in(age) else "",
        start_ms=start_ms,
        place=number_in(_cell(row, roles.get("place"))) if status is None else None,
        status=status,
        reason=said.reason if said is not None else "" if has_finished else "no time at the finish",
        times=tuple(times),
    )


FORMAT = TableFormat("opensplittime", "OpenSplitTime CSV", recognises, read)
