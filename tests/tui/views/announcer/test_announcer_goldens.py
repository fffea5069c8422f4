"""The announcer's view and the wall as text: before, during and after races of every kind, at four sizes.

`LAPBELL_UPDATE_GOLDENS=1 python -m pytest tests/tui/views/announcer` writes them anew.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from race.messages import Gun, Message, Note
from race.times import Time
from tests.tui.app_on_stage import BOWERMAN, LONDON
from tests.tui.golden import compare
from tests.tui.small_races import runners, split, start_list
from tests.tui.views.drawn import library, made, texts
from tui.views import wall
from tui.views.announcer import announcer
from tui.views.scene import Scene

GOLDENS = Path(__file__).parent / "goldens"

SIZES = [(80, 24), (120, 40), (200, 60), (300, 80)]

DRAWN = {"announcer": announcer.lines, "wall": wall.lines}


def corrected() -> Scene:
    """A club race in which a time that was read out has just been put right."""
    wrong = replace(split("2", "400", "64.00"), id="wrong")
    right = replace(split("2", "400", "66.00"), id="right", replaces="wrong")
    field = start_list(1600, (400, 800, 1200), runners("Ann One", "Bea Two", "Cat Three"))
    rain = Note(text="Rain", when=Time.parse("1:20"))
    log: list[Message] = [field, Gun(), split("1", "400", "60.00"), wrong, split("3", "400", "67.00")]
    return made(*log, rain, right, Note(text="Wind", when=Time.parse("1:50")), at="1:25")


SCENES: dict[str, Callable[[], Scene]] = {
    "before": lambda: library(BOWERMAN, "0"),
    "followed": lambda: library(LONDON, "2:55", followed=["KER", "NUG"]),
    "thin": lambda: library("2012-london-olympics-800m-final", "1:00"),
    "road": lambda: library("2025-london-marathon-men", "1:10:00"),
    "road-end": lambda: library("2025-london-marathon-men"),
    "field-of-hundreds": lambda: library("invented-marathon", "1:40:00"),
    "corrected": corrected,
}


@pytest.mark.parametrize("view", DRAWN)
@pytest.mark.parametrize("name", SCENES)
def test_they_are_what_they_were(name: str, view: str) -> None:
    """Each scene looks as its golden does, at each size."""
    scene = SCENES[name]()
    for width, height in SIZES:
        text = texts(DRAWN[view](scene, width, height))
        compare(GOLDENS / f"{view}-{name}-{width}x{height}.txt", text)


def test_no_golden_is_left_over() -> None:
    """Every file there belongs to a scene."""
    expected = {f"{view}-{name}-{w}x{h}.txt" for view in DRAWN for name in SCENES for w, h in SIZES}

    assert {path.name for path in GOLDENS.iterdir()} == expected
