"""The races in a table: one, or one for each block, title, or value in a column that names the race."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from feeds.errors import FeedError
from feeds.tables.plain.column_contents import by_contents
from feeds.tables.plain.table_blocks import split_blocks
from feeds.tables.plain.table_columns import read_columns, without_places
from feeds.tables.plain.table_doubts import Doubts, quoted
from feeds.tables.plain.table_group import Group, heat_title
from feeds.tables.status_words import read_status
from race.event_names import names_event

if TYPE_CHECKING:
    from feeds.tables.plain.column_map import ColumnMap
    from feeds.tables.plain.header_words import ColumnRole
    from feeds.tables.plain.table_columns import Columns
    from feeds.tables.sheets.table_grid import Grid, Row

RACE_ROLES: tuple[ColumnRole, ...] = ("race", "event", "round", "heat", "date", "metres", "kilometres")

DISTANCES: frozenset[ColumnRole] = frozenset({"metres", "kilometres"})
"""The columns whose values divide a table into races."""

MOST_RACES = 1000

FEWEST_REPEATED = 5
"""Cells of a column that is known for another's double."""

_DEFAULT_SHEET = re.compile(
    r"(?:sheet|tabelle|feuil|feuille|hoja|foglio|blad|ark|table|results?|ergebnisse?)\s*\d*", re.I
)


def groups_of(grid: Grid, column_map: ColumnMap) -> Iterator[Group]:
    """The races in a table, without what is headed as none, which is named. Raises FeedError."""
    refused: list[FeedError] = []
    groups: list[Group] = []
    for titles, heads, body in split_blocks(grid.rows, column_map):
        missing = column_map.missing(heads.cells)
        if missing:
            raise FeedError(f"row {heads.number}: it has no column {quoted(missing[0])}, which --map names")
        twice = _doubled(heads.cells, body)
        columns = read_columns(["" if i in twice else t for i, t in enumerate(heads.cells)], column_map)
        if _holds_towns(columns, body):
            columns = without_places(columns)
        doubts = Doubts()
        for i in twice:
            doubts.add("doubled", f"{quoted(heads.cells[i])} stands twice with the same cells: read once")
        columns = by_contents(columns, body, column_map.heads(heads.cells), doubts)
        block = Group(columns, [], doubts)
        body = _as_wide(block, body)
        try:
            _take_titles(block, grid.name, titles)
        except FeedError as error:
            refused.append(error)
            continue
        groups += _divided(block, body, refused)
    if refused and not groups:
        raise refused[0]
    for refusal in refused:
        groups[0].doubts.add("events", f"{refusal}: left out")
    yield from groups


def _doubled(heads: Sequence[str], body: Sequence[Row]) -> list[int]:
    """The columns that repeat one before them, head and cells; fewer cells may be even laps."""
    seen: set[tuple[str, ...]] = set()
    doubled = []
    for i, head in enumerate(heads):
        cells = tuple(row.cells[i] if i < len(row.cells) else "" for row in body)
        if head and sum(map(bool, cells)) >= FEWEST_REPEATED and (head, *cells) in seen:
            doubled.append(i)
        seen.add((head, *cells))
    return doubled


def _holds_towns(columns: Columns, body: Sequence[Row]) -> bool:
    """Whether there are only words in the column of places, `plaats` or `lugar`, and none is a status."""
    cells = [cell for row in body if (cell := columns.cell(row, "place"))]
    return bool(cells) and not any(re.search(r"\d", cell) or read_status(cell) for cell in cells)


def _take_titles(block: Group, sheet: str, titles: Sequence[Row]) -> None:
    if sheet and not _DEFAULT_SHEET.fullmatch(sheet):
        _take(block, sheet)
    for title in titles:
        cells = [cell for cell in title.cells if cell]
        _take(block, (": " if len(cells) == 2 else " ").join(cells))


def _as_wide(block: Group, body: Sequence[Row]) -> list[Row]:
    """The rows that have no more cells than there are columns. Raises FeedError where most have more."""
    width = len(block.columns.heads)
    wide = [row for row in body if len(row.cells) > width]
    if wide and 2 * len(wide) > len(body):
        raise FeedError(
            f"row {wide[0].number} has {len(wide[0].cells)} cells, and there are {width} columns: "
            "where decimals are written with commas, separate the cells by semicolons, or put them in quotes"
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


def _divided(block: Group, body: Sequence[Row], refused: list[FeedError]) -> Iterator[Group]:
    """The races of a block: by its subtitles, and by the values in its columns."""
    no_races: set[tuple[str, ...]] = set()
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
        if key not in groups and key not in no_races:
            if len(groups) + len(no_races) >= MOST_RACES:
                raise FeedError(f"row {row.number}: more than {MOST_RACES} races in one table")
            try:
                groups[key] = _group(block, subtitle, values, is_first=not groups)
            except FeedError as error:
                no_races.add(key)
                refused.append(error)
        if key in groups:
            groups[key].rows.append(row)
    yield from groups.values()


def _parts(block: Group, body: Sequence[Row], role: ColumnRole) -> bool:
    """Whether a column divides the table: distances and days that all differ are the runners' own."""
    values = {block.columns.cell(row, role) for row in body}
    if role in DISTANCES and len({who(block.columns, row) for row in body}) < len(body):
        return False  # a row for each time
    if role == "race" and all(":" in value for value in values if value):
        return False  # a part of a race: the run of a triathlon
    if role not in DISTANCES and role != "date":
        return True
    divides = len(values) <= max(1, len(body) // 2)
    if not divides and role in DISTANCES:
        head = block.columns.name(block.columns.roles[role])
        text = f"{head} differs from runner to runner: the race is not divided by it"
        block.doubts.add("distances", text)
    return divides


def who(columns: Columns, row: Row) -> tuple[str, ...]:
    """Whose row it is: everything known of the runner."""
    return tuple(columns.cell(row, role) for role in ("bib", "name", "given", "family", "team"))


def _is_subtitle(row: Row) -> bool:
    """Whether a row with one cell names a heat or an event; others are noted as left out."""
    text = next(filter(None, row.cells))
    return heat_title(text) is not None or names_event(text)


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
    race, event, round_, heat, date, metres, kilometres = values
    distance, unit = (metres, "m") if metres else (kilometres, "km")
    own = Group(block.columns, [], group.doubts)
    for text in filter(None, (subtitle, race, event)):
        _take(own, text)
        group.names.append(text)
    if distance and own.event is None:
        _take(own, distance if re.search(r"[a-z]", distance, re.I) else f"{distance} {unit}")
    group.event = own.event or group.event
    group.sex, group.category = own.sex or group.sex, own.category or group.category
    group.round = (own.round or group.round) if not round_ else round_[:32]
    group.heat = (own.heat or group.heat) if not heat else heat[:16]
    group.names += [text for text in (round_, heat and f"heat {heat}" if heat.isalnum() else heat) if text]
    if date:
        group.take_date(date)
    group.date = own.date or group.date
    return group
