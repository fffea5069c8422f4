"""OE's CSV in its three layouts, whatever the language of its heads."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds.errors import FeedError
from feeds.tables.programs.oe_columns import LAYOUTS
from feeds.tables.table_format import Hints
from tests.feeds.tables.converted_files import RaceParts, convert_text

SWEDISH = (
    "Startnr;Bricka;Databas nr.;Efternamn;Förnamn;År;K;Block;ut;Start;Mål;Tid;Status;Klubb nr.;Namn;Ort;Land;"
    "Klass nr.;Kort;Lång;Num1;Num2;Num3;Text1;Text2;Text3;Adr. namn;Gata;Rad 2;Post nr.;Ort;Tel;Fax;E-post;"
    "Id/Club;Hyrd;Startavgift;Betalt;Bana nr.;Bana;km;Hm;Bana kontroller;Pl;Startstämpling;Målstämpling;"
    "Kontroll1;Stämplar1;Kontroll2;Stämplar2"
)

HEADS = {
    44: ["Stno", *["x"] * 37, "Km", "m", "Course controls", "Pl", "Start punch", "Finish punch"],
    46: SWEDISH.split(";"),
    60: ["OE0014", "Stno", *["x"] * 52, "km", "m", "Bahn Posten", "Pl", "Startstempel", "Zielstempel"],
}

RUN = {
    **{"short": "W21", "km": "4.1", "climb": "35", "count": "2", "place": "1", "classifier": "0"},
    **{"start": "10:00:00", "time": "25:10", "family": "Ash", "given": "Ada", "name": "Ada Ash", "bib": "1"},
}
CONTROLS = ("31", "5:00", "32", "13:20")


def row(first: int, *controls: str, **cells: str) -> str:
    """A row in a layout."""
    made = [""] * first
    for name, text in {**RUN, **cells}.items():
        if name in LAYOUTS[first]:
            made[LAYOUTS[first][name]] = text
    return ";".join([*made, *(controls or CONTROLS)])


def convert(folder: Path, *rows: str, first: int = 46, hints: Hints | None = None) -> list[RaceParts]:
    """The races of some rows, below heads."""
    return convert_text(folder, "\r\n".join([";".join(HEADS[first]), *rows, ""]), hints)


@pytest.mark.parametrize("first", [44, 46, 60])
def test_the_three_layouts(tmp_path: Path, first: int) -> None:
    """Time, controls, course and club are where the layout has them."""
    (race,) = convert(
        tmp_path,
        row(first, club="OLG", city="Bern"),
        row(
            first,
            "31",
            "5:10",
            "32",
            "13:50",
            family="Birk",
            name="Bea Birk",
            given="Bea",
            bib="2",
            start="10:02:00",
            time="26:20,5",
            place="2",
        ),
        first=first,
    )

    assert (race.start_list.name, race.start_list.distance_m) == ("W21", 4100)
    assert race.start_list.setting == "trail"
    assert [(e.bib, e.name, e.club) for e in race.start_list.entrants] == [
        ("1", "Ada Ash", "OLG Bern"),
        ("2", "Bea Birk", ""),
    ]
    assert race.times("1") == {"31": "5:00", "32": "13:20", "finish": "25:10"}
    assert race.times("2") == {"31": "5:10", "32": "13:50", "finish": "26:20.5"}
    assert race.places == {"1": 1, "2": 2}
    assert [str(gun.when) for gun in race.guns] == ["0.000", "2:00.000"]


@pytest.mark.parametrize(
    ("cells", "status"),
    [
        ({"classifier": "0"}, None),
        ({"classifier": ""}, None),
        ({"classifier": "1", "time": "", "place": ""}, ("dns", "")),
        ({"classifier": "2", "place": ""}, ("dnf", "")),
        ({"classifier": "3", "place": ""}, ("dq", "missing punch")),
        ({"classifier": "4", "place": "4"}, ("dq", "")),
        ({"classifier": "5", "place": ""}, ("dq", "outside the time limit")),
        ({"classifier": "9", "place": ""}, ("unknown", "classifier 9")),
        ({"nc": "X", "place": ""}, ("unknown", "not competing")),
        ({"classifier": "", "place": "mp"}, ("dq", "missing punch")),
        ({"classifier": "", "place": "n/c"}, ("unknown", "not competing")),
        ({"classifier": "", "place": "dnf"}, ("dnf", "")),
        ({"classifier": "", "place": "", "time": ""}, ("unknown", "")),
    ],
)
def test_what_a_row_says_of_its_result(
    tmp_path: Path, cells: dict[str, str], status: tuple[str, str] | None
) -> None:
    """The classifier, else the word in place of the place; who has no result has no place."""
    (race,) = convert(
        tmp_path, row(46, bib="7", time="24:00"), row(46, **{"bib": "8", "place": "2", **cells})
    )

    assert race.statuses.get("8") == status
    assert race.places.get("8") == (int(cells.get("place", "2")) if status is None else None)


def test_the_result_may_be_left_to_the_punches(tmp_path: Path) -> None:
    """And the start that fits the result is the one it counts from."""
    punches = {"start_punch": "10:00:05", "finish_punch": "10:25:15"}
    named = {name.replace("_", "-"): text for name, text in punches.items()}
    (race,) = convert(
        tmp_path,
        row(46, **{**named, "time": ""}),
        row(46, **{**named, "bib": "2", "time": "25:15", "place": "2"}),
    )

    assert race.times("1")["finish"] == "25:10"
    assert [str(gun.when) for gun in race.guns] == ["0.000", "5.000"]
    assert [entrant.wave for entrant in race.start_list.entrants] == ["5", ""]


def test_a_cell_that_is_no_time_is_named(tmp_path: Path) -> None:
    """By row and column; the rest of the row is kept."""
    (race,) = convert(tmp_path, row(46, "31", "5:OO", "32", "13:20"))

    assert race.times("1") == {"32": "13:20", "finish": "25:10"}
    assert any("row 2, column 48: '5:OO' is not a time" in note for note in race.notes)


def test_courses_of_different_lengths_have_to_be_said(tmp_path: Path) -> None:
    """Two classes are two races, each over its own course."""
    rows = (row(46), row(46, short="M21", km="5,2"))

    assert [race.start_list.distance_m for race in convert(tmp_path, *rows)] == [4100, 5200]
    with pytest.raises(FeedError, match="how far 'W21' is"):
        convert(tmp_path, row(46), row(46, km="4.4"))
    (race,) = convert(tmp_path, row(46), row(46, km="4.4"), hints=Hints(distance_m=4200))
    assert race.start_list.distance_m == 4200


def test_places_that_contradict_the_times_are_named(tmp_path: Path) -> None:
    """Nothing decides between the two: both results are suspect."""
    (race,) = convert(tmp_path, row(46, place="2"), row(46, bib="2", time="26:10"))

    assert (race.times("1")["finish"], race.times("2")["finish"]) == ("25:10?", "26:10?")
    assert any("row 3, Ada Ash: place 1 in 26:10 does not fit" in note for note in race.notes)


def test_a_runner_without_a_name_is_known_by_the_card(tmp_path: Path) -> None:
    """As in a download of cards that belong to no entry."""
    (race,) = convert(tmp_path, row(60, family="", given="", card="200184", bib=""), first=60)

    assert [entrant.name for entrant in race.start_list.entrants] == ["Card 200184"]


def test_western_european_encodings(tmp_path: Path) -> None:
    """As the program writes them on Windows."""
    text = f"{SWEDISH}\r\n{row(46, family='Åström')}\r\n"
    (race,) = convert_text(tmp_path, text.encode("cp1252"))

    assert race.start_list.entrants[0].name == "Ada Åström"


def test_a_list_without_runners(tmp_path: Path) -> None:
    """One sentence."""
    with pytest.raises(FeedError, match="no runner"):
        convert(tmp_path)


def test_the_csv_of_swiss_orienteering(tmp_path: Path) -> None:
    """Pairs of controls and times stand behind the last head; a word in place of the time is the status.

    The heads and the form of the rows are those of `test/solv.csv` of rasifix/orienteering-utils.
    """
    heads = (
        "Kategorie;Laenge;Steigung;PoAnz;Rang;Name;Jahrgang;Ort;Club;Zeit;Startzeit;Zielzeit;Zwischenzeiten"
    )
    (race,) = convert_text(
        tmp_path,
        f"{heads}\n"
        "HE;14.0;775;3;1;Elin Widemar;1959;Bern;OLG Blanc;1:39:26;3:41:00;5:20:26;46;1:43;48;3:13;44;4:54\n"
        "HE;14.0;775;3;2;Eva Allemann;1958;Bern;OLG Aare;1:49:51;3:32:00;5:21:51;46;1:50;48;3:32;44;5:34\n"
        "HE;14.0;775;3;;Lia Meyer;1970;Illiswil;OLG Most;aufgeg.;3:02:00;3:02:00;46;2:13;48;3:59;44;-\n",
    )

    assert (race.start_list.name, race.start_list.distance_m) == ("HE", 14_000)
    elin, eva, lia = race.start_list.entrants
    assert (elin.name, elin.club, elin.born) == ("Elin Widemar", "OLG Blanc", "1959")
    assert race.times(elin.bib) == {"46": "1:43", "48": "3:13", "44": "4:54", "finish": "1:39:26"}
    assert race.places == {elin.bib: 1, eva.bib: 2}
    assert race.statuses == {lia.bib: ("dnf", "")}
    assert race.times(lia.bib) == {"46": "2:13", "48": "3:59"}
