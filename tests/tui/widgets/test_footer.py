"""The line of keys shows as many as fit, the way out always, and can be clicked."""

from __future__ import annotations

from itertools import pairwise

from rich.cells import cell_len

from tests.tui.app_on_stage import BOWERMAN, on_stage
from tui.widgets.footer import GAP, fitting
from tui.widgets.key_hints import Hint

HINTS = [
    Hint("space", "Pause", ("pause",)),
    Hint("←→", "5 s", ("back", "on")),
    Hint("[]", "moment", ("before", "next")),
    Hint("?", "Help", ("help",)),
    Hint("q", "Quit", ("quit",)),
]


def width_of(hints: list[Hint]) -> int:
    """Cells that hints take on a line."""
    return sum(hint.width for hint in hints) + GAP * max(len(hints) - 1, 0)


def test_hints_fit_their_line() -> None:
    """At any width the first hints are shown that fit, and the last two whatever the width."""
    for width in range(120):
        shown = fitting(HINTS, width, 2)

        assert shown[-2:] == HINTS[-2:]
        assert shown[:-2] == HINTS[: len(shown) - 2]
        assert width_of(shown) <= width or len(shown) == 2


def test_no_hint_is_left_out_without_need() -> None:
    """Whatever is left out has no room beside what is shown."""
    for width in range(120):
        shown = fitting(HINTS, width, 2)
        following = HINTS[len(shown) - 2 :][:1] if len(shown) < len(HINTS) else []

        assert not following or width_of([*shown, *following]) > width


def test_a_wider_line_shows_no_less() -> None:
    """No hint goes when a cell is added."""
    counts = [len(fitting(HINTS, width, 2)) for width in range(120)]

    assert all(before <= after for before, after in pairwise(counts))


async def test_eighty_columns_show_the_keys_that_matter_most() -> None:
    """In an 80-column window the line goes from the pause to the way out, and no key is cut off."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        line = stage.lines[-1]

        assert line.rstrip() == (
            "  space Play   [] moment  1-7 views  c compare  ⏎ open  esc list  ? Help  q Quit"
        )
        assert cell_len(line) == 80


async def test_space_is_named_by_what_it_does() -> None:
    """It pauses what plays, plays what stands, and at the end begins again; over the race too."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        assert "space Play " in stage.lines[-1]
        await stage.press("space")
        assert "space Pause " in stage.lines[-1]
        await stage.press("enter", "space")
        assert "space Play " in stage.lines[-1]
        await stage.press("escape", "end")
        assert "space Again " in stage.lines[-1]


async def test_escape_is_named_by_where_it_goes() -> None:
    """To the library, to the board, to the view that a comparison was opened from."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        assert "esc list" in stage.lines[-1]
        for key, goes_to in (("3", "board"), ("4", "board"), ("c", "back"), ("1", "list"), ("c", "board")):
            await stage.press(key)
            assert f"esc {goes_to} " in stage.lines[-1], key


async def test_a_wide_footer_names_views_and_the_speed() -> None:
    """What one presses most, then which number is the chart; in more room the announcer, the wall, the speed.

    A click on a name shows that view.
    """
    async with on_stage(BOWERMAN, "2:50.70", size=(160, 40)) as stage:
        assert "3 chart  / find  <> speed  6 announcer  7 wall  ? Help" in stage.lines[-1]
        await stage.resize(120, 40)
        line = stage.lines[-1]
        assert "esc list  ←→ 5 s  y copy  f follow  3 chart  ? Help" in line
        await stage.pilot.click(stage.race.keys, offset=(line.index("chart"), 0))
        await stage.settle()
        assert stage.race.session.view == "gaps"


async def test_the_wall_says_once_which_keys_leave_it() -> None:
    """It has no footer."""
    async with on_stage(BOWERMAN, "2:50.70", notifies=True) as stage:
        await stage.press("7")
        await stage.until("esc board  1-7 views")


async def test_the_footer_goes_along_with_the_view() -> None:
    """It names the key of the modes where a view has several, at 80 columns too, and nowhere else."""
    async with on_stage(BOWERMAN, "2:50.70", size=(140, 24)) as stage:
        assert " v " not in stage.lines[-1]
        await stage.press("3")
        assert "v places" in stage.lines[-1]
        await stage.press("v")
        assert "v laps" in stage.lines[-1]
        await stage.press("4")
        assert " v " not in stage.lines[-1]
        await stage.resize(80, 24)
        await stage.press("3")
        assert "v laps" in stage.lines[-1]


async def test_the_footer_says_how_to_compare_with_another() -> None:
    """Where two are compared no board is seen that the keys could move on."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        assert "other" not in stage.lines[-1]
        await stage.press("c")
        assert "↓↑ other" in stage.lines[-1]
        assert "esc board" in stage.lines[-1]


async def test_a_list_that_goes_on_says_so() -> None:
    """Of the help at 80x24 the keys are below the signs; what is short has nothing to scroll."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press("question_mark")
        assert "the keys are below: pgdn" in stage.text
        assert "↓↑ scroll" in stage.lines[-1]
        await stage.press("escape", "enter")
        assert "scroll" not in stage.lines[-1]


async def test_a_narrow_window_keeps_help_and_quit() -> None:
    """Where the keys do not fit, how to learn them and how to leave stays."""
    async with on_stage(BOWERMAN, "2:50.70", size=(40, 16)) as stage:
        assert stage.lines[-1].rstrip().endswith("? Help  q Quit")


async def test_a_click_does_what_the_key_does() -> None:
    """Each sign of a pair is its own, and their words go on."""
    async with on_stage(BOWERMAN, "2:50.70", size=(190, 24)) as stage:
        line = stage.lines[-1]

        async def click(text: str, offset: int = 0) -> None:
            await stage.pilot.click(stage.race.keys, offset=(line.index(text) + offset, 0))
            await stage.settle()

        await click("←→")
        assert stage.position == "2:45.70"
        await click("←→", 1)
        await click("5 s")
        assert stage.position == "2:55.70"
        await click("⇧←", 1)
        assert stage.position == "2:50.70"
        await click("space")
        assert "playing 1x" in stage.lines[0]
        await click("q Quit")
        assert stage.app.return_code == 0
