"""Marks on the race screen: rows, a column, what the leader needs, and a field for one's own."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from replays.watching.mark_text import parse_mark
from tests.tui.app_on_stage import BOWERMAN, LONDON, Stage, on_stage
from tui.screens.add_mark import AddMarkScreen
from tui.screens.athlete_splits import AthleteSplitsScreen
from tui.screens.race import RaceScreen

MOSCOW = "1980-moscow-olympics-1500m-final"


def marks_on(stage: Stage) -> list[str]:
    """The lines of marks in sight, without the blanks at their sides."""
    return [line.strip("› ") for line in stage.lines if line.strip("› ").startswith("┄")]


def places_on(stage: Stage) -> list[str]:
    """Place and name of the entrants in sight."""
    words = (line.strip("› ").split() for line in stage.lines[4:16])
    return [f"{place} {name}" for place, name, *_ in words if place.isdecimal()]


@pytest.mark.parametrize("size", [(80, 24), (200, 60)])
async def test_marks_go_on_and_off(size: tuple[int, int]) -> None:
    """Switched on they stand where they would be; switched off the screen is as before."""
    async with on_stage(LONDON, "2:46.60", size=size) as stage:
        before = stage.text
        assert marks_on(stage) == []

        await stage.press("m")
        shown = marks_on(stage)

        assert shown[0].startswith("┄ WR 3:43.13 El Guerrouj")
        assert " ~2:46.4 " in shown[0]
        assert " ~-0.1 " in shown[0]
        assert " even pace" in shown[0]
        assert any("2:47.73" in line and "own splits" in line for line in shown)
        assert "WR 3:43.13 ~+0.1  needs 56.63 for the last 409 m" in stage.text
        await stage.press("m")
        assert stage.text == before


async def test_marks_hold_no_places() -> None:
    """The entrants keep theirs, in their order."""
    async with on_stage(LONDON, "2:46.60", size=(200, 60)) as stage:
        without = places_on(stage)

        await stage.press("m")

        assert places_on(stage) == without[: len(places_on(stage))]


async def test_everybody_is_held_against_the_next_mark() -> None:
    """The column has its title, the header its time and what it takes."""
    async with on_stage(LONDON, "2:46.60") as stage:
        await stage.press("m", "M")

        assert "AR" in stage.lines[3].split()
        assert "AR Europe 3:43.73 -1.3  needs 57.23 for the last 409 m" in stage.text


@pytest.mark.parametrize("width", [80, 100, 120, 200])
async def test_a_mark_is_told_once_in_a_line_of_its_own(width: int) -> None:
    """In full at each width, whether the rows of marks are shown or not."""
    async with on_stage(LONDON, "2:46.60", size=(width, 24)) as stage:
        for _ in range(2):
            assert " ".join(stage.lines[1:3]).count("WR 3:43.13") == 1
            assert "WR 3:43.13 ~+0.1  needs 56.63 for the last 409 m" in stage.lines[2]
            await stage.press("m")


async def test_the_state_of_the_race_is_told_in_short_where_there_is_little_room() -> None:
    """Its last phrases first, before any is left out."""
    async with on_stage(LONDON, "2:46.60") as stage:
        assert "409 m to go   Kerr leads   last 400 m 55.4   on for 3:42.7" in stage.lines[1]
        assert "±" not in stage.lines[1]
        await stage.resize(120, 24)
        assert "on for 3:42.7 ±2.6" in stage.lines[1]


async def test_a_mark_can_be_typed() -> None:
    """It is shown and chosen at once."""
    async with on_stage(LONDON, "2:46.60") as stage:
        await stage.press("T")
        assert isinstance(stage.app.screen, AddMarkScreen)
        await stage.type("sub-3:45=3:44.99")

        await stage.press("enter")

        assert isinstance(stage.app.screen, RaceScreen)
        assert any(line.startswith("┄ sub-3:45 3:44.99") for line in marks_on(stage))
        assert "sub-3:45 3:44.99 ~-1.3" in stage.lines[2]


async def test_what_is_wrong_with_a_typed_mark_is_said_in_the_field() -> None:
    """The field stays open, and nothing is added; escape leaves it."""
    async with on_stage(LONDON, "2:46.60") as stage:
        before = stage.text
        await stage.press("T")
        await stage.type("Hocker=2024-paris-olympics-1500m-final")

        await stage.press("enter")

        assert isinstance(stage.app.screen, AddMarkScreen)
        assert "'Hocker' was run over 1500 m" in stage.text
        await stage.press("escape")
        assert stage.text == before


async def test_keys_of_the_race_are_letters_in_the_field() -> None:
    """Neither q nor m nor a question mark does what it does below."""
    async with on_stage(LONDON, "2:46.60") as stage:
        await stage.press("T")

        await stage.type("q m?")

        assert isinstance(stage.app.screen, AddMarkScreen)
        assert "q m?" in stage.text
        assert stage.app.return_code is None


async def test_a_mark_of_long_gone_stays_within_its_line() -> None:
    """At any width no line is longer than the screen."""
    async with on_stage(LONDON, "2:46.60", size=(44, 24)) as stage:
        await stage.press("m")

        assert all(cell_len(line) == 44 for line in stage.lines)
        assert marks_on(stage)[0].startswith("┄ WR 3:43.13")


async def test_enter_on_a_mark_opens_nothing() -> None:
    """It has no portrait."""
    async with on_stage(LONDON, "2:46.60") as stage:
        await stage.press("m", "home", "k")
        assert "┄" in stage.cursor_line

        await stage.press("enter")

        assert isinstance(stage.app.screen, RaceScreen)


async def test_an_athlete_is_told_against_the_marks() -> None:
    """On the athlete's page, at the playhead."""
    async with on_stage(LONDON, "2:46.60") as stage:
        await stage.press("enter")

        assert isinstance(stage.app.screen, AthleteSplitsScreen)
        assert "against the marks: WR ~+0.1, AR Europe -1.3" in " ".join(stage.text.split())


