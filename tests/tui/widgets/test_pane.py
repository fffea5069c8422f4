"""A pane draws the lines in sight, repaints those that changed, and keeps its cursor in sight."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Self

from rich.cells import cell_len
from rich.style import Style
from textual.app import App, ComposeResult
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip

from tests.tui.app_on_stage import strips
from tui.settings.themes import QUIET
from tui.text.styled_line import StyledLine
from tui.widgets.pane import EDGE, Pane

WIDTH, HEIGHT = 40, 10


class CountingPane(Pane):
    """A pane that notes what it repaints."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.refreshed: list[int] = []
        self.rendered: list[int] = []

    def refresh(self, *regions: Region, **options: bool) -> Self:
        """Note the lines, counted from the first of all lines."""
        self.refreshed += [region.y + self.scroll_offset.y for region in regions]
        return super().refresh(*regions, **options)

    def render_line(self, y: int) -> Strip:
        """Note the line, counted from the top of the pane."""
        self.rendered.append(y)
        return super().render_line(y)

    def forget(self) -> None:
        """Count from here."""
        self.refreshed, self.rendered = [], []


class PaneApp(App[None]):
    """One pane, and what was chosen in it."""

    CSS_PATH = "../../../tui/lapbell.tcss"

    def __init__(self, pane: Pane) -> None:
        super().__init__()
        self.pane = pane
        self.chosen: list[int] = []

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """As the program has them."""
        return QUIET

    def compose(self) -> ComposeResult:
        """The pane alone."""
        yield self.pane

    def on_pane_chosen(self, event: Pane.Chosen) -> None:
        """Note the line."""
        self.chosen.append(event.index)


@asynccontextmanager
async def shown(pane: Pane, lines: list[str], title: str = "") -> AsyncIterator[Pilot[None]]:
    """A pane of some lines on a small screen, with the focus on it."""
    app = PaneApp(pane)
    async with app.run_test(size=(WIDTH, HEIGHT)) as pilot:
        show(pane, lines, title)
        if pane.can_focus:
            pane.focus()
        await pilot.pause()
        yield pilot


