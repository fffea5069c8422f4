"""The laps of each runner as bars: left of the line faster than the middle lap of all, right slower."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tui.report.charts.vega import FONT_SIZE, WIDTH, Spec, category, field, values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.charts.palette import Palette

MOST_LAPS = 8
"""With more laps a lap has no room for its bar and its figure: a chart along the course shows them."""

ROW_HEIGHT = 22

REACH = 0.95
"""The share of the laps that the scale holds; the bars of the others end at its edge."""

Row = dict[str, object]


class LapBar(NamedTuple):
    """A lap of a runner."""

    runner: str
    lap: str
    """The title of its column: the checkpoint that ends it."""
    number: int
    """The place of its column among the others."""
    seconds: float
    """At its pace, for a whole lap or a kilometre."""
    text: str


def lap_bars(laps: Sequence[LapBar], palette: Palette) -> Spec:
    """The specification of the bars. At least one lap is given, and runners and laps are in order."""
    middle = median(lap.seconds for lap in laps)
    sizes = sorted(abs(lap.seconds - middle) for lap in laps)
    most = max(sizes[int((len(sizes) - 1) * REACH)], 0.1)
    columns, runners = len({lap.lap for lap in laps}), len({lap.runner for lap in laps})
    rows: list[Row] = [
        {
            "runner": lap.runner,
            "lap": lap.lap,
            "n": lap.number,
            "v": min(max(lap.seconds - middle, -most), most),
            "text": lap.text,
            "side": "faster" if lap.seconds < middle else "slower",
        }
        for lap in laps
    ]
    x = field("v", scale={"domain": [-1.7 * most, 1.7 * most], "nice": False}, axis=None)
    y = category("runner", title=None, axis={"labelLimit": 150, "grid": False})
    sides = {"domain": ["faster", "slower"], "range": [palette.faster, palette.slower]}
    labels = [
        {
            "transform": [{"filter": f"datum.side == '{side}'"}],
            "mark": {"type": "text", "align": align, "baseline": "middle", "dx": dx, "color": palette.ink},
            "encoding": {"x": x, "y": y, "text": category("text")},
        }
        for side, align, dx in (("faster", "right", -4), ("slower", "left", 4))
    ]
    bars = {
        "mark": {"type": "bar", "height": ROW_HEIGHT - 10},
        "encoding": {"x": x, "y": y, "color": category("side", scale=sides, legend=None)},
    }
    zero = {"mark": {"type": "rule", "color": palette.dim}, "encoding": {"x": {"datum": 0, "axis": None}}}
    return {
        "data": values(rows),
        "facet": {
            "column": category(
                "lap", sort={"field": "n", "op": "min"}, header={"labelFontSize": FONT_SIZE, "title": None}
            )
        },
        "spacing": 6,
        "spec": {
            "width": WIDTH / max(columns, 3),
            "height": runners * ROW_HEIGHT,
            "layer": [bars, zero, *labels],
        },
    }
