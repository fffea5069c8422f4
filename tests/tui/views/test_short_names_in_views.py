"""Two runners with the same family name are told apart wherever only a short name fits."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from race.messages import Gun
from tests.tui.small_races import runners, split, start_list
from tests.tui.views.drawn import made, texts
from tui.text.board_cells import BoardLines, cells_of
from tui.text.board_columns import lay_out
from tui.text.race_headline import summary
from tui.text.styled_line import StyledLine
from tui.views.announcer import announcer
from tui.views.charts import gaps
from tui.views.head_to_head import head_to_head
from tui.views.packs import packs
from tui.views.scene import Scene
from tui.views.splits import splits
from tui.views.track import oval

BROTHERS = ("Filip Ingebrigtsen", "Jakob Ingebrigtsen", "Josh Kerr")


@pytest.fixture(scope="module")
def scene() -> Scene:
    """Two brothers and one more, each well apart after two laps."""
    times = [
        split(bib, mark, time)
        for mark, ofs in (("400", ("60.00", "68.00", "76.00")), ("800", ("2:00.00", "2:16.00", "2:32.00")))
        for bib, time in zip("123", ofs, strict=True)
    ]
    return made(start_list(1600, (400, 800, 1200), runners(*BROTHERS)), Gun(), *times)


VIEWS: dict[str, Callable[[Scene], list[StyledLine]]] = {
    "gaps": lambda scene: gaps.lines(scene, 70, 20),
    "places": lambda scene: gaps.lines(scene, 70, 20, "places"),
    "laps": lambda scene: gaps.lines(scene, 70, 20, "laps"),
    "splits": lambda scene: splits.lines(scene, 60, 20),
    "packs": lambda scene: packs.lines(scene, 70, 20),
    "track": lambda scene: oval.lines(scene, 70, 20),
    "announcer": lambda scene: announcer.lines(scene, 44, 24),
    "head-to-head": lambda scene: head_to_head.comparison_lines(scene, "1", "2", 90, 20),
}


@pytest.mark.parametrize("name", VIEWS)
def test_views_tell_brothers_apart(name: str, scene: Scene) -> None:
    """Each has an initial; a runner with a unique name has none."""
    text = texts(VIEWS[name](scene))

    assert "F. Ing" in text
    assert "J. Ing" in text
    assert "J. Kerr" not in text


def test_the_narrow_board_and_the_headline_tell_brothers_apart(scene: Scene) -> None:
    """A board of 60 columns, and the line above it."""
    layout = lay_out(60, longest_name=18)
    rows = ["".join(text for _, text in cells_of(line, layout)) for line in BoardLines(scene.board)]

    assert not layout.full_names
    assert "F. Ingebrig" in rows[0]
    assert "J. Ingebrig" in rows[1]
    assert "F. Ingebrigtsen leads" in summary(scene.board)
