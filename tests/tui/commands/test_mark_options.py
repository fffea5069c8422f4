"""Marks given on the command line are read, raced and printed, or refused in one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.tui.run_lapbell import BOWERMAN, lapbell_here, printed, refusal

if TYPE_CHECKING:
    from pathlib import Path

LONDON = "2026-london-dl-mile"


@pytest.mark.parametrize("command", ["board", "replay"])
def test_a_run_over_another_distance_is_refused_in_a_line(command: str) -> None:
    """With exit code 2, before anything is opened."""
    line = refusal(command, BOWERMAN, "--mark", "Hocker=2024-paris-olympics-1500m-final")

    assert line == "lapbell: 'Hocker' was run over 1500 m, and this race is 1609.34 m"


def test_a_bad_mark_names_its_option() -> None:
    """Like any other bad value."""
    line = refusal("board", BOWERMAN, "--mark", "sub")

    assert line.startswith("lapbell board: --mark: 'sub' is not a mark")


def test_the_board_has_the_marks_among_its_rows() -> None:
    """In JSON with the role of a mark, in text with its symbol; an added mark shows the others too."""
    plain = printed("board", LONDON, "--at", "2:47", "--json")
    asked = printed("board", LONDON, "--at", "2:47", "--mark", "sub-3:45=3:44.99", "--json")

    assert {row["role"] for row in plain["rows"]} == {"runner", "pacemaker"}
    first = next(row for row in asked["rows"] if row["role"] != "mark")
    assert first | {"marks": None} == plain["rows"][0]
    target = next(row for row in asked["rows"] if row["name"] == "sub-3:45")
    assert (target["role"], target["place"], target["distance_m"]) == ("mark", None, 1200)
    assert [mark["label"] for mark in asked["marks"] if mark["added"]] == ["sub-3:45"]

    done = lapbell_here("board", LONDON, "--at", "2:47", "--marks")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert ["┄", "WR", "3:43.13", "El", "Guerrouj", "1999", "~2:46.4", "~-0.1", "even", "pace"] in lines


def test_a_target_that_was_met_is_a_badge() -> None:
    """Beside what was printed."""
    board = printed("board", BOWERMAN, "--mark", "sub-3:46=3:45.99", "--json")
    badges = {row["name"]: row["badges"] for row in board["rows"] if row["badges"]}

    assert badges["Josh Kerr"] == ["WL", "NR", "PB", "sub-3:46"]
    assert badges["Jakob Ingebrigtsen"] == ["SB", "sub-3:46"]
    assert badges["Yared Nuguse"] == ["SB"]


def test_the_mile_record_is_laid_over_a_mile_alone(tmp_path: Path) -> None:
    """As a picture shows it; over another distance the command says why not."""
    out = tmp_path / "record.svg"

    done = lapbell_here("picture", LONDON, "--at", "3:00", "--ghost", "mile-record", "-o", str(out))

    assert (done.returncode, done.stderr) == (0, "")
    assert "Morceli" in out.read_text(encoding="utf-8")
    line = refusal("picture", "2024-paris-olympics-1500m-final", "--ghost", "mile-record", "-o", str(out))
    assert line.endswith("was run over 1609.34 m, and this race is 1500 m")
