"""Result lists of parkrun, as they are copied from its pages or saved: places, times, age groups, clubs.

A runner without a barcode is a row with a place alone, without a name and a time. A copied row may be one
line or several: a row begins where the next place stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from feeds.documents.printed_names import has_family_last, read_name
from feeds.errors import FeedError
from feeds.tables.place_order import with_doubted_places
from feeds.tables.printed.page_text import page_text
from feeds.tables.printed.parkrun_words import (
    AGE_GRADE,
    AGE_GROUP,
    BEST,
    DISTANCE,
    MEMBER,
    RUNS,
    SEX,
    UNKNOWN,
)
from feeds.tables.sheets.html_tables import is_page
from feeds.tables.source_file import text_lines
from feeds.tables.table_format import Hints, TableFormat
from feeds.tables.table_race import TablePoint, TableRace, TableRunner, TableTime
from race.event_names import parse_event
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.source_file import SourceFile

LARGEST = 8 * 1024 * 1024
"""Bytes of a page; the largest events have two thousand runners."""

MOST_RUNNERS = 20_000
MOST_MISSING = 20
"""Places one after the other whose rows may be missing or damaged."""

LONGEST_ROW = 600
HEAD_LINES = 60
"""Lines above the first row in which the event, the day and the distance stand."""

_TIME = re.compile(r"(?<![\d:.])(?:\d{1,2}:[0-5]\d|[0-5]?\d):[0-5]\d(?![\d:.])")
_NAME = re.compile(
    r"(?P<name>[^\W\d_][^|#\d]{0,80}?parkrun(?:\s[^|#\d\s][^|#\d]{0,40}?)?)\s*(?=[|#\d]|$)", re.I
)
_NUMBER = re.compile(r"#\s?(?P<number>\d{1,5})")
_DAY = re.compile(
    r"(?<!\d)(?:(?P<iso>\d{4}-\d\d-\d\d)|(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<year>\d{4}))(?!\d)"
)

SATURDAY, SUNDAY = 5, 6


class _Row(NamedTuple):
    line: int
    place: int
    text: str


def recognises(source: SourceFile) -> bool:
    """Whether a text names parkrun and has rows with a place, a sex or an age group, and a time."""
    if len(source.content) > LARGEST or "parkrun" not in source.text[:200_000].lower():
        return False
    lines = _lines(source)
    return sum(_TIME.search(row.text) is not None and _has_group(row.text) for row in _rows(lines)) > 0


def read(sources: Sequence[SourceFile], hints: Hints) -> list[TableRace]:
    """A race of each list. Raises FeedError."""
    return [with_doubted_places(_race(source, hints)) for source in sources]


FORMAT = TableFormat("parkrun", "a result list of parkrun", recognises, read)


def _lines(source: SourceFile) -> list[str]:
    """The lines of a text; of a saved page one for each of its cells. Raises FeedError of too large a one."""
    if len(source.content) > LARGEST:
        raise FeedError(f"{source.name}: a result list of parkrun may be up to {LARGEST >> 20} MiB")
    text = page_text(source.text) if is_page(source.text) else source.text
    return [" ".join(line.split()) for line in text_lines(text, source.name)]


def _rows(lines: Sequence[str]) -> Iterator[_Row]:
    """The rows: each begins with a place after the one before, and ends where the next one begins.

    The place among women or men, which may stand on a line of its own, is never greater than the place.
    """
    place, first, parts = 0, 0, [""]
    for number, line in enumerate(lines, 1):
        match = re.match(r"(?P<place>\d{1,5})(?:\s+(?P<rest>\S.*))?$", line)
        if match is not None and place < MOST_RUNNERS and _begins(match, place):
            if place:
                yield _Row(first, place, " ".join(filter(None, parts)))
            place, first, parts = int(match["place"]), number, [match["rest"] or ""]
        elif place and sum(map(len, parts)) < LONGEST_ROW:
            parts.append(line)
    if place:
        yield _Row(first, place, " ".join(filter(None, parts)))


def _begins(line: re.Match[str], place: int) -> bool:
    """Whether a row begins on a line, after the row of a place."""
    steps = int(line["place"]) - place
    if steps == 1:
        return RUNS.match(line[0]) is None
    is_row = line["rest"] is None or _has_group(line["rest"]) or UNKNOWN.match(line["rest"]) is not None
    return bool(place) and 1 < steps <= MOST_MISSING and is_row


def _has_group(text: str) -> bool:
    return SEX.search(text) is not None or AGE_GROUP.search(text) is not None


def _race(source: SourceFile, hints: Hints) -> TableRace:
    lines = _lines(source)
    rows = list(_rows(lines))
    if not rows:
        raise FeedError(f"{source.name}: no row begins with the place 1")
    head = [line for line in lines[: rows[0].line - 1] if line][-HEAD_LINES:]
    notes: list[str] = []
    runners = tuple(_runner(row, notes) for row in rows)
    lost = sorted(set(range(1, rows[-1].place)) - {row.place for row in rows})
    if lost:
        notes.append(f"no rows found for the places {', '.join(map(str, lost[:10]))}")
    name, number = _event_name(head)
    metres, remarks = _distance(head, name, hints)
    event = parse_event(f"{metres / 1000:g} km")
    if event is None:
        raise FeedError(
            f"{source.name}: a race cannot be {metres:g} m long; give its length with --distance METRES"
        )
    day, said = _day(head)
    notes += [said] if said else []
    missing = sum(not any(time.time for time in runner.times) for runner in runners)
    if missing:
        remarks.append(f"Without a time: {missing}; usually these are unknown runners.")
    return TableRace(
        name=hints.name or " ".join(filter(None, (name, f"#{number}" if number else ""))),
        event=replace(event, distance_m=metres, setting="road", lap_m=None),
        points=(TablePoint("Finish", metres),),
        runners=runners,
        meet=name,
        date=hints.date or day,
        source=f"parkrun results, file {source.name}",
        remarks=tuple(remarks),
        notes=tuple(f"{source.name}: {note}" for note in notes),
    )


def _runner(row: _Row, notes: list[str]) -> TableRunner:
    """A row's runner; what is left of the row between the age grade and the time is the club."""
    where = f"line {row.line}"
    sex, group, grade = SEX.search(row.text), AGE_GROUP.search(row.text), AGE_GRADE.search(row.text)
    begin = min((match.start() for match in (sex, group) if match), default=len(row.text))
    behind = max((match.end() for match in (sex, group, grade) if match), default=len(row.text))
    time = _TIME.search(row.text, behind)
    if time and BEST.search(row.text[behind : time.start()]):
        time = None
    is_one = max(sum(1 for _ in SEX.finditer(row.text)), sum(1 for _ in AGE_GROUP.finditer(row.text))) <= 1
    if time is None or not begin or not is_one:
        if not UNKNOWN.match(row.text) and row.text:
            notes.append(f"{where}: place {row.place}: no time found in {row.text[:60]!r}")
        name = "Unknown" if UNKNOWN.match(row.text) or not row.text else _name(row.text[:begin])[0]
        return TableRunner(where=where, name=name, place=row.place, times=(TableTime(0, None, row.place),))
    name, family, runs = _name(row.text[:begin])
    result, best, pb = Time.parse(time[0]), row.text[time.end() :].strip(" |"), None
    if found := _TIME.search(best):
        pb = Time.parse(found[0]) if BEST.search(best) else None
        best = "" if pb else best
    between = row.text[behind : time.start()].strip(" |")
    if sex and behind == sex.end():
        between = re.sub(r"^\d{1,5}\b\s*", "", between)
    said = (
        f"{sex[0]}." if sex else "",
        f"{runs} parkruns." if runs else "",
        f"Age grade {grade['grade'].replace(',', '.')}%." if grade else "",
    )
    return TableRunner(
        where=where,
        name=name,
        family=family,
        club=between,
        sex="F" if sex and sex["F"] else "M" if sex else "",
        category=group["group"] if group else "",
        note=" ".join(filter(None, said)),
        pb=pb,
        place=row.place,
        times=(TableTime(0, result, row.place, (best[:60],) if best else ()),),
    )


