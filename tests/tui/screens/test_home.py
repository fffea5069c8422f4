"""The home screen lists the races, opens them, and gives no result away unasked."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest
from rich.cells import cell_len

from replays.catalogue import catalogue
from replays.catalogue.catalogue import Catalogue, races
from replays.catalogue.file_readers import FileReaders
from replays.library import RACES
from replays.storage import bookmarks
from tests.tui.app_on_stage import on_stage
from tui.screens.home import HomeScreen
from tui.screens.race import RaceScreen
from tui.text.dates import day


def use_folder(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let the library be a folder of the test's own."""
    monkeypatch.setattr(catalogue, "Catalogue", lambda: Catalogue(folder))


async def test_lists_every_race_newest_first() -> None:
    """Each race is a line with its day, name and how complete it is."""
    summaries, _ = races()

    async with on_stage(None, size=(200, len(summaries) + 8)) as stage:
        assert f"{len(summaries)} recorded races" in stage.lines[0]
        listed = stage.lines[4 : 4 + len(summaries)]

        assert [line[2:13].strip() for line in listed] == [day(race.date) for race in summaries]
        for line, race in zip(listed, summaries, strict=True):
            assert race.name[:20] in line
            assert f"{race.results}/{race.finishers}" in line


@pytest.mark.parametrize("size", [(80, 60), (200, 60)])
async def test_winners_are_hidden_until_asked_for(size: tuple[int, int]) -> None:
    """No winner's name is anywhere on the screen before w, all are with it, and none after it again."""
    winners = [race.winner for race in races()[0]]
    names = {name.split()[-1] for name in winners}

    async with on_stage(None, size=size) as stage:
        before = stage.text
        assert not any(name in before for name in names)

        await stage.press("w")
        assert all(winner[:12] in stage.text for winner in winners)
        await stage.press("w")

        assert stage.text == before


async def test_enter_opens_the_race_under_the_cursor() -> None:
    """The race begins, and says no more than that it has."""
    async with on_stage(None) as stage:
        await stage.press("j", "enter")

        assert isinstance(stage.app.screen, RaceScreen)
        assert races()[0][1].name in stage.lines[0]
        assert stage.lines[0].rstrip().endswith("playing 1x")
        assert stage.position == "0.00"


async def test_enter_pressed_twice_opens_one_race() -> None:
    """However fast the keys come, one key leads back."""
    async with on_stage(None) as stage:
        stage.app.simulate_key("enter")
        await stage.hit("enter")
        await stage.settle()
        assert [type(screen) for screen in stage.app.screen_stack[:2]] == [HomeScreen, RaceScreen]
        assert sum(isinstance(screen, RaceScreen) for screen in stage.app.screen_stack) == 1


async def test_a_double_click_opens_a_race() -> None:
    """What the keys do the mouse does too."""
    async with on_stage(None) as stage:
        await stage.pilot.click("#races", offset=(20, 3), times=2)
        await stage.settle()

        assert isinstance(stage.app.screen, RaceScreen)
        assert races()[0][2].name in stage.lines[0]


async def test_back_in_the_library_the_cursor_is_where_it_was() -> None:
    """After a race the library shows the same line, and the winners as they were."""
    async with on_stage(None) as stage:
        await stage.press("j", "enter", "escape")

        assert isinstance(stage.app.screen, HomeScreen)
        assert stage.focused.cursor == 1
        assert "Kerr" not in stage.text


async def test_a_broken_file_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What cannot be read is told in a sentence, and the other races are listed."""
    shutil.copy(RACES / "2024-bowerman-mile.jsonl", tmp_path)
    (tmp_path / "broken.jsonl").write_text("no race\n")
    use_folder(monkeypatch, tmp_path)

    async with on_stage(None) as stage:
        assert stage.lines[1].startswith("  broken.jsonl: line 1: ")
        assert "Bowerman Mile" in stage.text
        await stage.press("enter")

        assert isinstance(stage.app.screen, RaceScreen)


async def test_an_empty_library_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without races the screen is there, the keys do nothing, and the way out is open."""
    use_folder(monkeypatch, tmp_path)

    async with on_stage(None) as stage:
        assert "0 recorded races" in stage.lines[0]
        await stage.press("enter", "j", "pagedown", "w")
        assert isinstance(stage.app.screen, HomeScreen)
        await stage.hit("q")

        assert stage.app.return_code == 0


async def test_a_library_that_cannot_be_read_is_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A folder that is gone is told, and the app keeps running."""
    use_folder(monkeypatch, tmp_path / "gone")

    async with on_stage(None) as stage:
        assert "0 recorded races" in stage.lines[0]
        assert stage.lines[1].startswith("  cannot read the library: ")
        await stage.hit("q")

        assert stage.app.return_code == 0


@pytest.mark.parametrize("size", [(80, 24), (40, 10), (200, 60)])
async def test_every_line_is_as_wide_as_the_screen(
    size: tuple[int, int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Columns take the room there is, and the race's name is never without it."""
    shutil.copy(RACES / "2024-bowerman-mile.jsonl", tmp_path)
    use_folder(monkeypatch, tmp_path)

    async with on_stage(None, size=size) as stage:
        assert {cell_len(line) for line in stage.lines} == {size[0]}
        assert stage.text.count("Bowerman") == 1


async def test_the_race_to_begin_with_is_read_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the others: so `enter` opens it as soon as the list has a race."""
    for name in ("1954-oxford-mile", "2024-bowerman-mile", "2026-london-dl-mile"):
        shutil.copy(RACES / f"{name}.jsonl", tmp_path)
    use_folder(monkeypatch, tmp_path)
    asked: list[list[str]] = []
    begin = FileReaders.__init__

    def noting(readers: FileReaders, paths: Iterable[Path]) -> None:
        asked.append([path.stem for path in paths])
        begin(readers, paths)

    monkeypatch.setattr(FileReaders, "__init__", noting)
    async with on_stage(None):
        assert asked[0][0] == "2024-bowerman-mile"
        assert sorted(asked[0][1:]) == ["1954-oxford-mile", "2026-london-dl-mile"]


async def test_the_first_time_it_says_where_to_start(data_folder: Path) -> None:
    """The race to begin with stands first, at the cursor; once a race was opened the list is as always."""
    (data_folder / bookmarks.NAME).unlink()
    async with on_stage(None) as stage:
        assert stage.lines[1].startswith("  start here: enter to watch, / to find")
        assert stage.cursor_line.startswith("› 25 May 2024 Bowerman Mile")
        await stage.press("enter", "escape")
        assert "start here" not in stage.text
        assert stage.cursor_line.startswith("› 25 May 2024 Bowerman Mile")

    async with on_stage(None) as stage:
        await stage.press("home")
        assert stage.lines[4].startswith(f"› {day(races()[0][0].date)}")


async def test_the_cursor_comes_back_to_a_race_that_was_opened_by_name() -> None:
    """As to one that was opened from the list."""
    async with on_stage("2024-bowerman-mile", "1:00") as stage:
        await stage.press("escape")
        assert stage.cursor_line.startswith("› 25 May 2024 Bowerman Mile")
        assert stage.cursor_line.endswith(" 1:00")
