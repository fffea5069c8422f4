"""The files that FinishLynx writes and reads: results of one heat (`.lif`), start lists and others.

    18B,1,2,"20:10 | 800m Men",+0.6,m/s,,,,800,20:11:54.4049
    1,762,11,Ostrowski,Filip,RKS Lodz,1:45.611,,1:45.611,,"52.1 (52.1),1:45.611 (53.511)"

A heading names the event, the round and the heat; a row below it has the place, the bib, the lane, the name,
the affiliation, the time, the licence, the gap to the row above, the reaction time and the splits. Rows may
end anywhere behind the time. In a start list (`.evt`) rows begin with an empty field and end with the
affiliation; names that they lack stand in the list of people (`.ppl`), `ID,last,first,affiliation`. The
programme (`.sch`) has a line `event,round,heat` for each heat.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from race.times import Time

CLOCK = re.compile(r"\d{1,2}:\d\d:\d\d(?:\.\d{1,4})?")
"""A time of day."""

TIME = re.compile(r"(?:(?:\d{1,3}:)?\d{1,2}:)?\d{1,5}(?:[.,]\d{1,4})?")

FEWEST = 4
"""Fields of a heading."""

MOST_FIELDS = 60
LONGEST_LINE = 20_000
"""Characters; the splits of a 10,000 m race have some hundreds."""

_HEAT, _NAME, _WIND, _DISTANCE, _START, _LAPS = 2, 3, 4, 9, 10, 12

LONGEST_PLACE = 30
"""Characters of a place or a status, such as `DQ (TR 17.2.3)`."""

METRES = re.compile(r"\d{2,6}(?:\.\d+)?\s?m?", re.IGNORECASE)

_LAP_COUNT = re.compile(r"\d{1,3}(?:\.\d{1,2})?")

_BLANK_FIRST = re.compile(r"^[ \t]+,?(?=[^\s,;])", re.MULTILINE)
"""How a row of a start list may begin in place of a comma."""

MOST_BAD_LINES = 1000
"""Of a file, that are kept."""

HeatKey = tuple[str, str, str]
"""Event, round and heat."""


class LynxPass(NamedTuple):
    """A pass of the line that was shown when it happened."""

    time: Time
    """Since the gun."""
    to_go: float | None = None
    """How many laps were to go after it, if that was shown."""
    lap: int | None = None
    """The number of the lap, of a system that numbers them in a way of its own."""


class LynxRow(NamedTuple):
    """A competitor's row, its fields as written."""

    line: int
    place: str
    """A number, a status, or empty."""
    bib: str
    lane: str
    last: str
    """The family name; of a team, its name."""
    first: str
    affiliation: str
    time: str
    delta: str
    """The gap to the row above; of the first row its time."""
    reaction: str
    splits: str
    passes: tuple[LynxPass, ...] = ()
    """In place of the splits, where they were shown one by one."""

    @property
    def has_passes(self) -> bool:
        """Whether there are any times before the result."""
        return bool(self.splits or self.passes)


class LynxHeat(NamedTuple):
    """A heat."""

    line: int
    event: str
    """The event's number, which may have letters."""
    round: str
    heat: str
    title: str
    wind: str
    distance: str
    start: str
    """Time of day of the start, without a zone; empty where none was taken."""
    rows: tuple[LynxRow, ...]
    laps: str = ""
    """How many, as `4.5`; mostly empty."""
    is_on: bool = False
    """Whether it is said to be on, even where no start was taken."""
    day: str = ""
    """Of the start, as 2026-06-12, where the file says it."""
    planned: str = ""
    """The time of day at which it is to start, as 16:30."""
    is_official: bool = False
    """Whether the result is."""
    system: str = "FinishLynx"
    """Which timing system it is of."""
    bad_lines: tuple[int, ...] = ()
    """The numbers of lines that are no rows."""

    @property
    def key(self) -> HeatKey:
        """Which heat it is."""
        return self.event, self.round, self.heat


class LynxPerson(NamedTuple):
    """Someone in the list of people."""

    bib: str
    last: str
    first: str
    affiliation: str


def parse_lif(text: str) -> LynxHeat | None:
    """The heat of a results file; None where a text is something else."""
    lines = _lines(text)
    heading = next(lines, None)
    if heading is None or not _is_heading(*heading):
        return None
    if not all(_is_row(fields) for _, fields in lines):
        return None
    heat = read_lif(text)
    if heat is None or not heat.rows:
        return None
    return heat if heat.start or any(row.place or row.time for row in heat.rows) else None


def read_lif(text: str) -> LynxHeat | None:
    """The heat of a file that is known to have results, with the lines that are no rows.

    None without a heading. What is not as usual is left empty: a distance in words, a start that is no time.
    """
    lines = _lines(text)
    heading = next(lines, None)
    if heading is None or not _may_be_heading(heading[1]):
        return None
    rows: list[LynxRow] = []
    bad_lines: list[int] = []
    for number, fields in lines:
        if _may_be_row(fields):
            rows.append(_row(number, fields))
        elif len(bad_lines) < MOST_BAD_LINES:
            bad_lines.append(number)
    return _heat(*heading, rows)._replace(bad_lines=tuple(bad_lines))


