"""The CSV of OE and of programs that write the same: a row for each runner, with the controls at its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.programs.controls import Visit, control_course
from feeds.tables.programs.delimited_rows import (
    clock_ms,
    delimited_rows,
    delimiter_of,
    is_blank,
    number_in,
    time_in,
)
from feeds.tables.programs.oe_columns import CLASSIFIERS, LAYOUTS, PLACE_WORDS, OeRow, layout_of
from feeds.tables.programs.orienteering_class import ClassRow, class_race
from feeds.tables.race_choice import chosen, events_of
from feeds.tables.status_words import read_status
from feeds.tables.table_format import TableFormat
from feeds.tables.table_race import TableRunner, TableTime
from race.event import Event
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.programs.controls import ControlCourse
    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_format import Hints
    from feeds.tables.table_race import TableRace
    from race.messages import StatusCode

SEXES = {"M": "M", "F": "F", "W": "F"}


def recognises(source: SourceFile) -> bool:
    """Whether a file begins with the heads of one of the layouts."""
    head = source.first_line
    return layout_of(head.split(delimiter_of(head))) is not None


def read(sources: Sequence[SourceFile], hints: Hints) -> list[TableRace]:
    """The races of some files."""
    return [race for source in sources for race in _read(source, hints)]


def _read(source: SourceFile, hints: Hints) -> Iterator[TableRace]:
    head, *lines = delimited_rows(source, delimiter_of(source.lines[0]) if source.lines else ";") or [[]]
    first = layout_of(head)
    if first is None:
        raise FeedError(f"{source.name}: its column heads are not those of OE's CSV with splits and courses")
    classes: dict[str, list[OeRow]] = {}
    notes: list[str] = []
    for line, cells in enumerate(lines, 2):
        row = OeRow(line, cells, first)
        if row.class_name and len(cells) > LAYOUTS[first]["time"]:
            classes.setdefault(row.class_name, []).append(row)
        elif any(cells):
            notes.append(f"{source.name}: row {line}: too few columns or no class, left out")
    wanted = chosen(classes, hints, source.name)
    if not wanted:
        raise FeedError(f"{source.name}: it holds no runners")
    events = events_of({name: _event(classes[name]) for name in wanted}, hints, "trail", source.name)
    for name in wanted:
        yield _race(name, classes[name], events[name], hints, source.name, notes)
        notes = []


def _event(rows: Sequence[OeRow]) -> Event | None:
    """The event over the course of a class; None where it is not stated, or differs."""
    lengths = {row.cell("km").replace(",", ".") for row in rows if row.cell("km")}
    try:
        (length,) = {round(float(text) * 1000, 1) for text in lengths}
    except ValueError:
        return None
    return Event(code="", distance_m=length, setting="trail") if 0 < length <= 1_000_000 else None


def _race(
    name: str, rows: Sequence[OeRow], event: Event, hints: Hints, file_name: str, notes: Sequence[str]
) -> TableRace:
    doubts: list[str] = []
    visits = [_visits(row, doubts) for row in rows]
    finishers = [v for row, v in zip(rows, visits, strict=True) if row.cell("classifier") == "0"]
    course = control_course(finishers or visits, visits)
    made = [_class_row(row, own, course, doubts) for row, own in zip(rows, visits, strict=True)]
    own_notes = (f"{file_name}: {name}: {note}" for note in (*course.notes(visits), *doubts))
    text = f"OE CSV, file {file_name}"
    return class_race(name, event, course.points, made, hints, text, (*notes, *own_notes))


def _visits(row: OeRow, notes: list[str]) -> list[Visit]:
    """The runner's controls; a row ends with the last of its course."""
    visits: list[Visit] = []
    count = number_in(row.cell("count"))
    end = row.first + 2 * count if count else len(row.cells)
    for column in range(row.first, min(end, len(row.cells)), 2):
        code = row.cells[column]
        cell = row.cells[column + 1] if column + 1 < len(row.cells) else ""
        time = time_in(cell)
        if time is None and not is_blank(cell) and set(cell) - set("0:"):
            notes.append(f"row {row.line}, column {column + 2}: {cell[:20]!r} is not a time, left out")
        if code:
            visits.append(Visit(code, time))
    return visits


def _class_row(row: OeRow, visits: Sequence[Visit], course: ControlCourse, notes: list[str]) -> ClassRow:
    where = f"row {row.line}"
    start, result = _start_and_result(row)
    status, reason = _status(row, visits, result)
    if any(time_in(row.cell(name)) is not None for name in ("credit", "penalty")):
        notes.append(f"{where}: the time includes a credit or a penalty")
    times = course.times(visits)
    if status == "dns":
        times = []
    elif result is not None and status != "dnf":
        times = [*times, TableTime(len(course.codes), result)]
    place = row.cell("place").rstrip(".")
    given, family = row.cell("given"), row.cell("family")
    family = family.removesuffix(place).strip() if place and not number_in(place) else family
    name = " ".join(filter(None, (given, family))) or row.cell("name") or row.nameless
    return ClassRow(
        runner=TableRunner(
            where=where,
            name=name,
            family=family if family and family != name.split()[-1] else "",
            bib=row.cell("bib") if row.cell("bib") != "0" else "",
            club=" ".join(filter(None, (row.cell("club"), row.cell("city")))),
            sex=SEXES.get(row.cell("sex").upper(), ""),
            born=row.cell("born") if len(row.cell("born")) == 4 else "",
            place=number_in(place) if status is None else None,
            status=status,
            reason=reason,
            times=tuple(times),
        ),
        start=start,
    )


def _start_and_result(row: OeRow) -> tuple[int | None, Time | None]:
    """The start that the result counts from, and the result: as stated, or from the start to the finish."""
    result = time_in(row.cell("time"))
    starts = [ms for name in ("start-punch", "start") if (ms := clock_ms(row.cell(name)))]
    ends = [ms for name in ("finish-punch", "finish") if (ms := clock_ms(row.cell(name)))]
    if result is None and starts and ends and ends[0] > starts[0]:
        ms = ends[0] - starts[0]
        return starts[0], Time(ms, 0 if ms % 1000 == 0 else 3)
    fitting = (ms for ms in starts for end in ends if result is not None and end - ms == result.ms)
    return next(fitting, starts[0] if starts else None), result


def _status(row: OeRow, visits: Sequence[Visit], result: Time | None) -> tuple[StatusCode | None, str]:
    """Why there is none: the classifier, else the word for the place or the time, else what is missing."""
    classifier, place = row.cell("classifier"), row.cell("place").rstrip(".").casefold()
    if classifier in CLASSIFIERS:
        return CLASSIFIERS[classifier]
    if row.cell("nc").casefold() in ("1", "x"):
        return "unknown", "not competing"
    if place in PLACE_WORDS:
        return PLACE_WORDS[place]
    text = row.cell("time") if not place and result is None else place
    word = read_status(text) if text and not number_in(text) else None
    if word is not None and word.status is not None:
        return word.status, word.reason
    if classifier not in ("", "0"):
        return "unknown", f"classifier {classifier}"[:1000]
    if result is None:
        return "unknown", ""
    missing = [visit.code for visit in visits if visit.time is None]
    if missing and classifier != "0" and not number_in(place):
        return "unknown", f"no time at {', '.join(missing)}"[:1000]
    return None, ""


FORMAT = TableFormat("oe", "OE CSV", recognises, read)
