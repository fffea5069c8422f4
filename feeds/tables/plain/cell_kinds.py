"""What the cells of a table's column are, whatever its head says: times, numbers, years, nations, names."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from feeds.tables.plain.blank_cells import BLANK
from feeds.tables.plain.cell_times import read_cell
from feeds.tables.plain.person_cells import CODES, read_place
from feeds.tables.plain.sex_words import read_sexes
from feeds.tables.status_words import read_status
from race.event_names import names_event

if TYPE_CHECKING:
    from feeds.tables.sheets.table_grid import Row

SAMPLE = 400
"""Rows."""

FEWEST = 3
"""Cells by which a column is known without its head."""

MOSTLY = 0.9
"""The share of the cells that must be of a kind."""

BIRTHS = range(1915, 2021)

GROWN = 1998
"""A year of birth of someone up to it is among those of most fields; later years may be of something else."""

_Cell = TypeVar("_Cell")

_TIMED = re.compile(r"\d{1,3}[:.]\d\d(?:[:.,]\d+)*|\d+[h']\s?\d\d.*")
_EVENT = re.compile(r"[^\W\d_]{3}|\d ?km?\b", re.I)
"""What is in the name of an event: `42m` may be of a category."""

_AGE_CLASS = re.compile(r"(?:[A-Za-z]{1,3}[ -]?U?\d{2}(?:[ -]+\d{2})?|\d{2} ?[-–] ?\d{2})\+?[A-Za-z]?")

_NOT_OF_A_RACE = re.compile(
    r"https?://\S+|www\.\S+|[^@\s]+@[^@\s]+\.\w+|-?\d+(?:[.,]\d+)? ?%"
    r"|\d{4}-\d\d-\d\d[T ]\d\d:\d\d\S*|\d{10}|\d{13}"
)


class ColumnCells:
    """The cells of one column in the first rows."""

    def __init__(self, rows: Sequence[Row], column: int) -> None:
        """Those of `rows` at an index."""
        self.texts = [row.cells[column] if column < len(row.cells) else "" for row in rows[:SAMPLE]]
        self._filled = [text for text in self.texts if text.lower() not in BLANK]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing in any of them."""
        return not self._filled

    @cached_property
    def times(self) -> dict[int, int]:
        """The times by row, in milliseconds as they are usually read; none where the column holds others."""
        cells = {i: read_cell(text) for i, text in enumerate(self.texts) if _TIMED.fullmatch(text)}
        filled = [i for i, text in enumerate(self.texts) if text.lower() not in BLANK]
        others = sum(i not in cells and read_status(self.texts[i]) is None for i in filled)
        if others > (1 - MOSTLY) * len(self._filled):
            return {}
        times = {i: next(iter(cell.readings.values())).ms for i, cell in cells.items() if cell is not None}
        return {i: ms for i, ms in times.items() if ms}

    @property
    def are_clock_like(self) -> bool:
        """Whether they are times with colons, which no other figures have."""
        return self._are(self._filled, lambda text: ":" in text and _TIMED.fullmatch(text) is not None)

    @cached_property
    def figures(self) -> dict[int, int]:
        """Numbers and times with or without a plus, by row: numbers as seconds, in milliseconds."""
        cells = {i: read_cell(text.removeprefix("+")) for i, text in enumerate(self.texts)}
        return {i: next(iter(cell.readings.values())).ms for i, cell in cells.items() if cell is not None}

    @property
    def are_age_classes(self) -> bool:
        """Whether they are categories by age: `F30`, `35-39`, `M U20`."""
        return self._are(self._filled, lambda text: _AGE_CLASS.fullmatch(text) is not None)

    @property
    def have_letters(self) -> bool:
        """Whether most of them have letters."""
        return self._are(self._filled, lambda text: any(map(str.isalpha, text)))

    @cached_property
    def wholes(self) -> list[int]:
        """The whole numbers, if there is nothing else but statuses."""
        places = [read_place(text) for text in self._filled if read_status(text) is None]
        return [place for place in places if place is not None] if None not in places else []

    @property
    def are_own_numbers(self) -> bool:
        """Whether nearly every row has a whole number of its own."""
        return len(self.wholes) >= FEWEST and len(set(self.wholes)) >= MOSTLY * len(self.texts)

    @property
    def count_from_one(self) -> bool:
        """Whether they count 1, 2, 3, with ties."""
        numbers = self.wholes
        return len(numbers) >= FEWEST and all(
            number == i or (i > 1 and number == numbers[i - 2]) for i, number in enumerate(numbers, 1)
        )

    @property
    def are_births(self) -> bool:
        """Whether they are years of birth, of more than one."""
        years = [int(text) if re.fullmatch(r"\d{4}", text) else 0 for text in self._filled]
        return (
            self._are(years, lambda year: year in BIRTHS)
            and min(filter(None, years)) <= GROWN
            and len(set(years)) > 1
        )

    @property
    def are_nations(self) -> bool:
        """Whether they are codes of nations in three capital letters."""
        return self._are(self._filled, lambda text: text in CODES)

    @property
    def are_sexes(self) -> bool:
        """Whether they are of men and women."""
        values = set(self._filled)
        return (
            len(self._filled) >= FEWEST
            and set(read_sexes(values, "").values()) == {"M", "F"}
            and len(values) == 2
        )

    @property
    def are_races(self) -> bool:
        """Whether each names an event: `Half Marathon`, `10 km`."""
        return self._are(self._filled, lambda text: _EVENT.search(text) is not None and names_event(text))

    @property
    def are_names(self) -> bool:
        """Whether each is of two words or more, and no two are the same."""
        names = self._filled
        return self._are(
            names, lambda text: len(re.findall(r"[^\W\d]+", text)) > 1 and not re.search(r"\d", text)
        ) and (len(set(names)) >= MOSTLY * len(names))

    @property
    def are_of_no_race(self) -> bool:
        """Whether they are addresses of pages or mails, percentages, or moments of a computer's clock."""
        return self._are(self._filled, lambda text: _NOT_OF_A_RACE.fullmatch(text) is not None)

    @staticmethod
    def _are(cells: Sequence[_Cell], is_such: Callable[[_Cell], bool]) -> bool:
        return len(cells) >= FEWEST and sum(map(is_such, cells)) >= MOSTLY * len(cells)
