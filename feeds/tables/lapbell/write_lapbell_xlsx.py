"""Lapbell's own table as a spreadsheet, with figures as numbers: times in the format of times."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import chain
from typing import TYPE_CHECKING, Any, BinaryIO

from feeds.errors import UserError
from feeds.tables.lapbell.lapbell_columns import (
    ENTRANT_COLUMNS,
    HEADER,
    SPLITS_SHEET,
    Cell,
    join_notes,
    seconds,
)
from feeds.tables.lapbell.write_lapbell_csv import long_rows
from feeds.tables.sheets.xlsx_sheets import NEEDS_OPENPYXL
from race.times import DAY_MS, Time

if TYPE_CHECKING:
    from race.split_rows import EntrantRows, RaceRows, SplitRow

MOST_ROWS = 1_048_576
"""Of a sheet, by the format."""

LEAST_WIDTH, TEXT_WIDTH = 8, 26
"""Widths of columns, in characters."""

LONG_TEXTS = {
    "race",
    "race_name",
    "meet",
    "venue",
    "athlete",
    "club",
    "entrant_note",
    "reason",
    "source",
    "text",
}
"""The columns that are wider."""

RESULT_HEAD = (
    "place",
    "bib",
    "athlete",
    "nation",
    "club",
    "category",
    "result",
    "distance_m",
    "behind",
    "evidence",
    "doubt",
    "notes",
)


def write_xlsx(file: BinaryIO, race: RaceRows) -> None:
    """Write a race: its result, splits, laps and entrants, and what is known of it, a sheet each.

    Raises UserError where the library is not installed.
    """
    book = _new_book()
    _fill(book, "result", _result_rows(race))
    _fill(book, SPLITS_SHEET, _split_rows([race]))
    _fill(book, "laps", _lap_rows(race))
    _fill(book, "entrants", _entrant_rows(race))
    _fill(book, "about", _about_rows(race))
    book.save(file)


def write_library_xlsx(file: BinaryIO, races: Iterable[RaceRows]) -> None:
    """Write the splits of many races into one sheet. Raises UserError."""
    book = _new_book()
    _fill(book, SPLITS_SHEET, _split_rows(races))
    book.save(file)


def _split_rows(races: Iterable[RaceRows]) -> Iterator[Sequence[Cell]]:
    """The long table. Best times are texts, as no other column says how many decimals they have."""
    texts = {HEADER.index("pb"), HEADER.index("sb")}
    yield HEADER
    for race in races:
        for row in long_rows(race):
            yield [str(cell or "") if number in texts else cell for number, cell in enumerate(row)]


def _new_book() -> Any:
    try:
        from openpyxl import Workbook  # an optional dependency
    except ImportError:
        raise UserError(f"writing {NEEDS_OPENPYXL}, or write --csv") from None
    return Workbook(write_only=True)


def _fill(book: Any, title: str, rows: Iterable[Sequence[Cell]]) -> None:
    """Add a sheet whose first row, in bold, stays in sight."""
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(rows, start=1):
        if number > MOST_ROWS:
            raise UserError(
                f"more than {MOST_ROWS:,} rows, which is the most that a sheet holds: write --csv"
            )
        if number > 1:
            sheet.append([None if cell == "" else _typed(sheet, cell) for cell in row])
            continue
        heads = [_cell(sheet, str(cell)) for cell in row]
        for column, head in enumerate(heads, start=1):
            head.font = Font(bold=True)
            width = TEXT_WIDTH if head.value in LONG_TEXTS else max(len(head.value) + 2, LEAST_WIDTH)
            sheet.column_dimensions[get_column_letter(column)].width = width
        sheet.append(heads)


def _typed(sheet: Any, cell: Cell) -> Any:
    """A cell: a text that is never a formula, a number, or a time as a part of a day."""
    match cell:
        case str():
            # Only what the library would take for a formula or an error needs more than the text: it is
            # three times as fast.
            return _cell(sheet, cell) if cell[:1] in ("=", "#") else cell
        case Time():
            time = cell.rounded(cell.digits)
            return _cell(sheet, time.ms / DAY_MS, _time_format(time))
        case Decimal():
            decimals = -int(cell.as_tuple().exponent)
            return _cell(sheet, float(cell), f"0.{'0' * decimals}" if decimals > 0 else "0")
    return cell


def _cell(sheet: Any, value: str | float, number_format: str = "") -> Any:
    from openpyxl.cell import WriteOnlyCell

    cell = WriteOnlyCell(sheet, value=value)
    if isinstance(value, str):
        cell.data_type = "s"
    if number_format:
        cell.number_format = number_format
    return cell


def _time_format(time: Time) -> str:
    """The number format that shows a time as the sport prints it, with the decimals that are known."""
    decimals = f".{'0' * time.digits}" if time.digits else ""
    if time.ms >= 3_600_000:
        return f"[h]:mm:ss{decimals}"
    return f"[m]:ss{decimals}" if time.ms >= 60_000 else f"[s]{decimals}"


def _result_rows(race: RaceRows) -> Iterator[Sequence[Cell]]:
    yield RESULT_HEAD
    first = next((split for e in race.entrants if e.place == 1 and (split := _last(race, e))), None)
    for entrant in race.entrants:
        split, listed = _last(race, entrant), entrant.runner.entrant
        behind = split.gap.time if split and split.gap and split is not first else None
        yield (
            entrant.place,
            listed.bib,
            listed.name,
            listed.nation,
            listed.club,
            listed.category,
            _result(entrant, split),
            race.course.distance(entrant.runner.furthest),
            behind and seconds(behind),
            split.evidence if split else None,
            split.doubt if split else None,
            join_notes(split.notes) if split else None,
        )


def _result(entrant: EntrantRows, finish: SplitRow | None) -> Cell:
    """The time, or why the cell stays empty."""
    if entrant.status in ("finished", "running"):
        return finish.time if finish else None
    return entrant.status.upper()


def _last(race: RaceRows, entrant: EntrantRows) -> SplitRow | None:
    """The row at the finish."""
    return next((split for split in entrant.splits if split.checkpoint.id == race.checkpoints[-1].id), None)


def _lap_rows(race: RaceRows) -> Iterator[Sequence[Cell]]:
    """A row for each entrant, with the lap or the stretch that ends at each checkpoint."""
    points = [point for point in race.checkpoints if point.distance_m]
    heads = [f"{point.id} ({point.distance_m:.10g} m)" for point in points]
    yield ("place", "bib", "athlete", *chain.from_iterable((head, f"{head} evidence") for head in heads))
    for entrant in race.entrants:
        laps = {split.checkpoint.id: split for split in entrant.splits}
        cells: list[Cell] = [entrant.place, entrant.runner.entrant.bib, entrant.runner.entrant.name]
        for split in (laps.get(point.id) for point in points):
            cells += (split.lap.time if split and split.lap else None, split.lap_evidence if split else None)
        yield cells


def _entrant_rows(race: RaceRows) -> Iterator[Sequence[Cell]]:
    yield [*ENTRANT_COLUMNS]
    for entrant in race.entrants:
        yield [column(entrant) for column in ENTRANT_COLUMNS.values()]


def _about_rows(race: RaceRows) -> Iterator[Sequence[Cell]]:
    yield ("what", "text")
    yield from (("source", text) for text in race.start_list.sources.values())
    yield from (("remark", text) for text in race.start_list.remarks)
    yield from (("note", note.text) for note in race.notes)
