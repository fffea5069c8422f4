"""The views on the race screen: each by its key, at the same playhead, beside the board or in its place."""

from __future__ import annotations

import re

import pytest

from tests.tui.app_on_stage import BOWERMAN, LONDON, Stage, on_stage
from tui.race_session import BOARD
from tui.screens.race import RaceScreen
from tui.text.formatting import FOLLOWED
from tui.views.view_registry import HEAD_TO_HEAD, VIEWS

NARROW, WIDE = (80, 24), (200, 60)

SAYS = {
    "splits": "2:46.5",
    "gaps": "Behind the leader",
    "track": "m to go",
    "packs": "2 packs at 1200 m",
    "announcer": "Next",
    "wall": "██",
}
"""What each view says of the London mile at 2:55, and no other part of the screen."""


@pytest.mark.parametrize("kind", VIEWS, ids=lambda kind: kind.name)
@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_each_view_has_a_key(kind: object, size: tuple[int, int]) -> None:
    """It is drawn at the playhead, and `1` brings the board back."""
    view = next(view for view in VIEWS if view is kind)
    async with on_stage(LONDON, at="2:55", size=size) as stage:
        board = stage.text
        await stage.press(view.key)

        assert SAYS[view.name] in stage.text
        beside = size is WIDE and not view.alone
        assert ("P ±" in stage.text) is beside
        await stage.press("1")
        assert stage.text == board


async def test_a_view_goes_along_with_the_playhead() -> None:
    """Nothing in it is later than the clock."""
    async with on_stage(LONDON, at="1:00", size=NARROW) as stage:
        await stage.press("2")
        assert "54.8" in stage.text
        assert "1:50.7" not in stage.text

        stage.watch.playhead.seek(115_000)
        stage.race.repaint()
        await stage.until(lambda: "1:50.7" in stage.text)


async def test_one_key_goes_through_the_ways_of_a_view() -> None:
    """Splits, laps, places, gaps, and splits again."""
    async with on_stage(LONDON, at="2:55", size=NARROW) as stage:
        await stage.press("2")
        titles = []
        for _ in range(5):
            titles.append(next(word for word in ("Time", "Lap", "Place", "Gap") if word in stage.lines[3]))
            await stage.press("v")

    assert titles == ["Time", "Lap", "Place", "Gap", "Time"]


async def test_the_cursor_of_the_splits_opens_a_passing() -> None:
    """To the left from the newest checkpoint, and `enter` tells on whose word the figure stands."""
    async with on_stage(LONDON, at="2:55", size=NARROW) as stage:
        await stage.press("2", "j", "left_parenthesis", "left_parenthesis")
        assert "[2:32.9]" in stage.text
        await stage.press("enter")
        assert "Yared Nuguse at 1100 m: 2:32.9" in stage.text
        assert "the one that is used" in stage.text
        await stage.press("escape", "right_parenthesis", "right_parenthesis", "enter")
        assert "Yared Nuguse   2nd at 1200 m" in stage.text


async def test_the_announcer_stands_at_a_checkpoint() -> None:
    """To the left from the finish; past it again the running order is back."""
    async with on_stage(LONDON, at="2:55", size=NARROW) as stage:
        await stage.press("6")
        everywhere = stage.text
        await stage.press("left_parenthesis")
        assert "no one yet at the finish" in stage.text
        await stage.press("right_parenthesis")
        assert stage.text == everywhere


async def test_a_mark_is_compared_with() -> None:
    """On a mark, `c` holds the runner under the cursor against it, whichever mark is raced."""
    async with on_stage(LONDON, "2:55", size=(120, 40)) as stage:
        await stage.press("m")
        stage.race.board.put_cursor(next(n for n, line in enumerate(board_lines(stage)) if "NR GBR" in line))
        await stage.press("c")
        assert "NR GBR  –  Josh Kerr" in stage.text

        await stage.press("c")
        assert "NR GBR  –" not in stage.text


async def test_the_earlier_meetings_of_two_who_are_compared_are_shown() -> None:
    """Those of earlier days with their balance, the newest first; none of a later one, nor this race."""
    async with on_stage(LONDON, "2:55", size=(120, 40)) as stage:
        await stage.press("c")
        await stage.until("Before this race   Kerr 5-5 (1 not known) Nuguse")
        at = next(n for n, line in enumerate(stage.lines) if "Before this race" in line)
        shown = stage.lines[at + 1 : at + 7]

    assert shown[0].split()[:4] == ["1", "Jun", "2025", "1500"]
    assert not any("2026" in line for line in shown)

    async with on_stage(BOWERMAN, "2:50.70", size=(120, 40)) as stage:
        await stage.press("c")
        await stage.until("Before this race")
        assert not re.search(r"Before this race.*\b202[56]\b", stage.text.replace("\n", " "))


