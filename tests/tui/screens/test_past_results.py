"""The races of an athlete and the meetings of two, on the screen and without a spoiler."""

from __future__ import annotations

from pathlib import Path

import pytest
from rich.cells import cell_len

from replays.library import own_races
from tests.replays.small_race_files import entrant, finish, recorded, start_list
from tests.tui.app_on_stage import BOWERMAN, Stage, on_stage
from tui.screens.athlete_profile import AthleteProfileScreen
from tui.screens.athlete_splits import AthleteSplitsScreen
from tui.screens.head_to_head import HeadToHeadScreen
from tui.screens.home import HomeScreen
from tui.screens.people import PeopleScreen
from tui.screens.race import RaceScreen

PARIS = "2024-paris-olympics-1500m-final"


async def open_profile(stage: Stage, name: str) -> None:
    """Open the races of somebody on the board."""
    while name not in stage.cursor_line:
        await stage.press("j")
    await stage.press("enter", "a")
    await stage.until("Met most often")
    await stage.settle()


async def test_all_races_of_an_athlete() -> None:
    """They are listed with the cursor on the race that is being watched; nothing of any is told."""
    async with on_stage(PARIS, "2:50.00") as stage:
        await open_profile(stage, "Kerr")

        assert isinstance(stage.app.screen, AthleteProfileScreen)
        assert stage.lines[0].startswith("  Josh Kerr   GBR, born 8 Oct 1997, 22 races in the library")
        assert stage.cursor_line.startswith("› 6 Aug 2024")
        assert not any(time in stage.text for time in ("3:29", "3:27", "3:45", "8:00"))
        await stage.press("escape")
        assert isinstance(stage.app.screen, AthleteSplitsScreen)
        await stage.press("escape")
        assert isinstance(stage.app.screen, RaceScreen)


async def test_results_of_earlier_races_are_shown_when_asked_for() -> None:
    """Of the race itself what its clock tells, of later ones nothing; asked again, they are hidden."""
    async with on_stage(PARIS, "2:50.00", size=(120, 50)) as stage:
        await open_profile(stage, "Kerr")
        before = stage.text
        await stage.press("w")
        races = [line for line in stage.lines if line[2:4].strip().isdecimal() and " 20" in line[:14]]
        by_day = {line[2:13].strip(): line for line in races}

        assert " 3   3:29.05 PB" in by_day["7 Aug 2021"]
        assert "in the race" in by_day["6 Aug 2024"]
        assert all("······" in by_day[day] for day in ("8 Feb 2025", "17 Sep 2025", "18 Jul 2026"))
        assert "3:27.79" not in stage.text
        assert "3:42.66" not in stage.text
        await stage.press("w")
        assert stage.text == before


async def test_at_the_end_the_race_itself_is_told() -> None:
    """Once its clock has come to the finish."""
    async with on_stage(PARIS, "4:00.00", size=(120, 50)) as stage:
        await open_profile(stage, "Kerr")
        await stage.press("w")

        assert " 2   3:27.79 NR PB" in stage.cursor_line
        assert "3:42.66" not in stage.text


async def test_enter_opens_a_race_and_escape_comes_back() -> None:
    """At its start; the one that was being watched stands where it stood."""
    async with on_stage(PARIS, "2:50.00") as stage:
        await open_profile(stage, "Kerr")
        await stage.press("k", "k", "enter")
        await stage.until("playing 1x")

        assert "Bowerman Mile" in stage.lines[0]
        await stage.press("escape")
        assert isinstance(stage.app.screen, AthleteProfileScreen)
        assert stage.cursor_line.startswith("› 25 May 2024")
        await stage.press("escape", "escape")
        assert "1500 m (men), final  6 Aug 2024" in stage.lines[0]
        assert stage.clock == "2:50.00"


async def test_a_recorded_race_stands_still_meanwhile() -> None:
    """Nobody misses any of it."""
    async with on_stage(PARIS, "2:50.00") as stage:
        while "Kerr" not in stage.cursor_line:
            await stage.press("j")
        await stage.press("enter", "space", "a")
        await stage.until("Met most often")
        stage.wall.now += 20

        await stage.press("escape")

        assert stage.position == "2:50.00"


async def test_enter_on_a_rival_shows_the_meetings() -> None:
    """The balance and the splits of those that may be told, where results are asked for."""
    async with on_stage(PARIS, "2:50.00", size=(120, 40)) as stage:
        await open_profile(stage, "Kerr")
        await stage.press("tab")
        while "Ingebrigtsen" not in stage.cursor_line:
            await stage.press("j")
        await stage.press("enter")
        assert isinstance(stage.app.screen, HeadToHeadScreen)
        assert stage.lines[0].strip() == "Josh Kerr and Jakob Ingebrigtsen"
        assert stage.lines[1].startswith(
            "  in this library: up to 9 of up to 12 meetings; not in it: World U20"
        )
        assert "3:2" not in stage.text

        await stage.press("w")

        assert "Kerr 2-5 Ingebrigtsen   1500 1-5, MILE 1-0" in stage.text
        assert stage.cursor_line.startswith("› 6 Aug 2024")
        while "7 Aug 2021" not in stage.cursor_line:
            await stage.press("k")
        assert "Ingebrigtsen by 0.73" in stage.cursor_line
        assert "400 m" in stage.text
        assert "Ingebrigtsen by 1.1" in stage.text
        await stage.press("enter")
        await stage.until("Olympic Games Tokyo 2020")
        await stage.press("escape")
        assert isinstance(stage.app.screen, HeadToHeadScreen)


