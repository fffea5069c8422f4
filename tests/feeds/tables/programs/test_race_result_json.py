"""RACE RESULT lists: columns by their expressions, groups of any depth, times of sections and of the race."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FeedError
from feeds.tables.table_format import Hints
from tests.feeds.tables.converted_files import RaceParts, convert_text

FIELDS = {
    "BIB": "Bib",
    "DisplayName": "Name",
    "Section1Split": "Aid1",
    "ElapsedTime": "Elapsed",
    "TimeOrStatus([ChipTime])": "Time",
}
SECTIONS = {
    'iif([RANK1]>0;[RANK1];"*")': "Place",
    **{"BIB": "Bib", "CorrectSpelling([DisplayName])": "Name", "SexMF": "Sex"},
    **{"Section1Split": "Aid1", "Section2Split": "Aid2", "Section3Split": "ToFinish"},
    **{"TimeOrStatus([ChipTime])": "Time", 'iif([TIMETEXT30]<>"";[TIMETEXT30])': "Pace"},
}


def listed(fields: dict[str, str], data: object, capital: bool = True, **more: object) -> str:
    """A list as JSON."""
    names = ("Fields", "Expression", "Label") if capital else ("fields", "expression", "label")
    shown = [{names[1]: expression, names[2]: label} for expression, label in fields.items()]
    return json.dumps({"list": {names[0]: shown, **more}, "data": data})


def convert(folder: Path, text: str, hints: Hints | None = None) -> RaceParts:
    """The only race of a list."""
    (race,) = convert_text(folder, text, hints)
    return race


def test_the_distance_is_in_the_name_of_the_group(tmp_path: Path) -> None:
    """The result is the time from the gun; a net time that differs stands beside it."""
    data = {
        "#1_50k": [
            ["5", "5", "Test Runner", "0:43:01.36", "5:01:02.3", "5:01:00.1"],
            ["6", "6", "Other Runner", "0:45:00.1", "DNF", "DNF"],
        ]
    }
    race = convert(tmp_path, listed(FIELDS, data))

    assert (race.start_list.name, race.start_list.distance_m) == ("50k", 50_000)
    assert any("its distance is taken from its name, 50000 m" in note for note in race.notes)
    assert race.times("5") == {"aid1": "43:01.36", "finish": "5:01:02.3"}
    assert [split.notes for split in race.splits if split.checkpoint == "finish"] == [("net 5:01:00.1",)]
    assert race.times("6") == {"aid1": "45:00.1"}
    assert race.statuses == {"6": ("dnf", "")}


def section_rows(*more: list[str]) -> dict[str, Any]:
    """Rows of sections that add up to the result."""
    rows = [
        ["5", "1.", "5", "Jo Ash", "F", "0:10:00.50", "0:15:00", "0:05:00", "0:30:00.5", "09:30"],
        ["6", "2.", "6", "BIRK Bea", "F", "0:11:00", "0:15:00", "0:06:00", "0:32:00", "09:50"],
        *more,
    ]
    return {"#1_10 km": {"#1_Women": rows}}


def test_times_of_sections_are_added_up(tmp_path: Path) -> None:
    """The last section ends at the finish; after one that is missing nothing is known but the result."""
    race = convert(
        tmp_path,
        listed(
            SECTIONS,
            section_rows(
                ["7", "3.", "7", "Cole, Cy", "M", "0:12:00", "", "0:06:00", "0:33:00", ""],
                ["8", "*", "8", "Dee Day", "F", "0:12:00", "0:20:00", "", "DNF", "*"],
                ["9", "*", "9", "Eve Eck", "F", "", "", "", "DNS", "*"],
            ),
            capital=False,
        ),
    )

    assert [c.id for c in race.start_list.checkpoints] == ["aid1", "aid2", "finish"]
    assert race.times("5") == {"aid1": "10:00.50", "aid2": "25:00.50", "finish": "30:00.5"}
    assert race.times("7") == {"aid1": "12:00", "finish": "33:00"}
    assert race.times("8") == {"aid1": "12:00", "aid2": "32:00"}
    assert race.statuses == {"8": ("dnf", ""), "9": ("dns", "")}
    assert race.places == {"5": 1, "6": 2, "7": 3}
    assert [entrant.name for entrant in race.start_list.entrants][:3] == ["Jo Ash", "Bea Birk", "Cy Cole"]


def test_times_from_the_start_are_what_they_are(tmp_path: Path) -> None:
    """Where they rise from column to column; the distance may be in the label."""
    fields = {"BIB": "Startnr.", "FLNAME": "Name", "KM5": "5 km", "KM8": "8 km", "TIME": "Zielzeit"}
    data = {"#1_10 km": [["1", "1", "Ada Ash", "20:00", "32:00", "40:00"],
                         ["2", "2", "Bea Birk", "21:00", "33:30 (2)", "41:00"]]}  # fmt: skip
    race = convert(tmp_path, listed(fields, data))

    assert [(c.id, c.distance_m) for c in race.start_list.checkpoints] == [
        ("5-km", 5000),
        ("8-km", 8000),
        ("finish", 10_000),
    ]
    assert race.times("2") == {"5-km": "21:00", "8-km": "33:30", "finish": "41:00"}


def test_of_gun_and_net_times_the_places_decide(tmp_path: Path) -> None:
    """The second over the line was the faster of the two, and is first: the net time is the result."""
    fields = {
        "AUTORANK.P": "Platz",
        "BIB": "Nr.",
        "DisplayName": "Name",
        "GunTime": "Brutto",
        "ChipTime": "Netto",
    }
    data = {"#1_10 km": [["1", "1.", "1", "Ada Ash", "40:05", "39:00"],
                         ["2", "2.", "2", "Bea Birk", "40:00", "39:10"]]}  # fmt: skip
    race = convert(tmp_path, listed(fields, data))

    assert {bib: race.times(bib)["finish"] for bib in "12"} == {"1": "39:00", "2": "39:10"}
    assert race.places == {"1": 1, "2": 2}
    assert any("the result is 'Netto'" in note for note in race.notes)


def test_columns_by_the_names_of_their_data(tmp_path: Path) -> None:
    """Newer lists name the values of a row; a group may say why its runners have no result."""
    body = {
        "DataFields": ["BIB", "ID", "WithStatus([OverallRankp])", "LFNAME", "CLUB", "Shoe", "TIME"],
        "list": {"Fields": [{"Expression": "CLUB", "Label": "Verein"}]},
        "data": {
            "#1_Halbmarathon": {
                "#1_": [["7", "700", "1.", "ASH, Ada", "OLG", "red", "1:10:00"]],
                "#2_DNF": [["8", "800", "", "BIRK, Bea", "OLG", "blue", ""]],
            }
        },
    }
    race = convert(tmp_path, json.dumps(body))

    assert race.start_list.distance_m == pytest.approx(21_097.5)
    assert [(e.bib, e.name, e.club) for e in race.start_list.entrants] == [
        ("7", "Ada Ash", "OLG"),
        ("8", "Bea Birk", "OLG"),
    ]
    assert race.places == {"7": 1}
    assert race.statuses == {"8": ("dnf", "")}
    assert any("columns not understood: 'Shoe'" in note for note in race.notes)


def test_cells_as_they_are_published(tmp_path: Path) -> None:
    """Flags are pictures, bibs have a sign, groups are in the plural, places on the way are no result."""
    fields = {
        **{"OuStatut([ClassementGénéral.P])": "Clt", "BIB": "Dossard", "AfficherNom": "Nom"},
        **{"NATION.IOCNAME": "Pays", "[KM5.OVERALL.P]": "", "KM5": "5 km", "TIME": "Temps"},
    }
    rows = [
        ["2.", "#79", "Alexis ROUX", "[img:https://example.org/fra.png]FRA", "3.", "20:04", "40:10"],
        ["DNF", "#205", "Sophie MARTIN", "FRA", "", "22:31", ""],
    ]
    absent = [["", "#310", "Paul BERNARD", "FRA", "", "", ""]]
    data = {"#1_10 km": {"#1_": rows, "#3_Non Partants": absent}}
    race = convert(tmp_path, listed(fields, data))

    assert [(e.bib, e.name, e.nation) for e in race.start_list.entrants][:2] == [
        ("79", "Alexis Roux", "FRA"),
        ("205", "Sophie Martin", "FRA"),
    ]
    assert race.places == {"79": 2}
    assert race.times("79") == {"5-km": "20:04", "finish": "40:10"}
    assert race.statuses == {"205": ("dnf", ""), "310": ("dns", "")}


def test_a_runner_in_two_groups_is_one(tmp_path: Path) -> None:
    """As in a list of all and one of age groups."""
    row = ["1", "1", "Ada Ash", "20:00", "40:00", "40:00"]
    race = convert(tmp_path, listed(FIELDS, {"#1_10 km": {"#1_All": [row], "#2_W40": [row]}}))

    assert len(race.start_list.entrants) == 1


def test_every_outer_group_is_a_race(tmp_path: Path) -> None:
    """Those whose names say no distance are converted one by one."""
    row = ["1", "1", "Ada Ash", "20:00", "40:00", "40:00"]
    text = listed(FIELDS, {"#1_10 km": [row], "#2_Long": [row]})

    with pytest.raises(FeedError, match="how far 'Long' is"):
        convert_text(tmp_path, text)
    assert len(convert_text(tmp_path, text, Hints(distance_m=12_000))) == 2
    assert convert(tmp_path, text, Hints(only=("10 km",))).start_list.distance_m == 10_000


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (listed(FIELDS, {"#1_10 km": []}), "no runner"),
        (listed(FIELDS, {"#1_10 km": [["1"]]}), "1 values, and its list 5 fields"),
        (listed(FIELDS, {"#1_10 km": []})[:-5], "not JSON"),
        (listed(FIELDS, "[" * 5000), "no runner"),
        (listed(FIELDS, 1).replace("1}", "[" * 5000 + "]" * 5000 + "}"), "nested deeper"),
        (listed(FIELDS, {"#1_10 km": [["1", ""] * 600_000]}), "more than 1,000,000 values"),
    ],
    ids=["empty", "short rows", "cut off", "text", "deep", "huge"],
)
def test_what_is_refused(tmp_path: Path, text: str, said: str) -> None:
    """One sentence, with the file's name."""
    with pytest.raises(FeedError, match=said):
        convert_text(tmp_path, text)


def test_the_markup_of_a_page_is_no_part_of_a_cell(tmp_path: Path) -> None:
    """Bold names, flags beside nations, entities."""
    fields = [
        {"Expression": text, "Label": text} for text in ("BIB", "DisplayName", "CLUB", "NATION", "TIME")
    ]
    row = ["1", "1", "<b>Al Bo</b>", "TSV &amp; Co", "<img src='flags/GER.gif'> GER", "31:01"]
    (race,) = convert_text(tmp_path, json.dumps({"list": {"Fields": fields}, "data": {"#1_10 km": [row]}}))
    entrant = race.start_list.entrants[0]
    assert (entrant.name, entrant.club, entrant.nation) == ("Al Bo", "TSV & Co", "GER")
