"""Bars on two sides of a line: on one what is fast or gained, on the other what is slow or lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.charts.vega import Spec, category

if TYPE_CHECKING:
    from tui.report.charts.palette import Palette

FAST, SLOW = "fast", "slow"
"""The values of the field `side` of the data."""


def two_sided_bars(
    place: Spec, palette: Palette, bar: Spec, zero: str, figures: dict[str, Spec]
) -> list[Spec]:
    """The layers of the bars, the line and the figures, which are in the field `text`.

    Args:
        place: The encoding of both axes.
        palette: The colours.
        bar: What the mark of a bar has besides.
        zero: The axis that the line stands on.
        figures: By side, where its figures stand.
    """
    colours: Spec = {"domain": [FAST, SLOW], "range": [palette.faster, palette.slower]}
    bars: Spec = {
        "mark": {"type": "bar", **bar},
        "encoding": {**place, "color": category("side", scale=colours, legend=None)},
    }
    line: Spec = {
        "mark": {"type": "rule", "color": palette.dim},
        "encoding": {zero: {"datum": 0, "axis": None}},
    }
    labels: list[Spec] = [
        {
            "transform": [{"filter": f"datum.side == '{side}'"}],
            "mark": {"type": "text", "color": palette.ink, **where},
            "encoding": {**place, "text": category("text")},
        }
        for side, where in figures.items()
    ]
    return [bars, line, *labels]
