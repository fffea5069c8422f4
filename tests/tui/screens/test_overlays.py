"""What opens over a race, and the ways out of it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest
from textual.binding import Binding

from replays.catalogue.catalogue import races
from replays.hubs.reception import Reception
from replays.library import files, find
from tests.tui.app_on_stage import BOWERMAN, LONDON, Clock, Stage, on_stage
from tui.app import LapbellApp
from tui.race_sources import RecordedSource
from tui.screens.add_mark import AddMarkScreen
from tui.screens.athlete_splits import AthleteSplitsScreen
from tui.screens.help import HelpScreen
from tui.screens.home import HomeScreen
from tui.screens.race import RaceScreen
from tui.text.moment_lines import SIGNS
from tui.widgets.key_hints import keys_of


@pytest.mark.parametrize("close", ["escape", "enter", "q"])
async def test_enter_opens_the_athlete(close: str) -> None:
    """The athlete under the cursor is shown over the race; closed, the race is as it was."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        before = stage.text
        await stage.press("enter")
        assert isinstance(stage.app.screen, AthleteSplitsScreen)
        assert stage.lines[1].startswith("  Josh Kerr   1st at 1200 m")

        await stage.press(close)

        assert isinstance(stage.app.screen, RaceScreen)
        assert stage.text == before
        assert stage.app.return_code is None


@pytest.mark.parametrize("times", [1, 2, 3, 4])
async def test_enter_opens_an_athlete_and_closes_it_however_fast(times: int) -> None:
    """What one key opened takes the next."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        for _ in range(times):
            stage.app.simulate_key("enter")
        await stage.press("f")

        shown = AthleteSplitsScreen if times % 2 else RaceScreen
        assert isinstance(stage.app.screen, shown)


async def test_enter_on_places_not_published_opens_nothing() -> None:
    """A line without an athlete has no portrait."""
    async with on_stage(BOWERMAN, "3:55") as stage:
        for _ in stage.watch.view().board.rows:
            if "7–8 not published" in stage.cursor_line:
                break
            await stage.press("j")
        assert "7–8 not published" in stage.cursor_line

        await stage.press("enter")

        assert isinstance(stage.app.screen, RaceScreen)


async def test_the_athlete_stands_at_the_same_playhead() -> None:
    """While the race plays below, the athlete's next split appears at its time."""
    async with on_stage(BOWERMAN, "2:50.00") as stage:
        await stage.press("j", "k", "space", "enter")
        name = stage.lines[1].split("   ")[0].strip()
        assert "1200 m" not in stage.text

        stage.wall.now += 4

        await stage.until("1200 m")
        assert stage.lines[1].startswith(f"  {name}")


async def test_the_playhead_moves_under_an_open_athlete() -> None:
    """The keys of the playhead work there as on the race screen."""
    async with on_stage(BOWERMAN, "2:50.00") as stage:
        await stage.press("j", "k", "enter")
        assert "1200 m" not in stage.text

        await stage.press("right")

        assert stage.position == "2:55.00"
        await stage.until("1200 m")
        await stage.press("space")
        assert stage.watch.playhead.playing


async def test_in_a_frame_no_sentence_is_cut_off() -> None:
    """The frame that the athlete has in a wide window leaves room for the ends of the lines."""
    async with on_stage(LONDON, "2:33.30", size=(200, 60)) as stage:
        await stage.press("enter")

        framed = [line.partition("│")[2].partition("│")[0].strip() for line in stage.lines]
        marks = " ".join(framed).partition("against the marks: ")[2]
        assert marks.startswith("WR ~+0.0, AR Europe ~-1.2, NR GBR ~-3.9, WL ~-1.9, MR ~-1.9")