def board_lines(stage: Stage) -> list[str]:
    """What stands on the lines of the board, from its first."""
    title = next(n for n, line in enumerate(stage.lines) if "Athlete" in line)
    return stage.lines[title + 1 :]


async def test_nothing_stands_above_the_announcers_view_that_is_in_it() -> None:
    """Neither the clock nor how the race stands; the race, and the mark that is raced, do."""
    async with on_stage(LONDON, "2:50", size=(80, 24)) as stage:
        await stage.press("6")

        assert stage.lines[0].strip().startswith("Mile (men)")
        assert stage.lines[1].strip().startswith("WR 3:43.13")
        assert not stage.lines[2].strip()
        assert stage.text.count("m to go") == stage.text.count("Kerr leads  ") == 1


@pytest.mark.parametrize("size", [NARROW, (120, 40), WIDE, (300, 80)])
async def test_the_announcer_has_the_whole_width(size: tuple[int, int]) -> None:
    """And so has the wall, which has the height of the keys too."""
    async with on_stage(LONDON, at="2:55", size=size) as stage:
        await stage.press("6")
        assert stage.race.view.size.width == size[0]
        labels = [
            name
            for name in ("Order", "Next", "Before")
            if name in next(line for line in stage.lines if "Order" in line)
        ]
        assert len(labels) == (1 if size[0] < 110 else 2 if size[0] < 180 else 3)
        await stage.press("7")
        assert stage.race.view.size == (size[0], size[1] - 1)


async def test_two_are_compared() -> None:
    """`c` on one, the cursor on the other; `c` again leaves it, wherever the cursor is."""
    async with on_stage(LONDON, at="2:55", size=NARROW) as stage:
        await stage.press("c", "j")
        assert "Kerr is 0.7 s ahead of Farken at 1200 m" in stage.text
        await stage.press("c")
        assert "P ±" in stage.text


async def test_each_key_shows_another_pair() -> None:
    """No pair turned round: the keys pass over the one compared with, who is under the cursor afterwards."""
    async with on_stage(LONDON, at="2:55", size=NARROW) as stage:
        order = [row.runner.entrant.bib for row in stage.watch.view().board.rows]
        board = stage.race.board
        await stage.press("j", "c")
        seen = [board.chosen_bib]
        for key in ("j", "k", "k", "j", "pageup"):
            await stage.press(key)
            seen.append(board.chosen_bib)
            assert "Yared Nuguse USA  –" in stage.text

        assert seen == [order[n] for n in (0, 2, 0, 0, 2, 0)]
        await stage.press("escape")
        assert board.chosen_bib == order[1]


async def test_all_earlier_meetings_that_fit_are_shown() -> None:
    """The lines that the gaps leave go to the meetings; where not all have room, it is said how many have."""
    async with on_stage(LONDON, "2:55", size=(80, 40)) as stage:
        await stage.press("c")
        await stage.until("Before this race")
        for height in (40, 30, 24, 20):
            await stage.resize(80, height)
            at = next(n for n, line in enumerate(stage.lines) if "Before this race" in line)
            shown = [line for line in stage.lines[at + 1 : -2] if line.strip()]
            blank = sum(not line.strip() for line in stage.lines[at + 1 : -2])
            if height == 40:
                assert len(shown) == 11
                assert "the last" not in stage.lines[at]
            else:
                assert f"the last {len(shown)} of 11" in stage.lines[at]
                assert blank <= 1


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_escape_goes_up_one_step_at_a_time(size: tuple[int, int]) -> None:
    """From the words to find by, the comparison, the view, the board; then to the library, and no further."""
    async with on_stage(LONDON, at="2:55", size=size) as stage:
        session = stage.race.session
        await stage.press("3", "c", "j", "slash", "n", "u", "g")
        steps = []
        for _ in range(5):
            await stage.press("escape")
            screen = stage.app.screen
            steps.append(session.view if isinstance(screen, RaceScreen) else type(screen).__name__)

    assert steps == [HEAD_TO_HEAD.name, "gaps", BOARD, "HomeScreen", "HomeScreen"]


