"""`lapbell races --invent`: a large race on demand."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.log import read
from race.messages import StartList
from tests.tui.run_lapbell import lapbell_here


def test_it_writes_a_race_that_can_be_opened(tmp_path: Path) -> None:
    """With as many entrants as asked for, and says how to open it; it overwrites no file."""
    path = tmp_path / "city.jsonl"
    done = lapbell_here("races", "--invent", "1500", "-o", path)

    assert f"lapbell replay {path}" in done.stdout
    start_list = next(read(path).messages())
    assert isinstance(start_list, StartList)
    assert len(start_list.entrants) == 1500
    assert "Invented Marathon" in lapbell_here("board", path, "--at", "4:00:00").stdout

    again = lapbell_here("races", "--invent", "1500", "-o", path)
    assert again.returncode == 2
    assert "exists already" in again.stderr


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--invent", "1"], "from 2 to 100000"),
        (["--invent", "many"], "from 2 to 100000"),
        (["--invent", "2.5"], "takes a whole number, not '2.5'"),
        (["kerr", "--invent", "30"], "leave the words"),
        (["kerr", "-o", "x.jsonl"], "go with --invent"),
    ],
)
def test_what_it_cannot_make(arguments: list[str], sentence: str) -> None:
    """It says what to write."""
    done = lapbell_here("races", *arguments)

    assert done.returncode == 2
    assert sentence in done.stderr
