"""An athlete's row and the rows of figures below it, as they are printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import field
from typing import TYPE_CHECKING, NamedTuple

from feeds.documents.row_figures import Figure
from race.lazy_dataclass import dataclass
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
    legs: list[str] = field(default_factory=list)
    """Who ran the legs of a relay, in words."""
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
        return _without_ranks([figures for _, figures in self.printed])

    def _holds_splits(self, figures: Figures) -> bool:
        """Whether a row holds splits: figures with places, or the result alone."""
        result = self.athlete.result
        is_result = len(figures) == 1 and figures[0] is not None and result == figures[0].time
        return is_result or any(figure is not None and figure.printed_place is not None for figure in figures)


def _without_ranks(rows: Sequence[Figures]) -> list[bool]:
    """For each row whether it holds splits: all do but those that are the steps of a row beside them."""
    are_splits: list[bool] = []
    before_ms = 0
    while len(are_splits) < len(rows):
        row, *below = rows[len(are_splits) : len(are_splits) + 2]
        if below and _are_laps_of(below[0], row, before_ms):
            are_splits += [True, False]
        elif below and _are_laps_of(row, below[0], before_ms):
            are_splits += [False, True]
            row = below[0]
        else:
            are_splits.append(True)
        before_ms = next((figure.time.ms for figure in reversed(row) if figure), before_ms)
    return are_splits


def _are_laps_of(laps: Figures, splits: Figures, before_ms: int) -> bool:
    """Whether figures are the steps between others; the first of several may be from anywhere."""
    if len(laps) != len(splits):
        return False
    times = [before_ms, *(split.time.ms if split else None for split in splits)]
    steps = [
        (lap.time, after - before)
        for before, after, lap in zip(times, times[1:], laps, strict=False)
        if before is not None and after is not None and lap
    ]
    wanted = steps[1:] or steps
    return bool(wanted) and all(abs(lap.ms - step) < 2 * UNITS_MS[lap.digits] for lap, step in wanted)
