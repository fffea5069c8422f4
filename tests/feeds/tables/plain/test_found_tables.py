"""Shapes of tables that were found in public repositories and on pages of results."""

from __future__ import annotations

import pytest

from tests.feeds.tables.typed_tables import metres_in, race_in, times_in


def test_minutes_and_hundredths_of_a_minute() -> None:
    """As Boston's results were published in 2005: 145.22 is 2:25:13, not 2:25:22."""
    race = race_in(
        "bib,name,official\nF1,Ndereba,145.22\nF3,Zakharova,151.57\nF5,Olaru,157.62\n8,Ouaadi,136.68\n"
        "7,Negussie,131.75\n",
        "marathon",
    )
    assert times_in(race) == {
        "Ndereba": ["2:25:13"],
        "Zakharova": ["2:31:34"],
        "Olaru": ["2:37:37"],
        "Ouaadi": ["2:16:41"],
        "Negussie": ["2:11:45"],
    }
    assert any("minutes and hundredths of a minute" in note for note in race.notes)


def test_a_slip_among_minutes_and_seconds_is_named() -> None:
    """One cell with more than 59 behind the point makes no other column of the rest."""
    rows = "".join(f"{i},Runner {chr(64 + i)},4.{10 + i}\n" for i in range(1, 10))
    race = race_in(f"bib,name,finish\n{rows}10,Last,4.72\n", "1500")
    assert times_in(race)["Runner A"] == ["4:11"]
    assert times_in(race)["Last"] == [None]
    assert any("'4.72' is not a time" in note for note in race.notes)


def test_laps_in_brackets_beside_the_times() -> None:
    """The first is the time; places may be of how many."""
    race = race_in(
        'bib,name,place,5KM,10KM,finish\n6,Kibet,"1 / 6444\n",14:41 (14:41),29:18 (14:37),44:16 (14:58)\n'
        '4,Kirui,"2 / 6444\n",14:41 (14:41),29:16 (14:35),44:20 (15:04)\n',
        "15 km",
    )
    assert times_in(race) == {"Kibet": ["14:41", "29:18", "44:16"], "Kirui": ["14:41", "29:16", "44:20"]}
    assert [runner.place for runner in race.runners] == [1, 2]


def test_a_club_behind_the_name() -> None:
    """It is known by its words; other words behind a comma are given names."""
    race = race_in(
        'name,finish\n"Jon Fiva, Tyrving IL",33:56\n"Lars Magnus Tangen",34:16\n"Van Dyk, Ernst F.",35:00\n',
        "10 km",
    )
    assert [(runner.name, runner.club) for runner in race.runners] == [
        ("Jon Fiva", "Tyrving IL"),
        ("Lars Magnus Tangen", ""),
        ("Ernst F. Van Dyk", ""),
    ]


def test_a_second_place_far_from_the_checkpoints() -> None:
    """A place belongs to a checkpoint only where it stands behind it."""
    race = race_in(
        "5 km,finish,bib,name,Place_x,Place_y\n15:00,31:00,1,Anna,1,1\n15:10,31:30,2,Mia,2,2\n", "10 km"
    )
    assert [runner.place for runner in race.runners] == [1, 2]
    assert all(runner.times[0].place is None for runner in race.runners)


def test_a_row_for_each_time_with_joined_heads() -> None:
    """Heads as a program writes them, in Spanish, with seconds."""
    race = race_in(
        "id_evento,nombre_corredor,distancia_metros,tiempo_acumulado_segundos\n"
        "1,Hellen OBIRI,400,72.86\n2,Almaz AYANA,400,72.87\n3,Almaz AYANA,800,145.53\n"
        "4,Hellen OBIRI,800,145.85\n",
        "800",
    )
    assert sorted(times_in(race).values()) == [["1:12.86", "2:25.85"], ["1:12.87", "2:25.53"]]


@pytest.mark.parametrize(("cells", "is_half"), [(("34:50", "35:40"), True), (("3:19", "3:22"), False)])
def test_media_is_half_of_the_race_or_a_pace(cells: tuple[str, str], is_half: bool) -> None:
    """As the figures say, in Spanish."""
    race = race_in(
        f"Dorsal;Nombre;Media;Tiempo\n11;Ana Ruiz;{cells[0]};1:10:00\n12;Luz Gil;{cells[1]};1:11:00\n", "HM"
    )
    assert times_in(race)["Ana Ruiz"] == (["34:50", "1:10:00"] if is_half else ["1:10:00"])


@pytest.mark.parametrize(("finish", "result"), [("49:00", "44:00"), ("44:00", "44:00")])
def test_times_of_a_later_wave(finish: str, result: str) -> None:
    """From the first gun or from their own, as the net times show: the wave's own counts."""
    race = race_in(
        "bib,name,wave,gunStart,finishTime,netTime\n11,Ann,A,0:00:00,42:10,42:08\n12,Ben,A,0:00:00,43:10,43:02\n"
        f"13,Cat,B,0:05:00,{finish},43:58\n",
        "10 km",
    )
    assert times_in(race) == {"Ann": ["42:10"], "Ben": ["43:10"], "Cat": [result]}
    assert [runner.start_ms for runner in race.runners] == [0, 0, 300_000]


