"""Tables that people type become races with the same figures, or a sentence that says what to do."""

from __future__ import annotations

import re
import tracemalloc
from pathlib import Path

import pytest

from feeds.errors import FeedError
from feeds.tables.plain.column_map import read_column_map
from feeds.tables.plain.plain_table import recognises
from feeds.tables.source_file import SourceFile
from feeds.tables.table_formats import recognise
from race.times import Time
from tests.feeds.tables.typed_tables import metres_in, race_in, races_in, times_in

CLUB = """\
bib,name,nation,400,800,1200,finish
11,Anna Berg,GBR,1:01.2,2:04.0,3:06.1,3:52.40
12,Mia Zeller,GER,1:01.4,2:04.3,3:06.9,3:54.10
14,Ruth Okafor,NGR,1:01.9,2:05.5,3:09.0,DNF
"""

FIGURES = {
    "Anna Berg": ["1:01.2", "2:04.0", "3:06.1", "3:52.40"],
    "Mia Zeller": ["1:01.4", "2:04.3", "3:06.9", "3:54.10"],
    "Ruth Okafor": ["1:01.9", "2:05.5", "3:09.0", None],
}


def test_a_table_of_splits() -> None:
    """Every figure is kept with its decimals; who stopped is out."""
    race = race_in(CLUB, "1500")
    assert times_in(race) == FIGURES
    assert metres_in(race) == [400, 800, 1200, 1500]
    assert [(r.bib, r.nation, r.status) for r in race.runners] == [
        ("11", "GBR", None),
        ("12", "GER", None),
        ("14", "NGR", "dnf"),
    ]
    assert race.notes[0] == "7 columns: bib, name, nation, 400, 800, 1200, finish"


def test_the_event_is_asked_for() -> None:
    """A last column called finish does not say how far the race is."""
    with pytest.raises(FeedError, match="--distance METRES or --event"):
        race_in(CLUB)


def test_the_last_split_tells_the_event() -> None:
    """400, 800, 1200, 1500 is a race over 1500 m."""
    race = race_in(CLUB.replace("finish", "1500"))
    assert (race.event.code, times_in(race)) == ("1500", FIGURES)


@pytest.mark.parametrize("last", ["1200", "1300"])
def test_a_last_split_that_is_no_event_tells_nothing(last: str) -> None:
    """It may be the last intermediate of a longer race."""
    with pytest.raises(FeedError, match="--distance"):
        race_in(CLUB.replace("finish", "note").replace("1200", last).replace("DNF", ""))


@pytest.mark.parametrize(
    ("separator", "decimals"), [(",", "."), ("\t", "."), (";", ","), ("\t", ","), ("|", ".")]
)
def test_separators_and_decimals(separator: str, decimals: str) -> None:
    """What parts the cells is seen in the heads; a comma serves as the decimal point."""
    text = CLUB.replace(",", separator).replace(".", decimals)
    assert times_in(race_in(text, "1500")) == FIGURES


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings(encoding: str) -> None:
    """As editors and Excel write them."""
    race = race_in(CLUB.replace("Anna Berg", "Ánna Bérg").encode(encoding), "1500")
    assert race.runners[0].name == "Ánna Bérg"


def test_a_title_names_the_event_and_the_day() -> None:
    """The row above the heads is read as a title."""
    race = race_in("Women 1500 m Final  12 June 2026\n" + CLUB)
    assert (race.name, race.event.code, race.sex, race.round, race.date) == (
        "Women 1500 m Final",
        "1500",
        "women",
        "final",
        "2026-06-12",
    )


def test_laps_are_added_up() -> None:
    """The figures decide that they are laps, and a remark says so."""
    text = (
        "name,400,800,1200,result\nAnna Berg,1:01.2,1:02.8,1:02.1,3:52.40\n"
        "Mia Zeller,1:01.4,1:02.9,1:02.6,3:54.10\n"
    )
    race = race_in(text, "1500")
    assert times_in(race) == {name: times for name, times in FIGURES.items() if "Ruth" not in name}
    assert "sums of the laps" in race.remarks[0]