def _name(text: str) -> tuple[str, str, str]:
    """The name with capitals at the start of words alone, the family name if it is several, the runs."""
    match = RUNS.search(text)
    runs = match["runs"] if match else ""
    printed = MEMBER.sub("", text[: match.start()] if match else text).strip(" |") or "Unknown"
    if len(printed.split()) > 1 and has_family_last(printed):
        name, family = read_name(printed)
        return name, family if " " in family else "", runs
    return printed, "", runs


def _event_name(head: Sequence[str]) -> tuple[str, str]:
    named = [match for line in head if (match := _NAME.match(line))]
    numbers = [match["number"] for line in head if (match := _NUMBER.search(line))]
    return (named[-1]["name"].strip() if named else "parkrun"), (numbers[-1] if numbers else "")


def _distance(head: Sequence[str], name: str, hints: Hints) -> tuple[float, list[str]]:
    """Metres, and a remark where they are those of every parkrun."""
    if hints.distance_m:
        return hints.distance_m, []
    printed = [match for line in head if (match := DISTANCE.search(line))]
    if printed:
        return 1000 * float(printed[-1]["km"].replace(",", ".")), []
    is_junior = "junior" in name.lower()
    metres = 2000.0 if is_junior else 5000.0
    return metres, [f"The distance is that of every {'junior ' if is_junior else ''}parkrun, {metres:g} m."]


def _day(head: Sequence[str]) -> tuple[str, str]:
    """The day, and what is to be said of it. A parkrun is on a Saturday, one of juniors on a Sunday."""
    found = [match for line in head if (match := _DAY.search(line))]
    if not found:
        return "", ""
    last = found[-1]
    if last["iso"]:
        return last["iso"], ""
    a, b, year = int(last["a"]), int(last["b"]), int(last["year"])
    days = [day for month, number in ((b, a), (a, b)) if (day := _date(year, month, number))]
    weekend = [day for day in days if day.weekday() in (SATURDAY, SUNDAY)]
    if not days:
        return "", f"{last[0]} is not a date"
    if len(set(days)) == 1 or len(set(weekend)) == 1:
        return (weekend or days)[0].isoformat(), ""
    return days[0].isoformat(), f"the day {last[0]} was read as day and month; --date gives another"


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
