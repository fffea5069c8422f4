"""The time gained and lost on one or more others, lap by lap, as bars above and below a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.report.charts.two_sided_bars import FAST, SLOW, two_sided_bars
from tui.report.charts.vega import FONT_SIZE, WIDTH, Spec, category, field, values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.charts.palette import Palette

HEIGHT = 110

MOST_LABELLED = 14
"""More bars have no room for their figures."""

FIGURES: dict[str, Spec] = {FAST: {"baseline": "bottom", "dy": -3}, SLOW: {"baseline": "top", "dy": 4}}
"""Where the figures of the bars stand: outside, at their ends."""

HEADER: Spec = {
    "title": None,
    "labelFontSize": FONT_SIZE,
    "labelAngle": 0,
    "labelAlign": "left",
    "labelAnchor": "start",
    "labelOrient": "top",
}
"""Against whom a row of bars is, above it."""

Row = dict[str, object]


class GainBar(NamedTuple):
    """A lap against one other."""

    other: str
    """Against whom: the title of a row of bars."""
    lap: str
    number: int
    """The place of the lap among the others."""
    seconds: float
    """Positive where time was gained."""
    text: str


def gain_bars(gains: Sequence[GainBar], palette: Palette) -> Spec:
    """The specification of the bars, a row for each other. At least one is given, in order."""
    laps = list(dict.fromkeys(gain.lap for gain in sorted(gains, key=lambda gain: gain.number)))
    others = list(dict.fromkeys(gain.other for gain in gains))
    rows: list[Row] = [
        {
            "other": gain.other,
            "n": others.index(gain.other),
            "lap": gain.lap,
            "v": gain.seconds,
            "text": gain.text if len(laps) <= MOST_LABELLED else "",
            "side": FAST if gain.seconds >= 0 else SLOW,
        }
        for gain in gains
    ]
    x = category("lap", title=None, scale={"domain": laps}, axis={"labelAngle": 0, "labelOverlap": True})
    y = field("v", axis=None, scale={"padding": 18})
    return {
        "data": values(rows),
        "facet": {"row": category("other", sort={"field": "n", "op": "min"}, header=HEADER)},
        "resolve": {"scale": {"y": "independent"}},
        "spec": {
            "width": WIDTH,
            "height": HEIGHT,
            "layer": two_sided_bars({"x": x, "y": y}, palette, {"width": {"band": 0.6}}, "y", FIGURES),
        },
    }
