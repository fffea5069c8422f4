"""The race screen stays whole at any size and whatever comes."""

from __future__ import annotations

import asyncio
import gzip
import unicodedata
from pathlib import Path

import pytest
from rich.cells import cell_len
from textual.drivers.headless_driver import HeadlessDriver

from feeds import log
from race.messages import Entrant, Gun
from replays.library import find
from tests.patience import PATIENCE_S
from tests.tui.app_on_stage import BOWERMAN, LONDON, on_stage
from tests.tui.small_races import runners, split, start_list
from tui.app import LapbellApp
from tui.race_sources import RecordedSource
from tui.text.board_columns import lay_out, longest_name


async def test_the_first_frame_holds_the_board(monkeypatch: pytest.MonkeyPatch) -> None:
    """A race that opens at once is drawn once: no frame shows the screen without it."""
    frames: list[str] = []
    has_drawn = asyncio.Event()

    class Terminal(HeadlessDriver):
        """A terminal for which frames are encoded, as `is_headless` asks for, and which keeps them."""

        is_headless = False

        def write(self, data: str) -> None:
            if "Quit" in data or "Bowerman" in data:
                frames.append(data)
                has_drawn.set()

    monkeypatch.setattr("tui.screens.race.AT_ONCE_S", PATIENCE_S)
    app = LapbellApp(RecordedSource(find(BOWERMAN), at_ms=170_700))
    app.driver_class = Terminal
    running = asyncio.create_task(app.run_async(size=(100, 30)))
    await asyncio.wait_for(has_drawn.wait(), PATIENCE_S)
    app.exit()
    await running

    assert "Kerr leads" in frames[0]
    assert "García" in frames[0]


