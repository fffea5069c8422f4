"""The rows of a table as runners, without their times."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from feeds.tables.plain.blank_cells import BLANK
from feeds.tables.plain.cell_times import read_cell
from feeds.tables.plain.person_cells import (
    PersonName,
    name_and_club,
    read_birth,
    read_category,
    read_nation,
    read_person,
    read_place,
)
from feeds.tables.plain.sex_words import read_sexes
from feeds.tables.plain.table_doubts import Doubts, quoted
from feeds.tables.plain.table_figures import possible_times
from feeds.tables.plain.yes_cells import is_yes
from feeds.tables.sheets.table_grid import cell_name
from feeds.tables.status_words import StatusWord, read_status
from feeds.tables.table_race import TableRunner
from race.lazy_dataclass import dataclass
from race.people.folding import folded_words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from feeds.tables.plain.header_words import ColumnRole
    from feeds.tables.plain.table_columns import Columns
    from feeds.tables.sheets.table_grid import Row
    from race.event import Event
    from race.times import Time

TOTALS = frozenset(
    [
        "total",
        "totals",
        "sum",
        "summe",
        "gesamt",
        "average",
        "mean",
        "mittel",
        "mittelwert",
        "moyenne",
        "total",
        "general",
        "media",
        "promedio",
        "totale",
        "somma",
        "totaal",
        "gemiddelde",
        "summa",
        "snitt",
        "median",
        "count",
    ]
)
"""Folded words at the beginning of a row of totals."""

_WIND = re.compile(r"[+-]?\d{1,2}(?:\.\d)?")

PACEMAKERS = frozenset(
    [
        "pacemaker",
        "pace",
        "pacer",
        "pm",
        "hase",
        "tempomacher",
        "lievre",
        "liebre",
        "lepre",
        "haas",
        "hare",
        "fartholder",
    ]
)


@dataclass(slots=True)
class RowReader:
    """Reads the cells of a row that are about its runner."""

    columns: Columns
    doubts: Doubts
    sexes: dict[str, str]
    race_year: int | None
    possible: Callable[[Time], bool]
    """Whether a human can run the race in a time."""
    is_relay: bool

    @classmethod
    def of(cls, columns: Columns, rows: Sequence[Row], doubts: Doubts, date: str, event: Event) -> RowReader:
        """A reader that has seen all values of the column of sexes."""
        values = Counter(columns.text(row, "sex") for row in rows)
        year = int(date[:4]) if date[:4].isdigit() else None
        possible = possible_times(event.distance_m, event, "")
        return cls(
            columns, doubts, _read_sexes(values, columns, doubts), year, possible, event.kind == "relay"
        )

    def is_total(self, row: Row) -> bool:
        """Whether a row holds totals."""
        first = next(filter(None, row.cells), "")
        words = folded_words(first[:40])
        return bool(words) and words[0] in TOTALS and read_cell(self.columns.cell(row, "bib")) is None

    def person(self, row: Row) -> PersonName:
        """The name in a row, or of a relay the team's; without either the bib."""
        cell = self.columns.cell
        if self.is_relay and cell(row, "team"):
            return PersonName(cell(row, "team"))
        name, _ = name_and_club(cell(row, "name"))
        named = read_person(self.columns, cell(row, "given"), cell(row, "family"), name)
        return named if named.name else PersonName(cell(row, "team") or cell(row, "bib"))

    def runner(self, row: Row) -> TableRunner | None:
        """The runner of a row; None where the row is no one's."""
        person, cell = self.person(row), self.columns.cell
        if not person.name:
            return None
        note = self.columns.note(row)
        lane = cell(row, "lane")
        is_pacemaker = any(
            word in PACEMAKERS for text in (note, cell(row, "status")) for word in folded_words(text)
        )
        return TableRunner(
            where=f"row {row.number}",
            name=person.name,
            family=person.family,
            bib=_whole(cell(row, "bib")),
            nation=self._nation(row),
            club=cell(row, "club") or name_and_club(cell(row, "name"))[1],
            team=cell(row, "team"),
            sex=self.sexes.get(self.columns.text(row, "sex"), ""),
            category=read_category(cell(row, "category")),
            born=self._born(row),
            role="pacemaker" if is_pacemaker else "runner",
            note="; ".join(filter(None, (note, f"lane {_whole(lane)}" if lane else ""))),
            wave=cell(row, "wave")[:32],
            pb=self._best(row, "pb"),
            sb=self._best(row, "sb"),
            place=self._place(row),
            wind=self._wind(row),
        )

    def status(self, row: Row, columns: Sequence[int]) -> StatusWord | None:
        """What one of these columns, or that of the statuses or places, says of the runner."""
        roles = [
            *self.columns.statuses,
            *([self.columns.roles["place"]] if "place" in self.columns.roles else []),
        ]
        texts = [(self.columns.heads[i].text, row.cells[i]) for i in (*roles, *columns) if i < len(row.cells)]
        words = [word for head, text in texts if (word := _status_in(text, head)) is not None]
        return next((word for word in words if word.status), words[0] if words else None)

    def _where(self, row: Row, role: ColumnRole) -> str:
        return cell_name(row.number, self.columns.roles[role])

    def _nation(self, row: Row) -> str:
        text = self.columns.cell(row, "nation")
        nation = read_nation(text) if text.lower() not in BLANK else ""
        if not nation and text.lower() not in BLANK:
            column = self.columns.name(self.columns.roles["nation"])
            said = f"is not a nation's code: left out (--map can say that {column} holds clubs)"
            self.doubts.add("nations", f"{self._where(row, 'nation')}: {quoted(text)} {said}")
        return nation

    def _born(self, row: Row) -> str:
        text = self.columns.cell(row, "born")
        if text.lower() in BLANK:
            return ""
        born = read_birth(_whole(text), self.race_year)
        if born is None:
            where = self._where(row, "born")
            self.doubts.add(
                "births", f"{where}: {quoted(text)} is not a clear year or day of birth: left out"
            )
        return born or ""

    def _best(self, row: Row, role: ColumnRole) -> Time | None:
        text = self.columns.cell(row, role)
        cell = read_cell(text)
        time = next(filter(self.possible, cell.readings.values()), None) if cell is not None else None
        if time is not None:
            return time
        if text.lower() not in BLANK and read_status(text) is None:
            self.doubts.add(
                "bests",
                f"{self._where(row, role)}: {quoted(text)} cannot be a time for the race: left out",
            )
        return None

    def _wind(self, row: Row) -> float | None:
        text = self.columns.cell(row, "wind").replace(",", ".").removesuffix("m/s").strip()
        if text.lower() in BLANK or text.upper() in ("NWI", "NA"):
            return None
        if _WIND.fullmatch(text):
            return float(text)
        self.doubts.add(
            "winds", f"{self._where(row, 'wind')}: {quoted(text)} is not a wind reading: left out"
        )
        return None

    def _place(self, row: Row) -> int | None:
        text = _whole(self.columns.cell(row, "place"))
        place = read_place(text)
        if place is None and text.lower() not in BLANK and read_status(text) is None:
            self.doubts.add("places", f"{self._where(row, 'place')}: {quoted(text)} is not a place: left out")
        return place


def _read_sexes(values: Collection[str], columns: Columns, doubts: Doubts) -> dict[str, str]:
    column = columns.roles.get("sex")
    if column is None:
        return {}
    sexes = read_sexes(values, columns.heads[column].text)
    for value in values:
        if value.lower() not in BLANK and value not in sexes:
            doubts.add("sexes", f"{columns.name(column)}: {quoted(value)} may be men or women: left out")
    return sexes


def _status_in(text: str, head: str) -> StatusWord | None:
    """What a cell says of its runner: below `abandon` also by a yes."""
    said = read_status(text) if text[:1].isalpha() else None
    asked = read_status(head) if said is None and is_yes(text) else None
    return said or (asked if asked is not None and asked.status else None)


def _whole(text: str) -> str:
    """A number of a spreadsheet without decimals that it does not need: `11.0` is 11."""
    return text[:-2] if text.endswith(".0") and text[:-2].isdecimal() else text
