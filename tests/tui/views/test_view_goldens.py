"""The views as text, kept in `goldens/` and read in review.

`LAPBELL_UPDATE_GOLDENS=1 python -m pytest tests/tui/views/test_view_goldens.py` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.tui.app_on_stage import BOWERMAN, LONDON
from tests.tui.golden import compare
from tests.tui.views.scenes import scene_of, text_of
from tui.text.styled_line import StyledLine
from tui.views import wall
from tui.views.announcer import announcer
from tui.views.charts import gaps
from tui.views.charts.gaps import Kind
from tui.views.head_to_head import head_to_head
from tui.views.packs import packs
from tui.views.scene import Scene
from tui.views.splits import splits
from tui.views.splits.split_cells import Mode
from tui.views.track import oval

GOLDENS = Path(__file__).parent / "goldens"

HENGELO = "2022-hengelo-10000m-men"

SIZES = [(80, 24), (120, 40), (200, 60)]

Draw = Callable[[Scene, int, int], list[StyledLine]]


def _chart(kind: Kind) -> Draw:
    return lambda scene, width, height: gaps.lines(scene, width, height, kind)


def _splits(mode: Mode) -> Draw:
    return lambda scene, width, height: splits.lines(scene, width, height, mode)


def _pair(scene: Scene, width: int, height: int) -> list[StyledLine]:
    first, second = (row.runner.entrant.bib for row in scene.board.rows[:2])
    return head_to_head.comparison_lines(scene, first, second, width, height)


VIEWS: dict[str, Draw] = {
    "gaps": _chart("gaps"),
    "places": _chart("places"),
    "laps": _chart("laps"),
    "track": oval.lines,
    "splits": _splits("time"),
    "splits-lap": _splits("lap"),
    "splits-place": _splits("place"),
    "splits-gap": _splits("gap"),
    "packs": packs.lines,
    "announcer": announcer.lines,
    "wall": wall.lines,
    "head-to-head": _pair,
}

SCENES = {
    "bowerman-800": (BOWERMAN, "1:52.74", None),
    "bowerman-1300": (BOWERMAN, "3:05", "KER"),
    "london-1000": (LONDON, "2:19.2", None),
    "london-end": (LONDON, "4:30", "NUG"),
    "hengelo-20-minutes": (HENGELO, "20:00", None),
    "hengelo-26-minutes": (HENGELO, "26:00", "RKI"),
}
"""A race, a time, and who is under the cursor."""


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("name", SCENES)
def test_views_are_what_they_were(name: str, view: str) -> None:
    """Each view of each scene looks as its golden does, at each size."""
    scene = scene_of(*SCENES[name])
    for width, height in SIZES:
        lines = VIEWS[view](scene, width, height)
        text = "\n".join(line.rstrip() for line in text_of(lines))
        compare(GOLDENS / f"{view}-{name}-{width}x{height}.txt", text)


def test_no_golden_is_left_over() -> None:
    """Every file there belongs to a view of a scene."""
    expected = {f"{view}-{name}-{w}x{h}.txt" for view in VIEWS for name in SCENES for w, h in SIZES}

    assert {path.name for path in GOLDENS.iterdir()} == expected
