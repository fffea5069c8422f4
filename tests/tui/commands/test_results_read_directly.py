"""Results that are given in place of a race file are read as they are, where nothing has to be asked."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from feeds.log import write
from race.messages import Gun
from tests.feeds.tables.made_sheets import xlsx
from tests.feeds.tables.typed_tables import csv_of
from tests.replays.small_race_files import entrant, start_list
from tests.tui.run_lapbell import BOWERMAN, lapbell_here, refusal

ROWS = (
    ("Name", "Club", "400", "800", "1200", "1500"),
    ("Anna Berg", "Town AC", "1:08.2", "2:18.5", "3:29.1", "4:20.12"),
    ("Mia Zeller", "Hill AC", "1:08.5", "2:19.0", "3:31.0", "4:25.90"),
    ("Eva Noll", "Hill AC", "1:09.0", "2:20.1", "", "DNF"),
)


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A club's 1500 m as a table."""
    path = tmp_path / "club.csv"
    path.write_text(csv_of(ROWS), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "words",
    [
        ("board",),
        ("board", "--json"),
        ("follow",),
        ("splits",),
        ("grade",),
        ("correct", "--list"),
        ("report", "--sheet", "result"),
        ("export", "--csv"),
    ],
    ids=" ".join,
)
def test_a_command_prints_what_it_prints_of_the_race_file(table: Path, words: tuple[str, ...]) -> None:
    """What was understood is on stderr, and nothing is written."""
    command, *options = words
    read = lapbell_here(command, table, *options)
    assert [*table.parent.iterdir()] == [table]

    race_file = table.with_suffix(".jsonl")
    lapbell_here("convert", table, "-o", race_file)
    expected = lapbell_here(command, race_file, *options)

    assert (read.returncode, read.stdout) == (0, expected.stdout)
    assert "note: club.csv: 6 columns: name, club, 400, 800, 1200, 1500" in read.stderr
    assert "note: club.csv: read as club, 3 entrants, 10 times" in read.stderr


def test_a_spreadsheet_is_read_whatever_it_is_called(tmp_path: Path) -> None:
    """It is known by its content."""
    path = tmp_path / "results"
    path.write_bytes(xlsx({"Race": ROWS}))

    done = lapbell_here("board", f"{tmp_path}/results")

    assert done.returncode == 0
    assert "Anna Berg" in done.stdout


def test_the_screen_shows_it(table: Path, tmp_path: Path) -> None:
    """As a picture, which is drawn on it."""
    picture = tmp_path / "club.svg"

    lapbell_here("picture", table, "-o", picture)

    assert "Zeller" in picture.read_text(encoding="utf-8")


def test_a_run_in_it_can_be_a_mark(table: Path) -> None:
    """It is held against a race over the same distance, and refused for another one."""
    line = refusal("picture", BOWERMAN, "-o", "x.svg", "--mark", f"Berg={table}:Berg")

    assert "1500 m" in line


def test_it_can_be_checked(table: Path, tmp_path: Path) -> None:
    """One that cannot be read directly is not good."""
    unclear = tmp_path / "unclear.csv"
    unclear.write_text(csv_of(ROWS).replace("1500", "Finish"), encoding="utf-8")

    done = lapbell_here("check", table, unclear)

    first, second = done.stdout.splitlines()
    assert done.returncode == 2
    assert first == f"{table}: good, as a race file it has 14 messages"
    assert second.startswith("unclear.csv: it does not say how far")


def test_what_has_to_be_asked_is_asked_by_convert(table: Path) -> None:
    """The refusal has the command."""
    table.write_text(csv_of(ROWS).replace("1500", "Finish"), encoding="utf-8")

    line = refusal("board", table)

    assert "it does not say how far 'club' is: give --distance METRES or --event EVENT, as in" in line
    assert f"`lapbell convert {table} --event 1500`" in line


@pytest.mark.parametrize("result", ["3:20.12", "4:2O.12", "4:20.12?"])
def test_a_result_that_is_not_clear_is_not_taken(table: Path, result: str) -> None:
    """A time before that at 1200 m, or what is no time at all, would decide the race."""
    table.write_text(csv_of(ROWS).replace("4:20.12", result), encoding="utf-8")

    line = refusal("board", table)

    assert line.startswith("lapbell: club.csv: row 2, Anna Berg: the result is not clear: correct it")
    assert f"`lapbell convert {table}`" in line


