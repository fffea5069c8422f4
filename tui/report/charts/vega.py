"""Vega-Lite: a chart as a specification, drawn as an SVG without a browser or a network.

A specification holds texts from a race file as data alone, never in an expression or as the name of a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from feeds.errors import UserError
from tui.report.charts.small_svg import small_svg
from tui.text.safe_text import wrapped

if TYPE_CHECKING:
    from tui.report.charts.palette import Palette

REPORT_HINT = (
    "a report needs Jinja and Vega-Lite: pip install 'lapbell[report]' "
    "(pipx: pipx inject lapbell jinja2 vl-convert-python)"
)

FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
"""Of one width wherever there is one of them, so that a label takes as much room as was left for it."""
FONT_SIZE = 12

WIDTH = 720
"""Of a chart, without its labels, in units of the SVG."""

TITLE_CELLS, SUBTITLE_CELLS = 80, 115
"""Cells of a line above a chart, as wide as the chart."""

Spec = dict[str, Any]


class Heading(NamedTuple):
    """What stands above a chart that has no page around it."""

    title: str
    subtitle: str


def draw(spec: Spec, palette: Palette, name: str, heading: Heading | None = None) -> str:
    """A chart as an SVG. `name` tells its ids from those of other charts on a page.

    Raises UserError where the library is not installed.
    """
    try:
        import vl_convert  # an optional dependency
    except ImportError:
        raise UserError(REPORT_HINT) from None
    return small_svg(vl_convert.vegalite_to_svg(_whole(spec, palette, heading), allowed_base_urls=[]), name)


def _whole(spec: Spec, palette: Palette, heading: Heading | None) -> Spec:
    text = {"font": FONT, "fontSize": FONT_SIZE, "color": palette.ink}
    labels = {"labelFont": FONT, "labelFontSize": FONT_SIZE, "labelColor": palette.dim}
    titles = {
        "titleFont": FONT,
        "titleFontSize": FONT_SIZE,
        "titleColor": palette.dim,
        "titleFontWeight": 400,
    }
    config = {
        "aria": False,
        "background": None if palette.paper.startswith("var") else palette.paper,
        "view": {"stroke": None},
        "axis": {**labels, **titles, "domain": False, "ticks": False, "gridColor": palette.grid},
        "header": {**labels, "labelColor": palette.ink},
        "title": {
            **{"font": FONT, "fontSize": FONT_SIZE + 4, "color": palette.ink, "anchor": "start"},
            **{"subtitleFont": FONT, "subtitleFontSize": FONT_SIZE, "subtitleColor": palette.dim},
            "offset": 14,
        },
        "text": text,
        "padding": {"left": 4, "top": 4, "bottom": 4, "right": 14},
    }
    above: Spec = {}
    if heading is not None:
        lines = wrapped(heading.title, TITLE_CELLS), wrapped(heading.subtitle, SUBTITLE_CELLS)
        above = {"title": {"text": lines[0], "subtitle": lines[1]}}
    return {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": config, **above, **spec}


def field(name: str, **more: object) -> Spec:
    """The encoding of a quantity."""
    return {"field": name, "type": "quantitative", **more}


def category(name: str, **more: object) -> Spec:
    """The encoding of one of several values, in the order of the data."""
    return {"field": name, "type": "nominal", **({"sort": None} | more)}


def values(rows: list[dict[str, object]]) -> Spec:
    """The data of a chart or a layer."""
    return {"values": rows}
