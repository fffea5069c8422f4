"""On the home screen a race is found by typing, and its playhead is where it was left."""

from __future__ import annotations

import gzip
from pathlib import Path
from threading import Event

import pytest
from rich.cells import cell_len

from feeds.log import write
from race.messages import Gun
from replays.catalogue.catalogue import races
from replays.catalogue.file_readers import FileReaders
from replays.catalogue.library_index import IndexEntry
from replays.library import RACES, files
from replays.storage.bookmarks import bookmarks, leave
from replays.storage.json_store import load_json, save_json
from tests.tui.app_on_stage import BOWERMAN, LONDON, Clock, Stage, on_stage
from tests.tui.small_races import runners, start_list
from tui.app import LapbellApp
from tui.screens.home import HomeScreen
from tui.screens.race import RaceScreen
from tui.settings.preferences import Preferences
from tui.widgets.find_input import FindInput


def listed(stage: Stage) -> list[str]:
    """The lines of the races, without the title above them and the blank ones below."""
    [top] = [number for number, line in enumerate(stage.lines) if line.startswith("  Date")]
    foot = 2 if stage.app.screen.query_one(FindInput).display else 1
    lines = stage.lines[top + 1 : -foot]
    return [line.rstrip() for line in lines if line.strip()]


def own(data_folder: Path, name: str, *entrants: str) -> Path:
    """A race file of the user's own, with nobody's times."""
    folder = data_folder / "races"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.jsonl"
    write(path, name, [start_list(800, (400,), runners(*entrants)), Gun()])
    return path


async def test_typing_narrows_at_once() -> None:
    """Each key leaves fewer races, and escape brings all of them back, with the cursor where it was."""
    async with on_stage(None) as stage:
        await stage.press("j", "j")
        before = stage.text
        await stage.press("slash")
        counts = []
        for letter in "mile london 2026":
            await stage.type(letter)
            counts.append(int(stage.lines[0].split()[1]))
        assert counts == sorted(counts, reverse=True)
        assert counts[-1] == 1
        assert f"1 of {len(files())} recorded races, newest first" in stage.lines[0]
        assert [line[:36] for line in listed(stage)] == ["› 18 Jul 2026 Mile (men)           L"]
        assert stage.lines[-2].startswith("  mile london 2026")
        await stage.press("escape")

        assert stage.text == before


async def test_fast_typing_is_all_for_the_field() -> None:
    """No letter goes astray however fast they come."""
    async with on_stage(None) as stage:
        await stage.hit("slash", *"ingebrigtsen")
        await stage.settle()

        assert stage.lines[-2].startswith("  ingebrigtsen")
        assert len(listed(stage)) > 1
        assert all("with Ing" in line for line in listed(stage))


async def test_in_a_narrow_column_whom_it_was_found_for_comes_before_the_meet() -> None:
    """With the winners beside it there is room for the name alone, and none of it is cut off."""
    async with on_stage(None) as stage:
        await stage.press("w", "slash")
        await stage.type("kerr london")

        assert len(listed(stage)) == 3
        assert all(" with Kerr " in line for line in listed(stage))


async def test_what_was_found_is_opened_from_the_field() -> None:
    """The arrows choose while typing goes on, enter opens, and the races found are still there afterwards."""
    async with on_stage(None) as stage:
        await stage.press("slash")
        await stage.type("bowerman")
        await stage.press("down", "enter")
        assert isinstance(stage.app.screen, RaceScreen)
        assert "25 May 2024" in stage.lines[0]
        await stage.press("escape")

        assert "3 of " in stage.lines[0]
        assert stage.cursor_line.startswith("› 25 May 2024")
        await stage.press("k")
        assert stage.cursor_line.startswith("› 5 Jul 2025")
        await stage.press("slash")
        await stage.type("bowerman 2023")
        assert stage.cursor_line.startswith("› 16 Sep 2023")
        await stage.press("escape")
        assert f"   {len(files())} recorded races" in stage.lines[0]


