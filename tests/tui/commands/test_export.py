"""`lapbell export`: tables, spreadsheets and JSON, and the questions that they answer."""

from __future__ import annotations

import csv
import io
import json
import re
import shlex
import sqlite3
import warnings
from pathlib import Path

import pytest

from feeds import log
from feeds.errors import UserError
from feeds.tables.lapbell.lapbell_columns import HEADER
from race.messages import Checkpoint, StartList
from race.split_rows import race_rows
from race.split_rows_json import export_json
from replays.library import RACES, find
from replays.watching.recorded_race import RecordedRace
from tests.tui.run_lapbell import BOWERMAN, ROOT
from tui.commands import convert, export
from tui.commands.command import parse_options

PAGE = (ROOT / "docs" / "export.md").read_text(encoding="utf-8")

FAST_MILES = [("2026-08-01", "Mile (men), final", "Josh Kerr", "3:54.12", 53.4)]
"""The answer to the question of the page."""


def run(*words: str | Path) -> int:
    """Run the command in this process."""
    return export.run(parse_options(export, "export", "export", [*map(str, words)]))


def table(text: str) -> list[dict[str, str]]:
    """The rows of a CSV file."""
    return list(csv.DictReader(io.StringIO(text)))


def test_a_race_as_csv(capsys: pytest.CaptureFixture[str]) -> None:
    """A row for each split; beside every figure stands how it is known, and where it was published."""
    run(BOWERMAN, "--published")
    rows = table(capsys.readouterr().out)

    assert [*rows[0]] == HEADER
    assert {row["race"] for row in rows} == {BOWERMAN}
    [kerr] = [row for row in rows if row["bib"] == "KER" and row["checkpoint"] == "finish"]
    assert (kerr["time"], kerr["time_s"], kerr["place"], kerr["notes"]) == (
        "3:45.34",
        "225.34",
        "1",
        "WL; NR; PB",
    )
    assert (kerr["lap_s"], kerr["lap_m"], kerr["nation"], kerr["status"]) == (
        "54.64",
        "409.344",
        "GBR",
        "finished",
    )
    assert all(row["evidence"] and row["source"] for row in rows if row["time"] or row["official_place"])
    assert not any(row["estimate_s"] for row in rows)


def test_estimates_stand_apart(capsys: pytest.CaptureFixture[str]) -> None:
    """With their range, and never where a time would stand."""
    run(BOWERMAN)
    estimated = [row for row in table(capsys.readouterr().out) if row["evidence"] == "estimated"]

    assert estimated
    for row in estimated:
        assert float(row["estimate_low_s"]) <= float(row["estimate_s"]) <= float(row["estimate_high_s"])
        assert [row[name] for name in ("time", "time_s", "place", "lap_s")] == [""] * 4


