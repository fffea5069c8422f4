"""A report as a page: one HTML file that needs nothing beside it, made by Jinja from its template."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from feeds.errors import UserError
from tui.report.charts.palette import DARK, LIGHT, variables
from tui.report.charts.vega import REPORT_HINT
from tui.report.tables import HEATS

if TYPE_CHECKING:
    from tui.report.page_parts import Report

TEMPLATE = "page.html.jinja"

HEAT_LIGHT = ("#9fd0f2", "#c3e2f7", "#e3f1fb", "#f4f4f6", "#fdeadb", "#fbd3b4", "#f7b888")
HEAT_DARK = ("#0b4f7d", "#0f3f60", "#163246", "#26262c", "#43301f", "#5b3818", "#744110")
"""From the fastest laps to the slowest, so that the figures on them can be read."""

LEGEND = (
    "~ estimated, · not known, ◦ not published, ? doubtful, h by hand, ★ the fastest lap of all, "
    "* a runner's own fastest, ° provisional, ▲ ▼ places gained and lost, ┐│┘ somewhere in a pack"
)


def page(report: Report) -> str:
    """The page. Raises UserError where the library is not installed."""
    try:
        from jinja2 import Environment, FileSystemLoader, StrictUndefined  # an optional dependency
        from markupsafe import Markup
    except ImportError:
        raise UserError(REPORT_HINT) from None
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["drawn"] = Markup  # an SVG of ours, in which Vega has escaped every text
    schemes = {
        name: {**variables(palette), **{f"heat-{number}": heats[number] for number in range(HEATS)}}
        for name, palette, heats in (("light", LIGHT, HEAT_LIGHT), ("dark", DARK, HEAT_DARK))
    }
    template = environment.get_template(TEMPLATE)
    return template.render(report=report, schemes=schemes, heats=range(HEATS), legend=LEGEND)
