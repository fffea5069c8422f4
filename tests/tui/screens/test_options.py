"""The options: every change is seen at once, holds for every race, and is remembered."""

from __future__ import annotations

import pytest

from replays.storage.json_store import load_json
from tests.tui.app_on_stage import BOWERMAN, LONDON, Stage, on_stage
from tui.screens.options import ALERT_WORDS, COLUMN_WORDS, OptionsScreen
from tui.screens.race import RaceScreen
from tui.settings.preferences import ALERTS, DRAWING, NAME, WAYS, Preferences
from tui.text.board_columns import ON_REQUEST, ORDER
from tui.text.column_choice import ColumnChoice


def titles(stage: Stage) -> list[str]:
    """The titles of the board."""
    return next(line for line in stage.lines if "Athlete" in line).split()


def on_cursor(stage: Stage) -> str:
    """What the cursor of the options is on."""
    [line] = [line for line in stage.lines if "› [" in line]
    return line.partition("› ")[2]


def test_everything_there_is_has_a_line() -> None:
    """Each column, each alert and each way of it can be chosen."""
    assert sorted(COLUMN_WORDS) == sorted(ORDER)
    assert sorted(ALERT_WORDS) == sorted(
        [("alerts", name) for name in ALERTS]
        + [("alert_by", name) for name in WAYS]
        + [("drawing", name) for name in DRAWING]
    )


def test_the_words_of_columns_have_room() -> None:
    """Beside the box and the title none is cut."""
    assert max(len(words) for words in COLUMN_WORDS.values()) <= 27


async def test_a_column_goes_and_comes_back() -> None:
    """Switched off it leaves the board, for good; reset, all is as at first."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        before = titles(stage)
        await stage.press("o", *["j"] * ORDER.index("gap"), "space")
        assert "[ ] Gap" in on_cursor(stage)
        await stage.press("escape")
        assert "Gap" not in titles(stage)
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        assert "Gap" not in titles(stage)

        await stage.press("o", "r", "escape")

        assert titles(stage) == before
        assert Preferences.load().columns == ColumnChoice()


@pytest.mark.parametrize("key", ["K", "shift+up"])
async def test_a_column_moves_with_the_cursor(key: str) -> None:
    """Moved up in the list it stands further to the left, and can be moved on."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press("o", *["j"] * ORDER.index("time"), *[key] * ORDER.index("time"))
        assert "[x] Time" in on_cursor(stage)

        await stage.press("escape")

        assert titles(stage)[0] == "Time"


async def test_who_and_where_are_always_on_the_board() -> None:
    """The place cannot be switched off."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press("o", "space")

        assert "[x] P " in on_cursor(stage)
        assert load_json(NAME)["columns"]["hidden"] == sorted(ON_REQUEST)


async def test_alerts_are_off_until_they_are_chosen() -> None:
    """The other list is a tab away; there the keys that order columns do nothing."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        assert not Preferences.load().alerts
        await stage.press("o", "shift+tab", "j", "J", "space")
        assert "[x] lead changes" in on_cursor(stage)
        assert "move" not in stage.lines[-1]
        assert Preferences.load().alerts == {"lead"}

        await stage.press("backspace")

        assert not Preferences.load().alerts


async def test_a_choice_made_in_the_library_holds_for_the_race_below() -> None:
    """A race that is not on the screen when the columns change has them when it is."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press("escape")
        await stage.until("recorded races")

        await stage.press("o", *["j"] * ORDER.index("lap"), "space", "q")

        assert stage.app.screen is not stage.race
        await stage.press("enter")
        await stage.until("m to go")
        assert "Lap" not in titles(stage)


@pytest.mark.parametrize("size", [(80, 24), (50, 16), (30, 10)])
async def test_the_options_work_in_a_small_window(size: tuple[int, int]) -> None:
    """The cursor is in sight and the way out is said, however little room there is."""
    async with on_stage(BOWERMAN, "2:50.70", size=size) as stage:
        await stage.press("o", *["j"] * ORDER.index("interval"))
        assert isinstance(stage.app.screen, OptionsScreen)
        assert any("› [x] Int" in line for line in stage.lines)
        assert "esc Close" in stage.text

        await stage.press("o")

        assert isinstance(stage.app.screen, RaceScreen)


async def test_charts_can_be_drawn_in_blocks() -> None:
    """From the next paint on, for good; and again in dots."""
    async with on_stage(LONDON, "2:55") as stage:
        await stage.press("3", "o", "tab", *["j"] * (len(ALERT_WORDS) - 1), "space", "escape")
        assert not has_dots(stage)
        assert "▄" in stage.text
    async with on_stage(LONDON, "2:55") as stage:
        await stage.press("3")
        assert not has_dots(stage)

        await stage.press("o", "tab", *["j"] * (len(ALERT_WORDS) - 1), "space", "escape")
        assert has_dots(stage)


async def test_the_console_of_linux_gets_blocks_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its font has no dots."""
    monkeypatch.setenv("TERM", "linux")
    async with on_stage(LONDON, "2:55") as stage:
        await stage.press("3")

        assert not has_dots(stage)
        assert "▀" in stage.text
        assert "›" not in stage.text


def has_dots(stage: Stage) -> bool:
    """Whether there is braille on the screen."""
    return any("⠀" < character < "⤀" for character in stage.text)
