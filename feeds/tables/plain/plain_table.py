"""Tables that people type, and lists that programs write without a format of their own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from feeds.errors import FeedError
from feeds.tables.plain.column_map import NO_MAP, ColumnMap, column_map_of, read_column_map
from feeds.tables.plain.fixed_columns import read_fixed_columns
from feeds.tables.plain.group_race import event_of_group, race_of
from feeds.tables.plain.listed_times import read_listed_times
from feeds.tables.plain.long_table import widened
from feeds.tables.plain.table_blocks import is_heads
from feeds.tables.plain.table_groups import groups_of
from feeds.tables.race_choice import chosen, events_of, hinted_event
from feeds.tables.sheets.html_tables import is_page, read_page
from feeds.tables.sheets.json_tables import read_json
from feeds.tables.sheets.ods_sheets import is_ods, read_ods
from feeds.tables.sheets.table_grid import DELIMITERS, Grid, is_even, read_text_grid, sample_rows
from feeds.tables.sheets.xlsx_sheets import is_xlsx, read_xlsx
from feeds.tables.table_format import Hints, TableFormat
from feeds.track_splits.split_files import KNOWN

if TYPE_CHECKING:
    from feeds.tables.plain.table_group import Group
    from feeds.tables.source_file import SourceFile
    from feeds.tables.table_race import TableRace
    from race.event import Event

_READ: WeakKeyDictionary[SourceFile, Sequence[Grid]] = WeakKeyDictionary()
"""The tables of pages, which are read to recognise them."""

OLD_EXCEL = b"\xd0\xcf\x11\xe0"

NO_HEADS = (
    "no row names the columns: write heads such as bib,name,400,800,result above them "
    "(lapbell convert --template), or name the columns with --map"
)


def recognises(source: SourceFile) -> bool:
    """Whether a file is a spreadsheet, text with columns, or a page or JSON with a table in it."""
    if is_xlsx(source.content) or is_ods(source.content) or source.content.startswith(OLD_EXCEL):
        return True
    text = source.text.lstrip()
    if text[:1] in ("{", "[", "<"):
        try:
            return any(_has_heads(grid, NO_MAP) for grid in _marked_up(source))
        except FeedError:
            return False
    if not text:
        return False
    if _delimiter(source, NO_MAP) is not None or read_fixed_columns(source) is not None:
        return True
    return read_listed_times(source) is not None


def _delimiter(source: SourceFile, column_map: ColumnMap) -> str | None:
    """What is between the cells of a text; None where it has no columns."""
    best: tuple[int, str] | None = None
    even: list[tuple[int, str]] = []
    for delimiter in DELIMITERS:
        rows = sample_rows(source, delimiter)
        if rows and "id" in rows[0].cells and source.name.split(".")[0] in KNOWN:
            return None  # one of the track-splits tables, which belong together
        heads = next((row for row in rows if is_heads(row, column_map)), None)
        if heads is not None and (best is None or len(heads.cells) > best[0]):
            best = len(heads.cells), delimiter
        if is_even(rows):
            even.append((len(rows[0].cells), delimiter))
    return best[1] if best else max(even, default=(0, None))[1]


def read(sources: Sequence[SourceFile], hints: Hints) -> Sequence[TableRace]:
    """The races of some tables. Raises FeedError with what to do."""
    said = hints.column_map
    column_map = (
        read_column_map(said) if isinstance(said, Path) else column_map_of(said or {}, "mapping file")
    )
    races: list[TableRace] = []
    for source in sources:
        races += _read(source, hints, column_map)
    return races


def _read(source: SourceFile, hints: Hints, column_map: ColumnMap) -> list[TableRace]:
    notes: list[str] = []
    groups: list[Group] = []
    refused: list[str] = []
    for grid in read_grids(source, column_map):
        notes += grid.notes
        if not grid.rows:
            continue
        try:
            groups += _groups(grid, column_map)
        except FeedError as error:
            where = f"sheet {grid.name!r}: " if grid.name else ""
            refused.append(f"{where}{error}")
    if not groups:
        raise FeedError(f"{source.name}: {(refused or notes or ['it is empty'])[0]}")
    _name_apart(groups, hints, source.name)
    wanted = chosen([group.name for group in groups], hints, source.name)
    groups = [group for group in groups if group.name in wanted]
    hints = hints._replace(
        event=hints.event or column_map.event, distance_m=hints.distance_m or column_map.distance_m
    )
    stated = {group.name: event_of_group(group, hints) for group in groups}
    events = _events(stated, hints, source.name)
    races = [race_of(group, events[group.name], hints, column_map, source.name) for group in groups]
    left_out = [f"{text}: left out" for text in refused]
    return [replace(races[0], notes=(*notes, *left_out, *races[0].notes)), *races[1:]]


def _events(stated: Mapping[str, Event | None], hints: Hints, file_name: str) -> Mapping[str, Event]:
    """The event of each race: the one given as an option holds for every race that names none."""
    hinted = hinted_event(hints, "track")
    others = [event for event in stated.values() if event is not None]
    if hinted is not None and all(event.distance_m == hinted.distance_m for event in others):
        return dict.fromkeys(stated, hinted)
    return events_of(stated, hints, "track", file_name)


def read_grids(source: SourceFile, column_map: ColumnMap) -> list[Grid]:
    """The tables in a file, one for each sheet. Raises FeedError."""
    if source.content.startswith(OLD_EXCEL):
        raise FeedError(f"{source.name}: an Excel 97 to 2003 file: save it as .xlsx or CSV")
    if is_xlsx(source.content) or is_ods(source.content):
        grids = read_xlsx(source) if is_xlsx(source.content) else read_ods(source)
        if column_map.sheet and column_map.sheet not in [grid.name for grid in grids]:
            known = ", ".join(repr(grid.name) for grid in grids[:10])
            raise FeedError(
                f"{source.name}: no sheet {column_map.sheet!r}, which --map names (there are {known})"
            )
        return [grid for grid in grids if column_map.sheet in ("", grid.name)]
    if source.text.lstrip()[:1] in ("{", "[", "<"):
        found = _marked_up(source)
        return [grid for grid in found if _has_heads(grid, column_map)] or list(found)
    delimiter = _delimiter(source, column_map)
    if delimiter is None and source.text and column_map.header is not None:
        delimiter = ","
    if delimiter is None:
        if grid := read_fixed_columns(source) or read_listed_times(source):
            return [grid]
        raise FeedError(f"{source.name}: {NO_HEADS}")
    return [read_text_grid(source, delimiter)]


def _marked_up(source: SourceFile) -> Sequence[Grid]:
    """The tables of a web page, or the lists in JSON; none of anything else. Raises FeedError."""
    if source not in _READ:
        if is_page(source.text):
            _READ[source] = read_page(source)
        else:
            _READ[source] = [] if source.text.lstrip()[:1] == "<" else read_json(source)
    return _READ[source]


def _has_heads(grid: Grid, column_map: ColumnMap) -> bool:
    return any(is_heads(row, column_map) for row in grid.rows)


def _groups(grid: Grid, column_map: ColumnMap) -> list[Group]:
    groups = [widened(group) for group in groups_of(grid, column_map) if group.rows]
    if not groups:
        if any(is_heads(row, column_map) for row in grid.rows):
            raise FeedError("there are no rows below the heads of the columns")
        raise FeedError(NO_HEADS)
    for group in groups:
        group.has_numbers = grid.has_numbers
        group.settle_columns()
    return groups


def _name_apart(groups: Sequence[Group], hints: Hints, file_name: str) -> None:
    """Give every race a name, and no two the same."""
    taken: set[str] = set()
    for group in groups:
        if hints.name and len(groups) == 1:
            group.titles, group.names = [hints.name], []
        if not group.name:
            group.titles = [file_name.rsplit(".", 1)[0]]
        count = 1
        while group.name in taken:
            count += 1
            group.names = [*group.names, str(count)] if count == 2 else [*group.names[:-1], str(count)]
        taken.add(group.name)


FORMAT = TableFormat("table", "a table", recognises, read)
