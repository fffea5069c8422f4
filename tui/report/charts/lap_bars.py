"""The laps of each runner as bars: left of the line faster than the middle lap of all, right slower."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from tui.report.charts.two_sided_bars import FAST, SLOW, two_sided_bars
from tui.report.charts.vega import FONT_SIZE, WIDTH, Spec, category, field, values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.charts.palette import Palette

MOST_LAPS = 8
"""With more laps a lap has no room for its bar and its figure: a chart along the course shows them."""

ROW_HEIGHT = 22

REACH = 0.95
"""The share of the laps that the scale holds; the bars of the others end at its edge."""

FIGURES: dict[str, Spec] = {
    FAST: {"align": "right", "baseline": "middle", "dx": -4},
    SLOW: {"align": "left", "baseline": "middle", "dx": 4},
}
"""Where the figures of the bars stand: outside, at their ends."""

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
            "side": FAST if lap.seconds < middle else SLOW,
        }
        for lap in laps
    ]
    x = field("v", scale={"domain": [-1.7 * most, 1.7 * most], "nice": False}, axis=None)
    y = category("runner", title=None, axis={"labelLimit": 150, "grid": False})
    header = {"labelFontSize": FONT_SIZE, "title": None}
    return {
        "data": values(rows),
        "facet": {"column": category("lap", sort={"field": "n", "op": "min"}, header=header)},
        "spacing": 6,
        "spec": {
            "width": WIDTH / max(columns, 3),
            "height": runners * ROW_HEIGHT,
            "layer": two_sided_bars({"x": x, "y": y}, palette, {"height": ROW_HEIGHT - 10}, "x", FIGURES),
        },
    }
