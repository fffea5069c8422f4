"""The views beside the board: their keys, their names, and how each is drawn; loaded when it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from tui.text.styled_line import StyledLine

if TYPE_CHECKING:
    from tui.views.charts.gaps import Kind
    from tui.views.scene import Scene
    from tui.views.splits.split_cells import Mode

Draw: TypeAlias = Callable[["Scene", int, int], list[StyledLine]]
"""The lines of a scene in a width and a height in cells. A view may be drawn in several ways."""


class ViewKind(NamedTuple):
    """A view, and the key that shows it."""

    key: str
    name: str
    about: str
    """What it shows, in words."""
    ways: tuple[Draw, ...]
    alone: bool = False
    """Whether it leaves no room for the board."""


def _grid(mode: Mode) -> Draw:
    def draw(scene: Scene, width: int, height: int) -> list[StyledLine]:
        from tui.views.splits import splits

        rows = [row.runner.entrant.bib for row in scene.board.rows]
        chosen = rows.index(scene.chosen) if scene.chosen in rows else 0
        top = min(max(chosen - height // 2, 0), max(len(rows) - height + splits.FRAME, 0))
        return splits.lines(scene, width, height, mode, top=top)

    return draw


def _chart(kind: Kind) -> Draw:
    def draw(scene: Scene, width: int, height: int) -> list[StyledLine]:
        from tui.views.charts import gaps

        return gaps.lines(scene, width, height, kind)

    return draw


def _track(scene: Scene, width: int, height: int) -> list[StyledLine]:
    from tui.views.track import oval

    return oval.lines(scene, width, height)


def _packs(scene: Scene, width: int, height: int) -> list[StyledLine]:
    from tui.views.packs import packs

    return packs.lines(scene, width, height)


def _announcer(scene: Scene, width: int, height: int) -> list[StyledLine]:
    from tui.text.records_in_reach import records_in_reach
    from tui.views.announcer import announcer

    return announcer.lines(scene, width, height, records_in_reach(scene.board))


def _head_to_head(scene: Scene, width: int, height: int) -> list[StyledLine]:
    """The chosen athlete against whom the others are compared with, or else against the first other one."""
    from tui.views.head_to_head import head_to_head

    bibs = [row.runner.entrant.bib for row in scene.board.rows]
    second = scene.chosen or next(iter(bibs), "")
    first = scene.behind if scene.behind not in (None, second) else None
    others = (bib for bib in bibs if bib != second)
    return head_to_head.lines(scene, first or next(others, second), second, width, height)


SPLITS, ANNOUNCER = "splits", "announcer"

HEAD_TO_HEAD = ViewKind("c", "head-to-head", "Compare two", (_head_to_head,))

GRIDS = (_grid("time"), _grid("lap"), _grid("rank"), _grid("gap"))

CHARTS = (_chart("gaps"), _chart("places"), _chart("laps"))

VIEWS = (
    ViewKind("2", SPLITS, "Splits, laps, ranks or gaps of all", GRIDS),
    ViewKind("3", "gaps", "Gaps, places or lap times as a chart", CHARTS),
    ViewKind("4", "track", "The track from above", (_track,)),
    ViewKind("5", "packs", "Packs, and how they came about", (_packs,)),
    ViewKind("6", ANNOUNCER, "For the announcer, large", (_announcer,), alone=True),
)
"""In the order of their keys. `1` is the board alone."""
