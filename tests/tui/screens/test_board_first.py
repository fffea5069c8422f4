"""Where views stand beside the board, the board is painted first, and the views are soon level with it."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic as real_s
from typing import Any

import pytest
from textual.geometry import Region

from tests.tui.app_on_stage import LONDON, Stage, on_stage, strips
from tui.app import LapbellApp
from tui.screens import race_painting
from tui.text.styled_line import StyledLine
from tui.views.charts import gaps
from tui.views.track import oval
from tui.widgets import view_pane

LARGE = (200, 50)

SEEKS = ["right", "left", "right_square_bracket", "left_square_bracket", "end", "u"]

KEYS = [*SEEKS, *"jkmm3v42f1"]

Frames = list[list[str]]

Draw = Callable[..., list[StyledLine]]


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> Frames:
    """What the screen showed after each frame."""
    shown: Frames = []
    display = LapbellApp._display  # noqa: SLF001 - nothing public is called with each frame

    def keep(app: LapbellApp, *arguments: Any) -> None:
        display(app, *arguments)
        shown.append([strip.text for strip in strips(app)])

    monkeypatch.setattr(LapbellApp, "_display", keep)
    return shown


def is_level(stage: Stage) -> bool:
    """Whether head, moments and views show what the board shows, with the same athlete chosen."""
    race, board = stage.race, stage.race.board
    scenes = [view.scene for view in (race.view, race.beside) if view.display]
    assert board.shown is not None
    newest = race.moments.entry(0).when_ms if race.moments.count else 0
    return (
        race.is_level
        and newest <= board.shown.clock_ms
        and all(
            scene is not None
            and scene.board is board.shown
            and (scene.clock_ms, scene.chosen) == (board.shown.clock_ms, board.chosen_bib)
            for scene in scenes
        )
    )


def part(lines: list[str], region: Region) -> list[str]:
    """What stands in a region of the screen, where every character fills one cell."""
    return [line[region.x : region.right] for line in lines[region.y : region.bottom]]


async def test_after_each_key_all_is_level() -> None:
    """A jump, a move of the cursor, another view or mode, marks: nothing stays behind, also when paused."""
    async with on_stage(LONDON, "2:00", size=LARGE) as stage:
        for key in KEYS:
            await stage.press(key)

            assert is_level(stage), key
            assert len([view for view in (stage.race.view, stage.race.beside) if view.display]) == 2


async def test_after_many_keys_and_in_other_sizes_all_is_level() -> None:
    """Keys that come faster than they are drawn, an overlay above the race, another size of the window."""
    async with on_stage(LONDON, "2:00", size=LARGE) as stage:
        await stage.hit(*["right"] * 7, *["down"] * 3)
        await stage.settle()
        assert is_level(stage)

        await stage.press("question_mark")
        stage.race.action_session("seek", (150_000,))
        await stage.settle()
        await stage.press("escape")
        assert is_level(stage)

        for size in ((170, 40), (120, 40), LARGE):
            await stage.resize(*size)
            assert is_level(stage)


async def test_a_race_that_plays_and_pauses_is_level() -> None:
    """In motion views are drawn less often than the board; when it stands still they show what it shows."""
    async with on_stage(LONDON, "2:00", size=LARGE) as stage:
        await stage.press("space")
        for _ in range(4):
            stage.wall.now += 0.7
            await stage.settle()
        await stage.press("space")

        assert is_level(stage)


async def test_views_follow_a_lone_split_though_the_one_before_was_painted_late(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What tells a lone split from a rush is when it was due, not when a paint came to it."""
    async with on_stage(LONDON, "3:15.4", size=LARGE) as stage:
        race = stage.race
        for module in (race_painting, view_pane):
            monkeypatch.setattr(module, "monotonic", lambda: stage.wall.now)
        stage.wall.now = real_s() + 10.0
        race.action_session("change_speed", (3,))
        await stage.press("space")
        assert race.session.watched is not None
        assert race.session.watched.playhead.speed == 8

        for seconds, is_drawn in ((0.1, True), (0.23, True), (0.08, False)):  # 3:15.5, 3:18.0 and 3:18.5
            stage.wall.now += seconds
            race.paint()
            await stage.settle()
            assert is_level(stage) is is_drawn


async def test_the_first_frame_holds_the_answer_and_leaves_the_rest_in_its_place(frames: Frames) -> None:
    """No frame shows a board of one moment with a head of another, or a view in a wrong place."""
    async with on_stage(LONDON, "2:00", size=LARGE) as stage:
        race, before = stage.race, stage.lines
        answered = [pane.region for pane in (race.head, race.board, race.timeline)]
        left = [pane.region for pane in (race.moments, race.view, race.beside)]
        frames.clear()
        await stage.press("right_square_bracket")
        last = stage.lines

        assert len(frames) == 2
        assert frames[1] == last
        for region in answered:
            assert part(frames[0], region) == part(last, region) != part(before, region)
        for region in left:
            assert part(frames[0], region) == part(before, region) != part(last, region)


@pytest.mark.parametrize("is_shown", [True, False])
async def test_a_board_of_another_height_leaves_no_view_in_a_wrong_place(
    frames: Frames, is_shown: bool
) -> None:
    """It is drawn in the lines that it had, and gets others in the frame of the view below."""
    async with on_stage(LONDON, "2:00", size=LARGE) as stage:
        if not is_shown:
            await stage.press("m")
        race, before = stage.race, stage.lines
        board, below, beside = (pane.region for pane in (race.board, race.view, race.beside))
        frames.clear()
        await stage.press("m")
        last = stage.lines

        assert race.board.region.height != board.height
        assert frames[1] == frames[-1] == last
        kept = min(race.board.region.height, board.height)
        shown, then = part(frames[0], board), part(last, race.board.region)
        assert shown[:kept] == then[:kept] != part(before, board)[:kept]
        assert part(frames[0], race.head.region) == part(last, race.head.region)
        for region in (below, beside):
            assert part(frames[0], region) == part(before, region)


async def test_a_view_is_not_worked_out_again_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the track nor the chart, while neither the race, the clock nor what is picked has changed."""
    drawn: list[str] = []

    def noting(name: str, draw: Draw) -> Draw:
        def note(*view: Any) -> list[StyledLine]:
            drawn.append(name)
            return draw(*view)

        return note

    monkeypatch.setattr(oval, "lines", noting("track", oval.lines))
    monkeypatch.setattr(gaps, "lines", noting("chart", gaps.lines))
    async with on_stage(LONDON, "2:00", size=LARGE) as stage:
        assert set(drawn) == {"track", "chart"}
        drawn.clear()

        stage.race.repaint()
        await stage.settle()
        assert drawn == []

        await stage.press("right")
        assert sorted(drawn) == ["chart", "track"]
