"""Results that someone typed: no printer's layout, and splits without places."""

from __future__ import annotations

import pytest

from feeds.documents.convert_documents import ContradictedDocuments
from feeds.documents.detect_printer import detect
from feeds.errors import FeedError
from tests.feeds.documents.invented_results import converted, rows, splits_by_name, start_list

HEAD = ["Club 1500 m Women  12 JUN 2031", "400m  800m  1200m  Finish"]


@pytest.mark.parametrize(
    ("first", "second", "third"),
    [
        ("1 BERG Anna GBR 3:52.40", "2 ZELLER Mia GER 3:54.10", "OKAFOR Ruth NGR DNF"),
        ("1 BERG Anna 3:52.40", "2 ZELLER Mia 3:54.10", "OKAFOR Ruth DNF"),
        ("1. Anna Berg 3:52.40", "2. Mia Zeller 3:54.10", "Ruth Okafor DNF"),
        ("1 11 Anna Berg 3:52.40 PB", "2 12 Mia Zeller 3:54.10 SB", "14 Ruth Okafor DNF"),
    ],
    ids=["nations", "none", "points", "bibs"],
)
def test_splits_without_places(first: str, second: str, third: str) -> None:
    """A row of times that rise is one of splits, whether there is a row for laps or none."""
    plain = [
        first,
        "1:01.2 2:04.0 3:06.1 3:52.40",
        second,
        "1:01.4 2:04.3 3:06.9 3:54.10",
        third,
        "1:01.9 2:05.5 3:09.0",
    ]
    with_laps = [*plain]
    for at, laps in (
        (6, "1:01.9 1:03.6 1:03.5"),
        (4, "1:01.4 1:02.9 1:02.6 47.2"),
        (2, "1:01.2 1:02.8 1:02.1 46.3"),
    ):
        with_laps.insert(at, laps)

    for lines in (plain, with_laps):
        race = converted([*HEAD, *lines])
        assert [c.id for c in start_list(race).checkpoints] == ["400", "800", "1200", "finish"]
        found = {
            name: [str(split.time) for split in own.values()] for name, own in splits_by_name(race).items()
        }
        assert found == {
            "Anna Berg": ["1:01.2", "2:04.0", "3:06.1", "3:52.40"],
            "Mia Zeller": ["1:01.4", "2:04.3", "3:06.9", "3:54.10"],
            "Ruth Okafor": ["1:01.9", "2:05.5", "3:09.0"],
        }
        assert [own["finish"].rank for own in splits_by_name(race).values() if "finish" in own] == [1, 2]


def test_laps_alone_are_not_taken_for_splits() -> None:
    """They do not rise to the result."""
    lines = [
        *HEAD,
        "1 BERG Anna 3:52.40",
        "1:01.2 1:02.8 1:02.1 46.3",
        "2 ZELLER Mia 3:54.10",
        "1:01.4 1:02.9 1:02.6 47.2",
    ]

    with pytest.raises((ContradictedDocuments, FeedError), match="line"):
        converted(lines)


def test_a_lap_that_is_wrong_is_found() -> None:
    """Without places, too: one lap in doubt does not make the row one of splits."""
    lines = [*HEAD, "1 BERG Anna 3:52.40", "1:01.2 2:04.0 3:06.1 3:52.40", "1:01.2 1:02.8 1:03.1 46.3"]

    with pytest.raises(ContradictedDocuments, match="line"):
        converted(lines)


@pytest.mark.parametrize(
    ("row", "name", "nation"),
    [
        ("1 Anna LEE 3:52.40", "Anna Lee", ""),
        ("1 Anna LEE KOR 3:52.40", "Anna Lee", "KOR"),
        ("1 LEE Anna 3:52.40", "Anna Lee", ""),
        ("1 Anna van der Berg 3:52.40", "Anna van der Berg", ""),
    ],
)
def test_three_letters_are_a_nation_only_if_they_are_its_code(row: str, name: str, nation: str) -> None:
    """Others are a name."""
    race = converted(["Club 1500 m Women", row, "2 Mia Zeller 3:54.10", "3 Ruth Okafor 3:55.10"])

    assert [(e.name, e.nation) for e in start_list(race).entrants if e.name == name] == [(name, nation)]


def test_a_row_with_figures_behind_the_result_is_not_understood() -> None:
    """Times behind it are neither splits nor a gap: the row is named."""
    lines = ["Club 1500 m Women", "1 BERG Anna 3:52.40 1:01.2 2:04.0", "2 ZELLER Mia 3:54.10"]

    with pytest.raises(ContradictedDocuments, match="line 2: not understood"):
        converted(lines)


def test_a_printers_layout_comes_first() -> None:
    """One row that is not understood there does not make a document one by hand."""
    lines = ["1  BERG Anna  GER  4:20.05", "2  OKAFOR Ruth  NGR  4:20.05", "3  XU Li  China  4:22.90"]

    found = detect(rows(lines))

    assert found is not None
    assert found.key == "omega"


@pytest.mark.parametrize("club", ["TSV Bayer 04", "LG Nord", "KAC"])
def test_a_club_behind_a_name_in_capitals(club: str) -> None:
    """A club begins with a short word in capitals; its number is no lane."""
    race = converted(["1500 m  12 JUN 2031", f"1 BERG Anna {club} 3:52.40", f"2 ZELLER Mia {club} 3:54.10"])
    assert [(e.name, e.club, e.note) for e in start_list(race).entrants] == [
        ("Anna Berg", club, ""),
        ("Mia Zeller", club, ""),
    ]
