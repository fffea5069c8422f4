"""Figures of the board that are worked out only where their column is shown, as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.lazy_dataclass import dataclass
from race.pace import KM_M, LAP_M, MILE_M, pace_of
from tui.text.formatting import aligned_stretch, chance_text

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from race.board import Board
    from race.fold.runner import Runner
    from race.standings import Row


@dataclass(frozen=True, slots=True)
class FiguresOnRequest:
    """Such figures of one board."""

    board: Board
    digits: int
    """Decimals of the most precise time on it."""
    chosen: Runner | None = None
    """The athlete to whom gaps are measured."""

    def text(self, name: str, row: Row) -> str:
        """The figure of a column, by its name; empty where there is none."""
        return _FIGURES[name](self, row)


def _win(_: FiguresOnRequest, row: Row) -> str:
    return chance_text(row.chances[0]) if row.chances and row.status != "finished" else ""


def _top_three(_: FiguresOnRequest, row: Row) -> str:
    return chance_text(sum(row.chances)) if row.chances and row.status != "finished" else ""


def _projected_place(_: FiguresOnRequest, row: Row) -> str:
    is_expected = row.projection is not None and row.status != "finished"
    return str(row.projected_place or "") if is_expected else ""


def _to_chosen(figures: FiguresOnRequest, row: Row) -> str:
    gap = row.gap_to(figures.chosen) if figures.chosen is not None else None
    return aligned_stretch(gap, "+", figures.digits)


def _lap_delta(figures: FiguresOnRequest, row: Row) -> str:
    return aligned_stretch(row.lap_behind_average, "+", figures.digits)


def _to_own(figures: FiguresOnRequest, row: Row, code: str) -> str:
    marks = (mark for mark in figures.board.own_marks(row.runner.entrant) if mark.mark.code == code)
    gap = next((mark.running.gap(row.runner) for mark in marks), None) if row.is_racing else None
    return aligned_stretch(gap, "+", figures.digits)


def _pace(row: Row, per_m: float) -> str:
    """The pace of the last stretch."""
    segment = row.segment
    return str(pace_of(segment, per_m).time) if segment is not None else ""


_FIGURES: Mapping[str, Callable[[FiguresOnRequest, Row], str]] = {
    "win": _win,
    "top_three": _top_three,
    "projected_place": _projected_place,
    "category_place": lambda _, row: str(row.category_place or ""),
    "sex_place": lambda _, row: str(row.sex_place or ""),
    "chosen": _to_chosen,
    "lap_delta": _lap_delta,
    "pace_km": lambda _, row: _pace(row, KM_M),
    "pace_mile": lambda _, row: _pace(row, MILE_M),
    "pace_400": lambda _, row: _pace(row, LAP_M),
    "pb": lambda figures, row: _to_own(figures, row, "PB"),
    "sb": lambda figures, row: _to_own(figures, row, "SB"),
}

NAMES = _FIGURES.keys()
"""The columns with such figures."""
