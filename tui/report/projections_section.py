"""How right the projections were: what was shown during a race, compared with what was run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from race.calibration import RANGES_HOLD, Reliability, by_chance
from race.projection.board_model import BoardModel
from race.projection_grading import Grade, grade
from tui.report.charts.calibration_chart import CalibrationPoint, calibration_chart
from tui.report.charts.vega import draw
from tui.report.page_parts import Section
from tui.report.race_charts import Picture
from tui.report.tables import Column, Table, plain_row
from tui.text.formatting import chance_text
from tui.text.grade_rows import grade_rows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tui.report.charts.palette import Palette
    from tui.views.scene import Scene

MOST_ROWS = 100_000
"""Rows of boards that are worked out at most, so that a report of a large field does not take minutes."""

FEWEST = 20
"""Projections, fewer of which say nothing."""

COLUMNS = (
    Column("At", is_figure=False, names_row=True),
    *map(Column, ("Projections", "Error in s", "Even pace", "Ratio", "In range", "Half range")),
    Column("Projected first", is_figure=False),
)

ALT = (
    "How often the ranges shown at each checkpoint held, which should be 80 %, and how often runners won "
    "by the chance they had been given, which should be as often; lines are 95 % intervals"
)


def projections_section(scene: Scene, palette: Palette) -> Section | None:
    """The section; None before the end of a race, and where too little was projected."""
    history, runners = scene.history, scene.board.state.runners
    if scene.board.clock_ms < history.end_ms or not runners:
        return None
    graded = grade(history, BoardModel(), most=MOST_ROWS // len(runners))
    if graded is None or len(graded.projections) < FEWEST:
        return None
    rows = [plain_row(*row) for row in grade_rows(graded, runners)]
    return Section(
        "projections",
        "How right the projections were",
        sentences=[_sentence(graded)],
        picture=_picture(graded, palette),
        behind=[Table("Projections of the finish at each checkpoint", COLUMNS, rows)],
    )


def _sentence(graded: Grade) -> str:
    summary = graded.summary()
    coverage = summary.coverage
    held = "" if coverage is None else f"; {chance_text(coverage)} of the ranges held the time run"
    return (
        f"{summary.projections} projected finishes were {summary.error_ms / 1000:.1f} s off on average, "
        f"at even pace {summary.even_error_ms / 1000:.1f} s{held}."
    )


def _picture(graded: Grade, palette: Palette) -> Picture | None:
    ranges = list(_ranges(graded))
    chances = [CalibrationPoint("", won.said, won) for won in by_chance(graded.chances)]
    if not ranges and not chances:
        return None
    return Picture(draw(calibration_chart(ranges, chances, palette), palette, "projections"), ALT)


def _ranges(graded: Grade) -> Iterator[CalibrationPoint]:
    for index in graded.checkpoints:
        summary = graded.summary(index)
        if summary.ranges:
            done = graded.course.distance(index) / graded.course.distance_m
            yield CalibrationPoint("", done, Reliability(RANGES_HOLD, summary.ranges, summary.held))
