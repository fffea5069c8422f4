"""The rows of a RACE RESULT list as runners of a race."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from feeds.documents.printed_names import has_family_first, has_family_last, read_name
from feeds.tables.json_values import text_in
from feeds.tables.plain.cell_times import read_cell
from feeds.tables.plain.person_cells import read_nation
from feeds.tables.status_words import read_status
from feeds.tables.table_race import TablePoint, TableRunner, TableTime
from race.lazy_dataclass import dataclass
from race.times import Time

if TYPE_CHECKING:
    from feeds.tables.plain.header_words import ColumnRole
    from feeds.tables.programs.race_result_columns import Columns, SplitColumn
    from feeds.tables.status_words import StatusWord

SEXES = {"m": "M", "f": "F", "w": "F", "h": "M", "d": "F"}

_PICTURE = re.compile(r"\[img:[^\]]*\]", re.I)
_TAG = re.compile(r"<[^<>]{0,1000}>")

RESULT_ROLES: tuple[ColumnRole, ...] = ("gun", "result", "net")

SAME_MS = 1000
"""The sum of the times of all sections may differ by this from the result, as each is rounded."""

MOST = 0.9
"""The share of the rows for which a meaning of the columns has to hold."""


@dataclass(frozen=True, slots=True)
class ResultRow:
    """A row, whose cells are known by what they hold."""

    number: int
    groups: Sequence[str]
    """The groups that it is in, within its race."""
    cells: Sequence[Any]
    columns: Columns

    def text(self, role: ColumnRole) -> str:
        """The text of a column; empty where there is none."""
        return self.at(self.columns.roles.get(role))

    def at(self, index: int | None) -> str:
        """The text of a cell, without pictures, as those of flags."""
        if index is None or index >= len(self.cells):
            return ""
        return _PICTURE.sub("", _without_markup(text_in(self.cells[index]))).strip().removeprefix("#")

    def time(self, role: ColumnRole) -> Time | None:
        """The time in a column."""
        return time_in(self.text(role))

    @property
    def place(self) -> int | None:
        """The place, printed as `1` or `1.`."""
        text = self.text("place").rstrip(".")
        return int(text) or None if text.isascii() and text.isdecimal() and len(text) < 6 else None

    @property
    def status(self) -> StatusWord | None:
        """Why there is no result: a word in place of the time or the place, or the name of a group."""
        roles: tuple[ColumnRole, ...] = ("status", "result", "net", "gun", "place")
        singular = (" ".join(word.removesuffix("s") for word in name.split()) for name in self.groups)
        texts = [*map(self.text, roles), *self.groups, *singular]
        words = (read_status(text) for text in texts if text)
        return next((word for word in words if word is not None and word.status is not None), None)


def _without_markup(text: str) -> str:
    """A cell as a page shows it: without its tags, and with its entities as the letters that they are."""
    return " ".join(unescape(_TAG.sub(" ", text)).split()) if "<" in text or "&" in text else text


def time_in(text: str) -> Time | None:
    """The time in a cell, which may have a place in brackets behind it; None where it is 0 or none."""
    cell = read_cell(text)
    time = next(iter(cell.readings.values()), None) if cell is not None else None
    return time if time is not None and time.ms else None


def result_role(rows: Sequence[ResultRow], notes: list[str]) -> ColumnRole:
    """Which column is the result: of gun and net times the one that the places follow, else the gun time."""
    having = [role for role in RESULT_ROLES if any(row.time(role) is not None for row in rows)]
    if not having:
        return "result"
    chosen = next((role for role in having if _follows_places(rows, role)), having[0])
    columns = rows[0].columns
    others = [repr(columns.labels[columns.roles[role]]) for role in having if role != chosen]
    if others and any(row.time(chosen) != row.time(role) for row in rows for role in having):
        label = columns.labels[columns.roles[chosen]]
        notes.append(f"the result is {label!r}; {', '.join(others)} is kept as a note where it differs")
    return chosen


def _follows_places(rows: Sequence[ResultRow], role: ColumnRole) -> bool:
    placed = sorted((row.place, time.ms) for row in rows if row.place and (time := row.time(role)))
    return all(before <= after for (_, before), (_, after) in pairwise(placed))


def points_of(
    rows: Sequence[ResultRow], result: ColumnRole, notes: list[str], *, is_on: bool = False
) -> tuple[list[TablePoint], bool, Sequence[SplitColumn]]:
    """The points on the way, whether their columns are times of sections, and those columns.

    While the race is on, a point may have no times yet, and what is said of columns counts more than times.
    """
    columns = rows[0].columns.splits
    splits = [split for split in columns if is_on or any(time_in(row.at(split.column)) for row in rows)]
    if not splits:
        return [], False, []
    complete = [
        (own, end)
        for row in rows
        if (end := row.time(result)) and len(own := _times(row, splits)) == len(splits)
    ]
    fills = [abs(sum(own) - end.ms) <= SAME_MS for own, end in complete]
    if len(splits) > 1 and fills and sum(fills) >= MOST * len(fills):
        return [TablePoint(split.label, None) for split in splits[:-1]], True, splits[:-1]
    is_said = all(split.is_lap for split in splits)
    begins = splits[0].section in (None, 1)
    rising = [all(a <= b for a, b in pairwise(own)) for row in rows if len(own := _times(row, splits)) > 1]
    if rising and sum(rising) >= MOST * len(rising) and not (is_said and (fills or is_on)):
        return [TablePoint(split.label, split.metres) for split in splits], False, splits
    if is_said and begins:
        return [TablePoint(split.label, None) for split in splits], True, splits
    if len(splits) == 1 and begins:
        return [TablePoint(split.label, split.metres) for split in splits], False, splits
    labels = ", ".join(repr(split.label) for split in splits[:6])
    notes.append(f"{labels}: neither times from the start nor of all sections, left out")
    return [], False, []


def _times(row: ResultRow, splits: Sequence[SplitColumn]) -> list[int]:
    times = (time_in(row.at(split.column)) for split in splits)
    return [time.ms for time in times if time is not None]


def results_of(rows: Sequence[ResultRow], *, is_on: bool = False) -> Sequence[ColumnRole]:
    """The columns in which all who have a result have a time; while the race is on, one may be so far."""
    return [role for role in RESULT_ROLES if is_on and any(row.time(role) is not None for row in rows)]


def runner_of(
    row: ResultRow,
    splits: Sequence[SplitColumn],
    result: ColumnRole,
    notes: list[str],
    *,
    are_laps: bool,
    needed: Sequence[ColumnRole] = (),
) -> TableRunner:
    """A row as a runner."""
    where = f"row {row.number}"
    name, family = name_of(row)
    times = list(_split_times(row, splits, notes, where, are_laps=are_laps))
    word, end = row.status, row.time(result)
    if any(row.time(role) is None for role in needed):
        end = None
    status, reason = (word.status, word.reason) if word is not None else (None, "")
    if status == "dns":
        times = []
    elif end is not None and status in (None, "dq"):
        others: tuple[ColumnRole, ...] = ("gun", "net")
        kept = [f"{role} {time}" for role in others if role != result and (time := row.time(role))]
        kept = [text for text in kept if not text.endswith(f" {end}")]
        times.append(TableTime(len(splits), end, notes=tuple(kept)))
    elif end is None and status is None:
        status = "unknown" if row.text(result) or times else None
        if row.text(result):
            notes.append(f"{where}, {name}: {row.text(result)[:20]!r} is not a time, left out")
    nation = row.text("nation")
    born = row.text("born")
    return TableRunner(
        where=where,
        name=name,
        family=family if family and family != name.split()[-1] else "",
        bib=row.text("bib"),
        nation=read_nation(nation),
        club=row.text("club"),
        team=row.text("team"),
        sex=SEXES.get(row.text("sex").casefold()[:1], ""),
        category=row.text("category")[:32],
        born=born if len(born) == 4 and born.isdecimal() else "",
        place=row.place if status is None else None,
        status=status,
        reason=reason,
        times=tuple(times),
    )


def _split_times(
    row: ResultRow, splits: Sequence[SplitColumn], notes: list[str], where: str, *, are_laps: bool
) -> Iterator[TableTime]:
    found = [time_in(row.at(split.column)) for split in splits]
    for split, time in zip(splits, found, strict=True):
        text = row.at(split.column)
        if time is None and any(c.isdigit() for c in text) and set(text) - set("0:.,"):
            notes.append(f"{where}, {split.label!r}: {text[:20]!r} is not a time, left out")
    if are_laps:
        found = [*_sums(found[: found.index(None)] if None in found else found)]
    for point, time in enumerate(found):
        if time is not None:
            yield TableTime(point, time)


def _sums(laps: Sequence[Time | None]) -> Iterator[Time]:
    total = Time(0, 0)
    for lap in laps:
        if lap is not None:
            total = Time(total.ms + lap.ms, max(total.digits, lap.digits))
            yield total


def name_of(row: ResultRow) -> tuple[str, str]:
    """The name, given name first, and the family name in it where that is known."""
    given, family = row.text("given"), row.text("family")
    if given or family:
        return " ".join(filter(None, (given, family))), family
    text = row.text("name")
    if text.count(",") == 1:
        family, given = (_capitalised(part.strip()) for part in text.split(","))
        return f"{given} {family}".strip() or "?", family
    if text and (has_family_first(text) or has_family_last(text)):
        return read_name(text)
    return text or "?", ""


def _capitalised(part: str) -> str:
    """A part of a name that is all in capitals, with them only at the start of a word."""
    return read_name(f"{part} x")[1] if part.isupper() else part
