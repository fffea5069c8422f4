"""The grade of a race in words: a row for each checkpoint, and one for all of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.text.safe_text import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from race.fold.runner import Runner
    from race.projection_grading import Grade, GradeSummary
    from race.shown_chances import Favourite


def grade_rows(graded: Grade, runners: Mapping[str, Runner]) -> list[tuple[str, ...]]:
    """The rows: where, how many, error, even pace, ratio, in range, half range, and who was projected first.

    There must be graded projections.
    """
    rows = []
    for index in graded.checkpoints:
        favourite = graded.favourite(index)
        first = _first(favourite, clean(runners[favourite.bib].short_name)) if favourite else ""
        rows.append((clean(graded.course.label(index)), *_cells(graded.summary(index)), first))
    summary = graded.summary()
    return [*rows, ("all", *_cells(summary), _firsts(summary))]


def _cells(summary: GradeSummary) -> tuple[str, ...]:
    return (
        str(summary.projections),
        _seconds(summary.error_ms),
        _seconds(summary.even_error_ms),
        f"x{summary.ratio:.2f}" if summary.ratio is not None else "",
        _percent(summary.coverage) if summary.coverage is not None else "none",
        f"±{_seconds(summary.half_width_ms)}" if summary.half_width_ms is not None else "",
    )


def _seconds(ms: float) -> str:
    return f"{ms / 1000:.2f}"


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


def _first(favourite: Favourite, name: str) -> str:
    chance = "" if favourite.chance is None else f" {_percent(favourite.chance)}"
    return f"{name}{chance}, {'won' if favourite.won else 'did not win'}"


def _firsts(summary: GradeSummary) -> str:
    if not summary.favourites:
        return ""
    chance = summary.favourites_chance
    expected = "" if chance is None else f", given {_percent(chance)} on average"
    score = "" if summary.brier is None else f"; Brier score {summary.brier:.2f}"
    return f"{summary.favourites_won} of {summary.favourites} won{expected}{score}"