async def test_badges_stand_among_the_notes() -> None:
    """At the finish, printed ones first."""
    async with on_stage(BOWERMAN, "3:55.00", size=(120, 30)) as stage:
        [kerr] = [line for line in stage.lines if "Josh Kerr" in line and "3:45.34" in line and "GBR" in line]

        assert "WL NR PB" in kerr


async def test_marks_that_were_asked_for_are_there_from_the_start() -> None:
    """Those of the command line; what is none in this race is left out, and the race goes on."""
    asked = (parse_mark("sub-3:45=3:44.99"), parse_mark("Hocker=2024-paris-olympics-1500m-final"))
    async with on_stage(LONDON, "2:46.60", marks=asked) as stage:
        assert any(line.startswith("┄ sub-3:45 3:44.99") for line in marks_on(stage))
        assert [mark.label for mark in stage.watch.target_choice.targets] == ["sub-3:45"]


async def test_a_race_without_marks_has_nothing_to_show() -> None:
    """The keys do no harm."""
    async with on_stage(MOSCOW, "2:00") as stage:
        before = stage.text

        await stage.press("m", "M")

        assert stage.text == before


async def test_the_mile_record_is_a_set_of_marks() -> None:
    """Typed into the field, or given as a ghost; shown among the runners, and hidden like others."""
    async with on_stage(LONDON, "3:00.00", size=(120, 60)) as stage:
        await stage.press("T", *"mile-record", "enter")

        shown = marks_on(stage)
        assert "┄ Morceli 1993 3:44.39 " in "".join(f"{line} " for line in shown)
        told = [line.split()[0] for line in stage.lines if "inside the pace of" in line]
        assert told
        assert len(told) == len(set(told))
        assert any("Bannister 1954" in line for line in shown)
        assert not any("Kerr 2026" in line for line in shown)
        await stage.press("m")
        assert marks_on(stage) == []
