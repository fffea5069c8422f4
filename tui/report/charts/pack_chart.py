"""The packs at each checkpoint as bars from the first of each to its last, behind the leader."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from tui.report.charts.vega import WIDTH, Spec, category, field, values
from tui.views.charts.chart_scale import scale_of_seconds

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tui.report.charts.palette import Palette
    from tui.views.charts.chart_scale import Scale

ROW_HEIGHT = 26

TICK_ROWS = 16
"""As if on so many rows: the scale has a tick on every second one."""

LEAST_S = 2.0
"""The least width of the scale, in seconds."""

LEAST_BAR = 0.004
"""The length of a bar of one runner, as a share of the scale."""

FIGURE = 0.03
"""The room that the number of runners takes, likewise."""

Row = dict[str, object]


class PackBar(NamedTuple):
    """A pack at a checkpoint."""

    checkpoint: str
    start_s: float
    """Seconds behind the leader."""
    end_s: float
    size: int
    is_ordered: bool
    """Whether the order in it was published; if not, its ends are estimates."""


def pack_chart(packs: Sequence[PackBar], reach_s: float, palette: Palette) -> Spec:
    """The specification of the bars up to so many seconds behind, in the order of the course."""
    scale = scale_of_seconds(0.0, max(reach_s, LEAST_S), TICK_ROWS)
    checkpoints = list(dict.fromkeys(pack.checkpoint for pack in packs))
    x = field("v", scale={"domain": [scale.top, scale.bottom], "nice": False}, axis=None)
    y = category("at", title=None, scale={"domain": checkpoints}, axis={"labelLimit": 150, "grid": False})
    layers = [*_scale_layers(scale, x, palette), *_bar_layers(_rows(packs, scale), x, y, palette)]
    return {"width": WIDTH, "height": len(checkpoints) * ROW_HEIGHT, "layer": layers}


def _rows(packs: Sequence[PackBar], scale: Scale) -> list[Row]:
    """The bars on the scale; those beyond it are left out."""
    least_s = (scale.bottom - scale.top) * LEAST_BAR
    shown = [pack for pack in packs if pack.start_s <= scale.bottom]
    return [
        {
            "at": pack.checkpoint,
            "v": pack.start_s,
            "v2": min(max(pack.end_s, pack.start_s + least_s), scale.bottom),
            "text": str(pack.size) if pack.size > 1 and _has_room(pack, shown, scale.bottom) else "",
            "known": pack.is_ordered,
        }
        for pack in shown
    ]


def _scale_layers(scale: Scale, x: Spec, palette: Palette) -> list[Spec]:
    """The lines of the scale, and its figures above them."""
    ticks = values([{"v": tick, "text": scale.show(tick)} for tick in scale.ticks])
    text = {"type": "text", "baseline": "bottom", "dy": -4, "color": palette.dim}
    return [
        {"data": ticks, "mark": {"type": "rule", "color": palette.grid}, "encoding": {"x": x}},
        {"data": ticks, "mark": text, "encoding": {"x": x, "y": {"value": 0}, "text": category("text")}},
    ]


def _bar_layers(rows: list[Row], x: Spec, y: Spec, palette: Palette) -> list[Spec]:
    """The bars, filled where the order is known and dashed where not, and how many are in each."""

    def by_order(known: object, unknown: object) -> Spec:
        return category("known", scale={"domain": [True, False], "range": [known, unknown]}, legend=None)

    bars = {
        "x": x,
        "x2": {"field": "v2"},
        "y": y,
        "fill": by_order(palette.faster, palette.paper),
        "strokeDash": by_order([1, 0], [3, 3]),
    }
    text = {"type": "text", "align": "left", "baseline": "middle", "dx": 4, "color": palette.ink}
    return [
        {
            "data": values(rows),
            "mark": {"type": "bar", "height": ROW_HEIGHT - 12, "stroke": palette.faster},
            "encoding": bars,
        },
        {
            "data": values(rows),
            "mark": text,
            "encoding": {"x": {**x, "field": "v2"}, "y": y, "text": category("text")},
        },
    ]


def _has_room(pack: PackBar, others: Sequence[PackBar], span_s: float) -> bool:
    """Whether there is room for a figure behind a bar, before the next one at its checkpoint."""
    free_s = pack.end_s + span_s * FIGURE
    return all(
        other.checkpoint != pack.checkpoint or other.start_s <= pack.start_s or other.start_s >= free_s
        for other in others
    )