def test_a_missing_lap_is_bridged_from_the_result() -> None:
    """The laps after it lead back from the result, if there are all of them."""
    text = (
        "name,400,800,1200,1500,result\nAnna,1:01.2,1:02.8,,46.3,3:52.4\n"
        "Mia,1:01.4,1:02.9,1:02.6,47.2,3:54.1\n"
    )
    assert times_in(race_in(text, "1500"))["Anna"] == ["1:01.2", "2:04.0", "3:06.1", "3:52.4"]


def test_laps_of_a_race_over_whole_laps() -> None:
    """Numbered laps of a race over whole laps end every 400 m."""
    text = "name,Lap 1,Lap 2,Lap 3,Lap 4\nAnna,62.0,63.1,63.0,61.4\nMia,62.2,63.3,63.5,63.9\n"
    race = race_in(text, "1600")
    assert metres_in(race) == [400, 800, 1200, 1600]
    assert times_in(race)["Anna"] == ["1:02.0", "2:05.1", "3:08.1", "4:09.5"]


def test_a_long_table() -> None:
    """A row for each time; the last one at the finish, in any order."""
    text = (
        "bib;athlete;checkpoint;time\n11;Anna Berg;Finish;3:52.40\n11;Anna Berg;400 m;1:01.2\n"
        "12;Mia Zeller;400 m;1:01.4\n12;Mia Zeller;Finish;3:54.10\n"
    )
    race = race_in(text, "1500")
    assert metres_in(race) == [400, 1500]
    assert times_in(race) == {"Anna Berg": ["1:01.2", "3:52.40"], "Mia Zeller": ["1:01.4", "3:54.10"]}


def test_a_cell_that_is_no_time_is_named() -> None:
    """By its row and column, and left out."""
    race = race_in(CLUB.replace("2:04.0", "2:0l.0"), "1500")
    assert "E2: '2:0l.0' is not a time: left out" in race.notes
    assert times_in(race)["Anna Berg"] == ["1:01.2", None, "3:06.1", "3:52.40"]


def test_columns_that_are_not_understood_are_named() -> None:
    """They are left out; an age is no lap."""
    race = race_in("bib,name,age,Band,400,finish\n1,Anna,23,M,61.2,1:58.4\n2,Mia,24,L,61.4,1:59.2\n", "800")
    understood = "6 columns: bib, name, 400, finish; not kept: 'age'; not understood: 'Band'"
    assert race.notes[0] == f"{understood} (--map can name them)"


def test_laps_beside_times_are_compared_and_not_kept() -> None:
    """A lap that is not the difference of the times is named."""
    text = (
        "name,400,Lap 400,800,Lap 800,result\nA,61.0,61.0,2:04.0,63.0,2:04.0\n"
        "B,62.0,62.0,2:06.0,65.0,2:06.0\n"
    )
    race = race_in(text, "800")
    assert times_in(race) == {"A": ["1:01.0", "2:04.0"], "B": ["1:02.0", "2:06.0"]}
    assert "E3: the lap is 1:05.0, and the times give 1:04.0" in race.notes


def test_numbers_that_may_be_kilometres_or_miles_are_named() -> None:
    """Their columns are left out."""
    race = race_in("Name;5;10;15;Zeit\nAnn;16:10;32:20;48:40;1:08:12\nBea;17:1;33:2;49:4;1:09:12\n", "HM")
    assert metres_in(race) == [21_097.5]
    assert "not understood: '5', '10', '15'" in race.notes[0]


def test_what_is_no_nation_is_none() -> None:
    """A college in a column of nations is left out and named."""
    race = race_in("Name,Nat,Time\nAnn,OREGON,3:52.4\nBea,GBR,3:54.1\nCat,Germany,3:55.0\n", "1500")
    assert [runner.nation for runner in race.runners] == ["", "GBR", "GER"]
    assert any(note.startswith("B2: 'OREGON' is not a nation's code") for note in race.notes)


