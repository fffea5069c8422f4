"""An athlete's row and the rows of figures below it, as they are printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from feeds.documents.printed_document import Performance
from feeds.documents.row_figures import Figure
from race.times import Time

Figures = list[Figure | None]
"""None where a dash is printed."""


class FigureRow(NamedTuple):
    """A row of marks, with the row of laps beside it if there is one."""

    line: int
    figures: Figures
    laps_line: int = 0
    laps: tuple[Time, ...] = ()


@dataclass(slots=True)
class Block:
    """A performance whose marks are not placed yet."""

    athlete: Performance
    printed: list[tuple[int, Figures]] = field(default_factory=list)
    """Rows of marks and rows of laps with their lines, in the order in which they are printed."""
    without_ranks: bool = False
    """Whether marks are printed without ranks: a row of them, then a row of laps."""

    @property
    def times(self) -> list[int]:
        """All times at marks in milliseconds, in order."""
        return [figure.time.ms for row in self.rows() for figure in row.figures if figure]

    def rows(self) -> list[FigureRow]:
        """The rows of marks, each with the laps below it, or above it where a block begins with laps."""
        kinds = self._kinds()
        rows: list[FigureRow] = []
        for i, (line, figures) in enumerate(self.printed):
            if not kinds[i]:
                continue
            beside = i - 1 if not kinds[0] else i + 1
            if 0 <= beside < len(kinds) and not kinds[beside]:
                laps_line, laps = self.printed[beside]
                rows.append(FigureRow(line, figures, laps_line, tuple(lap.time for lap in laps if lap)))
            else:
                rows.append(FigureRow(line, figures))
        return rows

    def strays(self) -> list[int]:
        """Lines of laps that stand beside no row of marks."""
        beside = {row.laps_line for row in self.rows()}
        laps = (line for (line, _), is_marks in zip(self.printed, self._kinds(), strict=True) if not is_marks)
        return [line for line in laps if line not in beside]

    def _kinds(self) -> list[bool]:
        """For each printed row whether it is one of marks."""
        if self.without_ranks:
            return [i % 2 == 0 for i in range(len(self.printed))]
        return [self._holds_marks(figures) for _, figures in self.printed]

    def _holds_marks(self, figures: Figures) -> bool:
        """Whether a row is one of marks: they have ranks, or are the result alone."""
        result = self.athlete.result
        is_result = len(figures) == 1 and figures[0] is not None and result == figures[0].time
        return is_result or any(figure is not None and figure.rank is not None for figure in figures)