async def test_the_keys_of_the_list_work_while_something_is_looked_for() -> None:
    """Tab goes from the field to the list, where letters are keys again."""
    async with on_stage(None) as stage:
        await stage.press("slash")
        await stage.type("ws")
        assert "0 of " in stage.lines[0]
        assert "no athlete, race or meet called ws: esc lists all" in stage.text
        assert "w Winners" not in stage.lines[-1]
        assert "esc Clear" in stage.lines[-1]
        await stage.press("enter")
        assert isinstance(stage.app.screen, HomeScreen)
        await stage.press("backspace", "backspace")
        await stage.type("bowerman")
        await stage.press("tab", "w")

        assert "Winner" in stage.text
        assert "w Winners" in stage.lines[-1]
        assert len(listed(stage)) == 3


async def test_what_is_found_gives_no_result_away() -> None:
    """Of everybody in a race the screen says the same, however they fared."""
    said = set()
    async with on_stage(None, size=(200, 24)) as stage:
        for name in ("Girma", "Hoare", "Myers"):
            await stage.press("slash")
            await stage.type(f"bowerman 2024 {name}")
            [line] = listed(stage)
            assert f"with {name}   Prefontaine" in line
            said.add("".join(line.replace(name, "").split()))
            await stage.press("escape")

    assert len(said) == 1


async def test_hostile_names_are_found_and_harmless(data_folder: Path) -> None:
    """Escapes, markup, marks and wide letters are text, in the list and in the field."""
    own(data_folder, "club", "\x1b[2J Evil [/bold]\u202e", "三浦 龍司", "Zoe" + "\u0301" * 50)
    async with on_stage(None) as stage:
        for text, name in (("evil", "with [/bold]"), ("三浦", "with 三浦"), ("zoe", "with Zo")):
            await stage.press("slash")
            await stage.type(text)
            [line] = listed(stage)
            assert name in line
            assert {cell_len(line) for line in stage.lines} == {80}
            await stage.press("escape")
        await stage.press("slash")
        await stage.type("[red]x[/")
        assert stage.lines[-2].startswith("  [red]x[/")


async def test_s_puts_the_library_in_order_for_good() -> None:
    """The order is said, survives a race, and is there the next time."""
    async with on_stage(None, size=(120, 60)) as stage:
        await stage.press("s", "s", "s", "s")
        assert "by distance" in stage.lines[0]
        assert "800 m" in listed(stage)[0]
        assert "Marathon" in listed(stage)[-1]
        await stage.press("j", "enter", "escape")
        assert "by distance" in stage.lines[0]
        assert stage.cursor_line == listed(stage)[1]
        assert Preferences.load().order == "distance"

    async with on_stage(None) as stage:
        assert "by distance" in stage.lines[0]
        await stage.press("S")
        assert "by meet" in stage.lines[0]


@pytest.mark.parametrize("value", ["nonsense", 3, None, ["date"]])
async def test_an_order_that_is_none_is_no_order(value: object) -> None:
    """Whatever stands in the preferences, the library opens, and what else stands there stays."""
    save_json("preferences.json", {"order": value, "delay_s": 7.5})
    async with on_stage(None) as stage:
        assert "newest first" in stage.lines[0]
        await stage.press("S")

    assert load_json("preferences.json") == {"version": 1, "order": "completeness", "delay_s": 7.5}


async def test_a_race_goes_on_where_it_was_left() -> None:
    """Its line says where that was; opened again it stands there, and g leads to the gun."""
    async with on_stage(None) as stage:
        await stage.press("j", "enter", "l", "l", "space", "full_stop")
        left = stage.position
        await stage.press("escape")
        assert stage.cursor_line.split()[-1] == f"0:{int(float(left)):02}"

        await stage.press("enter")
        assert stage.position == left
        assert stage.lines[0].rstrip().endswith("paused 1x")
        await stage.press("g")
        assert stage.position == "0.00"
        await stage.press("escape")
        assert stage.cursor_line.endswith(" 0:00")
        await stage.press("enter")
        assert stage.lines[0].rstrip().endswith("playing 1x")


async def test_a_race_seen_to_its_end_begins_again() -> None:
    """How long it took is not told."""
    async with on_stage(None) as stage:
        await stage.press("enter", "end", "escape")
        assert stage.cursor_line.endswith(" seen")
        assert bookmarks()[races()[0][0].path].at_ms is None
        await stage.press("enter")

        assert stage.position == "0.00"