def test_heats_in_a_column_or_between_the_rows() -> None:
    """A race for each heat, however few run in it."""
    column = races_in("heat,name,400,800\n1,A,61,2:04\n1,B,62,2:05\n2,C,61,2:03\n")
    assert [[runner.name for runner in race.runners] for race in column] == [["A", "B"], ["C"]]
    between = races_in("Women 800 m\nname,400,800\nHeat 1\nA,61,2:04\nHeat 2\nB,62,2:05\nStarter: Bob\n")
    assert [(race.heat, [r.name for r in race.runners]) for race in between] == [("1", ["A"]), ("2", ["B"])]
    assert "row 7: 'Starter: Bob' is not a runner: left out" in between[1].notes


def test_lines_above_the_table_say_what_they_are() -> None:
    """The race, its day, its place."""
    above = "Spring Open\nRace: Women 1500 m\nDate: 12.06.2026\nVenue: Olten\n\n"
    text = f"{above}No,Name,Time\n1,Ann,3:52\n2,Bea,3:54\n"
    race = race_in(text)
    assert (race.name, race.meet, race.date, race.venue) == (
        "Women 1500 m",
        "Spring Open",
        "2026-06-12",
        "Olten",
    )


@pytest.mark.parametrize("day", ["6/12/2026", "06-07-2026"])
def test_a_day_that_may_be_two_is_left_out(day: str) -> None:
    """A day of the race with figures alone, where both may be the month."""
    race = race_in(f"Women 1500 m {day}\nName,Time\nAnn,3:52\nBea,3:54\n")
    assert race.date == ""
    assert any("could be two days" in note for note in race.notes)


def test_cells_beyond_the_heads() -> None:
    """A decimal comma in a table with commas between its cells."""
    with pytest.raises(FeedError, match="row 2 has 6 cells, and there are 4 columns"):
        race_in("bib,name,400,800\n1,Anna,61,2,2:04,0\n2,Bea,62,2,2:05,1\n")


def test_laps_are_told_by_how_even_they_are() -> None:
    """Where a race has no result column, times from the start under heads of laps are seen as such."""
    text = "name,Lap 1,Lap 2,Lap 3,Lap 4\nA,62.1,124.0,186.5,232.9\nB,62.5,124.3,187.4,234.9\n"
    race = race_in(text, "1500")
    assert (metres_in(race), times_in(race)["A"]) == (
        [400, 800, 1200, 1500],
        ["1:02.1", "2:04.0", "3:06.5", "3:52.9"],
    )
    assert "the columns headed as laps hold times from the start" in race.notes


def test_places_beside_splits_are_places() -> None:
    """A column called Pos beside a checkpoint is of the places there."""
    text = "Pos,name,400,Pos,800,Pos,Result\n1,Anna,61.2,2,2:04.0,1,3:52.4\n2,Mia,61.1,1,2:04.3,2,3:54.1\n"
    race = race_in(text, "1500")
    assert [[figure.place for figure in runner.times] for runner in race.runners] == [
        [2, 1, None],
        [1, 2, None],
    ]
    assert [runner.place for runner in race.runners] == [1, 2]


def test_several_races_in_a_column() -> None:
    """A race for each value."""
    text = "race,name,400,800\nwomen A,Anna,61.2,2:04.0\nwomen B,Mia,63.2,2:10.0\n"
    assert [(race.name, len(race.runners)) for race in races_in(text)] == [("women A", 1), ("women B", 1)]


def test_blocks_below_one_another() -> None:
    """Each with its title and its heads."""
    text = (
        "Men 800 m Heat 1\nname,400,800\nJim,55.1,1:52.0\n\nMen 800 m Heat 2\nname,400,800\nTom,56.0,1:54.1\n"
    )
    assert [(race.name, race.heat) for race in races_in(text)] == [
        ("Men 800 m Heat 1", "1"),
        ("Men 800 m Heat 2", "2"),
    ]


