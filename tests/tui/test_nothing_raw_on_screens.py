"""No screen draws a text of a race or of a hub raw, and none takes it for markup."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from textual.binding import Binding

from tests.tui.app_on_stage import Stage, on_stage, strips
from tests.tui.places_of_the_rule import DOOR, GUARD, take_away
from tests.tui.tagged_race import HOSTILE, NAMED, harm_in, harmed
from tui.screens.race import RaceScreen

VIEWS = "234567"

DEEPER = [
    ("enter", "a", "w", "enter"),
    ("2", "j", "enter"),
    ("3", "v", "v", "4", "v"),
    ("c", "j", "c", "7", "enter"),
    ("T", "x", "enter"),
    ("slash", "A", "enter"),
    ("f", "j", "f", "m", "M", "e", "end"),
]
"""What opens behind what opens over a race."""

NOT_PRESSED = ("app.quit", "library", "session(")
"""How the actions begin that leave the race, or only move its playhead."""


async def tour(stage: Stage, *keys: str) -> None:
    """Press keys, and look at each screen."""
    for key in keys:
        await stage.press(key)
        look(stage)


async def tour_of_race(stage: Stage) -> None:
    """Press every key that shows something of the race, and what there is behind it."""
    bindings = [binding for binding in RaceScreen.BINDINGS if isinstance(binding, Binding)]
    keys = [binding.key.split(",")[0] for binding in bindings if not binding.action.startswith(NOT_PRESSED)]
    assert {"4", "d", "T", "v"} <= set(keys)
    for steps in [*[(key,) for key in (*keys, "question_mark", "o", "enter")], *DEEPER]:
        await tour(stage, *steps)
        while not isinstance(stage.app.screen, RaceScreen):
            await stage.press("escape")


def look(stage: Stage) -> None:
    """See that nothing on the screen is a command to the terminal, a link or an action from a text."""
    assert harm_in("\n".join(stage.lines)) == [], stage.app.screen
    for strip in strips(stage.app):
        for segment in strip:
            assert segment.style is None or segment.style.link is None
            assert segment.style is None or segment.style.meta.get("@click") != "app.quit"


async def test_no_screen_of_a_race_draws_a_text_raw(
    tagged_race: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In all views, whatever key is pressed, even if the race came in by no door."""
    take_away(monkeypatch, *DOOR)
    async with on_stage(tagged_race, "1:00", size=(150, 50), operator=True) as stage:
        look(stage)
        await tour_of_race(stage)
        assert "Ann" in stage.text
        assert stage.app.return_code is None


async def test_the_door_alone_is_enough(tagged_race: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No view needs what makes its lines legal at last."""
    take_away(monkeypatch, *GUARD, "tui.text.checkpoint_labels.clean")
    async with on_stage(tagged_race, "1:00", size=(150, 50), operator=True) as stage:
        await tour(stage, *VIEWS, "d")


@pytest.mark.usefixtures("tagged_race")
async def test_a_small_window_draws_no_text_raw(monkeypatch: pytest.MonkeyPatch) -> None:
    """The library with the race in it, found by a word and opened, in 80 by 24."""
    take_away(monkeypatch, *DOOR)
    async with on_stage(None) as stage:
        await tour(stage, "w", "slash", "M", "i", "l", "e")
        assert "1 of 1 recorded race" in stage.text
        await tour(stage, "enter", "1", *VIEWS, "end")
        assert stage.watch.race.race == "tagged"


async def test_a_view_that_forgets_does_no_harm(tagged_race: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Checkpoint ids once went to the terminal as they came. Drawn so again they still do not."""
    take_away(monkeypatch, *DOOR, "tui.text.checkpoint_labels.clean")
    async with on_stage(tagged_race, "1:00", size=(150, 50)) as stage:
        await tour(stage, *VIEWS)

    take_away(monkeypatch, "tui.widgets.legal_segments.legal")
    async with on_stage(tagged_race, "1:00", size=(150, 50)) as stage:
        assert harm_in("\n".join(stage.lines))


async def test_nothing_raw_is_copied(tagged_race: Path) -> None:
    """What is copied here is pasted elsewhere, where a line end runs what comes before it."""
    async with on_stage(tagged_race, "1:00") as stage:
        stage.app.copy_to_clipboard(HOSTILE)

        assert "aWQ7" in stage.app.clipboard
        assert harm_in(stage.app.clipboard) == []


@pytest.mark.usefixtures("small_library")
async def test_what_is_remembered_is_not_drawn_raw(data_folder: Path) -> None:
    """Files in the data folder are data too, whoever wrote them: settings, hubs, themes, the index."""
    (data_folder / "themes").mkdir()
    (data_folder / "themes" / f"{NAMED}.toml").write_text('primary = "red"')
    (data_folder / "themes" / "odd.toml").write_text(f'"{harmed("x")[20:]}" = 1', encoding="utf-8")
    for name in ("preferences.json", "hubs.json", "library.json", "bookmarks.json"):
        value = {"version": 1, "theme": HOSTILE, "columns": [HOSTILE], "hubs": [HOSTILE], HOSTILE: HOSTILE}
        (data_folder / name).write_text(json.dumps(value))
    async with on_stage(None, size=(150, 50)) as stage:
        look(stage)
        await tour(stage, "o", "escape", "question_mark")