def test_passings_beside_laps_follow_from_them() -> None:
    """Times of day at the end of each lap, of which the table has one more."""
    race = race_in(
        "StartNr;Namn;TotalTid;Varv1;Varv2;Varv3;Start;Varvning1;Varvning2\n"
        "1;Anna;34:32;11:00;11:30;12:02;12:00:00;12:11:00;12:22:30\n"
        "2;Bea;36:30;11:30;12:30;12:30;12:00:00;12:11:30;12:24:00\n",
        "9000 m",
    )
    assert times_in(race) == {"Anna": ["11:00", "22:30", "34:32"], "Bea": ["11:30", "24:00", "36:30"]}


def test_passings_are_times_of_day_beside_a_result_that_is_none() -> None:
    """Each is beyond the result, until the start is taken off."""
    race = race_in(
        "StartNr;Namn;TotalTid;Start;Varvning1;Varvning2\n"
        "1;Anna;34:32;12:00:00;12:11:00;12:22:30\n2;Bea;36:30;12:00:00;12:11:30;12:24:00\n",
        "9000 m",
    )
    assert times_in(race) == {"Anna": ["11:00", "22:30", "34:32"], "Bea": ["11:30", "24:00", "36:30"]}
    assert any("'Varvning1', 'Varvning2' are times of day" in note for note in race.notes)


@pytest.mark.parametrize(("official", "result"), [("Official time", "31:30"), ("Remarks", "31:00")])
def test_a_raw_time_is_the_result_only_without_another(official: str, result: str) -> None:
    """The official time has the penalty in it."""
    race = race_in(f"bib,name,Raw time,Penalty time,{official}\n1,Anna,31:00,0:30,31:30\n", "10 km")
    assert times_in(race) == {"Anna": [result]}


@pytest.mark.parametrize(("other", "pb"), [("Kval 2", False), ("Klubb", True)])
def test_the_best_of_attempts_is_no_personal_best(other: str, pb: bool) -> None:
    """Without attempts beside it, it is one."""
    race = race_in(f"bib;namn;tid;{other};Bäst\n1;Anna;31:00;31:10;30:30\n", "10 km")
    assert (race.runners[0].pb is not None) == pb


def test_places_among_a_division_are_no_category() -> None:
    """As Boston's results of 2005 have them below `division`."""
    race = race_in("division,bib,name,finish\n1   / 3913,1,Anna,2:31:00\nF40,2,Bea,2:40:00\n", "marathon")
    assert [runner.category for runner in race.runners] == ["", "F40"]


def test_a_row_for_each_kilometre() -> None:
    """As an Austrian importer wants them: what each kilometre took, and its number."""
    rows = [("1", "Anna", "4:50 5:00 5:05 5:02 5:03"), ("2", "Max", "5:30 5:31 5:29 5:32 5:20")]
    lines = [f"{bib},{name},25:00,{k},{t}" for bib, name, own in rows for k, t in enumerate(own.split(), 1)]
    race = race_in("\n".join(["Startnummer,Vorname,AngestrebteGesamtzeit,KmNummer,Zeit", *lines]), "5 km")
    assert metres_in(race) == [1000, 2000, 3000, 4000, 5000]
    assert times_in(race)["Anna"] == ["4:50", "9:50", "14:55", "19:57", "25:00"]


def test_the_result_in_each_row_beside_the_times() -> None:
    """Of two columns of times in a row for each, the one that differs holds those at the checkpoints."""
    race = race_in(
        "Placering;Namn;Sluttid;Status;Kontroll;Totaltid\n1;Anna;15:00;Godkänd;1 km;5:00\n"
        "1;Anna;15:00;Godkänd;2 km;10:00\n2;Bea;15:30;Godkänd;1 km;5:05\n2;Bea;15:30;Godkänd;2 km;10:12\n",
        "3 km",
    )
    assert times_in(race) == {"Anna": ["5:00", "10:00", "15:00"], "Bea": ["5:05", "10:12", "15:30"]}


def test_a_second_time_is_no_intermediate() -> None:
    """`Time2` beside `Time`, without a first."""
    race = race_in("bib,name,Time,Time2\n1,Anna,31:00,30:50\n2,Bea,32:00,31:59\n", "10 km")
    assert times_in(race) == {"Anna": ["31:00"], "Bea": ["32:00"]}


def test_a_column_of_times_names_no_races() -> None:
    """`Loop` is a race in Dutch, and the run of a triathlon where it holds times."""
    race = race_in(
        "Pos,StartNr,Naam,Zwem,PltsZwem,Loop,TotaalTijd\n1,7,Anna,9:00,1,35:00,1:20:00\n"
        "2,8,Bea,9:10,2,36:00,1:22:00\n",
        "25 km",
    )
    assert times_in(race) == {"Anna": ["1:20:00"], "Bea": ["1:22:00"]}