def test_a_start_list() -> None:
    """Without times the race is not over."""
    race = race_in("Startnr;Name;Verein\n1;Anna Berg;TV Olten\n2;Mia Zeller;LC Basel\n", "10 km")
    assert (race.is_final, [r.club for r in race.runners], [r.status for r in race.runners]) == (
        False,
        ["TV Olten", "LC Basel"],
        [None, None],
    )


def test_rows_that_are_no_runners_are_named() -> None:
    """Totals, repeated heads and blank rows."""
    head, *rows = CLUB.splitlines()
    text = "\n".join([head, *rows, "", head, "Total,3 runners"])
    race = race_in(text, "1500")
    assert len(race.runners) == 3
    assert "row 7: 'Total 3 runners' is not a runner: left out" in race.notes


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (("3:52", "3:54"), ["3:52", "3:54"]),
        (("3:52:00", "3:54:00"), ["3:52", "3:54"]),
        (("0.0026851851", "0.0027083333"), ["3:52", "3:54"]),
        (("3.52", "3.54"), ["3:52", "3:54"]),
        (("232", "234"), ["3:52", "3:54"]),
        (("3.52,40", "3.54,10"), ["3:52.40", "3:54.10"]),
        (("0:03:52.4", "0:03:54.1"), ["3:52.4", "3:54.1"]),
        (("3'52\"4", "3'54\"1"), ["3:52.4", "3:54.1"]),
    ],
)
def test_times_as_they_are_written(texts: tuple[str, str], expected: list[str]) -> None:
    """What a text means is decided by what a human can run."""
    race = race_in(f"name;result\nAnna;{texts[0]}\nMia;{texts[1]}\n", "1500")
    assert [times_in(race)[name][0] for name in ("Anna", "Mia")] == expected


def test_hours_and_minutes() -> None:
    """In a long race 16:45 are hours."""
    race = race_in("name,result\nAda,16:45\nBea,16:48\n", "100 km")
    assert times_in(race) == {"Ada": ["16:45:00"], "Bea": ["16:48:00"]}
    assert "'result': '16:45' is read as hours and minutes" in race.notes


def test_results_of_another_distance_are_refused() -> None:
    """A marathon is no 1500 m."""
    with pytest.raises(FeedError, match="cannot be a result over 1500 m"):
        race_in("name,result\nAda,2:16:45\nBea,2:16:48\n", "1500")


def test_gun_and_net_times() -> None:
    """The result is the gun time; the difference is the time to the start line."""
    race = race_in("bib,name,gun time,net time\n1,Ada,40:10,40:00\n2,Bea,41:30,40:45\n", "10 km")
    assert times_in(race) == {"Ada": ["10", "40:10"], "Bea": ["45", "41:30"]}
    assert metres_in(race) == [0, 10_000]


def test_intermediates_beside_gun_and_net_times_need_a_word() -> None:
    """From which start they are is not guessed."""
    race = race_in("bib,name,5 km,gun,net\n1,Ada,20:00,40:10,40:00\n2,Bea,20:30,41:30,40:45\n", "10 km")
    assert metres_in(race) == [0, 10_000]
    assert any("5 km: left out" in note for note in race.notes)


@pytest.mark.parametrize("clock", ["net", "gun"])
def test_the_start_of_intermediates_is_seen_in_a_large_field(clock: str) -> None:
    """Who starts ten minutes behind takes the same share of the race to the first one as the front does."""
    rows = ["bib,name,5 km,gun,net"]
    for n in range(20):
        offset = 0 if n < 10 else 500 + 10 * n
        net = 2400 + 20 * n
        split = net // 2 + (offset if clock == "gun" else 0)
        rows.append(f"{n + 1},Runner {n},{split},{net + offset},{net}")
    rows.append("21,Out,1300,DNF,DNF")
    race = race_in("\n".join(rows), "10 km")
    assert metres_in(race) == [0, 5000, 10_000]
    assert times_in(race)["Runner 19"] == [
        str(Time(690_000, 0)),
        str(Time(2_080_000, 0)),
        str(Time(3_470_000, 0)),
    ]
    assert times_in(race)["Out"][1] == (None if clock == "net" else "21:40")
    assert any("as the figures show" in remark for remark in race.remarks)