def show(pane: Pane, lines: list[str], title: str = "") -> None:
    """Show lines of plain text."""
    styled: list[StyledLine] = [((line, "text"),) for line in lines]
    pane.show(len(styled), styled.__getitem__, ((title, "title"),))


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Press keys, each when the one before has been handled."""
    for key in keys:
        pilot.app.simulate_key(key)
        for _ in range(4):
            await pilot.pause(0)


def numbered(count: int) -> list[str]:
    """Line 0, line 1 and so on."""
    return [f"line {number}" for number in range(count)]


def text_of(pane: Pane) -> list[str]:
    """What the pane has on the screen, left of the bar that tells how far it is scrolled."""
    width = pane.scrollable_content_region.width
    return [strip.crop(0, width).text.rstrip() for strip in strips(pane.app)]


def style_at(pane: Pane, y: int) -> Style:
    """The style of the first character of a line."""
    style = next(segment.style for segment in pane.render_line(y) if segment.text.strip())
    assert style is not None
    return style


async def test_lines_stand_behind_an_edge_for_the_cursor() -> None:
    """Every line begins two cells in; the one with the cursor has a sign there."""
    pane = Pane()

    async with shown(pane, numbered(3)):
        assert text_of(pane)[:4] == ["› line 0", "  line 1", "  line 2", ""]
        assert pane.line_width == WIDTH - EDGE


async def test_only_a_changed_line_is_repainted() -> None:
    """Shown again with one line that differs, that line alone is drawn anew."""
    pane = CountingPane()
    lines = numbered(8)

    async with shown(pane, lines) as pilot:
        pane.forget()
        lines[5] = "changed"
        show(pane, lines)
        await pilot.pause()

        assert pane.refreshed == [5]
        assert set(pane.rendered) == {5}
        assert text_of(pane)[5] == "  changed"


async def test_the_same_again_repaints_nothing() -> None:
    """Shown again unchanged, nothing is drawn."""
    pane = CountingPane()

    async with shown(pane, numbered(8)) as pilot:
        pane.forget()
        show(pane, numbered(8))
        await pilot.pause()

        assert (pane.refreshed, pane.rendered) == ([], [])


async def test_a_change_out_of_sight_repaints_nothing() -> None:
    """Lines below the window are not even asked for."""
    pane = CountingPane()
    asked: list[int] = []

    def draw(index: int) -> StyledLine:
        asked.append(index)
        return ((f"line {index}", "text"),)

    async with shown(pane, numbered(500)) as pilot:
        pane.forget()
        pane.show(500, draw)
        await pilot.pause()

        assert (pane.refreshed, pane.rendered) == ([], [])
        assert max(asked) < HEIGHT


async def test_a_cursor_step_repaints_two_lines() -> None:
    """The line it leaves and the line it comes to."""
    pane = CountingPane()

    async with shown(pane, numbered(8)) as pilot:
        pane.forget()
        await press(pilot, "down")

        assert set(pane.rendered) == {0, 1}
        assert text_of(pane)[:2] == ["  line 0", "› line 1"]


async def test_scrolled_lines_are_the_right_ones() -> None:
    """A change of a line in sight lands on that line when the pane is scrolled."""
    pane = CountingPane()
    lines = numbered(50)

    async with shown(pane, lines) as pilot:
        await press(pilot, *["pagedown"] * 2)
        top = pane.scroll_offset.y
        assert top > 0
        lines[top + 3] = "changed"
        show(pane, lines)
        await pilot.pause()

        assert text_of(pane)[3] == "  changed"
        assert [line[2:] for line in text_of(pane)] == lines[top : top + HEIGHT]


async def test_the_title_stays() -> None:
    """However far the lines are scrolled the title is on top of them."""
    pane = Pane(has_title=True)

    async with shown(pane, numbered(50), "Title") as pilot:
        for _ in range(3):
            await press(pilot, "pagedown")

            assert text_of(pane)[0] == "  Title"
        assert text_of(pane)[-1].startswith(f"› line {pane.cursor}")


async def test_the_cursor_stays_in_sight() -> None:
    """By lines or pages, up or down, the line of the cursor is on the screen, and no line is skipped."""
    pane = Pane(has_title=True)

    async with shown(pane, numbered(30), "Title") as pilot:
        for key in [
            *["j"] * 12,
            *["k"] * 5,
            "pagedown",
            "pagedown",
            "pagedown",
            "pageup",
            "up",
            *["pageup"] * 4,
        ]:
            await press(pilot, key)
            on_screen = text_of(pane)

            assert f"› line {pane.cursor}" in on_screen
        assert pane.cursor == 0
        assert on_screen[:3] == ["  Title", "› line 0", "  line 1"]


async def test_the_cursor_stops_at_the_ends() -> None:
    """Beyond the first and the last line it does not go."""
    pane = Pane()

    async with shown(pane, numbered(3)) as pilot:
        await press(pilot, "up")
        assert pane.cursor == 0
        await press(pilot, "pagedown")
        assert pane.cursor == 2
        await press(pilot, "down")
        assert pane.cursor == 2


async def test_the_cursor_stays_in_sight_when_the_window_shrinks() -> None:
    """In a smaller window the line of the cursor is still there, in a larger one no line is wasted."""
    pane = Pane(has_title=True)

    async with shown(pane, numbered(30), "Title") as pilot:
        await press(pilot, *["down"] * 7)
        await pilot.resize_terminal(WIDTH, 5)
        await pilot.pause()
        assert text_of(pane) == ["  Title", "  line 4", "  line 5", "  line 6", "› line 7"]
        await press(pilot, *["pagedown"] * 9)
        await pilot.resize_terminal(WIDTH, 40)
        await pilot.pause()

        assert text_of(pane)[:2] == ["  Title", "  line 0"]
        assert text_of(pane)[30] == "› line 29"


async def test_a_pane_to_read_stays_where_it_is_when_the_window_shrinks() -> None:
    """Without a cursor there is nothing to keep in sight."""
    pane = Pane(has_cursor=False)

    async with shown(pane, numbered(30)) as pilot:
        await press(pilot, "down", "down")
        await pilot.resize_terminal(WIDTH, 5)
        await pilot.pause()

        assert text_of(pane)[0] == "  line 2"


async def test_fewer_lines_take_the_cursor_along() -> None:
    """When lines go the cursor is on the last that is left, and in sight."""
    pane = Pane()

    async with shown(pane, numbered(50)) as pilot:
        await press(pilot, *["pagedown"] * 6)
        assert pane.cursor > 40
        show(pane, numbered(2))
        await pilot.pause()

        assert pane.cursor == 1
        assert text_of(pane)[:3] == ["  line 0", "› line 1", ""]


async def test_keys_on_an_empty_pane_do_nothing() -> None:
    """There is nothing to move to and nothing to open."""
    pane = Pane(has_title=True)

    async with shown(pane, []) as pilot:
        await press(pilot, "down", "up", "pagedown", "enter")

        assert pane.cursor == 0
        assert isinstance(pilot.app, PaneApp)
        assert pilot.app.chosen == []
        assert not any(text_of(pane))


async def test_a_pane_to_read_scrolls() -> None:
    """Without a cursor the keys move the lines, and nothing is chosen."""
    pane = Pane(has_cursor=False)

    async with shown(pane, numbered(30)) as pilot:
        await press(pilot, "down", "j", "down")
        assert text_of(pane)[0] == "  line 3"
        await press(pilot, "pagedown", "enter")
        assert text_of(pane)[0] == "  line 11"
        await press(pilot, "pageup", "up", "k")

        assert text_of(pane)[0] == "  line 1"
        assert not any("›" in line for line in text_of(pane))
        assert isinstance(pilot.app, PaneApp)
        assert pilot.app.chosen == []


async def test_enter_chooses() -> None:
    """The line under the cursor is told."""
    pane = Pane()

    async with shown(pane, numbered(5)) as pilot:
        await press(pilot, "down", "down", "enter")

        assert isinstance(pilot.app, PaneApp)
        assert pilot.app.chosen == [2]


async def test_a_click_moves_the_cursor_and_a_second_opens() -> None:
    """One click puts the cursor there, a double click chooses."""
    pane = Pane(has_title=True)

    async with shown(pane, numbered(5), "Title") as pilot:
        assert isinstance(pilot.app, PaneApp)
        await pilot.click(pane, offset=(5, 4))
        assert (pane.cursor, pilot.app.chosen) == (3, [])
        await pilot.click(pane, offset=(5, 2), times=2)
        await pilot.pause()

        assert (pane.cursor, pilot.app.chosen) == (1, [1])


async def test_a_click_beside_the_lines_does_nothing() -> None:
    """Neither the title, scrolled or not, nor the room below the lines is a line."""
    pane = Pane(has_title=True)

    async with shown(pane, numbered(30), "Title") as pilot:
        assert isinstance(pilot.app, PaneApp)
        await press(pilot, *["pagedown"] * 3)
        before = pane.cursor, pane.scroll_offset.y
        await pilot.click(pane, offset=(5, 0), times=2)
        assert (pane.cursor, pane.scroll_offset.y) == before
        show(pane, numbered(3), "Title")
        await pilot.pause()
        await pilot.click(pane, offset=(5, 8), times=2)

        assert pane.cursor == 2
        assert pilot.app.chosen == []


async def test_only_the_pane_with_the_keys_shows_its_cursor() -> None:
    """Without the focus there is no sign of a cursor."""
    pane = Pane()

    async with shown(pane, numbered(3)) as pilot:
        pilot.app.set_focus(None)
        await pilot.pause()

        assert text_of(pane)[0] == "  line 0"


async def test_another_theme_draws_in_other_colours() -> None:
    """What was drawn in the colours of one theme is not shown in another."""
    pane = Pane()

    async with shown(pane, numbered(3)) as pilot:
        dark = style_at(pane, 1)
        pilot.app.theme = "textual-light"
        await pilot.pause()
        light = style_at(pane, 1)

        assert dark.color != light.color
        assert dark.bgcolor != light.bgcolor
        assert text_of(pane)[1] == "  line 1"


async def test_wide_characters_are_cut_at_the_edge() -> None:
    """A character of two cells that has room for one is left out, and the line is as wide as the others."""
    pane = Pane()
    lines = ["日本" * 20, "x" + "日本" * 20, "e\u0301" * 60, "short"]

    async with shown(pane, lines):
        strips = [pane.render_line(y) for y in range(HEIGHT)]

        assert {strip.cell_length for strip in strips} == {WIDTH}
        assert {cell_len(strip.text) for strip in strips} == {WIDTH}
        assert strips[1].text.endswith("本 ")