async def test_the_cursor_begins_on_the_race_that_was_open_last() -> None:
    """Also when the program was left from within the race, and wherever in the list it is."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.hit("q")
    async with on_stage(LONDON, "1:00") as stage:
        await stage.hit("q")
    [london] = [race for race in races()[0] if race.race == LONDON]
    assert next(iter(bookmarks())) == london.path

    leave(RACES / f"{BOWERMAN}.jsonl", 170_700)
    async with on_stage(None, size=(80, 12)) as stage:
        assert stage.cursor_line.startswith("› 25 May 2024 Bowerman Mile")
        assert stage.cursor_line.endswith(" 2:50")
        await stage.press("home")
        assert stage.cursor_line.startswith("› 1 Aug 2026")
        await stage.press("s")
        assert stage.cursor_line.startswith("› 25 May 2024")
        await stage.press("down")
        assert stage.cursor_line.startswith("› 18 Jul 2026 Mile (men)")
        assert stage.cursor_line.endswith(" 1:00")


@pytest.fixture
def gate(data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Event:
    """The first time, with no file known; until the gate is opened one file is read, and no other."""
    (data_folder / "library.json").unlink()
    opened = Event()
    begun: list[bool] = []

    really = FileReaders.read

    def reading(readers: FileReaders, for_s: float) -> list[IndexEntry]:
        if begun:
            opened.wait(20)
        begun.append(True)
        return really(readers, 0 if not opened.is_set() else for_s)

    monkeypatch.setattr(FileReaders, "read", reading)
    return opened


async def test_the_screen_is_there_while_files_are_read(gate: Event) -> None:
    """What has been read is listed, what is to come is counted, and keys do what they do."""
    app = LapbellApp()
    async with app.run_test(size=(80, 24)) as pilot:
        stage = Stage(app, pilot, Clock())
        await stage.until(f"1 recorded race, newest first, reading 1 of {len(files())}")
        assert len(listed(stage)) == 1
        await stage.hit("w")
        await stage.until("Winner")
        await stage.hit("w", "slash", *"zzz")
        await stage.until("0 of 1 recorded race")
        await stage.hit("escape")
        gate.set()
        await stage.until(f"   {len(files())} recorded races, newest first")
        await stage.settle()

        assert "reading" not in stage.lines[0]
        assert stage.cursor_line == listed(stage)[0]


async def test_what_was_read_is_not_lost_with_the_program(gate: Event) -> None:
    """Left in the middle of reading, the library goes on from there the next time."""
    app = LapbellApp()
    async with app.run_test(size=(80, 24)) as pilot:
        stage = Stage(app, pilot, Clock())
        await stage.until(f"reading 1 of {len(files())}")
        await stage.hit("q")
        gate.set()

    assert len(load_json("library.json")["files"]) >= 1


async def test_a_thousand_races_are_listed_found_and_scrolled(data_folder: Path) -> None:
    """Beside a broken one, which is named once."""
    folder = data_folder / "races"
    folder.mkdir(parents=True)
    lines = (RACES / f"{BOWERMAN}.jsonl").read_bytes().splitlines(keepends=True)[:2]
    for number in range(1000):
        race = f"club-{number:03}".encode()
        text = b"".join(lines).replace(BOWERMAN.encode(), race).replace(b"Prefontaine", b"Club " + race)
        (folder / f"club-{number:03}.jsonl").write_bytes(text)
    (folder / "torn.jsonl.gz").write_bytes(gzip.compress(b"".join(lines))[:200])

    async with on_stage(None, size=(120, 30)) as stage:
        await stage.until(f"   {1000 + len(files()):,} recorded races, newest first")
        await stage.settle()
        assert stage.text.count("torn.jsonl.gz") == 1
        await stage.press("end", "pageup", "pagedown")
        assert stage.cursor_line == listed(stage)[-1]
        await stage.press("home", "slash")
        await stage.type("club 777")

        [line] = listed(stage)
        assert "Club club-777" in line
        await stage.press("enter")
        assert isinstance(stage.app.screen, RaceScreen)


@pytest.mark.parametrize("size", [(40, 10), (80, 24), (200, 60)])
async def test_columns_fit_in_every_width(size: tuple[int, int]) -> None:
    """With and without winners, while a race is looked for."""
    async with on_stage(None, size=size) as stage:
        for keys in (["w"], ["slash"], [*"kerr"]):
            await stage.press(*keys)
            assert {cell_len(line) for line in stage.lines} == {size[0]}
