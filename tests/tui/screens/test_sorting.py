"""The board by another column, and its columns on request."""

from __future__ import annotations

from tests.tui.app_on_stage import LONDON, Stage, on_stage
from tui.screens.help import HelpScreen
from tui.settings.preferences import remember
from tui.text.board_columns import ON_REQUEST, ORDER
from tui.text.column_choice import ColumnChoice


def rows(stage: Stage) -> list[str]:
    """The lines of the board, below its titles."""
    titles = next(number for number, line in enumerate(stage.lines) if "Athlete" in line)
    return [line[1:70] for line in stage.lines[titles + 1 :] if " GBR " in line or " USA " in line]


def title(stage: Stage) -> str:
    """The titles of the board."""
    return next(line for line in stage.lines if "Athlete" in line)


def show(*names: str) -> None:
    """Choose columns on request, before the app starts."""
    remember(columns=ColumnChoice(ORDER, frozenset(ON_REQUEST) - set(names)))


async def test_a_key_sorts_the_board() -> None:
    """By each column in turn, with its sign and with the cursor on its athlete, and back the other way."""
    async with on_stage(LONDON, "2:19.20", size=(120, 40)) as stage:
        await stage.press("j", "j")
        athlete = " ".join(stage.cursor_line.split()[2:5])
        in_order = rows(stage)
        seen = [in_order]

        for titled in ("Proj▾", "Lap▾", "Athlete▾", "Bib▾"):
            await stage.press("s")

            assert titled in title(stage)
            assert athlete in stage.cursor_line
            seen.append(rows(stage))
        assert seen[3] != seen[2] != seen[0] != seen[4]
        await stage.press("s")
        assert "▾" not in title(stage)
        await stage.press("S")
        assert rows(stage) == seen[-1]


async def test_marks_stand_among_the_projected_times() -> None:
    """The record before those who are projected to be slower alone; in another order there are none."""
    async with on_stage(LONDON, "2:19.20", size=(120, 40)) as stage:
        await stage.press("m", "s")
        names = ("Josh Kerr", "┄ WR 3:43.13", "Yared Nuguse")
        board = [line for line in stage.lines if "±" in line or "┄" in line]
        rows = [name for line in board for name in names if name in line]
        assert rows == ["Josh Kerr", "┄ WR 3:43.13", "Yared Nuguse"], "3:43.0, 3:43.13, 3:43.5"

        await stage.press("s")
        assert not [line for line in stage.lines if line.lstrip().startswith("┄")]


async def test_the_keys_of_sorting_are_in_the_help() -> None:
    """With what they do."""
    async with on_stage(LONDON, "2:19.20", size=(120, 60)) as stage:
        await stage.press("question_mark")

        assert isinstance(stage.app.screen, HelpScreen)
        assert "Sort by the next column" in stage.text


async def test_the_gap_to_the_athlete_under_the_cursor() -> None:
    """Its title names the athlete; it goes along with the cursor, but not when one is compared."""
    show("chosen")
    async with on_stage(LONDON, "2:19.20", size=(120, 40)) as stage:
        while "Kerr" not in stage.cursor_line:
            await stage.press("j")
        assert "to Kerr" in title(stage)

        await stage.press("j")
        assert "to Kerr" not in title(stage)
        below = title(stage)

        await stage.press("c", "1", "k")
        assert title(stage) == below
