"""`lapbell convert`: what is read from where, what of it, and where it goes."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from tests.feeds.tables.typed_tables import csv_of
from tests.tui.run_lapbell import BOWERMAN, lapbell, lapbell_here, refusal

HEADS = ("Heat", "Name", "400", "800")

ROWS = (HEADS, ("1", "Anna Berg", "1:01.2", "2:05.0"), ("2", "Mia Zeller", "1:02.0", "2:06.1"))


@pytest.fixture
def heats(tmp_path: Path) -> Path:
    """Two heats in a table."""
    path = tmp_path / "heats.csv"
    path.write_text(csv_of(ROWS), encoding="utf-8")
    return path


def test_a_dry_run_lists_the_races_and_writes_nothing(heats: Path) -> None:
    """With their numbers, distances and checkpoints; also where a file of that name exists."""
    done = lapbell_here("convert", heats, "--event", "800", "--dry-run")

    assert done.returncode == 0
    assert [line.partition(", 1 entrants")[0] for line in done.stdout.splitlines()] == [
        "1. heat 1",
        "2. heat 2",
    ]
    assert done.stdout.count("800 m with times at 400, finish; not written") == 2
    assert "4 columns" in done.stderr
    assert [*heats.parent.iterdir()] == [heats]


@pytest.mark.parametrize("only", ["2", "heat 2"])
def test_a_race_is_chosen_by_its_number_or_name(heats: Path, tmp_path: Path, only: str) -> None:
    """A number is that of the race in the file."""
    path = tmp_path / "second.jsonl"

    lapbell_here("convert", heats, "--event", "800", "--only", only, "-o", path)

    assert "Mia Zeller" in path.read_text(encoding="utf-8")
    assert "Anna Berg" not in path.read_text(encoding="utf-8")


def test_a_number_without_a_race_is_refused(heats: Path) -> None:
    """The names of those that there are are given."""
    assert "it has no race '3'" in refusal("convert", heats, "--event", "800", "--only", "3")


def test_a_race_of_lapbells_own_table_is_chosen_by_its_id(tmp_path: Path) -> None:
    """As it is called in the library."""
    table, path = tmp_path / "races.csv", tmp_path / "mile.jsonl"
    exported = lapbell_here("export", BOWERMAN, "--csv").stdout
    table.write_text(exported, encoding="utf-8")

    assert lapbell_here("convert", table, "--only", BOWERMAN, "-o", path).returncode == 0
    assert "it has no race '2024-bowerman-mille'" in refusal(
        "convert", table, "--only", "2024-bowerman-mille"
    )


def test_a_race_goes_from_stdin_to_stdout(heats: Path, tmp_path: Path) -> None:
    """What is said of it is on stderr, so that the rest is a race file."""
    text = heats.read_text(encoding="utf-8")

    done = lapbell("convert", "-", "-o", "-", "--event", "800", "--only", "1", typed=text, cwd=tmp_path)

    assert done.returncode == 0
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line["type"] for line in lines] == ["log", "start-list", "gun", "split", "split", "official"]
    assert "1 entrants, 2 times" in done.stderr
    assert [*tmp_path.iterdir()] == [heats]


def test_stdout_takes_one_race(heats: Path) -> None:
    """Two would be no race file."""
    assert "choose it with --only" in refusal("convert", heats, "--event", "800", "-o", "-")


def test_a_packed_table_is_unpacked(tmp_path: Path) -> None:
    """By its content, as race files are."""
    path = tmp_path / "heats.csv.gz"
    path.write_bytes(gzip.compress(csv_of(ROWS).encode()))

    done = lapbell_here("convert", path, "--event", "800", "--dry-run")

    assert done.stdout.startswith("1. heat 1")


def test_the_folder_of_tables_goes_to_a_folder(tmp_path: Path) -> None:
    """It has too many races for anything else."""
    assert "name a folder" in refusal("convert", tmp_path, "--as", "track-splits", "-o", "-")
