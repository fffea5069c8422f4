"""Two runners head to head, in the sentences and figures of the view of that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.charts.gain_bars import GainBar, gain_bars
from tui.report.charts.vega import draw
from tui.report.page_parts import Section
from tui.report.race_charts import Picture
from tui.report.tables import Column, Table, plain_row
from tui.text.checkpoint_labels import checkpoint_label, short_checkpoint_label
from tui.text.formatting import stretch_text
from tui.views.head_to_head.head_to_head import Comparison, side_of

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from tui.report.charts.palette import Palette
    from tui.views.scene import Scene


def comparison(scene: Scene, first: Runner, second: Runner, palette: Palette) -> Section | None:
    """The comparison of two; None before there is a course."""
    table = scene.checkpoints
    if table is None:
        return None
    sides = [side_of(scene, table.course, runner.entrant.bib) for runner in (first, second)]
    if sides[0] is None or sides[1] is None:
        return None
    compared, course = Comparison(table, sides[0], sides[1]), table.course
    gaps = compared.newest_first[::-1]
    names = [side.name for side in (compared.first, compared.second)]
    picture = None
    if gaps:
        title = f"{names[0]} ahead (above) or behind (below)"
        bars = [
            GainBar(
                title,
                short_checkpoint_label(course, gap.checkpoint),
                gap.checkpoint,
                gap.gap.time.ms / 1000,
                stretch_text(gap.gap, "+"),
            )
            for gap in gaps
        ]
        alt = f"How far {names[0]} is ahead of {names[1]} at each checkpoint, in seconds"
        picture = Picture(draw(gain_bars(bars, palette), palette, "two"), alt)
    columns = [Column("At", is_figure=False, names_row=True), *map(Column, names)]
    rows = [
        plain_row(
            checkpoint_label(course, gap.checkpoint),
            gap.first.show(course.digits),
            gap.second.show(course.digits),
            stretch_text(gap.gap, "+"),
        )
        for gap in gaps
    ]
    behind = [Table("Times and gaps", [*columns, Column(f"{names[1]} behind")], rows)] if rows else []
    sentences = [f"{sentence}." for sentence in compared.sentences()]
    return Section("comparison", f"{names[0]} and {names[1]}", sentences, picture, behind=behind)