def test_lapbells_own_split_table() -> None:
    """With starts of the runners' own from the gun."""
    text = (
        "race,athlete,sex,wave,start,status,5000,10000\nx,1,F,,12.5,FIN,1461,2914\nx,2,M,,0,FIN,1173,2423\n"
    )
    race = race_in(text)
    assert [runner.bib for runner in race.runners] == ["1", "2"]
    assert times_in(race) == {"1": ["12.5", "24:33.5", "48:46.5"], "2": ["0", "19:33", "40:23"]}


@pytest.mark.parametrize(
    "text", ["", "hello\nworld\n", "{}", "<xml/>", "400m 800m\n1 BERG Anna GBR 3:52.40\n"]
)
def test_what_is_no_table(text: str) -> None:
    """Text without columns is left to other formats."""
    assert not recognises(SourceFile("x.txt", text.encode()))


def test_a_table_without_heads_is_refused() -> None:
    """The sentence says what to write."""
    with pytest.raises(FeedError, match="no row names the columns"):
        race_in("1,Anna,61.2,2:04.0\n2,Mia,61.4,2:05.0\n", "800")


def test_a_class_is_a_place_where_it_counts_up() -> None:
    """`Class.` is a category in English, and a place in French and Italian: the cells decide."""
    ranked = race_in("Class.;Nom;Prénom;Temps\n1;Berg;Anna;3:52.4\n2;Zeller;Mia;3:54.1\n", "1500")
    assert [(r.name, r.place, r.category) for r in ranked.runners] == [
        ("Anna Berg", 1, ""),
        ("Mia Zeller", 2, ""),
    ]
    aged = race_in("Class,Name,Time\nW40,Anna,3:52.4\nW45,Mia,3:54.1\n", "1500")
    assert [(r.place, r.category) for r in aged.runners] == [(None, "W40"), (None, "W45")]


MAP = """\
[columns]
"Wende" = "800 m"
"D" = "club"
"Chip" = "ignore"
"""


def test_a_map_names_columns(tmp_path: Path) -> None:
    """By their heads or letters; the rest is read as ever."""
    path = tmp_path / "club.toml"
    path.write_text(MAP + 'x = "bib"\n')
    text = "x,name,Wende,y,Chip,result\n1,Anna,2:04.0,TV Olten,9,3:52.4\n2,Mia,2:05.0,LC Basel,8,3:54.1\n"
    race = race_in(text, "1500", column_map=path)
    assert times_in(race) == {"Anna": ["2:04.0", "3:52.4"], "Mia": ["2:05.0", "3:54.1"]}
    assert [(r.bib, r.club) for r in race.runners] == [("1", "TV Olten"), ("2", "LC Basel")]
    assert race.points[0].name == "Wende"


def test_a_map_for_a_table_without_heads(tmp_path: Path) -> None:
    """Its columns have letters, and the map can say the event."""
    path = tmp_path / "club.toml"
    path.write_text('event = "800"\nheader = 0\n[columns]\nA = "bib"\nB = "name"\nC = "400"\nD = "result"\n')
    race = race_in("1,Anna,61.2,2:04.0\n2,Mia,61.4,2:05.0\n", column_map=path)
    assert times_in(race) == {"Anna": ["1:01.2", "2:04.0"], "Mia": ["1:01.4", "2:05.0"]}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('[columns]\n"Wende" = "somewhere"\n', "'Wende' = 'somewhere' is not understood"),
        ('[colums]\n"Wende" = "800"\n', "unknown key 'colums'"),
        ('[columns]\n"Wende" = 800\n', "is not understood"),
        ("[columns\n", "not TOML"),
        ('figures = "both"\n', "figures must be one of laps, times"),
        ("distance = -1\n", "distance must be a number"),
        ("columns = 3\n", "must hold lines such as"),
        ('[columns]\n"Bridge" = "800"\n', "it has no column 'Bridge'"),
    ],
)
def test_faults_in_a_map_are_named(tmp_path: Path, text: str, fault: str) -> None:
    """With what may be written."""
    path = tmp_path / "club.toml"
    path.write_text(text)
    with pytest.raises(FeedError, match=fault):
        race_in(CLUB, "1500", column_map=path)


