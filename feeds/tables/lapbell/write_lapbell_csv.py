"""Lapbell's own table as CSV: long, with a row for each split, or wide, with columns for each checkpoint."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from feeds.tables.lapbell.lapbell_columns import (
    ENTRANT_COLUMNS,
    FIGURE_COLUMNS,
    HEADER,
    POINT_COLUMNS,
    RACE_COLUMNS,
    WIDE_FIGURES,
    Cell,
    cell_text,
    wide_column,
)
from race.split_rows import SplitRow

if TYPE_CHECKING:
    from race.split_rows import EntrantRows, RaceRows


class TextFile(Protocol):
    """What is written to."""

    def write(self, text: str, /) -> object:
        """Write a text."""


def write_long(file: TextFile, races: Iterable[RaceRows]) -> None:
    """Write the splits of some races, with one header."""
    _write(file, HEADER, (row for race in races for row in long_rows(race)))


def write_wide(file: TextFile, race: RaceRows) -> None:
    """Write a race with a row for each entrant."""
    figures = [(point, name) for point in race.checkpoints for name in WIDE_FIGURES]
    heads = [wide_column(point.id, point.distance_m, name) for point, name in figures]
    _write(file, [*RACE_COLUMNS, *ENTRANT_COLUMNS, *heads], wide_rows(race))


def long_rows(race: RaceRows) -> Iterator[list[Cell]]:
    """A row for each split.

    An entrant without any has a row without a checkpoint, and a checkpoint a row without an entrant.
    """
    about_race: list[Cell] = [column(race) for column in RACE_COLUMNS.values()]
    no_entrant: list[Cell] = [None] * len(ENTRANT_COLUMNS)
    no_point: list[Cell] = [None] * len(POINT_COLUMNS)
    no_figures: list[Cell] = [None] * len(FIGURE_COLUMNS)
    seen: set[str] = set()
    for entrant in race.entrants:
        about_entrant = _entrant_cells(entrant)
        for split in entrant.splits:
            seen.add(split.checkpoint.id)
            yield [*about_race, *about_entrant, *_point_cells(split), *_figure_cells(split)]
        if not entrant.splits:
            yield [*about_race, *about_entrant, *no_point, *no_figures]
    for checkpoint in race.checkpoints:
        if checkpoint.id not in seen:
            row = SplitRow(checkpoint=checkpoint)
            yield [*about_race, *no_entrant, *_point_cells(row), *no_figures]


def wide_rows(race: RaceRows) -> Iterator[list[Cell]]:
    """A row for each entrant."""
    about_race = [column(race) for column in RACE_COLUMNS.values()]
    for entrant in race.entrants:
        by_point = {split.checkpoint.id: split for split in entrant.splits}
        figures: list[Cell] = []
        for checkpoint in race.checkpoints:
            split = by_point.get(checkpoint.id)
            figures += (FIGURE_COLUMNS[name](split) if split else None for name in WIDE_FIGURES)
        yield [*about_race, *_entrant_cells(entrant), *figures]


def _entrant_cells(entrant: EntrantRows) -> list[Cell]:
    return [column(entrant) for column in ENTRANT_COLUMNS.values()]


def _point_cells(split: SplitRow) -> list[Cell]:
    return [column(split) for column in POINT_COLUMNS.values()]


def _figure_cells(split: SplitRow) -> list[Cell]:
    return [column(split) for column in FIGURE_COLUMNS.values()]


def _write(file: TextFile, header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> None:
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(map(cell_text, header))
    writer.writerows(map(cell_text, row) for row in rows)