def test_a_race_at_one_moment(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of what came later."""
    run(BOWERMAN, "--at", "2:50.70", "--published")
    rows = table(capsys.readouterr().out)

    assert not any(row["time"] for row in rows if row["checkpoint"] in ("1409", "finish"))
    assert {row["status"] for row in rows if row["bib"] == "KER"} == {"running"}


def test_a_row_for_each_runner(capsys: pytest.CaptureFixture[str]) -> None:
    """With columns for each checkpoint."""
    run(BOWERMAN, "--wide")
    rows = table(capsys.readouterr().out)

    assert len(rows) == 16
    assert rows[0]["finish (1609.344 m) time"] == "3:45.34"
    assert rows[0]["finish (1609.344 m) evidence"] == "published"


def test_the_name_of_the_file_says_what_to_write(tmp_path: Path) -> None:
    """Unless an option does."""
    for name in ("mile.csv", "mile.xlsx", "mile.json", "mile"):
        assert run(BOWERMAN, "-o", tmp_path / name) == 0
    run(BOWERMAN, "--json", "-o", tmp_path / "mile.txt")

    assert (tmp_path / "mile").read_bytes() == (tmp_path / "mile.csv").read_bytes()
    assert (tmp_path / "mile.xlsx").read_bytes().startswith(b"PK")
    assert json.loads((tmp_path / "mile.json").read_text(encoding="utf-8"))["race"] == BOWERMAN
    assert (tmp_path / "mile.txt").read_bytes() == (tmp_path / "mile.json").read_bytes()


def test_the_json_is_written_runner_by_runner(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """And is the same as if it were made at once, also of a race without entrants."""
    empty = tmp_path / "empty.jsonl"
    points = (Checkpoint(id="finish", distance_m=400),)
    log.write(empty, "empty", [StartList(name="None", distance_m=400, checkpoints=points, entrants=())])
    for race in (BOWERMAN, str(empty)):
        run(race, "--json")
        recording = RecordedRace.read(find(race))
        rows = race_rows(recording.race, recording.history(), recording.end_ms)
        assert rows is not None
        at_once = json.dumps(export_json(rows, recording.end_ms), ensure_ascii=False, indent=2)
        assert capsys.readouterr().out == f"{at_once}\n"


@pytest.mark.parametrize("name", ["mile.csv", "mile.xlsx", "mile.json"])
def test_what_is_exported_can_be_converted_and_is_the_same(name: str, tmp_path: Path) -> None:
    """It asks for nothing; the second table differs from the first in nothing."""
    run(BOWERMAN, "-o", tmp_path / name)

    words = [str(tmp_path / name), "-o", str(tmp_path)]
    assert convert.run(parse_options(convert, "convert", "convert", words)) == 0
    run(tmp_path / f"{BOWERMAN}.jsonl", "-o", tmp_path / "again.csv", "--published")
    run(BOWERMAN, "-o", tmp_path / "first.csv", "--published")

    assert (tmp_path / "again.csv").read_text() == (tmp_path / "first.csv").read_text()


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder in which the table of a library is, as the page says how to write it.

    The library has the miles and the 1500 m races of the Olympics; all of it takes four times as long.
    """
    folder, races = tmp_path_factory.mktemp("library"), tmp_path_factory.mktemp("races")
    for path in [*RACES.glob("*mile*"), *RACES.glob("*olympics-1500m*")]:
        (races / path.name).symlink_to(path)
    [command] = re.findall(r"^lapbell export (.*)$", PAGE.partition("```sh")[2], flags=re.MULTILINE)
    *words, file = shlex.split(command)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("replays.library.RACES", races)
        patch.setattr("replays.library.files.__defaults__", (races,))
        assert (run(*words, folder / file), file) == (0, "races.csv")
    return folder


def test_the_question_of_the_page_is_answered_in_a_line(
    library: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the line that the page gives."""
    [code] = re.findall(r'^python3 -c "(.*)"$', PAGE, flags=re.MULTILINE)
    monkeypatch.chdir(library)
    with warnings.catch_warnings(action="ignore", category=ResourceWarning):  # the line leaves the file open
        exec(code, {})

    assert capsys.readouterr().out.splitlines() == [" ".join(map(str, answer)) for answer in FAST_MILES]


def test_the_question_is_answered_by_a_database(library: Path) -> None:
    """By the statement that the page gives."""
    [statement] = re.findall(r"^```sql\n(.*?)^```", PAGE, flags=re.MULTILINE | re.DOTALL)
    rows = table((library / "races.csv").read_text(encoding="utf-8"))
    database = sqlite3.connect(":memory:")
    columns = ", ".join(
        f"{name} {'REAL' if name.endswith(('_s', '_m', 'place')) else 'TEXT'}" for name in HEADER
    )
    database.execute(f"CREATE TABLE races ({columns})")
    marks = ", ".join("?" * len(HEADER))
    database.executemany(
        f"INSERT INTO races VALUES ({marks})", ([row[name] or None for name in HEADER] for row in rows)
    )

    assert database.execute(statement.replace("'races.csv'", "races")).fetchall() == FAST_MILES
    database.close()


def test_the_library_has_every_race(library: Path) -> None:
    """In one table, under one header."""
    rows = table((library / "races.csv").read_text(encoding="utf-8"))
    paths = [*RACES.glob("*mile*"), *RACES.glob("*olympics-1500m*")]

    assert {row["race"] for row in rows} == {path.stem for path in paths}
    assert len({row["event"] for row in rows}) > 1


def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The rest of the library is exported, and the exit code says that something is missing."""
    folder = tmp_path / "races"
    folder.mkdir()
    (folder / "torn.jsonl").write_text("nothing", encoding="utf-8")
    (folder / "good.jsonl").symlink_to(RACES / f"{BOWERMAN}.jsonl")
    monkeypatch.setenv("LAPBELL_DATA", str(tmp_path))
    monkeypatch.setattr("replays.library.files.__defaults__", (tmp_path,))

    assert run("--library", "--json", "-o", tmp_path / "all.json") == 2

    assert "torn.jsonl" in capsys.readouterr().err
    lines = (tmp_path / "all.json").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["race"] for line in lines} == {BOWERMAN}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ([], "export takes a race, or --library for all of them"),
        ([BOWERMAN, "--library"], "export takes a race, or --library for all of them"),
        (["--library", "--at", "1:00"], "--at is for one race"),
        (["--library", "--wide"], "--wide is for the CSV of one race"),
        ([BOWERMAN, "--json", "--wide"], "--wide is for the CSV of one race"),
        ([BOWERMAN, "--xlsx"], "say where to write it, with -o FILE.xlsx"),
        ([BOWERMAN, "-o", "mile.ods"], "export writes .csv, .xlsx or .json: for a .ods say --csv"),
        ([BOWERMAN, "-o", "mile.csv.gz", "--csv"], "export does not compress what it writes: leave out .gz"),
        (
            [BOWERMAN, "--json", "-o", "mile.csv"],
            "--json does not write .csv: give a file name that ends in .json",
        ),
        ([BOWERMAN, "-o", "/nowhere/at/all.csv"], "cannot write /nowhere/at/all.csv"),
    ],
)
def test_what_cannot_be_exported_is_said(words: list[str], sentence: str) -> None:
    """In one sentence."""
    with pytest.raises(UserError, match=re.escape(sentence)):
        run(*words)