@pytest.mark.parametrize(
    "text",
    [
        "bib,name,400,result\n" + "1,Anna,61.2\x00,2:04.0\n" * 3,
        "name," + "x," * 1_000_000 + "result\nAnna\n",
        "name,result\n" + '"' + "x" * 200_000,
        "bib,name,result\n" + "1,Anna,2:04.0\n" * 100_001,
        "bib,name,1500,800\n1,Anna,3:52.4,\n",
    ],
    ids=["NUL", "a million columns", "an endless cell", "too many rows", "a point beyond the finish"],
)
def test_tables_that_cannot_be(text: str) -> None:
    """One sentence that names the file."""
    with pytest.raises(FeedError, match=r"^club\.csv"):
        race_in(text, "800")


@pytest.mark.parametrize(
    "text",
    [
        "name,10 km,half\nAda,30:00,1:04:00\nBea,31:00,1:05:00\n",
        "name,5 km,10 km,15 km,20 km\nAda,15:00,30:00,45:00,1:00:00\nBea,15:10,30:10,45:10,1:00:10\n",
        "name,Lap 1,Lap 2,1000\nAda,1:10,1:12,2:58\nBea,1:11,1:12,2:59\n",
    ],
)
def test_columns_that_do_not_tell_the_event(text: str) -> None:
    """The last one may be an intermediate of a longer race."""
    with pytest.raises(FeedError, match="--distance METRES or --event"):
        race_in(text)


def test_the_half_of_a_half_marathon() -> None:
    """Without another column of the result it is the finish, beside one the half of the way."""
    whole = race_in("name,10 km,half\nAda,30:00,1:04:00\nBea,31:00,1:05:00\n", "HM")
    assert (metres_in(whole), times_in(whole)["Ada"]) == ([10_000, 21_097.5], ["30:00", "1:04:00"])
    marathon = race_in("name,half,result\nAda,1:10:00,2:21:00\nBea,1:11:00,2:24:00\n", "marathon")
    assert metres_in(marathon) == [21_097.5, 42_195]


def test_zeros_are_no_times() -> None:
    """Programs write them where there is none."""
    race = race_in("name,400,result\nA,61,2:04\nB,0:00,2:05\nC,,0:00:00\n", "800")
    assert times_in(race) == {"A": ["1:01", "2:04"], "B": [None, "2:05"], "C": [None, None]}
    assert race.runners[2].status == "unknown"


def test_a_second_column_of_results_is_compared() -> None:
    """Where it has another time, that is said."""
    race = race_in("name,400,finish,result\nA,61,2:04.3,2:04.4\nB,62,2:06.1,2:06.1\n", "800")
    assert [note for note in race.notes if "not the result" in note] == [
        "D2: 2:04.4 is not the result, which is 2:04.3"
    ]


def test_sexes_by_their_language() -> None:
    """`M` is a woman beside `H`; below a Spanish head alone it may be either."""
    both = race_in("Nombre,Sexo,Tiempo\nJuan,H,3:52\nAna,M,3:59\n", "1500")
    assert [runner.sex for runner in both.runners] == ["M", "F"]
    one = race_in("Nombre,Sexo,Tiempo\nEva,M,3:52\nAna,M,3:59\n", "1500")
    assert [runner.sex for runner in one.runners] == ["", ""]
    assert "'Sexo': 'M' may be men or women: left out" in one.notes


