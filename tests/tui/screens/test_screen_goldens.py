"""Whole screens as text, kept in `goldens/` and read in review.

`LAPBELL_UPDATE_GOLDENS=1 python -m pytest tests/tui/test_goldens.py` writes them anew.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from tests.tui.app_on_stage import BOWERMAN, LONDON, Stage, on_stage
from tests.tui.golden import compare

MARATHON = "invented-marathon"
SEMIFINAL = "2024-paris-olympics-1500m-semifinal-2"

GOLDENS = Path(__file__).parent / "goldens"

SIZES = [(80, 24), (120, 40), (200, 60)]

SCENES: dict[str, tuple[str | None, str | None, list[str]]] = {
    "home": (None, None, []),
    "bowerman-800": (BOWERMAN, "1:52.74", []),
    "bowerman-1200": (BOWERMAN, "2:50.70", []),
    "bowerman-1200-published": (BOWERMAN, "2:50.70", ["e"]),
    "bowerman-end": (BOWERMAN, None, ["space", "end"]),
    "london-1000": (LONDON, "2:19.2", []),
    "marathon-2h20": (MARATHON, "2:20:00", []),
    "marathon-end": (MARATHON, None, ["space", "end"]),
    "athlete": (BOWERMAN, "2:50.70", ["j", "enter"]),
    "athlete-profile": (BOWERMAN, "2:50.70", ["enter", "a", "w"]),
    "head-to-head": (BOWERMAN, "2:50.70", ["enter", "a", "w", "tab", "enter"]),
    "preview": (BOWERMAN, "2:50.70", ["p"]),
    "help": (BOWERMAN, "2:50.70", ["question_mark"]),
    "home-help": (None, None, ["question_mark"]),
    "doubts": (SEMIFINAL, "3:03.6", ["d"]),
    "operator": (SEMIFINAL, "3:03.6", ["tab"]),
}
"""A race, a time, and the keys that lead to the screen."""


@asynccontextmanager
async def scene(name: str, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Stage]:
    """A scene as it is kept."""
    race, at, keys = SCENES[name]
    async with on_stage(race, at, size=size, operator=name == "operator") as stage:
        await stage.press(*keys)
        yield stage


@pytest.mark.parametrize("name", SCENES)
async def test_screens_are_what_they_were(name: str) -> None:
    """Each scene looks as its golden does, at each size."""
    async with scene(name) as stage:
        for width, height in SIZES:
            await stage.resize(width, height)

            compare(GOLDENS / f"{name}-{width}x{height}.txt", stage.text)


def test_no_golden_is_left_over() -> None:
    """Every file there belongs to a scene."""
    expected = {f"{name}-{width}x{height}.txt" for name in SCENES for width, height in SIZES}

    assert {path.name for path in GOLDENS.iterdir()} == expected


@pytest.mark.parametrize("name", ["bowerman-1200", "athlete"])
async def test_every_theme_shows_the_same_text(name: str) -> None:
    """Nothing is told by colour alone, and no theme moves a character."""
    async with scene(name) as stage:
        before = stage.text
        for theme in ("textual-light", "textual-dark", "ansi-dark", "ansi-light"):
            stage.app.theme = theme
            await stage.settle()

            assert stage.text == before


@pytest.mark.parametrize("name", ["bowerman-1200", "home", "help"])
async def test_without_colour_the_text_is_the_same(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """NO_COLOR takes the colours away, and nothing else."""
    monkeypatch.setenv("NO_COLOR", "1")

    async with scene(name) as stage:
        assert stage.app.no_color
        await stage.resize(80, 24)
        compare(GOLDENS / f"{name}-80x24.txt", stage.text)
