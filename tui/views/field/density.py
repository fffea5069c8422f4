"""Where the field is: how many are on each part of the course, and who is first and last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from race.order.positions_on_course import positions_of
from tui.text.formatting import about
from tui.text.safe_text import clean, fit, truncate
from tui.views.canvas import Canvas
from tui.views.charts.chart_scale import nice_step
from tui.views.field.heading import LEAST_HEIGHT, LEAST_WIDTH, heading
from tui.views.field.stacked_bars import MEASURED, PICKED, SHADES, Fill, draw_bars
from tui.views.scene import Scene, nothing
from tui.views.track.road_section import RoadSection, checkpoints, draw_course_line, write_labels
from tui.views.track.runner_symbols import IN_PACK, PICKED_ESTIMATED, PICKED_MEASURED
from tui.views.who_is_drawn import is_picked, name_of, style_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from race.field.density import Density, OnCourse
    from tui.text.styled_line import StyledLine

GUTTER = 6
"""Cells on the left for the numbers."""

ENOUGH, MOST_CELLS = 6, 4
"""So many of the field for a cell make smooth bars; in a smaller field they are wider, up to so much."""

MOST_TICKS = 4

BELOW = 5
"""Lines below the bars: the course, its checkpoints, those before the first time, the first and the last."""

OTHERS = Fill(SHADES[-1].levels, "dim")
"""Those who are not in the group looked at."""

ROUND = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000, 20_000)


def lines(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The field along the course, in `width` by `height` cells."""
    course, field = scene.course, scene.field
    if course is None or field is None:
        return []
    if width < LEAST_WIDTH or height < LEAST_HEIGHT:
        return nothing("no room for the field here", width, height)
    cells = min(max(-(-(width - GUTTER) * ENOUGH // max(field.everyone, 1)), 1), MOST_CELLS)
    parts = (width - GUTTER) // cells
    density = field.density(scene.board.seen_ms, parts, scene.group)
    canvas = Canvas(width, height)
    rows = height - BELOW - 1
    a_km = parts * 1000 / course.distance_m
    series = [
        (fill, [number * a_km for number in there.counts for _ in range(cells)])
        for fill, there in zip(_fills(density), density.series, strict=True)
    ]
    most = max((sum(column) for column in zip(*(numbers for _, numbers in series), strict=True)), default=0.0)
    draw_bars(canvas, GUTTER, rows, rows, series, most)
    _write_scale(canvas, rows, most)
    whole = RoadSection(0, course.distance_m, parts * cells, GUTTER)
    draw_course_line(canvas, rows + 1, whole, course)
    if density.before_first_time:
        canvas.write(GUTTER, rows + 1, IN_PACK * (whole.column(course.distance(0)) - GUTTER), "dim")
    _draw_picked(canvas, rows + 1, scene, whole)
    write_labels(canvas, rows + 2, whole, checkpoints(scene, course))
    canvas.write_line(0, 0, _heading(scene, density, width))
    for row, line in enumerate(_below(scene, density, width), start=rows + 3):
        canvas.write_line(0, row, line)
    return canvas.lines()


def _heading(scene: Scene, density: Density, width: int) -> StyledLine:
    if scene.group:
        first = f"{sum(density.series[0].counts)} of {density.placed} on the course"
    else:
        first = f"{density.placed + density.before_first_time + density.unplaced} on the course"
    return heading(scene.group, first, ["runners a km, by expected position"], width)


def _fills(density: Density) -> Sequence[Fill]:
    names = [series.name for series in density.series]
    if len(names) == 1:
        return [MEASURED]
    return [PICKED, OTHERS] if names[-1] == "" else SHADES[: len(names)]


def _write_scale(canvas: Canvas, rows: int, most: float) -> None:
    """Write round numbers beside the bars."""
    step = nice_step(most, min(MOST_TICKS, max(rows // 2, 1)), ROUND) if most else 0
    number = step
    while step and number <= most:
        row = rows - int(number * rows / most - 1e-9)
        canvas.write(0, row, fit(f"{number:g}", GUTTER - 1, "right"), "dim")
        number += step


def _draw_picked(canvas: Canvas, row: int, scene: Scene, whole: RoadSection) -> None:
    """Draw the runner under the cursor and the followed on the course."""
    runners = [r.runner for r in scene.board.rows if is_picked(scene, r.runner)]
    bibs = [runner.entrant.bib for runner in runners]
    positions = positions_of(scene.board.state, scene.board.seen_ms, bibs)
    finish = scene.course.finish if scene.course is not None else None
    for runner in sorted(runners, key=lambda one: one.entrant.bib == scene.chosen):
        where = positions.get(runner.entrant.bib)
        if where is not None and runner.furthest != finish:
            symbol = PICKED_MEASURED if where.measured else PICKED_ESTIMATED
            canvas.write(whole.column(where.metres), row, symbol, style_of(scene, runner))


def _below(scene: Scene, density: Density, width: int) -> list[StyledLine]:
    """The waves and who is not drawn; the first and the last on the course."""
    pieces: list[tuple[str, str]] = []
    for fill, series in zip(_fills(density), density.series, strict=True):
        if len(density.series) > 1 and any(series.counts):
            name = clean(series.name) or ("others" if scene.group else "no wave")
            pieces.append((f"{fill.levels[-1]} {name} {sum(series.counts)}   ", fill.style))
    if density.before_first_time:
        pieces.append((f"{IN_PACK} {density.before_first_time} without a time since the start   ", "dim"))
    if density.unplaced:
        pieces.append((f"{density.unplaced} overdue or without a time", "dim"))
    lines: list[StyledLine] = [_cut(pieces, width)]
    for title, found in (("first", density.first), ("last", density.last)):
        if found is not None:
            lines.append(_end(scene, title, found, width))
    return lines


def _end(scene: Scene, title: str, found: OnCourse, width: int) -> StyledLine:
    runner = scene.board.state.runners[found.bib]
    start = f"{title:<6}{about(True)}{found.metres / 1000:.1f} km  "
    room = max(width - len(start), 1)
    return ((start, "dim"), (truncate(name_of(scene, runner, room), room), "text"))


def _cut(pieces: Sequence[tuple[str, str]], width: int) -> StyledLine:
    """As many whole pieces as fit."""
    kept: list[tuple[str, str]] = []
    for text, style in pieces:
        if sum(cell_len(piece) for piece, _ in kept) + cell_len(text.rstrip()) > width:
            break
        kept.append((text, style))
    return tuple(kept)