def test_wheelchairs_are_faster() -> None:
    """No runner's limit holds for them."""
    race = race_in("Men 1500 m T54\nname,800,result\nA,1:36.0,2:56.3\nB,1:36.3,2:57.0\n")
    assert times_in(race)["A"] == ["1:36.0", "2:56.3"]


def test_a_table_without_results_says_so() -> None:
    """Its column may be missing."""
    race = race_in("name,400,800\nA,61,2:04\nB,62,2:05\n", "5000")
    assert "no one has a result: is its column missing?" in race.notes


def test_times_of_day() -> None:
    """What a runner took is the time since the own start, over midnight too."""
    text = "bib,name,start,5 km,finish\n1,A,10:00:00,10:20:00,10:41:00.5\n2,B,10:05:00,10:25:30,10:47:00\n"
    race = race_in(text, "10 km")
    assert times_in(race) == {"A": ["20:00", "41:00.5"], "B": ["20:30", "42:00"]}
    assert [runner.start_ms for runner in race.runners] == [0, 300_000]
    assert "the times are times of day" in race.remarks[0]
    night = race_in("name,start,finish\nA,23:50:00,0:21:00\nB,23:50:00,0:22:30\n", "10 km")
    assert times_in(night) == {"A": ["31:00"], "B": ["32:30"]}


def test_times_beside_starts_of_day_are_times() -> None:
    """They are only taken for times of day where they are none of the race."""
    race = race_in("bib,name,start,finish\n1,A,10:00:00,41:00\n2,B,10:05:00,42:00\n", "10 km")
    assert times_in(race) == {"A": ["41:00"], "B": ["42:00"]}


def test_places_in_a_long_table() -> None:
    """Each is of its own checkpoint, also where those have names alone."""
    text = (
        "name,point,time,pos\nA,Bridge,20:10,1\nA,Hill,30:00,2\nA,Finish,41:00,1\n"
        "B,Bridge,20:20,2\nB,Hill,29:50,1\nB,Finish,42:00,2\n"
    )
    race = race_in(text, "10 km")
    assert [[figure.place for figure in runner.times] for runner in race.runners] == [
        [1, 2, None],
        [2, 1, None],
    ]
    assert [runner.place for runner in race.runners] == [1, 2]


def test_distances_in_a_long_table_are_checkpoints() -> None:
    """A runner with several of them is in one race."""
    race = race_in("name,distance,time\nA,400,61.2\nA,800,2:04\nB,400,62\nB,800,2:05\n", "800")
    assert times_in(race) == {"A": ["1:01.2", "2:04"], "B": ["1:02", "2:05"]}


def test_the_event_of_all_races_of_a_table() -> None:
    """`--event` is of every race that says nothing else; of others it is refused."""
    text = "heat,name,result\n1,A,2:04\n2,B,2:05\n"
    assert [race.event.code for race in races_in(text, "800")] == ["800", "800"]
    with pytest.raises(FeedError, match="convert them one by one"):
        races_in("event,name,result\n5 km,A,15:00\n10 km,B,31:00\n", "800")


def test_heads_on_two_lines() -> None:
    """The lower line goes on with the upper one."""
    race = race_in("Name,Splits,,,Result\n,400,800,1200,\nA,61,2:04,3:06,3:52\nB,62,2:05,3:07,3:54\n", "1500")
    assert times_in(race)["A"] == ["1:01", "2:04", "3:06", "3:52"]


def test_dashes_are_nothing() -> None:
    """In a bib, a name, a line between heads and rows."""
    race = race_in("| bib | name | 800 |\n|---|---|---|\n| - | Anna | 2:04 |\n| 7 | Mia | - |\n", "800")
    assert [(runner.bib, runner.name, runner.status) for runner in race.runners] == [
        ("", "Anna", None),
        ("7", "Mia", "unknown"),
    ]


