"""The library lists races, finds them by name, and gives no result away."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from feeds.errors import FeedError
from replays.library import RACES, find
from replays.summary import races


def test_lists_the_races_newest_first() -> None:
    """Every fixture is there, sorted by its day."""
    summaries, broken = races()

    assert broken == []
    dates = [summary.start_list.date for summary in summaries]
    assert dates == sorted(dates, reverse=True)
    assert "2024-bowerman-mile" in {summary.race for summary in summaries}


def test_says_how_complete_a_race_is() -> None:
    """Results and splits are counted against what they could be."""
    summaries = {summary.race: summary for summary in races()[0]}

    assert summaries["2024-bowerman-mile"].completeness() == "8 of 15 results, 3 of 109 splits"
    assert summaries["2026-london-dl-mile"].completeness() == "all results, all splits"


def test_json_holds_nothing_of_the_result() -> None:
    """Neither a winner nor a finishing time is in what `lapbell races --json` prints."""
    for summary in races()[0]:
        text = json.dumps(summary.to_json(), ensure_ascii=False)

        assert summary.winner
        assert summary.winner not in text


def test_a_broken_file_is_named_and_not_fatal(tmp_path: Path) -> None:
    """The other races of a folder are listed all the same."""
    shutil.copy(RACES / "2024-bowerman-mile.jsonl", tmp_path)
    (tmp_path / "broken.jsonl").write_text("no race")

    summaries, broken = races(tmp_path)

    assert [summary.race for summary in summaries] == ["2024-bowerman-mile"]
    assert [str(error).split(":")[0] for error in broken] == ["broken.jsonl"]


def test_reads_gzipped_races(tmp_path: Path) -> None:
    """A gzipped race is listed as the plain one is."""
    packed = gzip.compress((RACES / "2024-bowerman-mile.jsonl").read_bytes())
    (tmp_path / "mile.jsonl.gz").write_bytes(packed)

    assert [summary.race for summary in races(tmp_path)[0]] == ["2024-bowerman-mile"]


def test_finds_by_name_and_by_path(tmp_path: Path) -> None:
    """A race of the library by its name, any other by its path."""
    own = tmp_path / "own.jsonl"
    shutil.copy(RACES / "2024-bowerman-mile.jsonl", own)

    assert find("2024-bowerman-mile") == RACES / "2024-bowerman-mile.jsonl"
    assert find(str(own)) == own


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("2024-bowermann-mile", "did you mean 2024-bowerman-mile?"),
        ("bowerman", "did you mean 2024-bowerman-mile?"),
        ("zzz", "`lapbell races` lists them"),
        ("nowhere.jsonl", "no such file: nowhere.jsonl"),
    ],
)
def test_says_what_was_meant(name: str, sentence: str) -> None:
    """A wrong name ends in one sentence with a hint."""
    with pytest.raises(FeedError) as error:
        find(name)

    assert sentence in str(error.value)