def test_a_place_that_contradicts_a_result_is_not_taken(table: Path) -> None:
    """Which of the two is wrong cannot be known."""
    places = ("Place", "1", "2", "")
    rows = [(place, *row) for place, row in zip(places, ROWS, strict=True)]
    table.write_text(csv_of(rows).replace("4:20.12", "4:30.12"), encoding="utf-8")

    assert "the result is not clear" in refusal("board", table)


def test_a_doubt_on_the_way_is_no_doubt_of_the_result(table: Path) -> None:
    """It is named, and the race is shown."""
    table.write_text(csv_of(ROWS).replace("2:18.5", "2:1B.5"), encoding="utf-8")

    done = lapbell_here("board", table)

    assert done.returncode == 0
    assert "D2: '2:1B.5' is not a time: left out" in done.stderr


def test_of_several_races_none_is_taken(tmp_path: Path) -> None:
    """They are named."""
    path = tmp_path / "heats.csv"
    rows = [("Heat", *ROWS[0]), *((str(1 + i // 2), *row) for i, row in enumerate((*ROWS[1:], ROWS[1])))]
    path.write_text(csv_of(rows), encoding="utf-8")

    line = refusal("board", path)

    assert "heats.csv: it holds 2 races" in line
    assert f"`lapbell convert {path} -o FOLDER`" in line


@pytest.mark.parametrize("name", ["race.txt", "race.json", "race"])
def test_a_race_file_is_one_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    """It is known by how it begins."""
    path = tmp_path / name
    write(path, "club", [start_list(entrant("Anna Berg")), Gun()])

    done = lapbell_here("board", f"{tmp_path}/{name}")

    assert (done.returncode, done.stderr) == (0, "")
    assert "Anna Berg" in done.stdout


@pytest.mark.parametrize("name", ["broken.jsonl", "broken.txt"])
@pytest.mark.parametrize("content", ["", '{"type":"gun"}\n'])
def test_a_broken_race_file_is_told_as_one(tmp_path: Path, name: str, content: str) -> None:
    """It is not taken for a document."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")

    assert 'a race file begins with {"type":"log"' in refusal("board", path)


def test_typographic_quotes_are_named(tmp_path: Path) -> None:
    """In a race file that was written by hand, whatever it is called."""
    path = tmp_path / "race.txt"
    path.write_text("{\u201ctype\u201d:\u201clog\u201d}\n", encoding="utf-8")

    assert "typographic quotes" in refusal("board", path)


def test_a_template_that_was_filled_in_plays_at_once(tmp_path: Path) -> None:
    """It names its event."""
    path = tmp_path / "club.csv"
    rows = lapbell_here("convert", "--template", "--event", "1500").stdout
    path.write_text(f"{rows}11,Anna Berg,GBR,,,1:01.2,2:04.0,3:06.1,3:52.40,\n", encoding="utf-8")

    done = lapbell_here("board", path)

    assert done.returncode == 0
    assert "3:52.40" in done.stdout


def test_what_is_neither_says_so(tmp_path: Path) -> None:
    """No command is named that would not help either."""
    path = tmp_path / "letter.txt"
    path.write_text("Dear Ann,\nsee you at the track.\n", encoding="utf-8")

    line = refusal("board", path)

    assert line.startswith("lapbell: letter.txt: no row looks like")
    assert line.endswith("; nor is it a race file")


def test_an_option_that_a_refusal_names_is_one_of_convert(tmp_path: Path) -> None:
    """As these commands have none of that name."""
    path = tmp_path / "bank.csv"
    path.write_text("date,amount,payee\n2026-01-02,12.50,Shop\n2026-01-03,1.20,Bus\n", encoding="utf-8")

    line = refusal("board", path)

    assert "--map" in line
    assert line.endswith(f"(options of `lapbell convert {path}`)")


def test_a_race_file_loads_no_other_parser() -> None:
    """A command that prints stays as fast as it is."""
    code = (
        "import sys\nfrom tui.cli import main\nmain(sys.argv[1:])\n"
        "print(*sorted(sys.modules), sep='\\n', file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, "board", BOWERMAN],
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )

    loaded = done.stderr.split()
    assert "replays.named_race" in loaded
    parsers = "feeds.tables", "feeds.documents", "feeds.direct_conversion"
    assert not [name for name in loaded if name.startswith(parsers)]