async def test_the_followed_have_a_sign_and_stay_in_sight() -> None:
    """Below the board, where the window has no room for them among the others."""
    async with on_stage(LONDON, at="2:55", size=(80, 18)) as stage:
        await stage.press("j", "f")
        assert FOLLOWED in stage.cursor_line
        await stage.press(*["pagedown"] * 3)
        assert any("Nuguse" in line for line in stage.lines)
        await stage.press(*["pageup"] * 3, "j", "f")
        assert not any(line.startswith(f" {FOLLOWED}") for line in stage.lines)


async def test_what_is_followed_is_told_of_first() -> None:
    """Moments of the followed are told that are not of others."""
    async with on_stage(LONDON, at="2:55", size=WIDE) as stage:
        before = stage.text.count("Prakel")
        await stage.press(*["j"] * 11, "f")

        assert stage.watch.followed == {stage.race.board.chosen_bib}
        assert stage.text.count("Prakel") > before


@pytest.mark.parametrize(
    ("typed", "found"),
    [("nor", []), ("ger", ["Farken", "Abdilaahi"]), ("josh", ["Kerr"]), ("usa nug", ["Nuguse"])],
)
async def test_athletes_are_found_by_typing(typed: str, found: list[str]) -> None:
    """By name, nation, bib; the board shows them alone until `escape`."""
    async with on_stage(LONDON, at="2:55", size=NARROW) as stage:
        await stage.press("slash")
        await stage.type(typed)
        rows = [line for line in stage.lines[4 : stage.lines.index(" " * 80, 4)] if line.strip()]
        assert [name for line in rows for name in found if name in line] == found
        assert len(rows) == len(found) or "no athlete called" in rows[0]
        await stage.press("enter")
        assert stage.focused is stage.race.board
        await stage.press("escape")
        await stage.until(lambda: "Strand" in stage.text)


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_each_search_starts_empty_and_says_if_no_one_is_found(size: tuple[int, int]) -> None:
    """Words of the search before are gone; where they find no one, the board says so."""
    async with on_stage(LONDON, at="2:55", size=size) as stage:
        await stage.press("slash", *"nug", "enter", "slash")
        assert stage.race.session.filter is None
        await stage.type("kerr zzz")
        assert "no athlete called kerr zzz: esc shows everyone" in stage.text
        await stage.press("enter", "enter", "f", "c")
        assert "no athlete called" in stage.text
        await stage.press("escape")
        assert "Strand" in stage.text


async def test_the_women_of_a_race_are_found() -> None:
    """By what their categories begin with, though no column says so."""
    async with on_stage("invented-marathon", at="1:20:00", size=WIDE) as stage:
        await stage.press("slash")
        await stage.type("women")
        rows = stage.watch.view().board.rows
        wanted = stage.race.session.filter
        assert wanted is not None
        found = {row.runner.entrant.category[0] for row in rows if wanted(row.runner.entrant)}
        assert found == {"W"}
        assert "Ibis Larch" in stage.lines[4]


async def test_v_goes_through_the_pictures_of_a_road_race() -> None:
    """From the course to the whole field and round again; `V` looks at a group of it."""
    async with on_stage("invented-marathon", at="2:30:00", size=NARROW) as stage:
        await stage.press("4")
        for says in (
            "12 home",
            "by expected position",
            "Arrivals a minute",
            "median",
            "still out",
            "12 home",
        ):
            assert says in stage.text
            await stage.press("v")
        await stage.press("V")
        assert re.search(r"women: 18\d of 37\d on the course", stage.text)
        await stage.press(*"VV", "6")
        assert any(line.strip().startswith("M  ") for line in stage.lines)


async def test_a_track_has_one_picture_and_a_mile_no_categories() -> None:
    """`V` says so."""
    async with on_stage(LONDON, at="2:55", size=NARROW, notifies=True) as stage:
        await stage.press("V")
        await stage.until("has no categories")


async def test_v_says_where_it_has_nothing_else_to_show() -> None:
    """On the board, in a comparison and in views that are drawn in one way."""
    async with on_stage(LONDON, at="2:55", size=NARROW, notifies=True) as stage:
        for key in ("1", "4", "c"):
            await stage.press(key, "v")
            await stage.until("v has something else to show")
            stage.app.clear_notifications()
            await stage.settle()
        await stage.press("3", "v")
        assert "v has something else to show" not in stage.text