def parse_ppl(text: str) -> dict[str, LynxPerson]:
    """The people of a list, by their IDs. Lines without a name are left out."""
    people = (LynxPerson(*(_field(fields, i) for i in range(4))) for _, fields in _lines(text))
    return {person.bib: person for person in people if person.bib and (person.last or person.first)}


def parse_sch(text: str) -> list[tuple[str, str, str]]:
    """Event, round and heat of each heat of a programme, in its order."""
    return [
        (fields[0], _field(fields, 1), _field(fields, 2)) for _, fields in _lines(text) if len(fields) > 2
    ]


def parse_evt(text: str) -> list[LynxHeat]:
    """The heats of a start list; none where a text is something else."""
    heats: list[tuple[int, list[str], list[LynxRow]]] = []
    for number, fields in _lines(_BLANK_FIRST.sub(",", text)):
        if fields[0].strip():
            if not _is_heading(number, fields) or TIME.fullmatch(_field(fields, 6)):
                return []
            heats.append((number, fields, []))
        elif not heats or len(fields) < 3 or TIME.fullmatch(_field(fields, 6)):
            return []
        else:
            heats[-1][2].append(_entry(number, fields))
    return [_heat(number, fields, rows) for number, fields, rows in heats if rows]


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """The fields of each line that is neither empty nor a comment, with its number."""
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip(" \t,") and not line.startswith(";"):
            yield number, _fields(line)


def _fields(line: str) -> list[str]:
    """Fields between commas; a quotation mark in a field that does not begin with one is a letter."""
    if len(line) > LONGEST_LINE:
        return [""]
    try:
        fields = next(csv.reader([line]), [""])
    except csv.Error:
        return [""]
    return [" ".join(field.split()) for field in fields[:MOST_FIELDS]]


def _is_heading(_line: int, fields: Sequence[str]) -> bool:
    distance, start = _field(fields, _DISTANCE), _field(fields, _START)
    return (
        _may_be_heading(fields)
        and any(letter.isdigit() for letter in fields[0])
        and re.fullmatch(r"[\w -]{0,16}", _field(fields, _HEAT)) is not None
        and (not distance or METRES.fullmatch(distance) is not None)
        and (not start or CLOCK.fullmatch(start) is not None)
        and (len(fields) > _DISTANCE or len(fields) == FEWEST)
    )


def _may_be_heading(fields: Sequence[str]) -> bool:
    return len(fields) >= FEWEST and re.fullmatch(r"[\w-]{1,16}", fields[0]) is not None


def _is_row(fields: Sequence[str]) -> bool:
    """Whether a row is as a results file has it, by which such a file is known."""
    place, time = fields[0], _field(fields, 6)
    is_place = place.isdigit() or re.fullmatch(r"[^\d,]{0,16}", place) is not None
    return _may_be_row(fields) and is_place and len(fields) >= 5 and bool(time or not place.isdigit())


def _may_be_row(fields: Sequence[str]) -> bool:
    time = _field(fields, 6)
    return len(fields) > 2 and len(fields[0]) <= LONGEST_PLACE and (not time or bool(TIME.fullmatch(time)))


def _row(line: int, fields: Sequence[str]) -> LynxRow:
    place, time = fields[0], _field(fields, 6).replace(",", ".")
    bib, lane, last, first, club = (_field(fields, i) for i in range(1, 6))
    delta, reaction, splits = (_field(fields, i) for i in (8, 9, 10))
    return LynxRow(line, place, bib, lane, last, first, club, time, delta, reaction, splits)


def _entry(line: int, fields: Sequence[str]) -> LynxRow:
    bib, lane, last, first, club = (_field(fields, i) for i in range(1, 6))
    return LynxRow(line, "", bib, lane, last, first, club, "", "", "", "")


def _heat(line: int, fields: Sequence[str], rows: Sequence[LynxRow]) -> LynxHeat:
    return LynxHeat(
        line=line,
        event=fields[0],
        round=_field(fields, 1),
        heat=_field(fields, _HEAT),
        title=_field(fields, _NAME),
        wind=_field(fields, _WIND),
        distance=_matching(METRES, _field(fields, _DISTANCE)),
        start=_matching(CLOCK, _field(fields, _START)),
        rows=tuple(rows),
        laps=_matching(_LAP_COUNT, _field(fields, _LAPS)),
    )


def _matching(pattern: re.Pattern[str], text: str) -> str:
    """A text if it is of a form; else empty."""
    return text if pattern.fullmatch(text) else ""


def _field(fields: Sequence[str], index: int) -> str:
    return fields[index] if index < len(fields) else ""
