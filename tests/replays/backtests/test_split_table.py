"""Split tables, as they are read and refused."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from feeds.errors import RaceFileError
from replays.backtests.split_table import LONGEST_LINE, Athlete, open_table
from tests.replays.backtests.split_tables_by_hand import FIRST, write_table


def athletes(path: Path) -> list[Athlete]:
    """All lines of a table."""
    with open_table(path) as table:
        return list(table.athletes)


def test_a_table_is_read(tmp_path: Path) -> None:
    """Distances from the first line; times in seconds, none where nothing was read."""
    path = write_table(tmp_path / "a.csv", "5000,21097.5", ["x,12.5,1500,6400.5", "y,,,6500", "y,-3,1400,"])

    with open_table(path) as table:
        assert table.distances == (5000, 21097.5)
        assert list(table.athletes) == [
            Athlete("x", 12.5, (1500, 6400.5), "women"),
            Athlete("y", 0, (None, 6500), "women"),
            Athlete("y", -3, (1400, None), "women"),
        ]


def test_a_packed_table_is_the_same(tmp_path: Path) -> None:
    """Whatever it is called."""
    path = write_table(tmp_path / "a.csv", "5000,10000", ["x,,1500,3100"])
    packed = tmp_path / "b.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))

    assert athletes(packed) == athletes(path)


def test_a_time_that_does_not_rise_was_not_read(tmp_path: Path) -> None:
    """It cannot be true together with the one before it."""
    path = write_table(tmp_path / "a.csv", "5000,10000,15000", ["x,,1500,1500,4500", "x,,1500,1400,1450"])

    assert [athlete.seconds for athlete in athletes(path)] == [(1500, None, 4500), (1500, None, None)]


@pytest.mark.parametrize(
    ("lines", "complaint"),
    [
        ([], "line 0|begins with race,athlete"),
        (["a,b,c"], "line 1: a split table begins with race,athlete"),
        (['{"type":"log","version":1}'], "line 1: a split table begins with race,athlete"),
        ([FIRST], "line 1: a split table begins with"),
        ([f"{FIRST},five"], "line 1: 'five' is not a distance in metres"),
        ([f"{FIRST},nan"], "line 1: 'nan' is not a distance"),
        ([f"{FIRST},5000,5000"], "line 1: the distances do not rise"),
        ([f"{FIRST},0,5000"], "line 1: the distances do not rise"),
        ([f"{FIRST},5000", "x,1,F,,,FIN,1500", "x,1,F,,,FIN"], "line 3: 6 columns, but the first line has 7"),
        ([f"{FIRST},5000", "x,1,F,,,FIN,25:00"], "line 2: '25:00' is not a time in seconds"),
        ([f"{FIRST},5000", "x,1,F,,,FIN,-5"], "line 2: '-5' is not a time in seconds"),
        ([f"{FIRST},5000", "x,1,F,,,FIN,inf"], "line 2: 'inf' is not a time in seconds"),
        ([f"{FIRST},5000", "x,1,F,,soon,FIN,5"], "line 2: 'soon' is not a start in seconds"),
        ([f"{FIRST},5000", "x" * (LONGEST_LINE + 1)], "line 2: longer than"),
        ([f"{FIRST},5000", 'x,"1,F'], "line 2: cannot be read"),
    ],
)
def test_what_is_no_split_table_is_refused(tmp_path: Path, lines: list[str], complaint: str) -> None:
    """With the line, and what is wrong with it."""
    path = tmp_path / "a.csv"
    path.write_text("\n".join(lines), encoding="utf-8")

    with pytest.raises(RaceFileError, match=complaint):
        athletes(path)


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    """One that is not there, breaks off, or holds no text."""
    table = write_table(tmp_path / "a.csv", "5000", [f"x,,{time}" for time in range(1000, 3000)])
    broken, binary = tmp_path / "b.csv.gz", tmp_path / "c.csv"
    broken.write_bytes(gzip.compress(table.read_bytes())[:-500])
    binary.write_bytes(b"\xff\xfe\x00")

    with pytest.raises(RaceFileError, match="cannot be read"):
        athletes(tmp_path / "none.csv")
    with pytest.raises(RaceFileError, match="cannot be read"):
        athletes(broken)
    with pytest.raises(RaceFileError, match="not UTF-8"):
        athletes(binary)
