"""A chart along the course, as the views draw it: a line for each runner, with its name at its end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tui.report.charts.vega import FONT_SIZE, WIDTH, Spec, category, field, values
from tui.text.checkpoint_labels import short_checkpoint_label
from tui.views.charts.chart import ABOVE, BEYOND, label_weight, spread_apart

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from tui.report.charts.palette import Palette
    from tui.views.charts.chart import Chart
    from tui.views.charts.chart_series import Series
    from tui.views.charts.pack_bands import Band, Edge

HEIGHT = 420

LINE_HEIGHT = FONT_SIZE + 3
"""Of a label."""

SYMBOLS = ("circle", "square", "triangle-up", "diamond", "triangle-down", "cross")
"""The markers of neighbouring lines. After six lines a colour comes again, with another marker."""

DASHES = {"measured": [1, 0], "estimated": [2, 4]}

LETTER = 7.0
"""The width of a letter, at most on average."""

MOST_MARKERS = 6
"""Of a line, beside that at its end."""

LEAST_APART = 0.02
"""Of the course, between two markers of a line."""

GAP = 10.0
"""Between two names of checkpoints, and between a line and its label."""

Row = dict[str, object]


def course_chart(chart: Chart, palette: Palette, height: int = HEIGHT) -> Spec:
    """The specification of a chart that a view draws in cells."""
    scale = chart.scale
    x = field("m", scale={"domain": [0, _length_m(chart)], "nice": False}, axis=None)
    y = field("v", scale={"domain": [scale.bottom, scale.top], "nice": False, "zero": False}, axis=None)
    place = {"x": x, "y": y}
    colours = [_colour(series, number, palette) for number, series in enumerate(chart.series)]
    layers = [
        *_grid(chart, palette, place, height),
        *_bands(chart, palette, place),
        *_line_layers(chart, place, colours),
        *_label_layers(chart, palette, place, colours, height),
    ]
    return {"width": WIDTH, "height": height, "layer": layers}


def _line_layers(chart: Chart, place: Spec, colours: Sequence[str]) -> list[Spec]:
    """The lines, dotted where they are estimated, and their markers."""
    dashes = {"domain": [*DASHES], "range": [*DASHES.values()]}
    lines = {
        **place,
        "detail": category("part"),
        "color": _by_series(colours),
        "strokeDash": category("line", scale=dashes, legend=None),
    }
    markers = {**place, "color": _by_series(colours), "shape": _by_series(_symbols(len(colours)))}
    return [
        {
            "data": values(list(_lines(chart))),
            "mark": {"type": "line", "clip": True, "strokeWidth": 2},
            "encoding": lines,
        },
        {
            "data": values(list(_markers(chart))),
            "mark": {"type": "point", "filled": True, "size": 34, "opacity": 1},
            "encoding": markers,
        },
    ]


def _label_layers(
    chart: Chart, palette: Palette, place: Spec, colours: Sequence[str], height: int
) -> list[Spec]:
    """The names at the ends of the lines; those among the lines on paper, so that they can be read."""
    label = {"type": "text", "align": "left", "baseline": "middle", "dx": GAP}
    halo = {**label, "stroke": palette.paper, "strokeWidth": 4, "strokeJoin": "round"}
    text = {**place, "text": category("text")}
    among, beside = list(_ends(chart, height)), list(_labels(chart, height))
    return [
        {"data": values(among), "mark": halo, "encoding": text},
        {
            "data": values([*beside, *among]),
            "mark": label,
            "encoding": {**text, "color": _by_series(colours)},
        },
    ]


def _length_m(chart: Chart) -> float:
    """Metres from the start to the right edge: the finish, in a race to a time as far as anyone came."""
    course = chart.table.course
    if course.limit_ms is None:
        return course.distance_m
    return max(point.metres for series in chart.series for point in series.points) or course.distance_m


def _colour(series: Series, number: int, palette: Palette) -> str:
    """Those who are out are dim, as in the views, and a mark is drawn in ink."""
    named = {"dim": palette.dim, "strong": palette.ink}
    return named.get(series.style, palette.lines[number % len(palette.lines)])


def _by_series(looks: Sequence[str]) -> Spec:
    """Something that each series has of its own."""
    return category("s", scale={"domain": [*range(len(looks))], "range": [*looks]}, legend=None)


def _symbols(count: int) -> list[str]:
    return [SYMBOLS[(number + number // len(SYMBOLS)) % len(SYMBOLS)] for number in range(count)]


def _grid(chart: Chart, palette: Palette, place: Spec, height: int) -> Iterator[Spec]:
    """The lines of the scale with their figures, and those of the checkpoints with their names."""
    course, scale = chart.table.course, chart.scale
    ticks: list[Row] = [{"m": 0.0, "v": tick, "text": scale.show(tick)} for tick in scale.ticks]
    named: list[Row] = [{"m": course.distance(index), "text": label} for index, label in _named(chart)]
    rule = {"type": "rule", "color": palette.grid, "strokeWidth": 1}
    text = {"type": "text", "color": palette.dim}
    yield {"data": values(ticks), "mark": rule, "encoding": {"y": place["y"]}}
    yield {"data": values(named), "mark": rule, "encoding": {"x": place["x"]}}
    yield {
        "data": values(ticks),
        "mark": {**text, "align": "right", "baseline": "middle", "dx": -GAP / 2},
        "encoding": {**place, "text": category("text")},
    }
    yield {
        "data": values(named),
        "mark": {**text, "baseline": "top", "dy": GAP / 2},
        "encoding": {"x": place["x"], "y": {"value": height}, "text": category("text")},
    }


def _named(chart: Chart) -> list[tuple[int, str]]:
    """The checkpoints that have room for their names below the chart, the most important ones first."""
    course, length_m = chart.table.course, _length_m(chart)
    taken: list[tuple[float, float]] = []
    named: list[tuple[int, str]] = []
    for index in sorted(range(len(course.checkpoints)), key=lambda index: label_weight(course, index)):
        label = short_checkpoint_label(course, index)
        middle, half = course.distance(index) / length_m * WIDTH, (len(label) * LETTER + GAP) / 2
        if middle <= WIDTH and all(end <= middle - half or start >= middle + half for start, end in taken):
            taken.append((middle - half, middle + half))
            named.append((index, label))
    return named


def _bands(chart: Chart, palette: Palette, place: Spec) -> Iterator[Spec]:
    """Where packs ran whose order was not published, lighter than any line."""
    rows: list[Row] = [
        {"band": number, "m": edge.metres, "v": edge.low, "v2": edge.high}
        for number, edges in enumerate(_joined(chart.bands))
        for edge in edges
    ]
    if rows:
        yield {
            "data": values(rows),
            "mark": {"type": "area", "clip": True, "color": palette.dim, "opacity": 0.22},
            "encoding": {**place, "y2": {"field": "v2"}, "detail": category("band")},
        }


def _joined(bands: Sequence[Band]) -> list[list[Edge]]:
    """The bands, each with those that go on where it ends."""
    joined: list[list[Edge]] = []
    for start, end in bands:
        before = next((edges for edges in joined if edges[-1] == start), None)
        if before is not None:
            before.append(end)
        else:
            joined.append([start, end])
    return joined


def _lines(chart: Chart) -> Iterator[Row]:
    """The points of each line, in parts that are measured or estimated; no part where there is no line."""
    part = 0
    for number, series in enumerate(chart.series):
        before = series.points[0]
        kind = ""
        for point in series.points[1:]:
            if point.line != kind:
                part, kind = part + 1, point.line
                if kind != "none":
                    yield {"s": number, "part": part, "line": kind, "m": before.metres, "v": before.value}
            if kind != "none":
                yield {"s": number, "part": part, "line": kind, "m": point.metres, "v": point.value}
            before = point
        part += 1


def _markers(chart: Chart) -> Iterator[Row]:
    """A marker at the end of each line and at some ends of laps: at every checkpoint they would hide it."""
    course, scale = chart.table.course, chart.scale
    ends = [course.distance(index) for index in range(course.finish) if course.ends_lap(index)]
    laps = set(ends[:: -(-len(ends) // MOST_MARKERS) or 1])
    apart_m = _length_m(chart) * LEAST_APART
    for number, series in enumerate(chart.series):
        last_m = series.points[-1].metres
        for point in series.points:
            is_lap = point.metres in laps and point.metres < last_m - apart_m
            is_inside = scale.top <= point.value <= scale.bottom
            if is_inside and point.metres and (is_lap or point.metres == last_m):
                yield {"s": number, "m": point.metres, "v": point.value}


def _ends(chart: Chart, height: int) -> Iterator[Row]:
    """The names of those who are out at the ends of their lines, where these are far enough apart."""
    scale = chart.scale
    taken: list[tuple[float, float]] = []
    for number, series in enumerate(chart.series):
        end = series.points[-1]
        x = end.metres / _length_m(chart) * WIDTH
        y = (end.value - scale.top) / (scale.bottom - scale.top) * height
        width = len(series.label) * LETTER
        is_free = all(abs(y - other) >= LINE_HEIGHT or abs(x - there) >= width for there, other in taken)
        if not series.named and 0 <= y <= height and x + width < WIDTH and is_free:
            taken.append((x, y))
            yield {"s": number, "m": end.metres, "v": end.value, "text": series.label}


def _labels(chart: Chart, height: int) -> Iterator[Row]:
    """The names right of all lines, as near to their ends as the other names allow."""
    scale, rows = chart.scale, height // LINE_HEIGHT
    named = [(number, series) for number, series in enumerate(chart.series) if series.named]
    named.sort(key=lambda pair: pair[1].points[-1].value)
    shares = [(s.points[-1].value - scale.top) / (scale.bottom - scale.top) for _, s in named]
    wanted = [round(min(max(share, 0), 1) * (rows - 1)) for share in shares]
    furthest = max((series.points[-1].metres for _, series in named), default=0.0)
    for (number, series), share, row in zip(named, shares, spread_apart(wanted, rows), strict=False):
        arrow = BEYOND if share > 1 else ABOVE if share < 0 else ""
        value = scale.top + row / (rows - 1) * (scale.bottom - scale.top)
        yield {"s": number, "m": furthest, "v": value, "text": series.label + arrow}