async def test_long_splits_can_be_scrolled_to() -> None:
    """In a small window tab goes to them."""
    async with on_stage("2026-london-dl-mile", "3:50.00") as stage:
        await open_profile(stage, "Kerr")
        await stage.press("w", "tab", "j", "enter")
        assert "100 m" in stage.text
        assert "1600 m" not in stage.text

        await stage.press("tab", "pagedown", "pagedown", "pagedown")

        assert "1600 m" in stage.text
        assert "Kerr by 2.9" in stage.text


async def test_an_athlete_of_a_file_from_elsewhere(tmp_path: Path) -> None:
    """Who is in no race of the library has none; who is has those."""
    path = recorded(
        tmp_path,
        "club",
        start_list(entrant("Ann Bell", "GBR"), entrant("KERR Josh", "GBR", bib="2"), date="2026-10-01"),
        finish("1", "4:30.0", 1),
        finish("2", "4:31.0", 2),
    ).path
    async with on_stage(path, "5:00") as stage:
        await stage.press("enter", "a")
        await stage.until("not in any race of the library")
        await stage.press("w", "enter", "escape", "escape")
        assert isinstance(stage.app.screen, RaceScreen)

        await stage.press("j", "enter", "a")
        await stage.until("22 races in the library")
        await stage.press("w")
        await stage.until("3:42.66")


async def test_hostile_names_stay_inert() -> None:
    """Whatever a start list calls somebody, every line is as wide as the screen."""
    evil = entrant(
        "Evil\x1b[31m \u202eName 王霞王霞王霞" + "e\u0301\u0301\u0301\u0301" * 30, "X\x07", "19\x1b"
    )
    own = own_races()
    for day in (1, 2):
        race = start_list(evil, entrant("Bea Low", bib="2"), date=f"2025-06-0{day}")
        recorded(own, f"club-{day}", race, finish("1", "4:30.0", 1), finish("2", "4:31.0", 2))
    async with on_stage(own / "club-2.jsonl", "5:00") as stage:
        await stage.press("enter", "a")
        await stage.until("2 races in the library")
        await stage.press("w")
        assert "4:30.0" in stage.text
        assert {cell_len(line) for line in stage.lines} == {80}
        await stage.press("tab", "enter")
        assert isinstance(stage.app.screen, HeadToHeadScreen)
        assert {cell_len(line) for line in stage.lines} == {80}
        assert "\x1b" not in stage.text


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (200, 60)])
async def test_fits_every_window(size: tuple[int, int]) -> None:
    """Every line is as wide as the screen, with results and without."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await open_profile(stage, "Kerr")
        await stage.resize(*size)
        for keys in (["w"], ["tab", "enter"], ["w"]):
            await stage.press(*keys)
            assert {cell_len(line) for line in stage.lines} == {size[0]}


async def test_a_broken_file_of_the_library_is_no_harm() -> None:
    """The others are shown; `lapbell races` names it."""
    own = own_races()
    own.mkdir(parents=True)
    (own / "broken.jsonl").write_text("no race\n")

    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await open_profile(stage, "Kerr")

        assert "22 races in the library" in stage.lines[0]


async def find(stage: Stage, text: str) -> None:
    """Type words in the library, and ask for the athlete that they mean."""
    await stage.press("slash")
    await stage.type(text)
    await stage.press("tab", "a")


async def test_from_the_library_an_athlete_is_found_by_typing() -> None:
    """One person is shown at once, without results; asked for, they are all told, as no race is watched."""
    async with on_stage(None, size=(120, 50)) as stage:
        await find(stage, "josh kerr london")
        await stage.until("Met most often")
        await stage.settle()

        assert isinstance(stage.app.screen, AthleteProfileScreen)
        assert stage.lines[0].startswith("  Josh Kerr   GBR, born 8 Oct 1997, 22 races in the library")
        assert not any(time in stage.text for time in ("3:27.79", "3:42.66", "3:45.34"))
        await stage.press("w")
        assert all(time in stage.text for time in ("3:27.79", "3:42.66", "3:45.34"))
        await stage.press("tab", "enter")
        assert isinstance(stage.app.screen, HeadToHeadScreen)
        await stage.press("escape", "escape")
        assert isinstance(stage.app.screen, HomeScreen)
        assert stage.lines[-2].startswith("  josh kerr london")


async def test_of_several_one_is_chosen() -> None:
    """Those of most races first; escape goes back, to the list and to the library."""
    async with on_stage(None) as stage:
        await find(stage, "ingebr")
        await stage.until("people")
        await stage.settle()

        assert isinstance(stage.app.screen, PeopleScreen)
        assert stage.lines[0].startswith("  ingebr   2 people")
        assert stage.cursor_line.startswith("› Jakob Ingebrigtsen")
        await stage.press("j", "enter")
        await stage.until("Met most often")
        await stage.settle()
        assert "Filip Ingebrigtsen" in stage.lines[0]
        assert "3:34.53" not in stage.text
        await stage.press("escape")
        assert stage.cursor_line.startswith("› Filip Ingebrigtsen")
        await stage.press("escape")
        assert isinstance(stage.app.screen, HomeScreen)


async def test_nobody_is_found() -> None:
    """It is said, and enter opens nothing. Without words there is no such key."""
    async with on_stage(None) as stage:
        await stage.press("a")
        assert isinstance(stage.app.screen, HomeScreen)
        assert "a Athlete" not in stage.lines[-1]
        await find(stage, "2024")
        await stage.until("no one in the library has such a name")
        await stage.press("enter")
        assert isinstance(stage.app.screen, PeopleScreen)
