"""A race of a table: its columns and rows, and what is said of it above them."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field, replace
from typing import TYPE_CHECKING

from feeds.documents.printed_days import DAY, iso_day
from feeds.tables.plain.cell_times import CellTime, read_cell
from feeds.tables.plain.header_words import ROLES
from feeds.tables.plain.person_cells import read_day, read_place
from feeds.tables.plain.sex_words import names_sex
from feeds.tables.plain.table_columns import is_of_places, with_half
from feeds.tables.plain.table_doubts import Doubts, quoted
from feeds.tables.sheets.table_grid import cell_name
from feeds.tables.status_words import read_status
from race.event_names import EventTitle, parse_title
from race.lazy_dataclass import dataclass
from race.people.folding import folded_words

if TYPE_CHECKING:
    from feeds.tables.plain.header_words import ColumnRole
    from feeds.tables.plain.table_columns import Columns, PointColumn
    from feeds.tables.sheets.table_grid import Row
    from race.event import Event

MEET_WORDS = frozenset({"meet", "meeting", "veranstaltung", "wettkampf", "evento", "reunion", "stevne"})
"""Folded words before a colon above the table."""

VENUE_WORDS = frozenset(
    {"venue", "place", "location", "where", "ort", "stadion", "stadium", "lieu", "stade", "lugar", "luogo"}
    | {"plaats", "plats", "sted", "bane", "city", "stadt", "ville"}
)
"""Folded words before a colon above the table."""

PACE_OR_HALF = frozenset({"media"})
"""Folded heads that are of an average or of half the race, in Spanish and Italian."""

HALF = (0.4, 0.6)
"""The share of a result in which half of a race is run."""

_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
_NUMBERED_DAY = r"\d{1,2}([./-])\d{1,2}\1\d{4}"
_DAYS = re.compile(rf"{DAY}|{_ISO_DAY}|(?<!\d){_NUMBERED_DAY}(?!\d)", re.I)


@dataclass(slots=True)
class Group:
    """The rows of a race, and what is said of it above them or in its columns."""

    columns: Columns
    rows: list[Row]
    doubts: Doubts
    titles: list[str] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    """Values of the columns that name the race."""
    sex: str = ""
    round: str = ""
    heat: str = ""
    category: str = ""
    date: str = ""
    venue: str = ""
    event: Event | None = None
    has_numbers: bool = False
    """Whether its cells may be numbers of a spreadsheet, which have no decimals of their own."""

    is_widened: bool = False
    """Whether its rows were made of several rows each."""

    def where(self, index: int, column: int) -> str:
        """How a cell is called in a message, by the index of its row: B7."""
        number = self.rows[index].number
        return f"row {number}, {self.columns.name(column)}" if self.is_widened else cell_name(number, column)

    def settle_columns(self) -> None:
        """Decide by the cells what heads with two meanings mean: names that are all numbers are bibs."""
        roles = dict(self.columns.roles)
        if "bib" not in roles and "name" in roles and self._are_all("name", str.isdecimal):
            roles["bib"] = roles.pop("name")
        if is_of_places(self.columns.heads, roles) and self._are_all("category", _is_place):
            roles["place"] = roles.pop("category")
        if "sex" in roles and self._are_all("sex", str.isdecimal) and not self._is_yes_or_no(roles["sex"]):
            del roles["sex"]  # places among the men or the women
            other = [i for i in self.columns.not_understood if self.columns.heads[i].role == "sex"]
            if other:
                roles["sex"] = other[0]
        self.columns = replace(self.columns, roles=roles)
        for column in self.columns.not_kept:
            if " ".join(folded_words(self.columns.heads[column].text)) in PACE_OR_HALF and self._is_half(
                column
            ):
                self.columns = with_half(self.columns, column)

    def _is_yes_or_no(self, column: int) -> bool:
        """Whether the numbers in a column of sexes, headed by one, answer whether a runner is of it."""
        values = {row.cells[column] for row in self.rows if column < len(row.cells)}
        return values <= {"0", "1", ""} and bool(names_sex(self.columns.heads[column].text))

    def _is_half(self, column: int) -> bool:
        """Whether a column's times are about half of the results, as no pace is."""
        result = self.columns.result
        if result is None:
            return False
        both = [
            (row.cells[column], row.cells[result])
            for row in self.rows
            if len(row.cells) > max(column, result)
        ]
        times = [(read_cell(half), read_cell(whole)) for half, whole in both]
        shares = [
            _usual_ms(half) / _usual_ms(whole) for half, whole in times if half and whole and _usual_ms(whole)
        ]
        return bool(shares) and all(HALF[0] <= share <= HALF[1] for share in shares)

    def take_away_laps(self) -> tuple[PointColumn, ...]:
        """Take away the columns headed as laps, where others are of the times from the start."""
        laps = tuple(point for point in self.columns.points if point.head.measured == "laps")
        rest = tuple(point for point in self.columns.points if point.head.measured != "laps")
        if not laps or not all(_has_beside(lap, rest) for lap in laps):
            return ()
        self.columns = replace(self.columns, points=rest)
        return laps

    def _are_all(self, role: ColumnRole, is_such: Callable[[str], bool]) -> bool:
        cells = [self.columns.cell(row, role) for row in self.rows]
        return any(cells) and all(is_such(cell) for cell in cells if cell)

    @property
    def name(self) -> str:
        """What the race is called."""
        return " ".join(dict.fromkeys(filter(None, (*self.titles[-1:], *self.names))))

    def take_title(self, text: str) -> bool:
        """What a title says of the race; False if nothing. Raises ValueError for what is not a race."""
        key, _, value = text.partition(":")
        if value and " ".join(folded_words(key)) in VENUE_WORDS:
            self.venue = value.strip()
            return True
        if value and " ".join(folded_words(key)) in MEET_WORDS:
            self.titles.insert(0, value.strip())
            return True
        if value and ROLES.get(" ".join(folded_words(key))) in (
            "race",
            "event",
            "name",
            "date",
            "round",
            "heat",
        ):
            text = value
        day = _DAYS.search(text)
        if day is not None:
            self.take_date(day[0])
            text = f"{text[: day.start()]} {text[day.end() :]}"
        title = parse_title(text)
        if title is not None:
            self.event = self.event or title.event
        title = title or heat_title(text)
        if title is not None:
            self.sex = title.sex or self.sex
            self.round = title.round or self.round
            self.heat = title.heat or self.heat
            self.category = title.category or self.category
        shown = " ".join(text.split()).strip(" ,;-–|·")
        if shown and title is not None:
            self.titles.append(shown)
        elif shown:
            self.titles.insert(0, shown)
        return title is not None or day is not None

    def take_date(self, text: str) -> None:
        """The day of the race, if it can only be one."""
        day = read_day(text) or iso_day(text)
        if day:
            self.date = self.date or day
        else:
            self.doubts.add("dates", f"{quoted(text)} could be two days: left out (give --date YYYY-MM-DD)")


def _has_beside(lap: PointColumn, rest: Sequence[PointColumn]) -> bool:
    """Whether there is a column of times from the start where a lap ends."""
    if lap.head.metres is not None:
        return any(point.head.metres == lap.head.metres for point in rest)
    return lap.head.number is not None and lap.head.number <= len(rest)


def _usual_ms(cell: CellTime) -> int:
    return next(iter(cell.readings.values())).ms


def _is_place(text: str) -> bool:
    return read_place(text) is not None or read_status(text) is not None


def heat_title(text: str) -> EventTitle | None:
    """What a title without an event says: a round, a heat, for whom; None if it is none of these."""
    try:
        title = parse_title(f"1500 m {text}") if len(text) <= 60 else None
    except ValueError:
        return None
    return title if title is not None and (title.round or title.heat or title.sex) else None
