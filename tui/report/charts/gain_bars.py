"""The time gained and lost on one or more others, lap by lap, as bars above and below a line."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.report.charts.vega import FONT_SIZE, WIDTH, Spec, category, field, values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.charts.palette import Palette

HEIGHT = 110

MOST_LABELLED = 14
"""More bars have no room for their figures."""

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
            "side": "gained" if gain.seconds >= 0 else "lost",
        }
        for gain in gains
    ]
    x = category("lap", title=None, scale={"domain": laps}, axis={"labelAngle": 0, "labelOverlap": True})
    y = field("v", axis=None, scale={"padding": 18})
    sides = {"domain": ["gained", "lost"], "range": [palette.faster, palette.slower]}
    labels = [
        {
            "transform": [{"filter": f"datum.side == '{side}'"}],
            "mark": {"type": "text", "baseline": baseline, "dy": dy, "color": palette.ink},
            "encoding": {"x": x, "y": y, "text": category("text")},
        }
        for side, baseline, dy in (("gained", "bottom", -3), ("lost", "top", 4))
    ]
    bars = {
        "mark": {"type": "bar", "width": {"band": 0.6}},
        "encoding": {"x": x, "y": y, "color": category("side", scale=sides, legend=None)},
    }
    zero = {"mark": {"type": "rule", "color": palette.dim}, "encoding": {"y": {"datum": 0, "axis": None}}}
    header = {
        "title": None,
        "labelFontSize": FONT_SIZE,
        "labelAngle": 0,
        "labelAlign": "left",
        "labelOrient": "top",
    }
    return {
        "data": values(rows),
        "facet": {
            "row": category(
                "other", sort={"field": "n", "op": "min"}, header={**header, "labelAnchor": "start"}
            )
        },
        "resolve": {"scale": {"y": "independent"}},
        "spec": {"width": WIDTH, "height": HEIGHT, "layer": [bars, zero, *labels]},
    }
