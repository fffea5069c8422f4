"""The library lists races, finds them by name, and gives no result away."""

from __future__ import annotations

import gzip
import json
import shutil
from pathlib import Path

import pytest

from feeds import codec
from feeds.errors import FeedError
from feeds.journal import Journal
from feeds.log import write
from race.messages import Gun
from replays.catalogue.catalogue import races
from replays.library import RACES, files, find, name_of


def test_lists_the_races_newest_first() -> None:
    """Every fixture is there, sorted by its day."""
    summaries, broken = races()

    assert broken == []
    dates = [summary.date for summary in summaries]
    assert dates == sorted(dates, reverse=True)
    assert "2024-bowerman-mile" in {summary.race for summary in summaries}


@pytest.mark.usefixtures("known_library")
def test_says_how_complete_a_race_is() -> None:
    """Results and splits are counted against what they could be."""
    summaries = {summary.race: summary for summary in races()[0]}

    assert summaries["2024-bowerman-mile"].completeness() == "9 of 15 results, 3 of 124 splits"
    assert summaries["2026-london-dl-mile"].completeness() == "all results, all splits"


@pytest.mark.usefixtures("known_library")
def test_json_holds_nothing_of_the_result() -> None:
    """`lapbell races --json` names the winner only among the entrants, who are sorted by name."""
    for summary in races()[0]:
        printed = summary.to_json()
        others = {key: value for key, value in printed.items() if key != "entrants"}

        assert summary.winner in [entrant["name"] for entrant in printed["entrants"]]
        assert summary.winner not in json.dumps(others, ensure_ascii=False)
        assert [e.short_name.casefold() for e in summary.entrants] == sorted(
            e.short_name.casefold() for e in summary.entrants
        )


def test_a_broken_file_is_named_and_not_fatal(tmp_path: Path) -> None:
    """The other races of a folder are listed all the same."""
    shutil.copy(RACES / "2024-bowerman-mile.jsonl", tmp_path)
    (tmp_path / "broken.jsonl").write_text("no race")

    summaries, broken = races(tmp_path)

    assert [summary.race for summary in summaries] == ["2024-bowerman-mile"]
    assert [trouble.split(":")[0] for trouble in broken] == ["broken.jsonl"]


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
        ("bowerman", "-bowerman-mile?"),
        ("zzz", "`lapbell races` lists them"),
        ("nowhere.jsonl", "no such file: nowhere.jsonl"),
    ],
)
def test_says_what_was_meant(name: str, sentence: str) -> None:
    """A wrong name ends in one sentence with a hint."""
    with pytest.raises(FeedError) as error:
        find(name)

    assert sentence in str(error.value)


@pytest.fixture
def own(request: pytest.FixtureRequest, data_folder: Path) -> Path:
    """The folder of the user's own races."""
    request.getfixturevalue("known_library")
    folder = data_folder / "races"
    folder.mkdir(parents=True)
    return folder


def test_own_races_are_listed_and_found(own: Path) -> None:
    """By the names of their files, whatever race is in them, packed or not."""
    for name in ("club-mile.jsonl", "club-mile-2.jsonl"):
        shutil.copy(RACES / "2024-bowerman-mile.jsonl", own / name)
    packed = gzip.compress((RACES / "2024-bowerman-mile.jsonl").read_bytes())
    (own / "packed.jsonl.gz").write_bytes(packed)

    found = {summary.library_name: summary.path for summary in races()[0] if summary.path.parent == own}

    assert found == {
        "club-mile": own / "club-mile.jsonl",
        "club-mile-2": own / "club-mile-2.jsonl",
        "packed": own / "packed.jsonl.gz",
    }
    assert all(find(name) == path for name, path in found.items())
    with pytest.raises(FeedError, match=r"did you mean club-mile\?"):
        find("club-mle")


def test_of_equal_names_the_race_that_comes_with_lapbell_is_meant(own: Path) -> None:
    """The other is opened by its path, and is listed with that."""
    twin = own / "2024-bowerman-mile.jsonl"
    shutil.copy(RACES / "2024-bowerman-mile.jsonl", twin)
    odd = own / "club.v2.jsonl"
    shutil.copy(twin, odd)

    assert find("2024-bowerman-mile") == RACES / "2024-bowerman-mile.jsonl"
    for path in (twin, odd):
        assert name_of(path) == str(path)
        assert find(str(path)) == path
    assert len(races()[0]) == len(files()) + 2


def test_a_recording_that_never_began_is_named(own: Path) -> None:
    """Without a start list, empty, or torn: reported in a sentence, and the library is listed."""
    write(own / "gun-only.jsonl", "club", [Gun()])
    recorded = Journal.open(own / "live.jsonl", "club", "0123456789abcdef")
    recorded.append([codec.encode(Gun())])
    recorded.close()
    (own / "empty.jsonl").write_text("")
    (own / "notes.txt").write_text("nothing of the library")
    (own / "folder.jsonl").mkdir()

    summaries, broken = races()

    assert len(summaries) == len(files())
    assert broken == [
        'empty.jsonl: the file is empty: a race file begins with {"type":"log","version":1,"race":"..."}',
        "folder.jsonl: cannot be read: Is a directory",
        "gun-only.jsonl: no start list: nothing is known about the race",
        "live.jsonl: no start list: nothing is known about the race",
    ]


@pytest.mark.usefixtures("known_library")
def test_own_races_that_cannot_be_read_are_no_trouble_for_the_others(data_folder: Path) -> None:
    """A file is where the folder should be."""
    (data_folder / "races").write_text("")

    summaries, broken = races()

    assert len(summaries) == len(files())
    assert broken == [f"{data_folder / 'races'}: cannot be read: Not a directory"]
    assert find("2024-bowerman-mile").parent == RACES


def test_a_file_that_changed_is_read_again(own: Path) -> None:
    """A race that is still being recorded is listed as it is now."""
    path = own / "club.jsonl"
    lines = (RACES / "2024-bowerman-mile.jsonl").read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:3]))
    [before] = [summary for summary in races()[0] if summary.path == path]
    path.write_bytes(b"".join(lines))
    [after] = [summary for summary in races()[0] if summary.path == path]

    assert (before.results, after.results) == (0, 9)


def test_results_in_a_folder_of_races_are_named(tmp_path: Path) -> None:
    """They are not left out in silence, and one sentence names any number of them."""
    for number in range(5):
        (tmp_path / f"heat{number}.csv").write_text("Name,400\n")

    summaries, broken = races(tmp_path)

    assert summaries == []
    [sentence] = broken
    assert "not listed until converted: heat0.csv, heat1.csv, heat2.csv and 2 more" in sentence
