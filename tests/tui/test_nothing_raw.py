"""No command writes a text of a race or of the command line raw, whichever text it is.

A text is made legal where it comes in, and again where it goes out. Each is tried with the other taken away:
so a writer that forgets is found although the door would have hidden it, and the other way round.
"""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rich.text import Text

from feeds.codec import KNOWN
from tests.feeds.track_splits.invented_tables import made_tables, write_csv
from tests.replays.backtests.split_tables_by_hand import write_table
from tests.tui.places_of_the_rule import DOOR, GUARD, PLACES, take_away
from tests.tui.run_lapbell import lapbell
from tests.tui.tagged_race import HOSTILE, NAMED, harm_in, tagged_file, tagged_messages, texts_in, texts_of
from tui.app import LapbellApp
from tui.cli import main
from tui.commands.command_list import COMMANDS

pytestmark = pytest.mark.usefixtures("small_library")

FAULTS = ("check", "hub check", "hub repair")
"""The commands that end with 2, as there is something to put right."""


def runs(race: Path, folder: Path) -> dict[str, list[list[str | Path]]]:
    """What to try of each command, beyond what is tried of all."""
    rows = [f"a,,{3000 + 30 * n},{7500 + 80 * n},{10700 + 100 * n}" for n in range(9)]
    table = write_table(folder / f"{NAMED}.csv", "10000,20000,30000", rows)
    tables = made_tables()
    shown = HOSTILE.replace("\n", "").replace("\r", "")
    tables["athletes"][0] |= {"given_name": f"M{shown}", "family_name": f"{shown}Z"}
    tables["competitions"][0] |= {"name": f"{shown} Meeting", "venue": shown, "city": shown}
    hub = folder / "hub"
    hub.mkdir()
    (hub / f"{NAMED}.jsonl").write_bytes(tagged_file())
    (hub / "tagged.jsonl").write_bytes(tagged_file())
    return {
        "races": [[], ["--json"], ["Ann"], ["Ann", "--json"]],
        "board": [[race], [race, "--json"], [race, "--at", "1:00"], [race, "--mark", f"{HOSTILE}=1:55"]],
        "follow": [[race], [race, "--json"], [race, "--follow", "ann"], [race, "--follow", HOSTILE]],
        "athlete": [["Ann"], ["Ann", "--json"]],
        "head-to-head": [["Ann", "Bea"], ["Ann", "Bea", "--json"]],
        "grade": [[race], [race, "--json"]],
        "report": [[race], *([race, "--sheet", sheet] for sheet in ("result", "start", "laps"))],
        "correct": [[race, "--list"], [race, "--audit"], [race, "--audit", "--json"]],
        "check": [[race]],
        "backtest": [[table], [table, "--json"]],
        "convert": [[write_csv(tables, folder / "tables"), "-o", folder / "made"]],
        "schema": [[], ["--output", "board"]],
        "hub check": [[hub]],
        "hub repair": [[hub]],
        "hub token": [["*", "mat", "--data", hub], ["*", "mat", "--data", hub, "--revoke"]],
    }


def run(command: str, words: list[str | Path], capsys: pytest.CaptureFixture[str]) -> tuple[int, str]:
    """The exit code of a command, and what it has written."""
    try:
        code = main([*command.split(), *map(str, words)])
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    out, err = capsys.readouterr()
    return code, out + err


def test_every_text_field_of_every_message_is_tagged() -> None:
    """A field that is added to a message is in the race without anyone adding it."""
    race = {name for message in tagged_messages() for name in texts_in(message)}

    for kind in KNOWN:
        missing = texts_of(kind) - race
        assert not missing, f"{kind.__name__}: {missing}"
    assert len(race) > 40


@pytest.mark.parametrize("places", PLACES.values(), ids=PLACES)
def test_no_command_writes_a_race_raw(
    places: tuple[str, ...],
    tagged_race: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """On stdout, stderr and in JSON; the texts are there, and each command does its work."""
    if places == GUARD:  # the name of a file comes in by no door
        tagged_race = tagged_race.rename(tagged_race.with_name("tagged.jsonl"))
    cases = runs(tagged_race, tmp_path)
    if places == GUARD:
        del cases["backtest"]
    take_away(monkeypatch, *places)

    for command, tries in cases.items():
        for words in tries:
            code, written = run(command, words, capsys)
            assert harm_in(written) == [], (command, words)
            assert code == (2 if command in FAULTS or HOSTILE in words else 0), written
    for made in (tmp_path / "made").iterdir():
        lines = [json.loads(line) for line in made.read_bytes().splitlines()]
        assert lines
        if places == GUARD:
            assert [texts_in(line) for line in lines if texts_in(line)] == []


@pytest.mark.parametrize("command", COMMANDS)
def test_no_command_writes_what_was_typed_raw(
    command: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Words, options, names of files that are not there and of folders that cannot be used."""
    take_away(monkeypatch, *DOOR)
    (tmp_path / NAMED).write_bytes(b"\x1b[2J")

    for words in ([HOSTILE], [f"--{HOSTILE}"], [tmp_path / NAMED], [tmp_path / NAMED / "x.jsonl"]):
        _, written = run(command, [*words], capsys)
        assert harm_in(written) == [], words


@pytest.mark.parametrize("view", ["board", "splits", "head-to-head"])
@pytest.mark.parametrize("places", PLACES.values(), ids=PLACES)
def test_a_picture_is_well_formed(
    view: str, places: tuple[str, ...], tagged_race: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is XML without control characters, and what looks like markup is text in it."""
    take_away(monkeypatch, *places)
    picture = tmp_path / "picture.svg"

    assert main(["picture", str(tagged_race), "--at", "1:00", "--view", view, "-o", str(picture)]) == 0

    svg = picture.read_text(encoding="utf-8")
    ElementTree.fromstring(svg)
    assert harm_in(svg) == []
    assert "[@click" in svg


def test_the_test_finds_a_writer_that_forgets(
    tagged_race: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """With neither door nor guard the same commands are found out."""
    take_away(monkeypatch, *DOOR, *GUARD)

    for command in ("board", "follow", "grade"):
        _, written = run(command, [tagged_race, "--json"], capsys)
        assert harm_in(written), command


def test_json_names_a_file_exactly(tagged_race: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What no text may hold is escaped, so that a program still finds the file."""
    _, written = run("races", ["--json"], capsys)

    [listed] = json.loads(written.partition("\nlapbell: ")[0])["races"]
    assert listed["path"] == str(tagged_race)


CRASH = """
from tui.commands import schema
from tui.cli import main
def run(options):
    raise RuntimeError("of a name: \\x1b]52;c;aWQ7\\x07\\x9b2J\\u202e")
schema.run = run
main(["schema"])
"""


def test_a_crash_is_not_written_raw() -> None:
    """The traceback of a fault in Lapbell itself, which may hold anything, is text."""
    done = lapbell(code=CRASH)

    assert "RuntimeError: of a name: \ufffd]52;c;aWQ7\ufffd" in done.stderr
    assert harm_in(done.stderr) == []


def test_a_crash_of_the_screen_is_not_written_raw(capsys: pytest.CaptureFixture[str]) -> None:
    """Its traceback is drawn with what was being drawn, when the screen is gone."""
    LapbellApp().error_console.print(Text(HOSTILE, "red"), f"[link=x]{HOSTILE}[/link]")

    written = capsys.readouterr().err
    assert "aWQ7" in written
    assert harm_in(written) == []
