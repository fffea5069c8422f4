"""The races in a table: one, or one for each block, title, or value in a column that names the race."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from feeds.documents.printed_days import DAY, iso_day
from feeds.errors import FeedError
from feeds.tables.header_words import ROLES
from feeds.tables.person_cells import read_day, read_place
from feeds.tables.status_words import read_status
from feeds.tables.table_columns import is_of_places, read_columns, split_blocks
from feeds.tables.table_doubts import Doubts, quoted
from feeds.tables.table_grid import cell_name
from race.event_names import EventTitle, parse_title
from race.people.folding import folded_words

if TYPE_CHECKING:
    from feeds.tables.column_map import ColumnMap
    from feeds.tables.header_words import ColumnRole
    from feeds.tables.table_columns import Columns, PointColumn
    from feeds.tables.table_grid import Grid, Row
    from race.event import Event

RACE_ROLES: tuple[ColumnRole, ...] = ("race", "event", "round", "heat", "date", "metres")
"""The columns whose values part a table into races."""

MOST_RACES = 1000

MEET_WORDS = frozenset({"meet", "meeting", "veranstaltung", "wettkampf", "evento", "reunion", "stevne"})
"""Folded words before a colon above the table."""

VENUE_WORDS = frozenset(
    {"venue", "place", "location", "where", "ort", "stadion", "stadium", "lieu", "stade", "lugar", "luogo"}
    | {"plaats", "plats", "sted", "bane", "city", "stadt", "ville"}
)
"""Folded words before a colon above the table."""

_ISO_DAY = r"\d{4}-\d{2}-\d{2}"
_NUMBERED_DAY = r"\d{1,2}([./-])\d{1,2}\1\d{4}"
_DAYS = re.compile(rf"{DAY}|{_ISO_DAY}|(?<!\d){_NUMBERED_DAY}(?!\d)", re.I)
_DEFAULT_SHEET = re.compile(
    r"(?:sheet|tabelle|feuil|feuille|hoja|foglio|blad|ark|table|results?|ergebnisse?)\s*\d*", re.I
)


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
        if "sex" in roles and self._are_all("sex", str.isdecimal):
            del roles["sex"]  # places among the men or the women
            other = [i for i in self.columns.not_understood if self.columns.heads[i].role == "sex"]
            if other:
                roles["sex"] = other[0]
        self.columns = replace(self.columns, roles=roles)

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
        """What a title says of the race; False if it says nothing. Raises ValueError of what is no race."""
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
            self.doubts.add("dates", f"{quoted(text)} may be two days: left out (give --date YYYY-MM-DD)")


def _has_beside(lap: PointColumn, rest: Sequence[PointColumn]) -> bool:
    """Whether there is a column of times from the start where a lap ends."""
    if lap.head.metres is not None:
        return any(point.head.metres == lap.head.metres for point in rest)
    return lap.head.number is not None and lap.head.number <= len(rest)


def _is_place(text: str) -> bool:
    return read_place(text) is not None or read_status(text) is not None


def heat_title(text: str) -> EventTitle | None:
    """What a title without an event says: a round, a heat, for whom; None if it is none of these."""
    try:
        title = parse_title(f"1500 m {text}") if len(text) <= 60 else None
    except ValueError:
        return None
    return title if title is not None and (title.round or title.heat or title.sex) else None


def groups_of(grid: Grid, column_map: ColumnMap) -> Iterator[Group]:
    """The races in a table. Raises FeedError."""
    for titles, heads, body in split_blocks(grid.rows, column_map):
        missing = column_map.missing(heads.cells)
        if missing:
            raise FeedError(f"row {heads.number}: it has no column {quoted(missing[0])}, which --map names")
        columns = read_columns(heads.cells, column_map)
        doubts = Doubts()
        block = Group(columns, [], doubts)
        if grid.name and not _DEFAULT_SHEET.fullmatch(grid.name):
            _take(block, grid.name)
        for title in titles:
            cells = [cell for cell in title.cells if cell]
            _take(block, (": " if len(cells) == 2 else " ").join(cells))
        yield from _parted(block, _as_wide(block, body))


def _as_wide(block: Group, body: Sequence[Row]) -> list[Row]:
    """The rows that have no more cells than there are columns. Raises FeedError where most have more."""
    width = len(block.columns.heads)
    wide = [row for row in body if len(row.cells) > width]
    if wide and 2 * len(wide) > len(body):
        raise FeedError(
            f"row {wide[0].number} has {len(wide[0].cells)} cells, and there are {width} columns: "
            "where commas stand before decimals, the cells are parted by semicolons, or put in quotes"
        )
    for row in wide:
        text = f"row {row.number}: {len(row.cells)} cells in {width} columns: left out"
        block.doubts.add("rows with too many cells", text)
    return [row for row in body if len(row.cells) <= width]


def _take(group: Group, text: str) -> bool:
    try:
        return group.take_title(text)
    except ValueError as error:
        raise FeedError(str(error)) from None


def _parted(block: Group, body: Sequence[Row]) -> Iterator[Group]:
    """The races of a block: by its subtitles, and by the values in its columns."""
    groups: dict[tuple[str, ...], Group] = {}
    subtitle = ""
    tried = 0
    roles = [role for role in RACE_ROLES if _parts(block, body, role)]
    for row in body:
        filled = [cell for cell in row.cells if cell]
        tried += len(filled) == 1
        if len(filled) == 1 and tried <= MOST_RACES and _is_subtitle(row):
            subtitle = filled[0]
            continue
        values = [block.columns.cell(row, role) if role in roles else "" for role in RACE_ROLES]
        key = (subtitle, *values)
        if key not in groups:
            if len(groups) >= MOST_RACES:
                raise FeedError(f"row {row.number}: more than {MOST_RACES} races in one table")
            groups[key] = _group(block, subtitle, values, is_first=not groups)
        groups[key].rows.append(row)
    yield from groups.values()


def _parts(block: Group, body: Sequence[Row], role: ColumnRole) -> bool:
    """Whether a column parts the table: distances and days that all differ are the runners' own."""
    values = {block.columns.cell(row, role) for row in body}
    if role == "metres" and len({who(block.columns, row) for row in body}) < len(body):
        return False  # a row for each time
    return role not in ("metres", "date") or len(values) <= max(1, len(body) // 2)


def who(columns: Columns, row: Row) -> tuple[str, ...]:
    """Whose row it is: all that is said of the runner."""
    return tuple(columns.cell(row, role) for role in ("bib", "name", "given", "family", "team"))


def _is_subtitle(row: Row) -> bool:
    """Whether a row with one cell names a heat or an event; of others it is said that they are left out."""
    text = next(filter(None, row.cells))
    try:
        if heat_title(text) or parse_title(text):
            return True
    except ValueError as error:
        raise FeedError(f"row {row.number}: {error}") from None
    return False


def _group(block: Group, subtitle: str, values: Sequence[str], *, is_first: bool) -> Group:
    group = Group(
        block.columns,
        [],
        block.doubts if is_first else Doubts(),
        list(block.titles),
        [],
        block.sex,
        block.round,
        block.heat,
        block.category,
        block.date,
        block.venue,
        block.event,
    )
    race, event, round_, heat, date, distance = values
    own = Group(block.columns, [], group.doubts)
    for text in filter(None, (subtitle, race, event)):
        _take(own, text)
        group.names.append(text)
    if distance and own.event is None:
        _take(own, distance if re.search(r"[a-z]", distance, re.I) else f"{distance} m")
    group.event = own.event or group.event
    group.sex, group.category = own.sex or group.sex, own.category or group.category
    group.round = (own.round or group.round) if not round_ else round_[:32]
    group.heat = (own.heat or group.heat) if not heat else heat[:16]
    group.names += [text for text in (round_, heat and f"heat {heat}" if heat.isalnum() else heat) if text]
    if date:
        group.take_date(date)
    group.date = own.date or group.date
    return group