def test_columns_of_several_events_are_no_race() -> None:
    """What a runner ran over 100, 800 and 1500 m on one day is too uneven for one race."""
    with pytest.raises(FeedError, match="are of several races"):
        race_in("name,100,800,1500\nA,12.5,2:20.0,5:10.0\nB,12.8,2:24.0,5:20.0\n")


def test_stretches_that_go_on_from_a_split() -> None:
    """5 km, then from 5 to 10 km and on: all are stretches, and add up."""
    text = "Name,5 km,5-10 km,10-15 km,Finish\nA,16:00,16:10,16:20,1:08:40\nB,16:10,16:20,16:30,1:09:50\n"
    race = race_in(text, "HM")
    assert (metres_in(race)[:3], times_in(race)["A"][:3]) == (
        [5000, 10_000, 15_000],
        ["16:00", "32:10", "48:30"],
    )


def test_a_column_of_places_among_the_men_is_none_of_sexes() -> None:
    """`M/F` holds either: the cells decide."""
    race = race_in("Overall,M/F,Name,Sex,Time\n1,1,A,M,3:52\n2,1,B,F,3:54\n", "1500")
    assert [runner.sex for runner in race.runners] == ["M", "F"]


def test_words_and_values_above_the_table() -> None:
    """In two cells as behind a colon."""
    above = "Meet,Club Champs\nEvent,1500m Women\nDate,2026-06-12\n"
    race = race_in(f"{above}name,400,finish\nA,61,3:52\nB,62,3:54\n")
    assert (race.name, race.meet, race.date) == ("1500m Women", "Club Champs", "2026-06-12")


def test_a_column_of_results_without_any_time_is_refused() -> None:
    """It is no start list."""
    with pytest.raises(FeedError, match="'quick' is not a time, and there is no other"):
        race_in("name,result\nA,quick\nB,slow\n", "1500")


def test_times_with_the_day_of_a_spreadsheet() -> None:
    """Programs put it before times without a day."""
    race = race_in("name,result\nA,1899-12-30 00:05:52\nB,1899-12-30T00:05:54\n", "2000")
    assert times_in(race) == {"A": ["5:52"], "B": ["5:54"]}


def test_the_examples_of_the_documentation(tmp_path: Path) -> None:
    """They are read as the page says."""
    page = (Path(__file__).parents[4] / "docs" / "convert.md").read_text(encoding="utf-8")
    section = page.partition("## Any table")[2].partition("\n## ")[0]
    wide, long = re.findall(r"```\n(bib.+?)```", section, re.DOTALL)
    assert times_in(race_in(wide, "1500")) == FIGURES
    assert times_in(race_in(long, "1500")) == {"Anna Berg": ["1:01.2", "3:52.40"]}
    path = tmp_path / "club.toml"
    path.write_text(re.findall(r"```toml\n(.+?)```", section, re.DOTALL)[0])
    column_map = read_column_map(path)
    assert (column_map.event, column_map.header, len(column_map.columns)) == ("1500", 3, 5)


def test_one_wrong_time_does_not_make_laps_of_a_table() -> None:
    """Laps of 1:08 and 2:18 over the same 400 m are none, even if every row could be of a slow race."""
    race = race_in(
        "Name,400,800,1200,1500\n"
        "Anna Berg,1:08.2,2:18.5,3:29.1,3:20.12\n"
        "Mia Zeller,1:08.5,2:19.0,3:31.0,4:25.90\n"
        "Eva Noll,1:09.0,2:20.1,3:33.0,4:30.00\n"
    )

    assert times_in(race)["Mia Zeller"] == ["1:08.5", "2:19.0", "3:31.0", "4:25.90"]


def test_an_endless_line_is_no_table() -> None:
    """It is not taken apart to find out."""
    tracemalloc.start()
    assert recognise(SourceFile("x.csv", b"," * 8_000_000)) is None
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000
