"""Where packs whose order was not published ran, as bands in the gap chart from checkpoint to checkpoint."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from tui.text.unordered_packs import pack_tag
from tui.views.charts.chart_series import Point, Series

if TYPE_CHECKING:
    from collections.abc import Iterator

    from race.messages import TimeBand
    from race.order.checkpoint_table import CheckpointTable
    from race.order.head_to_head import TimeAt
    from tui.views.scene import Scene

Together = dict["TimeBand", set[str]]
"""By the two ends of the band at one checkpoint, the bibs of those who came there together."""


class Edge(NamedTuple):
    """A band at one checkpoint."""

    metres: float
    """From the start."""
    low: float
    """The value of its first runner."""
    high: float
    """The value of its last."""


class Band(NamedTuple):
    """A part of a band, between two checkpoints."""

    start: Edge
    end: Edge


def pack_bands(scene: Scene, table: CheckpointTable, base: TimeAt) -> list[Band]:
    """The bands of all packs so far, in seconds behind `base`; none where only what was published is shown.

    Two at neighbouring checkpoints are joined where several runners were in both.
    """
    return list(_joined(_by_checkpoint(scene), _Base(scene, table, base)))


def pack_labels(scene: Scene, table: CheckpointTable, base: TimeAt) -> list[Series]:
    """A label at the end of the band of each pack that there is now."""
    behind, labels = _Base(scene, table, base), []
    for pack in scene.board.packs:
        edge = behind.edge(pack.checkpoint, pack.band)
        if edge is not None and len(pack.runners) > 1:
            middle = Point(edge.metres, (edge.low + edge.high) / 2, estimated=True, line="none")
            style = "accent" if scene.chosen in {r.entrant.bib for r in pack.runners} else "text"
            labels.append(Series(pack_tag(pack), style, [middle]))
    return labels


class _Base:
    """What bands are measured to: a time, or without one there whoever is first by the estimates."""

    def __init__(self, scene: Scene, table: CheckpointTable, base: TimeAt) -> None:
        self._course, self._base = table.course, base
        self._lows: dict[int, int] = {}
        if scene.behind is None:
            for runner in scene.board.state.runners.values():
                for index, band in runner.estimates.items():
                    self._lows[index] = min(band.low_ms, self._lows.get(index, band.low_ms))

    def edge(self, index: int, band: TimeBand) -> Edge | None:
        """A band at a checkpoint; None where there is nothing to measure it to."""
        known = self._base(index)
        base_ms = known.time.ms if known is not None else self._lows.get(index)
        if base_ms is None:
            return None
        metres = self._course.distance(index)
        return Edge(metres, (band.low_ms - base_ms) / 1000, (band.high_ms - base_ms) / 1000)


def _by_checkpoint(scene: Scene) -> dict[int, Together]:
    together: defaultdict[int, Together] = defaultdict(lambda: defaultdict(set))
    for bib, runner in scene.board.state.runners.items():
        for index, band in runner.estimates.items():
            together[index][band._replace(likely_ms=band.low_ms)].add(bib)
    return together


def _joined(together: dict[int, Together], base: _Base) -> Iterator[Band]:
    """The parts from checkpoint to checkpoint; a pack that was in none before is a part without length."""
    for index, there in together.items():
        for band, bibs in there.items():
            end = base.edge(index, band)
            if end is None or len(bibs) == 1:
                continue
            before = together.get(index - 1, {})
            starts = [earlier for earlier, others in before.items() if len(others & bibs) > 1]
            edges = [base.edge(index - 1, earlier) for earlier in starts]
            yield from (Band(start, end) for start in [edge for edge in edges if edge] or [end])
