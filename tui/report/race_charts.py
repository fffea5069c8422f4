"""The charts of a race, from the figures that its board and its views have."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Literal, NamedTuple

from race.laps import between
from race.moments.phrases import seconds_wide
from replays.report.whole_laps import WholeLap, whole_laps
from tui.report.charts.course_chart import HEIGHT, course_chart
from tui.report.charts.lap_bars import MOST_LAPS, LapBar, lap_bars
from tui.report.charts.pack_chart import PackBar, pack_chart
from tui.report.charts.vega import Heading, draw
from tui.report.split_tables import lap_title, part_word
from tui.report.tables import Column, Table, plain_row
from tui.text.checkpoint_labels import main_checkpoints, short_checkpoint_label
from tui.text.formatting import about, stretch_text
from tui.views.charts.chart_scale import Scale
from tui.views.charts.chart_series import MOST_SERIES
from tui.views.charts.gaps import gap_chart
from tui.views.charts.lap_times import KILOMETRE_M, lap_times
from tui.views.charts.places import places_chart
from tui.views.packs.pack_history import reach_s
from tui.views.splits.split_cells import Cells
from tui.views.who_is_drawn import drawn_runners, short_name

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from race.fold.runner import Runner
    from race.order.checkpoint_table import CheckpointTable
    from tui.report.charts.palette import Palette
    from tui.report.charts.vega import Spec
    from tui.report.tables import TableRow
    from tui.views.charts.chart import Chart
    from tui.views.scene import Scene

ChartName = Literal["gaps", "places", "laps", "packs"]

PLACE_HEIGHT = 45
"""Of a place in a chart, at most."""

MOST_NAMED = 12
"""Names in a pack."""

NAMES = Column("Who", is_figure=False)

PACKS = (
    "Packs at each checkpoint, behind its first runner: a bar from the first of a pack to the last, "
    "dashed where the order was not published, with the number of runners; a thin one is a runner alone"
)

MOST_PACKS = 25
"""Of a checkpoint, from the front; the table beside the chart has as many."""


class Picture(NamedTuple):
    """A chart that has been drawn."""

    svg: str
    alt: str
    """What it shows, in a sentence for a screen reader."""


class RaceCharts:
    """The charts of one scene in the colours of a palette."""

    def __init__(self, scene: Scene, palette: Palette, title: str = "") -> None:
        """A `title` stands above each chart, with what it shows: for one without a page around it."""
        self._scene, self._palette, self._title = scene, palette, title

    def chart(self, name: ChartName) -> Picture | None:
        """A chart by its name; None where nothing is known yet that it could show. Raises UserError."""
        table = self._scene.checkpoints
        if table is None or table.reached < 0:
            return None
        draw_chart: Callable[[CheckpointTable], Picture | None] = {
            "gaps": self._gaps,
            "places": self._places,
            "laps": self._laps,
            "packs": self._packs,
        }[name]
        return draw_chart(table)

    @property
    def drawn_bibs(self) -> frozenset[str]:
        """Those who are drawn in a chart with a line or a row for each."""
        return frozenset(row.runner.entrant.bib for row in drawn_runners(self._scene, MOST_SERIES))

    def _drawn(self, spec: Spec, name: ChartName, alt: str) -> Picture:
        heading = Heading(self._title, alt) if self._title else None
        return Picture(draw(spec, self._palette, name, heading), alt)

    def _gaps(self, table: CheckpointTable) -> Picture | None:
        chart = gap_chart(self._scene, table, MOST_SERIES)
        packs = "; grey for packs whose order was not published" if chart.bands else ""
        return self._along_course(chart, "gaps", chart.title, packs)

    def _places(self, table: CheckpointTable) -> Picture | None:
        chart = places_chart(self._scene, table, MOST_SERIES)
        last = max((point.value for series in chart.series for point in series.points), default=1.0)
        scale = Scale(0.5, last + 0.5, chart.scale.ticks, chart.scale.show)
        height = min(HEIGHT, round(last * PLACE_HEIGHT))
        return self._along_course(replace(chart, scale=scale), "places", chart.title, height=height)

    def _along_course(
        self, chart: Chart, name: ChartName, what: str, more: str = "", height: int = HEIGHT
    ) -> Picture | None:
        if not chart.series:
            return None
        about = f"{what}: {len(chart.series)} lines along the course, dotted where estimated"
        return self._drawn(course_chart(chart, self._palette, height), name, about + more)

    def _laps(self, table: CheckpointTable) -> Picture | None:
        laps = whole_laps(table, table.reached)
        bars = list(self._lap_bars(table, laps)) if len(laps) <= MOST_LAPS else []
        if not bars:
            chart = lap_times(self._scene, table, MOST_SERIES)
            return self._along_course(chart, "laps", chart.title)
        runners = len({bar.runner for bar in bars})
        word = part_word(table.course)
        alt = f"The time of each {word}: a bar each for {runners} runners, left if faster than the median"
        return self._drawn(lap_bars(bars, self._palette), "laps", alt)

    def _lap_bars(self, table: CheckpointTable, laps: Sequence[WholeLap]) -> Iterator[LapBar]:
        cells = Cells(table, "lap", frozenset(), official=True)
        unit_m = table.course.lap_m or KILOMETRE_M
        for row in drawn_runners(self._scene, MOST_SERIES):
            for lap in laps:
                stretch = between(table.course, row.runner, lap.start, lap.end)
                if stretch is not None:
                    seconds = stretch.time.ms / 1000 * unit_m / stretch.metres
                    text, title = stretch_text(stretch), lap_title(cells, lap)
                    yield LapBar(short_name(row.runner), title, lap.end, seconds, text)

    def pack_table(self) -> Table | None:
        """The packs with their names, as far as the chart has them; None where no two run together."""
        table = self._scene.checkpoints
        if table is None:
            return None
        rows = [row for index in _pack_checkpoints(table) for row in _pack_rows(table, index)]
        columns = [Column("At"), Column("Together"), Column("Behind"), Column("Within"), NAMES]
        return Table("Packs", columns, rows) if rows else None

    def _packs(self, table: CheckpointTable) -> Picture | None:
        indices = _pack_checkpoints(table)
        bars = [bar for index in indices for bar in _pack_bars(table, index)]
        if all(bar.size == 1 for bar in bars):
            return None
        ordered = [packs for index in indices if (packs := table.packs(index)[:MOST_PACKS])]
        reach = max((reach_s(packs) for packs in ordered), default=max(bar.end_s for bar in bars))
        return self._drawn(pack_chart(bars, reach, self._palette), "packs", PACKS)


def _pack_checkpoints(table: CheckpointTable) -> list[int]:
    return [index for index in main_checkpoints(table.course) if index <= table.reached]


def _pack_rows(table: CheckpointTable, index: int) -> Iterator[TableRow]:
    """The packs at a checkpoint, with the time behind its first runner; a runner alone is none."""
    course, at = table.course, short_checkpoint_label(table.course, index)
    ordered = table.packs(index)[:MOST_PACKS]
    for pack in ordered:
        if (size := len(pack.runners)) > 1:
            behind = f"+{pack.start.minus(ordered[0].start).show(course.digits)}" if pack.gap else ""
            yield plain_row(at, str(size), behind, pack.length.show(course.digits), _names(pack.runners))
    for band in table.packs_in_unknown_order(index)[:MOST_PACKS]:
        if (size := len(band.runners)) > 1:
            width = f"{about(True)}{seconds_wide(band.band)}"
            names = f"{_names(band.runners)} (order not published)"
            yield plain_row(at, str(size), "", width, names)


def _names(runners: Sequence[Runner]) -> str:
    named = ", ".join(short_name(runner) for runner in runners[:MOST_NAMED])
    return f"{named} and {len(runners) - MOST_NAMED} more" if len(runners) > MOST_NAMED else named


def _pack_bars(table: CheckpointTable, index: int) -> Iterator[PackBar]:
    """The packs at a checkpoint, seconds behind the first who is known to have been there."""
    name = short_checkpoint_label(table.course, index)
    ordered, unordered = table.packs(index)[:MOST_PACKS], table.packs_in_unknown_order(index)
    starts_ms = [*(pack.start.ms for pack in ordered[:1]), *(pack.band.low_ms for pack in unordered)]
    first_ms = min(starts_ms, default=0)
    for pack in ordered:
        start_s, end_s = ((time.ms - first_ms) / 1000 for time in (pack.start, pack.end))
        yield PackBar(name, start_s, end_s, len(pack.runners), is_ordered=True)
    for band in unordered[:MOST_PACKS]:
        start_s, end_s = (band.band.low_ms - first_ms) / 1000, (band.band.high_ms - first_ms) / 1000
        yield PackBar(name, start_s, end_s, len(band.runners), is_ordered=False)
