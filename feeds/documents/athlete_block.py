"""An athlete's row and the rows of figures below it, as they are printed."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from feeds.documents.row_figures import Figure
from race.times import UNITS_MS

if TYPE_CHECKING:
    from feeds.documents.printed_document import Performance
    from race.times import Time

Figures = list[Figure | None]
"""The figures of a row; None where a dash is printed."""


class SplitRow(NamedTuple):
    """A row of splits, with the row of laps next to it if there is one."""

    line: int
    figures: Figures
    laps_line: int = 0
    laps: tuple[Time, ...] = ()


@dataclass(slots=True)
class AthleteBlock:
    """A performance whose splits are not assigned to points of the course yet."""

    athlete: Performance
    printed: list[tuple[int, Figures]] = field(default_factory=list)
    """Rows of splits and rows of laps with their lines, in printed order."""
    without_places: bool = False
    """Whether splits are printed without places: a row of splits, then a row of laps."""
    are_ranked: bool = True
    """Whether the document prints places beside splits; else a row of laps is one whose laps add up."""

    @property
    def has_places(self) -> bool:
        """Whether a place is printed beside any figure."""
        return any(figure and figure.printed_place is not None for _, row in self.printed for figure in row)

    @property
    def times(self) -> list[int]:
        """All split times in milliseconds, in printed order."""
        return [figure.time.ms for row in self.rows() for figure in row.figures if figure]

    def rows(self) -> list[SplitRow]:
        """The rows of splits, each with the laps below it, or above it where a block begins with laps."""
        are_splits = self._are_splits()
        rows: list[SplitRow] = []
        for i, (line, figures) in enumerate(self.printed):
            if not are_splits[i]:
                continue
            beside = i + 1 if are_splits[0] else i - 1
            if 0 <= beside < len(are_splits) and not are_splits[beside]:
                laps_line, laps = self.printed[beside]
                rows.append(SplitRow(line, figures, laps_line, tuple(lap.time for lap in laps if lap)))
            else:
                rows.append(SplitRow(line, figures))
        return rows

    def stray_lap_lines(self) -> list[int]:
        """Lines of laps without a row of splits next to them."""
        beside = {row.laps_line for row in self.rows()}
        lines = zip(self.printed, self._are_splits(), strict=True)
        return [line for (line, _), are_splits in lines if not are_splits and line not in beside]

    def _are_splits(self) -> list[bool]:
        """For each printed row whether it holds splits, not laps."""
        if self.without_places:
            return [i % 2 == 0 for i in range(len(self.printed))]
        if self.are_ranked:
            return [self._holds_splits(figures) for _, figures in self.printed]
        rows = [figures for _, figures in self.printed]
        return [
            not any(_are_laps_of(row, other) for other in (*rows[i + 1 : i + 2], *rows[max(i - 1, 0) : i]))
            for i, row in enumerate(rows)
        ]

    def _holds_splits(self, figures: Figures) -> bool:
        """Whether a row holds splits: figures with places, or the result alone."""
        result = self.athlete.result
        is_result = len(figures) == 1 and figures[0] is not None and result == figures[0].time
        return is_result or any(figure is not None and figure.printed_place is not None for figure in figures)


def _are_laps_of(laps: Figures, splits: Figures) -> bool:
    """Whether the figures of a row are the steps between those of another, from the second one on."""
    if len(laps) != len(splits) or len(laps) < 2:
        return False
    steps = [
        (lap.time, split.time.ms - before.time.ms)
        for before, split, lap in zip(splits, splits[1:], laps[1:], strict=False)
        if before and split and lap
    ]
    return bool(steps) and all(abs(lap.ms - step) < 2 * UNITS_MS[lap.digits] for lap, step in steps)
