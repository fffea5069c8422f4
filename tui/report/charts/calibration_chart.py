"""Calibration: how often what was said to be so likely came true."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from race.calibration import RANGES_HOLD
from tui.report.charts.vega import WIDTH, Spec, category, field, values

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.calibration import Reliability
    from tui.report.charts.palette import Palette

HEIGHT = 260

PANEL = (WIDTH - 80) // 2
"""The width of one of the two panels."""


class CalibrationPoint(NamedTuple):
    """How often something came true at one place of a panel."""

    kind: str
    """Of race; in the chart of one race it is empty."""
    at: float
    """The part of the way done, or the chance given, from 0 to 1."""
    found: Reliability


def calibration_chart(
    ranges: Sequence[CalibrationPoint], chances: Sequence[CalibrationPoint], palette: Palette
) -> Spec:
    """The specification of a panel for the ranges and one for the chances; one that is empty is left out."""
    kinds = list(dict.fromkeys(point.kind for point in (*ranges, *chances)))
    panels = []
    if ranges:
        x, y = _share("x", "part of the way done"), _share("y", "ranges that held")
        panels.append(_panel(x, y, ranges, [(0, RANGES_HOLD), (1, RANGES_HOLD)], kinds, palette))
    if chances:
        x, y = _share("x", "chance of winning given"), _share("y", "runners who won")
        panels.append(_panel(x, y, chances, [(0, 0), (1, 1)], kinds, palette))
    return {"hconcat": panels, "spacing": 40}


def _share(name: str, title: str) -> Spec:
    axis = {"format": ".0%", "tickCount": 5, "labelPadding": 8}
    return field(name, title=title, scale={"domain": [0, 1]}, axis=axis)


def _row(point: CalibrationPoint) -> dict[str, object]:
    low, high = point.found.interval
    return {"kind": point.kind, "x": point.at, "y": point.found.share, "low": low, "high": high}


def _panel(
    x: Spec,
    y: Spec,
    points: Sequence[CalibrationPoint],
    aim: list[tuple[float, float]],
    kinds: list[str],
    palette: Palette,
) -> Spec:
    """Points with the intervals of their shares, and a dashed line where they should be."""
    legend = {"orient": "bottom", "title": None, "labelColor": palette.ink} if len(kinds) > 1 else None
    colour = category("kind", scale={"domain": kinds, "range": list(palette.lines)}, legend=legend)
    shape = category("kind", scale={"domain": kinds}, legend=legend)
    line = {"type": "line", "color": palette.dim, "strokeDash": [4, 4]}
    span = {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour}
    rows = values([_row(point) for point in points])
    return {
        "width": PANEL,
        "height": HEIGHT,
        "layer": [
            {
                "data": values([{"x": at, "y": share} for at, share in aim]),
                "mark": line,
                "encoding": {"x": x, "y": y},
            },
            {"data": rows, "mark": {"type": "rule", "strokeWidth": 1.5}, "encoding": span},
            {
                "data": rows,
                "mark": {"type": "point", "filled": True, "size": 60, "opacity": 1},
                "encoding": {"x": x, "y": y, "color": colour, "shape": shape},
            },
        ],
    }