async def test_every_size_keeps_its_lines_whole() -> None:
    """Resized while it plays, title, board and keys are those of the width, and no line goes beyond it."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.press("space")

        for size in [(200, 60), (40, 12), (150, 35), (61, 15), (20, 5), (80, 24)]:
            await stage.resize(*size)
            stage.wall.now += 0.5
            await stage.settle()

            assert {cell_len(line) for line in stage.lines} == {size[0]}
            assert len(stage.lines) == size[1]
            if size[0] >= 40:
                assert "Kerr" in stage.text
                assert stage.lines[-1].rstrip().endswith("q Quit")
                assert "playing 1x" in stage.lines[0]


async def test_no_column_is_lost_to_the_scroll_bar() -> None:
    """At every width the columns are those for which there is room beside the bar."""
    async with on_stage(LONDON, "2:50.70") as stage:
        for width in (61, 65, 72, 79, 80, 85, 91, 105):
            await stage.resize(width, 24)
            board = stage.race.board
            assert board.shown
            titles = lay_out(board.line_width, longest_name(board.shown)).titles()

            assert stage.lines[3][2 : board.line_width + 2].rstrip() == titles.rstrip()


async def test_a_resized_screen_is_as_one_opened_at_that_size() -> None:
    """Nothing of the size before is left."""
    async with on_stage(BOWERMAN, "2:50.70") as stage:
        await stage.resize(200, 60)
        await stage.resize(120, 40)
        resized = stage.text

    async with on_stage(BOWERMAN, "2:50.70", size=(120, 40)) as stage:
        assert resized == stage.text


def broken_files(folder: Path) -> dict[str, Path]:
    """Files that are no race, one of each kind."""
    (folder / "empty.jsonl").write_text("")
    (folder / "prose.jsonl").write_text("On the track that night\n" * 50)
    (folder / "bytes.jsonl").write_bytes(bytes(range(256)) * 40)
    (folder / "folder.jsonl").mkdir()
    good = find(BOWERMAN).read_bytes()
    (folder / "half.jsonl.gz").write_bytes(gzip.compress(good)[:900])
    (folder / "wrong.jsonl").write_bytes(good + b'{"type":"split","bib":"NOBODY"}\n')
    return {path.name: path for path in folder.iterdir()} | {"missing.jsonl": folder / "missing.jsonl"}


@pytest.mark.parametrize(
    "name",
    [
        "empty.jsonl",
        "prose.jsonl",
        "bytes.jsonl",
        "folder.jsonl",
        "half.jsonl.gz",
        "wrong.jsonl",
        "missing.jsonl",
    ],
)
async def test_a_file_that_is_no_race_is_a_sentence(name: str, tmp_path: Path) -> None:
    """What is wrong is said on the screen; the keys still work, and the way out is open."""
    path = broken_files(tmp_path)[name]

    async with on_stage(path) as stage:
        await stage.until("cannot open the race")
        assert name in stage.lines[1]
        assert "Traceback" not in stage.text
        await stage.hit("space", "right", "shift+right", "e", "enter", "less_than_sign", "end", "j", "tab")
        await stage.hit("question_mark", "escape")
        await stage.settle()
        assert "cannot open the race" in stage.text

        await stage.pilot.press("q")

        assert stage.app.return_code == 0


async def test_a_column_makes_room_for_what_is_scrolled_into_sight(tmp_path: Path) -> None:
    """A gap of ten hours far down the board is whole once it is seen, and the column stays as wide."""
    names = [f"Runner {number}" for number in range(1, 41)]
    race = [start_list(160_000, [80_000], runners(*names), lap_m=None, setting="trail"), Gun()]
    splits = [split(f"{n}", "80000", f"9:{n:02}:00") for n in range(1, 40)]
    path = tmp_path / "ultra.jsonl"
    log.write(path, "ultra", [*race, *splits, split("40", "80000", "19:02:00")])

    async with on_stage(path, "19:02:00") as stage:
        before = stage.lines[3]
        assert "+10:01:00" not in stage.text

        await stage.press("pagedown", "pagedown", "pagedown", "pagedown")
        assert "+10:01:00" in stage.text
        assert stage.lines[3] != before
        wide = stage.lines[3]
        await stage.press("pageup", "pageup", "pageup", "pageup")

        assert "+10:01:00" not in stage.text
        assert stage.lines[3] == wide


async def test_the_clock_of_a_race_of_days_is_whole(tmp_path: Path) -> None:
    """Also when it stands, to the hundredth."""
    race = [start_list(400_000, [], runners("Ann", "Ben"), lap_m=None, setting="trail"), Gun()]
    path = tmp_path / "days.jsonl"
    log.write(path, "days", [*race, split("1", "finish", "100:00:00"), split("2", "finish", "101:00:00")])

    async with on_stage(path, "100:30:00") as stage:
        assert stage.clock == "100:30:00.00"


async def test_hostile_names_leave_the_screen_aligned_and_inert(tmp_path: Path) -> None:
    """Markup, escape sequences, marks of direction, wide and combining characters are only text."""
    names = [
        "[bold]Kerr[/]",
        "\x1b[31mRed\x1b[0m\nLine",
        "\u202eesrever\u202c",
        "日本太郎",
        "a" + "\u0336" * 40,
        "\u200b",
    ]
    entrants = [
        Entrant(bib=str(n), name=name, family=name, club=name, note=name) for n, name in enumerate(names)
    ]
    race = [start_list(800, [400], entrants), Gun()]
    splits = [split(str(n), "400", f"5{n}.11") for n in range(len(names))]
    path = tmp_path / "hostile.jsonl"
    log.write(path, "hostile", [*race, *splits])

    async with on_stage(path, "59.00") as stage:
        text = stage.text
        await stage.press("j", "enter")
        text += stage.text
        await stage.press("escape")
        board = stage.lines[4:10]

        assert {cell_len(line) for line in stage.lines} == {80}
        assert len({cell_len(line[: line.index(".")]) for line in board}) == 1
        assert not {unicodedata.category(character) for character in text.replace("\n", "")} & {"Cc", "Cf"}
        assert "[bold]Kerr[/]" in text


async def test_what_this_version_does_not_know_is_named(tmp_path: Path) -> None:
    """In the line of news, while there is no other; the rest of the race is shown."""
    path = tmp_path / "newer.jsonl"
    log.write(
        path, "newer", [start_list(800, [400], runners("Ann", "Ben")), Gun(), split("1", "400", "58.2")]
    )
    with path.open("a", encoding="utf-8") as file:
        file.write('{"type":"status","bib":"2","status":"otl","lane":3}\n')

    async with on_stage(path, "1:00", size=(120, 24)) as stage:
        assert "Ann" in stage.text
        assert (
            stage.lines[2]
            .rstrip()
            .endswith(" (and 1 more) message 4: 'lane' is not a field that this version knows; kept unread")
        )
