"""The times in a table's columns, each text in the style in which it makes sense."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from feeds.tables.plain.cell_times import CellTime, Style, read_cell, read_column
from race.belief.human_limits import least_seconds
from race.belief.stretch_limits import LONGEST_TRACK_M, SLOWEST_MS
from race.times import LONGEST_MS, UNITS_MS, Time

if TYPE_CHECKING:
    from feeds.tables.sheets.table_grid import Row
    from race.event import Event

SLOWEST = 50.0
"""In longer races so many times the least is the most: under the 60 between two readings of a text."""

WHEELCHAIR = 0.5
"""The share of a runner's least time that wheelchairs need."""


class Figure(NamedTuple):
    """A time in a cell, as it is understood."""

    time: Time
    is_possible: bool = True
    """Whether a human can take it."""
    place: int | None = None
    notes: tuple[str, ...] = ()
    is_by_hand: bool = False


FigureColumn = dict[int, Figure]
"""By the index of the row."""


class Reader:
    """Reads columns of times; what one has made of a form of text holds for others that do not decide."""

    def __init__(self, rows: Sequence[Row], event: Event, sex: str, *, has_numbers: bool = False) -> None:
        """With `has_numbers` a column's times have as many decimals as any of them needs."""
        self._rows = rows
        self._event = event
        self._sex = sex
        self._has_numbers = has_numbers
        self._styles: dict[str, Style] = {}
        self.unusual: dict[int, tuple[str, Style]] = {}
        """By column, a text that is not read in the usual way, and how it is read."""
        self.unread: list[tuple[int, int, str]] = []
        """Cells that are not times: the index of the row, the column, the text."""

    def read(self, column: int, metres: float | None, rows: int | None = None) -> FigureColumn:
        """A column of times for a distance, in metres if it is known; of the first `rows` alone, if given."""
        cells: dict[int, CellTime] = {}
        for i, row in enumerate(self._rows[:rows]):
            text = row.cells[column] if column < len(row.cells) else ""
            if text and (cell := read_cell(text)) is not None:
                cells[i] = cell
            elif text and rows is None:
                self.unread.append((i, column, text))
        figures: FigureColumn = {}
        found = read_column(cells, possible_times(metres, self._event, self._sex), self._styles)
        if rows is None:
            self.unread += [(i, column, self._rows[i].cells[column]) for i in cells.keys() - found.keys()]
        for i, read in found.items():
            if read.time.ms == 0:
                continue  # how programs write that there is no time
            if read.time.ms >= LONGEST_MS:
                self.unread.append((i, column, self._rows[i].cells[column]))
                continue
            if rows is None and read.is_possible and metres is not None:
                self._styles.setdefault(read.cell.form, read.style)
            if rows is None and read.style != next(iter(read.cell.readings)):
                self.unusual.setdefault(column, (self._rows[i].cells[column], read.style))
            cell = read.cell
            figures[i] = Figure(read.time, read.is_possible, cell.place, cell.notes, cell.is_by_hand)
        return _with_equal_digits(figures) if self._has_numbers else figures


def possible_times(metres: float | None, event: Event, sex: str) -> Callable[[Time], bool]:
    """Whether a human can take a time for a part of a race; where that is not known, any time will do."""
    if metres is None or metres <= 0:
        return lambda time: time.ms > 0
    least_ms = 1000 * least_seconds(metres, sex, event.leg_m)
    most_ms = SLOWEST_MS * metres if event.distance_m <= LONGEST_TRACK_M else SLOWEST * least_ms
    if event.kind == "wheelchair":
        least_ms *= WHEELCHAIR
    return lambda time: least_ms <= time.ms <= most_ms


def _with_equal_digits(figures: FigureColumn) -> FigureColumn:
    digits = max((figure.time.digits for figure in figures.values()), default=0)
    return {i: figure._replace(time=Time(figure.time.ms, digits)) for i, figure in figures.items()}


def is_same(one: Time, other: Time, count: int = 1) -> bool:
    """Whether two times are one, given with different decimals; or a sum of so many that were rounded."""
    unit = UNITS_MS[min(one.digits, other.digits)]
    return abs(one.ms - other.ms) < unit * count or one.ms == other.ms
