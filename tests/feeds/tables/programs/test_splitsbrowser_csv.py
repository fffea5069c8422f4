"""SplitsBrowser's CSV: classes with a number of controls, and runners with the times of their legs."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.errors import FeedError
from feeds.tables.table_format import Hints
from tests.feeds.tables.converted_files import convert_text

FAR = Hints(distance_m=4000)

CLASS = """\
Class 1, 2
Ada,Ash,Club A,10:00,05:00,08:20,11:50
Bea,Birk,Club B,10:02,05:10,08:40,12:30
"""


def test_the_times_of_legs_are_added_up(tmp_path: Path) -> None:
    """A start is a time of day in hours and minutes; who starts two minutes later has a gun of its own."""
    (race,) = convert_text(tmp_path, CLASS, FAR)

    assert race.start_list.name == "Class 1"
    assert [(e.name, e.club, e.wave) for e in race.start_list.entrants] == [
        ("Ada Ash", "Club A", ""),
        ("Bea Birk", "Club B", "2:00"),
    ]
    assert race.times("ASH") == {"control-1": "5:00", "control-2": "13:20", "finish": "25:10"}
    assert race.times("BIR") == {"control-1": "5:10", "control-2": "13:50", "finish": "26:20"}
    assert [str(gun.when) for gun in race.guns] == ["0.000", "2:00.000"]


@pytest.mark.parametrize(
    ("legs", "times", "status"),
    [
        ("05:00,-----,11:50", {"control-1": "5:00", "finish": "16:50"}, ("dq", "no time at control 2")),
        ("05:00,00:00,11:50", {"control-1": "5:00", "finish": "16:50"}, ("dq", "no time at control 2")),
        ("05:00,08:20,-----", {"control-1": "5:00", "control-2": "13:20"}, ("dnf", "")),
        ("-----,-----,-----", {}, ("dns", "")),
        (",,", {}, ("dns", "")),
        ("05:00,8:2O,11:50", {"control-1": "5:00"}, ("dnf", "")),
        ("65:00,1:08:20,11:50", {"control-1": "1:05:00", "control-2": "2:13:20", "finish": "2:25:10"}, None),
    ],
)
def test_legs_without_a_time(
    tmp_path: Path, legs: str, times: dict[str, str], status: tuple[str, str] | None
) -> None:
    """A leg that is missing is part of the next one; after one that cannot be read nothing is known."""
    (race,) = convert_text(tmp_path, f"{CLASS}Cy,Cole,Club C,10:04,{legs}\n", FAR)

    assert race.times("COL") == times
    assert race.statuses.get("COL") == status
    assert any("'8:2O' is not a time" in note for note in race.notes) == ("O" in legs)


def test_commas_at_the_end_of_rows_and_in_clubs(tmp_path: Path) -> None:
    """Spreadsheets add them; a club of two words parted by a comma moves the cells behind it."""
    text = (
        'M, 1,,,,,,\nAda,Ash,"Club, A",10:00:30,05:00,06:00,,\nBea,Birk,Club, B,10:01,05:10,06:30,,\n,,,,\n'
    )
    (race,) = convert_text(tmp_path, text, FAR)

    assert [entrant.club for entrant in race.start_list.entrants] == ["Club, A", "Club, B"]
    assert [str(gun.when) for gun in race.guns] == ["0.000", "30.000"]


def test_a_row_with_another_number_of_legs_is_left_out_and_named(tmp_path: Path) -> None:
    """Its times cannot be matched with controls."""
    (race,) = convert_text(tmp_path, f"{CLASS}Cy,Cole,Club C,10:04,05:00,06:00\n", FAR)

    assert len(race.start_list.entrants) == 2
    assert any("row 4, Cy Cole: 2 legs instead of 3" in note for note in race.notes)


def test_classes_are_parted_by_blank_rows_and_chosen_by_name(tmp_path: Path) -> None:
    """No distance holds for several; one that is empty is no race."""
    text = f"{CLASS}\n\nClass 2, 1\nCy,Cole,C,10:00,05:00,06:00\n\nNOCLAS,-1\n"

    with pytest.raises(FeedError, match="one by one with --only"):
        convert_text(tmp_path, text, FAR)
    (race,) = convert_text(tmp_path, text, Hints(distance_m=3000, only=("Class 2",)))
    assert (race.start_list.name, len(race.start_list.entrants)) == ("Class 2", 1)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (CLASS, "does not say how far 'Class 1' is: give --distance METRES"),
        (f"{CLASS}\nfour,words,are,none\n", "row 5: not a class"),
        (CLASS + "a," * 1_600_000, "more than 1,500,000 cells"),
        (CLASS + '"' + "a" * 200_000, "cannot be read"),
    ],
    ids=["no distance", "no class", "too many cells", "a long cell"],
)
def test_what_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """One sentence, with the file's name."""
    with pytest.raises(FeedError, match=said):
        convert_text(tmp_path, text)
