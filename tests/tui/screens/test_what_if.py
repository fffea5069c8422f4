"""The field for a pace, over a race."""

from __future__ import annotations

from tests.tui.app_on_stage import LONDON, Stage, on_stage
from tui.screens.race import RaceScreen


async def open_for(stage: Stage, name: str) -> None:
    """Ask about someone."""
    while name not in stage.cursor_line:
        await stage.press("j")
    await stage.press("w")


async def test_a_typed_pace_is_answered_at_once() -> None:
    """With every letter, and again where the race goes on; escape closes it."""
    async with on_stage(LONDON, "2:46.60") as stage:
        await open_for(stage, "Kerr")
        assert "What if Josh Kerr goes on" in stage.text

        await stage.type("5x")
        assert "not a time: '5x'" in stage.text
        await stage.press("backspace")
        await stage.type("8")
        assert "Kerr at 58/400 from 1200 m (2:46.5): ~3:45.9, fourth" in " ".join(stage.text.split())

        await stage.press("escape")
        assert isinstance(stage.app.screen, RaceScreen)


async def test_letters_are_no_keys_there() -> None:
    """Enter closes the field too."""
    async with on_stage(LONDON, "2:46.60") as stage:
        await open_for(stage, "Kerr")

        await stage.type("2:20/km")
        assert "2:20/km from 1200 m" in stage.text
        await stage.press("enter")

        assert isinstance(stage.app.screen, RaceScreen)
        assert stage.watch.playhead.position_ms == 166_600
