"""`lapbell splits` prints every runner at every checkpoint."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from rich.cells import cell_len

from feeds import log
from race.messages import Checkpoint, Entrant, Gun, Message, Split, StartList
from race.times import Time
from tests.tui.run_lapbell import BOWERMAN
from tui.commands import splits
from tui.commands.command import parse_options

LONDON = "2026-london-dl-mile"

SEMIFINAL = "2024-paris-olympics-1500m-semifinal-2"


@pytest.fixture(autouse=True)
def _eighty_cells(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")


def printed(capsys: pytest.CaptureFixture[str], *words: str | Path) -> str:
    """What the command prints."""
    splits.run(parse_options(splits, "splits", "splits", [*map(str, words)]))
    return capsys.readouterr().out


def blocks(text: str) -> list[list[str]]:
    """The lines of each block of checkpoints, without the heading and the legend."""
    _, *parts = text.strip("\n").split("\n\n")
    return [part.splitlines() for part in parts[:-1]]


def test_the_times_of_a_race(capsys: pytest.CaptureFixture[str]) -> None:
    """Every runner in every block, each checkpoint in one of them, and no line wider than the terminal."""
    text = printed(capsys, SEMIFINAL)
    parts = blocks(text)

    assert text.splitlines()[0] == "1500 m (men), semi-final 2, Olympic Games Paris 2024"
    assert len(parts) == 3
    assert all(len(part) == 13 for part in parts)
    heads = [head for part in parts for head in part[0].split()[1:]]
    assert heads == [f"{metres}" for metres in range(100, 1500, 100)] + ["finish"]
    assert parts[0][1].split() == ["1", "Yared", "Nuguse", "13.8", "27.9", "42.4", "57.3", "1:12.1"]
    assert parts[2][1].split()[-1] == "3:31.72"
    assert max(map(cell_len, text.splitlines())) <= 80


def test_laps_places_and_gaps(capsys: pytest.CaptureFixture[str]) -> None:
    """Instead of times; a stretch that is no lap says how long it is."""
    laps = blocks(printed(capsys, BOWERMAN, "--laps"))
    assert laps[-1][0].rstrip().endswith("  last 409 m")
    assert laps[-1][1].split() == ["1", "Josh", "Kerr", "·", "·", "·", "54.64★"]

    places = blocks(printed(capsys, BOWERMAN, "--places"))
    assert places[-1][1].split()[-2:] == ["1", "°"]
    gaps = blocks(printed(capsys, BOWERMAN, "--gaps"))
    assert [line.split()[-1].strip("°") for line in gaps[-1][1:4]] == ["3:45.34", "+0.26", "+0.88"]


def test_one_moment(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing of what came later."""
    text = printed(capsys, BOWERMAN, "--at", "2:50.70")

    assert "2:50.70  running" in text
    assert "3:45.34" not in text


def test_a_race_that_is_over_has_no_clock(capsys: pytest.CaptureFixture[str]) -> None:
    """Its heading says how far it is: it is over, at the end and at any time after it."""
    headings = [
        printed(capsys, LONDON, *at).splitlines()[:3] for at in ((), ("--at", "5:00"), ("--at", "3:45"))
    ]

    over = ["Mile (men), London Diamond League 2026", "official", ""]
    assert headings == [over, over, [over[0], "3:45.00  running", ""]]


def test_columns_are_aligned_by_cells(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Names in wide characters, marks that take no room, and names too long for their column."""
    names = ["田中 次郎", "Zoe\u0301 A\u030angstro\u0308m", "Ann B" + "e" * 60]
    messages: list[Message] = [
        StartList(
            name="Mile",
            distance_m=1000,
            lap_m=400,
            checkpoints=(Checkpoint(id="400", distance_m=400), Checkpoint(id="finish", distance_m=1000)),
            entrants=tuple(Entrant(bib=f"{n}", name=name) for n, name in enumerate(names)),
        ),
        Gun(),
        *(Split(bib=f"{n}", checkpoint="400", time=Time(70_000 + n, 3), evidence="hand") for n in range(3)),
    ]
    path = tmp_path / "race.jsonl"
    log.write(path, "race", messages)

    [lines] = blocks(printed(capsys, path))

    assert len({cell_len(line.partition("h1:10")[0]) for line in lines[1:]}) == 1
    assert "…" in lines[3]


def test_for_programs(capsys: pytest.CaptureFixture[str]) -> None:
    """The JSON and the CSV of `lapbell export`."""
    data = json.loads(printed(capsys, BOWERMAN, "--json"))
    rows = list(csv.DictReader(io.StringIO(printed(capsys, BOWERMAN, "--csv"))))

    assert data["entrants"][0]["splits"][-1]["time_ms"] == 225_340
    assert rows[0]["finish (1609.344 m) time_s"] == "225.34"
