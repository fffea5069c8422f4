"""Assigns the figures below an athlete's row to the columns of the table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from heapq import nsmallest
from itertools import accumulate, combinations
from math import comb
from statistics import median_low
from typing import TYPE_CHECKING

from feeds.documents.printed_document import ColumnFit, Contradiction, LapRow, Performance, PrintedSplit
from race.lazy_dataclass import dataclass

if TYPE_CHECKING:
    from feeds.documents.athlete_block import AthleteBlock, Figures, SplitRow

Heads = Sequence[Sequence[float]]
"""Rows of column heads in metres from the start; the finish is the distance of the race."""

CLEARLY = 3
"""How many times closer the best choice must fit than the next one."""

MOST_CHOICES = 10_000
"""How many choices of columns for a row are tried at most."""

FieldTimes = dict[float, int]
"""A typical time of the field at each point, in milliseconds by metres."""


def assign_points(
    blocks: Sequence[AthleteBlock], heads: Heads, distance_m: float
) -> tuple[tuple[Performance, ...], list[Contradiction]]:
    """The performances with their figures assigned to columns, and the rows that do not fit the columns.

    Where a row lacks figures, the times of the field show which.
    """
    columns = [head for row in heads for head in row]
    full = [block.times for block in blocks if len(block.times) == len(columns)]
    field_times = {m: median_low(times[i] for times in full) for i, m in enumerate(columns)} if full else {}
    assignments = [_Assignment(block, heads, distance_m, field_times) for block in blocks]
    performances = tuple(assignment.performance() for assignment in assignments)
    return performances, [misfit for assignment in assignments for misfit in assignment.misfits]


@dataclass(slots=True)
class _Assignment:
    block: AthleteBlock
    heads: Heads
    distance_m: float
    field_times: FieldTimes
    splits: list[PrintedSplit] = field(default_factory=list)
    laps: list[LapRow] = field(default_factory=list)
    misfits: list[Contradiction] = field(default_factory=list)
    fits: list[ColumnFit] = field(default_factory=list)

    def performance(self) -> Performance:
        for row, columns, is_last in self._rows():
            self._assign(row, columns, is_last)
        finish = next((split for split in self.splits if split.distance_m == self.distance_m), None)
        for line in self.block.stray_lap_lines():
            self._report(line, "has laps without a row of splits next to them")
        return replace(
            self.block.athlete,
            splits=tuple(split for split in self.splits if split is not finish),
            finish=finish,
            laps=tuple(self.laps),
            column_fits=tuple(self.fits),
        )

    def _report(self, line: int, text: str) -> None:
        athlete = self.block.athlete
        self.misfits.append(Contradiction(athlete.document, line, f"{athlete.family} {text}"))

    def _rows(self) -> Iterator[tuple[SplitRow, list[float], bool]]:
        """The rows of splits with their columns, and whether a row is the last.

        A row has the columns of the row of heads above it, or as many as it needs.
        """
        columns = [head for row in self.heads for head in row]
        starts = [0, *accumulate(map(len, self.heads))]
        rows = self.block.rows()
        column = 0
        for i, row in enumerate(rows):
            column = max(column, starts[min(i, len(self.heads))])
            end = max(starts[min(i + 1, len(self.heads))], column + len(row.figures))
            yield row, columns[column:end], i == len(rows) - 1
            column += len(row.figures)

    def _assign(self, row: SplitRow, columns: list[float], is_last: bool) -> None:
        figures, finish = row.figures, None
        if is_last and self._ends_with_finish(figures, columns):
            figures, finish = figures[:-1], figures[-1]
            columns = [m for m in columns if m != self.distance_m]
        points = columns[: len(figures)]
        if len(points) < len(figures):
            self._report(row.line, "has more figures than there are column heads")
        elif len(figures) < len(columns) and (not is_last or self.block.athlete.result):
            fit = self._best_fit(row.line, figures, columns)
            if fit and not (fit.is_clear and fit.points_m == tuple(points)):
                self.fits.append(fit)
                points = list(fit.points_m)
        placed = [*zip(points, figures, strict=False), (self.distance_m, finish)]
        splits = [PrintedSplit(m, f.time, f.printed_place, row.line) for m, f in placed if f]
        self.splits += splits
        if row.laps:
            self.laps.append(LapRow(row.laps_line, row.laps, tuple(split.distance_m for split in splits)))

    def _ends_with_finish(self, figures: Figures, columns: list[float]) -> bool:
        """Whether the last figure is the finish: in its column, or equal to the result."""
        last, result = figures[-1], self.block.athlete.result
        in_column = len(columns) == len(figures) and columns[-1] == self.distance_m
        return last is not None and (in_column or (result is not None and last.time.ms == result.ms))

    def _best_fit(self, line: int, figures: Figures, columns: list[float]) -> ColumnFit | None:
        """The columns, in order, for which the figures are closest to the field's at this runner's pace."""
        known = [m for m in columns if m in self.field_times and m != self.distance_m]
        times = [figure.time.ms for figure in figures if figure]
        has_choices = 0 < comb(len(known), len(times)) <= MOST_CHOICES
        if not times or len(times) < len(figures) or not has_choices:
            return None
        pace = self._pace()

        def misfit(points: Iterable[float]) -> float:
            return sum(abs(self.field_times[m] * pace - ms) for m, ms in zip(points, times, strict=True))

        best, *others = nsmallest(2, combinations(known, len(times)), key=misfit)
        is_clear = not others or misfit(best) * CLEARLY < misfit(others[0])
        return ColumnFit(line, best, is_clear)

    def _pace(self) -> float:
        """This runner's time over the field's, at the last known split or by the result."""
        result = self.block.athlete.result
        known = [split for split in self.splits if split.distance_m in self.field_times]
        if known:
            return known[-1].time.ms / self.field_times[known[-1].distance_m]
        if result and self.distance_m in self.field_times:
            return result.ms / self.field_times[self.distance_m]
        return 1.0
