"""The figures below an athlete's row are put under the marks of the columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from heapq import nsmallest
from itertools import accumulate, combinations
from math import comb
from statistics import median_low

from feeds.documents.athlete_block import Block, FigureRow, Figures
from feeds.documents.printed_document import Fit, LapRow, Performance, Reading

Heads = Sequence[Sequence[float]]
"""Rows of column heads in metres from the start; the finish is the distance of the race."""

CLEARLY = 3
"""So many times nearer than the next way is clear."""

MOST_WAYS = 10_000
"""Ways to put figures under heads that are tried."""

Usual = dict[float, int]
"""A time of the field at each mark, in milliseconds by metres."""


@dataclass(slots=True)
class AssignedPerformance:
    """A performance under its heads, and what could not be placed."""

    performance: Performance
    surplus: list[int] = field(default_factory=list)
    """Lines with more figures than there are heads."""


def place(blocks: Sequence[Block], heads: Heads, distance_m: float) -> list[AssignedPerformance]:
    """Every block under its heads. Where figures are missing in a row, times of the field tell which."""
    columns = [head for row in heads for head in row]
    full = [block.times for block in blocks if len(block.times) == len(columns)]
    usual = {m: median_low(run[i] for run in full) for i, m in enumerate(columns)} if full else {}
    return [_Assignment(block, heads, distance_m, usual).placed() for block in blocks]


@dataclass(slots=True)
class _Assignment:
    block: Block
    heads: Heads
    distance_m: float
    usual: Usual
    readings: list[Reading] = field(default_factory=list)
    laps: list[LapRow] = field(default_factory=list)
    surplus: list[int] = field(default_factory=list)
    fitted: list[Fit] = field(default_factory=list)

    def placed(self) -> AssignedPerformance:
        for row, columns, is_last in self._rows():
            self._place(row, columns, is_last)
        finish = next((reading for reading in self.readings if reading.distance_m == self.distance_m), None)
        performance = replace(
            self.block.athlete,
            marks=tuple(reading for reading in self.readings if reading is not finish),
            finish=finish,
            laps=tuple(self.laps),
            fitted=tuple(self.fitted),
        )
        return AssignedPerformance(performance, self.surplus)

    def _rows(self) -> Iterator[tuple[FigureRow, list[float], bool]]:
        """The rows of marks with the columns that are theirs: as many as the row of heads has that they
        stand under, or as they need."""
        columns = [head for row in self.heads for head in row]
        begins = [0, *accumulate(map(len, self.heads))]
        rows = self.block.rows()
        column = 0
        for i, row in enumerate(rows):
            column = max(column, begins[min(i, len(self.heads))])
            end = max(begins[min(i + 1, len(self.heads))], column + len(row.figures))
            yield row, columns[column:end], i == len(rows) - 1
            column += len(row.figures)

    def _place(self, row: FigureRow, columns: list[float], is_last: bool) -> None:
        figures, finish = row.figures, None
        if is_last and self._ends_with_finish(figures, columns):
            figures, finish = figures[:-1], figures[-1]
            columns = [m for m in columns if m != self.distance_m]
        under = columns[: len(figures)]
        if len(under) < len(figures):
            self.surplus.append(row.line)
        elif len(figures) < len(columns) and (not is_last or self.block.athlete.result):
            fit = self._best_fit(row.line, figures, columns)
            if fit and not (fit.is_clear and fit.marks_m == tuple(under)):
                self.fitted.append(fit)
                under = list(fit.marks_m)
        here = [Reading(m, f.time, f.rank, row.line) for m, f in zip(under, figures, strict=False) if f]
        if finish:
            here.append(Reading(self.distance_m, finish.time, finish.rank, row.line))
        self.readings += here
        if row.laps:
            ends = tuple(reading.distance_m for reading in here)
            self.laps.append(LapRow(row.laps_line, row.laps, ends))

    def _ends_with_finish(self, figures: Figures, columns: list[float]) -> bool:
        """Whether the last figure is the finish: under its head, or equal to the result."""
        last, result = figures[-1], self.block.athlete.result
        under_head = len(columns) == len(figures) and columns[-1] == self.distance_m
        return last is not None and (under_head or (result is not None and last.time.ms == result.ms))

    def _best_fit(self, line: int, figures: Figures, columns: list[float]) -> Fit | None:
        """The columns, in order, under which the figures are nearest to the field's at this runner's pace."""
        known = [m for m in columns if m in self.usual and m != self.distance_m]
        times = [figure.time.ms for figure in figures if figure]
        has_ways = 0 < comb(len(known), len(times)) <= MOST_WAYS
        if not times or len(times) < len(figures) or not has_ways:
            return None
        pace = self._pace()

        def misfit(way: Iterable[float]) -> float:
            return sum(abs(self.usual[m] * pace - ms) for m, ms in zip(way, times, strict=True))

        best, *others = nsmallest(2, combinations(known, len(times)), key=misfit)
        is_clear = not others or misfit(best) * CLEARLY < misfit(others[0])
        return Fit(line, best, is_clear)

    def _pace(self) -> float:
        """This runner's time over the field's, at the last mark or by the result."""
        result = self.block.athlete.result
        known = [reading for reading in self.readings if reading.distance_m in self.usual]
        if known:
            return known[-1].time.ms / self.usual[known[-1].distance_m]
        if result and self.distance_m in self.usual:
            return result.ms / self.usual[self.distance_m]
        return 1.0
