"""The cursor goes where the keys send it, and stays with what it is on."""

from __future__ import annotations

from tests.tui.app_on_stage import BOWERMAN, LONDON, on_stage
from tests.tui.small_races import recorded
from tui.screens.athlete_splits import AthleteSplitsScreen


async def test_keys_that_move_the_cursor() -> None:
    """By lines and pages, by arrows and letters, no further than the ends."""
    async with on_stage(LONDON, "2:19.20") as stage:
        last = len(list(recorded(LONDON).history().at(0).runners)) - 1

        for key, expected in [
            ("j", 1),
            ("down", 2),
            ("k", 1),
            ("up", 0),
            ("up", 0),
            ("pagedown", 10),
            ("pagedown", last),
            ("pageup", last - 10),
        ]:
            await stage.press(key)

            assert stage.focused.cursor == expected
            assert stage.cursor_line


async def test_tab_goes_from_pane_to_pane() -> None:
    """Board, moments, board; the cursor is where the keys go, and enter there goes to the moment."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        assert stage.focused.id == "board"
        await stage.press("tab")
        assert stage.focused.id == "moments"
        assert stage.cursor_line.startswith("›   2:50.70")

        await stage.press("k", "pagedown", "enter")

        assert stage.watch.playhead.position_ms < 170_700
        assert stage.lines[0].rstrip().endswith("paused 1x")
        await stage.press("tab")
        assert stage.focused.id == "board"
        await stage.press("shift+tab")
        assert stage.focused.id == "moments"


async def test_the_cursor_stays_with_its_athlete() -> None:
    """When the order changes the cursor goes along, to the front and back again."""
    async with on_stage(LONDON, "55.10") as stage:
        while "Kerr" not in stage.cursor_line:
            await stage.press("j")

        lines = set()
        for key in ["right"] * 6 + ["end", "home"] + ["shift+right"] * 6:
            await stage.press(key)

            assert "Kerr" in stage.cursor_line
            lines.add(stage.focused.cursor)
        assert 0 in lines
        assert len(lines) > 2


async def test_on_the_first_line_the_cursor_stays_with_the_lead() -> None:
    """Unmoved, it is on whoever leads."""
    async with on_stage(BOWERMAN, "1:52.74") as stage:
        assert "Alvarado" in stage.cursor_line

        await stage.press("end")

        assert "Kerr" in stage.cursor_line


async def test_marks_come_above_the_leader_without_the_cursor() -> None:
    """Where records are ahead of the leader, the cursor is still on the leader; keys take it up to them."""
    async with on_stage(BOWERMAN, "3:55") as stage:
        await stage.press("m")
        assert "Kerr" in stage.cursor_line
        assert stage.focused.cursor > 0

        await stage.press("k")
        assert "Kerr" not in stage.cursor_line
        await stage.press("j", "m")
        assert "Kerr" in stage.cursor_line


async def test_the_cursor_stays_with_its_moment() -> None:
    """When more has happened the line under the cursor goes down, and up again when sought back."""
    async with on_stage(BOWERMAN, "2:21.80") as stage:
        await stage.press("tab", "j")
        moment = stage.cursor_line[2:60].strip()

        for key in (
            "right_square_bracket",
            "right_square_bracket",
            "left_square_bracket",
            "left_square_bracket",
        ):
            await stage.press(key)

            assert stage.cursor_line[2:60].strip() == moment


async def test_the_newest_moment_is_on_top() -> None:
    """Unmoved, the cursor is on what happened last."""
    async with on_stage(BOWERMAN, "2:21.80") as stage:
        await stage.press("tab", "end")

        assert "The result: Kerr first" in stage.cursor_line


async def test_the_cursor_walks_over_the_heading_of_a_pack() -> None:
    """It stands on runners alone; unmoved it is on the first, with the leader once one is known."""
    async with on_stage("2022-eugene-worlds-1500m-final", "58") as stage:
        assert "Kipsang" in stage.cursor_line

        await stage.press("j")
        assert stage.focused.cursor == 2
        below = stage.cursor_line
        await stage.press("k")
        assert "Kipsang" in stage.cursor_line
        await stage.press("j", "k", "k")
        assert "Kipsang" in stage.cursor_line
        assert "pack" not in below

    async with on_stage("2025-london-dl-1500m", "58") as stage:
        assert stage.text.count("order not published") == 1
        assert stage.focused.cursor == 1

        await stage.press("end")

        assert "Koech" in stage.cursor_line


async def test_a_double_click_opens_what_enter_opens() -> None:
    """An athlete's splits from the board, and the time of a moment from the list."""
    async with on_stage(LONDON, "2:55", size=(120, 40)) as stage:
        await stage.pilot.click("#board", offset=(12, 2), times=2)
        await stage.settle()
        assert isinstance(stage.app.screen, AthleteSplitsScreen)
        assert "Yared Nuguse   2nd" in stage.text
        await stage.press("escape")

        await stage.pilot.click("#moments", offset=(20, 2), times=2)
        await stage.settle()
        assert stage.watch.playhead.position_ms == stage.race.moments.entry(0).when_ms < 175_000