async def test_help_tells_every_key() -> None:
    """Each key of the screen is in the help with its words, whole, in a window of 80 columns."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        keys = keys_of(stage.app.screen)
        bound = {b.description for b in stage.race.BINDINGS if isinstance(b, Binding)}
        await stage.press("question_mark")
        assert isinstance(stage.app.screen, HelpScreen)
        seen = ""
        while stage.text not in seen:
            seen += stage.text
            await stage.press("pagedown")

        for key in keys:
            assert f"{key.keys}  {key.text}" in seen
        assert {"Pause", "Next moment", "To the end"} <= {key.text for key in keys}
        others = {"Copy selected text", "Focus Next", "Focus Previous", "Previous race", "Next race"}
        others |= {"Delay 1 s shorter", "Delay 1 s longer", "Show every runner", "The race that is on"}
        others |= {"Back to the board", "The gun is on my television now"}
        assert bound - others <= {key.text for key in keys}
        assert all(line in seen for line in stage.race.HELP.strip().splitlines())
        await stage.press("escape")
        assert isinstance(stage.app.screen, RaceScreen)


async def test_the_help_says_what_the_signs_mean_first() -> None:
    """Above the keys, and in a window of 100 columns beside them; each sign of a moment is among them."""
    async with on_stage(BOWERMAN, "2:50.70", size=(80, 100)) as stage:
        await stage.press("question_mark")
        assert stage.text.index("◆  ") < stage.text.index("Timeline: ┴") < stage.text.index("\n  Keys")
        words = " ".join(stage.text.split())
        assert all(f"{kind.sign} {kind.meaning}" in words for kind in SIGNS.values())

        await stage.resize(100, 60)
        [heads] = [line for line in stage.lines if "Keys" in line]
        assert heads.split() == ["│", "Signs", "Keys", "│"]
        assert all(f"{key.keys}  {key.text}" in stage.text for key in keys_of(stage.race)[:20])


async def test_t_opens_the_themes() -> None:
    """A theme is chosen from a list, and the race is drawn in it."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        before = stage.text
        await stage.press("t")
        await stage.until("ansi-dark")

        await stage.press("j", "enter")

        await stage.until(lambda: stage.app.theme == "light", "the light theme")
        await stage.settle()
        assert stage.text == before


@pytest.mark.parametrize(
    ("words", "done"),
    [
        ("Next moment", lambda stage: stage.position == "2:51.10"),
        ("Page down", lambda stage: stage.focused.cursor > 5),
        ("Help", lambda stage: isinstance(stage.app.screen, HelpScreen)),
        ("Add a mark", lambda stage: isinstance(stage.app.screen, AddMarkScreen)),
        ("Library", lambda stage: isinstance(stage.app.screen, HomeScreen)),
        ("Quit", lambda stage: stage.app.return_code == 0),
    ],
)
async def test_the_palette_finds_and_runs_every_kind_of_key(
    words: str, done: Callable[[Stage], bool]
) -> None:
    """What a key does can be found by its words: of the screen, of the pane and of the app."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press("ctrl+p")
        await stage.type(words)
        await stage.until("Key ")

        await stage.press("enter")

        await stage.until(lambda: done(stage), f"what {words} does")


@pytest.mark.parametrize("key", ["q", "ctrl+q", "ctrl+c"])
async def test_keys_that_leave(key: str) -> None:
    """The app ends, and says that all is well."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.pilot.press(key)

        assert stage.app.return_code == 0


@pytest.mark.parametrize(
    "keys", [["?"], ["o"], ["t"], ["ctrl+p"], ["/"], ["M"], ["x"], ["?", "ctrl+p"]], ids="".join
)
async def test_ctrl_c_ends_the_program_from_anywhere(keys: list[str]) -> None:
    """Whatever lies over the race, and whatever is typed into."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press(*keys)
        await stage.pilot.press("ctrl+c")

        await stage.until(lambda: stage.app.return_code == 0)


async def test_escape_goes_to_the_library_and_enter_back() -> None:
    """From a race opened at once the library is a step away; the cursor is on it, and goes to any."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press("escape")
        assert isinstance(stage.app.screen, HomeScreen)
        await stage.until(f"{len(files())} recorded races")

        await stage.press("j", "enter")
        await stage.until("m to go")
        assert isinstance(stage.app.screen, RaceScreen)
        listed, _ = races()
        left = [race.race for race in listed].index(BOWERMAN)
        assert listed[left + 1].name in stage.lines[0]
        await stage.press("escape")

        assert isinstance(stage.app.screen, HomeScreen)
        assert not any(
            screen.session.watched.playhead.playing
            for screen in stage.app.screen_stack
            if isinstance(screen, RaceScreen) and screen.session.watched
        )


async def test_a_race_left_behind_does_not_play_on() -> None:
    """Gone to the library before the race was read, nothing plays where nobody sees it."""
    gate = asyncio.Event()

    class SlowSource(RecordedSource):
        @asynccontextmanager
        async def receive(self) -> AsyncIterator[Reception]:
            await gate.wait()
            async with super().receive() as reception:
                yield reception

    app = LapbellApp(SlowSource(find(BOWERMAN)))
    async with app.run_test() as pilot:
        stage = Stage(app, pilot, Clock())
        await stage.until("opening")
        race = stage.race
        await stage.hit("escape")
        await stage.until("recorded races")

        gate.set()

        await stage.until(lambda: race.session.watched is not None, "the race")
        assert not stage.watch.playhead.playing
