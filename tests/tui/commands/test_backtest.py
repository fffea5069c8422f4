"""`lapbell backtest`, from a shell."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.replays.backtests.split_tables_by_hand import write_table
from tests.tui.run_lapbell import lapbell, lapbell_here, printed, refusal

RULES = {"model", "constant", "last_segment", "riegel"}


@pytest.fixture
def table(tmp_path: Path) -> Path:
    """A hilly 30 km of two heats."""
    rows = [f"{heat},,{3000 + 30 * i},{7500 + 80 * i},{10700 + 100 * i}" for heat in "ab" for i in range(20)]
    return write_table(tmp_path / "hill.csv", "10000,20000,30000", rows)


def test_a_table_of_errors(table: Path) -> None:
    """A line for each checkpoint and one for all, with the ratio to constant pace."""
    done = lapbell("backtest", table)

    assert (done.returncode, done.stderr) == (0, "")
    title, _, *lines, interval = done.stdout.splitlines()
    assert title == "hill.csv: 30000 m, trail, 40 athletes"
    assert [line.split()[0] for line in lines] == ["10000", "20000", "all"]
    assert all(" x" in line for line in lines)
    assert interval.startswith("Ranges that hold, with 95 % confidence: ")
    assert "%" in lines[0]
    assert "%" in lines[1]


def test_several_files_end_with_all_of_them(table: Path) -> None:
    """A table for each, and a line for all."""
    done = lapbell_here("backtest", table, table)

    assert done.stdout.count("hill.csv: ") == 2
    assert done.stdout.splitlines()[-1].split()[:2] == ["all", "160"]


def test_the_json(table: Path) -> None:
    """Every figure of the finish and of the next checkpoint; unknown is null."""
    found = printed("backtest", table, "--json")

    assert found["version"] == 2
    [file] = found["files"]
    assert {key: file[key] for key in ("file", "setting", "races", "athletes")} == {
        "file": "hill.csv",
        "setting": "trail",
        "races": 2,
        "athletes": 40,
    }
    first, second = file["checkpoints"]
    assert (first["distance_m"], second["distance_m"]) == (10000, 20000)
    for figures in (first["finish"], first["next"], file["all"]["finish"], found["all"]["next"]):
        assert set(figures["error_ms"]) == RULES
        assert set(figures["ratio"]) == RULES - {"model"}
    assert first["finish"]["ranges"] == 40
    assert second["finish"]["ranges"] == 40
    assert 0 <= second["finish"]["coverage"] <= 1
    assert second["finish"] == second["next"]


def test_an_earlier_edition_helps(table: Path) -> None:
    """The model errs less with the results of the same hill a year before."""
    alone, taught = (
        printed("backtest", table, "--json"),
        printed("backtest", table, "--edition", table, "--json"),
    )

    errors = [found["all"]["finish"]["error_ms"]["model"] for found in (alone, taught)]
    assert errors[1] < errors[0]


def test_the_setting_can_be_given(table: Path) -> None:
    """It replaces the one that is judged by the distance."""
    assert printed("backtest", table, "--setting", "track", "--json")["files"][0]["setting"] == "track"


def test_bad_tables_are_refused(table: Path, tmp_path: Path) -> None:
    """The message names the file, the line and the problem."""
    bad = write_table(tmp_path / "bad.csv", "10000,20000", ["x,,3000,soon"])
    other = write_table(tmp_path / "other.csv", "1000,5000", ["x,,300,1500"])

    assert refusal("backtest", bad) == "lapbell: bad.csv: line 2: 'soon' is not a time in seconds"
    assert "not of this course" in refusal("backtest", table, "--edition", other)
    assert "cannot be read" in refusal("backtest", tmp_path / "none.csv")
    assert "--setting" in refusal("backtest", table, "--setting", "sea")
