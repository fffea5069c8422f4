"""Results and start lists of FinishLynx."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from feeds.conversion import convert_files
from feeds.errors import FeedError
from feeds.tables.printed.lynx_files import parse_evt, parse_lif, parse_ppl, parse_sch, read_lif
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints
from feeds.tables.table_formats import recognise
from tests.feeds.tables.converted_text import Made, made_of, one_of

SAMPLES = os.environ.get("LAPBELL_SAMPLES")

HEADING = '17,1,2,"20:10 | 800m Women, U20",+0.6,m/s,,,,800,20:11:54.4049'

LATE = "1:01.100 (1:01.100),2:05.611 (1:04.511),2:30.1 (24.489)"
"""The passes of a runner, the last one after the finish."""

HEAT = f"""\
{HEADING}
1,762,11,Ash,Ada,RKS Łódź,2:05.611,,2:05.611,0.152,"{LATE}",20:11:54.405
2,408,9,van der Birk,Bea,"Club, The",2:05.644,,0.033,,"1:01.300 (1:01.300),2:05.644 (1:04.344)"
2,409,8,Beech,Bo,,2:05.644,,0.000
4,307,1,Ceder,Cam,,2:06.3501,,0.706,,"1:01.900 (1:01.900),2:06.351 (1:04.451)"
aufg.,895,16,Dorn,Dee,,,,,,"1:02.900 (1:02.900)"
DNS,12,3,Elm,Eva,
DQ,13,4,Fir - "Fay",Fay,Riverside,2:07.000,,0.650
,14,5,Gum,Gia,
"""

START_LIST = """\
; made by hand
17,1,1,800m Women,,,,,,800,,800W
,361,2,Ash,Ada,Riverside
,363,3,Birk,Bea,

17,1,2,800m Women,,,,,,800
,762,11,Ash,Ada,RKS Lodz
"""


def test_a_heat(tmp_path: Path) -> None:
    """Places, ties, times to the thousandth, clubs, lanes, wind; a ten-thousandth counts as the next one."""
    made = one_of(tmp_path, HEAT)

    start_list = made.start_list
    assert (start_list.name, start_list.event, start_list.distance_m, start_list.heat, start_list.sex) == (
        "800m Women, U20",
        "800",
        800,
        "2",
        "women",
    )
    assert made.results() == {
        "Ada Ash": "2:05.611",
        "Bea van der Birk": "2:05.644",
        "Bo Beech": "2:05.644",
        "Cam Ceder": "2:06.351",
    }
    assert [made.finish(name).rank for name in made.results()] == [1, 2, 2, 4]
    birk = made.entrant("Bea van der Birk")
    assert (birk.bib, birk.family, birk.club, birk.nation) == ("408", "van der Birk", "Club, The", "")
    assert made.entrant("Ada Ash").note == "Lane 11. Reaction 0.152 s."
    assert made.finish("Ada Ash").wind == 0.6
    assert "Start at 20:11:54.4049 local time." in start_list.remarks


def test_rows_of_a_start_list_may_begin_with_a_blank() -> None:
    """With a comma behind it or none, and have no more than ID and lane; the laps are in the heading."""
    text = "17,1,1,1500m,,,,,,1500,,,3.75\n,11,1\n\t12,2\n ,13,3,Ash,Ada,Riverside\n\n17,1,2,1500m\n,14,1\n"

    heats = parse_evt(text)

    assert [(heat.key, heat.laps, [row.bib for row in heat.rows]) for heat in heats] == [
        (("17", "1", "1"), "3.75", ["11", "12", "13"]),
        (("17", "1", "2"), "", ["14"]),
    ]


def test_people_and_the_programme() -> None:
    """Comments and lines without a name say nothing."""
    people = parse_ppl('; people\n11,Ash,Ada,"Club, The",77\n12,,,Nowhere\n13,Team A\n')
    programme = parse_sch("; Saturday\n027A,1,1\n17,Champ Semi,2\n\nbroken\n")

    assert {bib: (p.last, p.first, p.affiliation) for bib, p in people.items()} == {
        "11": ("Ash", "Ada", "Club, The"),
        "13": ("Team A", "", ""),
    }
    assert programme == [("027A", "1", "1"), ("17", "Champ Semi", "2")]


def test_lines_that_are_no_rows_are_named() -> None:
    """Where a file may be half written; as a file to be converted it is none of FinishLynx."""
    text = HEAT.replace("2:05.644,,0.033", "x,,0.033") + "3,17\n"

    heat = read_lif(text)

    assert heat is not None
    assert heat.bad_lines == (3, 10)
    assert len(heat.rows) == 7
    assert parse_lif(text) is None
    assert read_lif("Event,Round\n") is None


def test_splits_are_placed_and_passes_after_the_finish_are_none(tmp_path: Path) -> None:
    """One lap of two; a runner without splits has none, one who stopped has the first."""
    made = one_of(tmp_path, HEAT)

    assert [checkpoint.id for checkpoint in made.start_list.checkpoints] == ["400", "finish"]
    assert {name: str(made.splits(name)["400"].time) for name in ("Ada Ash", "Dee Dorn")} == {
        "Ada Ash": "1:01.100",
        "Dee Dorn": "1:02.900",
    }
    assert list(made.splits("Bo Beech")) == ["finish"]


def test_who_has_no_result(tmp_path: Path) -> None:
    """In any language; a time of someone disqualified is no result."""
    made = one_of(tmp_path, HEAT)

    names = ("Dee Dorn", "Eva Elm", 'Fay Fir - "Fay"', "Gia Gum")
    assert [made.status(name) for name in names] == [
        ("dnf", ""),
        ("dns", ""),
        ("dq", "Timed at 2:07.000"),
        ("unknown", ""),
    ]
    assert "Gia Gum: there is no place, no time and no status" in made.notes


def test_passes_that_are_missing_or_stray(tmp_path: Path) -> None:
    """The field shows which they are; where it does not, the splits of the row are left out and named."""
    laps = (46.0, 109.2, 172.4)
    rows = [
        f'{n},{n},{n},Runner{n},Ann,,3:5{n}.000,,,,"{_passes([lap + n for lap in laps], 230 + n)}"'
        for n in (1, 2, 3)
    ]
    missing = f'4,4,4,Runner4,Ann,,3:54.000,,,,"{_passes([50.0, 176.4], 234)}"'
    stray = f'5,5,5,Runner5,Ann,,3:55.000,,,,"{_passes([3.1, 51.0, 114.2, 177.4], 235)}"'
    lost = f'6,6,6,Runner6,Ann,,3:56.000,,,,"{_passes([80.0], 236)}"'
    text = "\n".join(["9,1,1,1500m Men,,,,,,1500,", *rows, missing, stray, lost])

    made = one_of(tmp_path, text)

    assert [checkpoint.id for checkpoint in made.start_list.checkpoints] == ["300", "700", "1100", "finish"]
    assert list(made.splits("Ann Runner4")) == ["300", "1100", "finish"]
    assert [str(split.time) for split in made.splits("Ann Runner5").values()] == [
        "51.000",
        "1:54.200",
        "2:57.400",
        "3:55.000",
    ]
    assert list(made.splits("Ann Runner6")) == ["finish"]
    assert "Runner6: the splits are left out" in made.notes


def _passes(seconds: list[float], result: float) -> str:
    times = [*seconds, result]
    laps = [time - before for before, time in zip([0.0, *times], times, strict=False)]
    return ",".join(f"{_clock(time)} ({_clock(lap)})" for time, lap in zip(times, laps, strict=True))


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds * 1000), 60_000)
    return f"{minutes}:{rest / 1000:06.3f}" if minutes else f"{rest / 1000:.3f}"


def test_a_time_that_does_not_fit_the_gap(tmp_path: Path) -> None:
    """Each row prints the time twice, in effect: a digit that is wrong is named with its line."""
    made = one_of(tmp_path, HEAT.replace("2:06.3501,,0.706", "2:06.8501,,0.706"))

    assert "line 5: the time 2:06.851 does not fit the gap 0.706 to the row above" in made.notes


def test_a_start_list(tmp_path: Path) -> None:
    """Each heat is a race without results."""
    first, second = made_of(tmp_path, START_LIST)

    assert [entrant.name for entrant in first.start_list.entrants] == ["Ada Ash", "Bea Birk"]
    assert (first.start_list.heat, second.start_list.heat) == ("1", "2")
    assert first.results() == {}
    assert first.status("Ada Ash") is None


def test_names_are_those_of_the_start_list(tmp_path: Path) -> None:
    """Where the results have only bibs."""
    results, starts = tmp_path / "a.lif", tmp_path / "b.evt"
    results.write_text(f"{HEADING}\n1,762,11,,,,2:05.611\n", encoding="utf-8")
    starts.write_text(START_LIST, encoding="utf-8")

    [race] = convert_files([results, starts]).races

    assert Made(race).results() == {"Ada Ash": "2:05.611"}


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("17,1,2,Women A", "neither the title 'Women A' nor a distance"),
        ("17,1,2,800m Women,,,,,,1500,", "headed as a race over 1500 m"),
        ("17,1,2,Women (1000 111M) Final,,,,,,,", "more than one number"),
        ("17,1,2,Women Long Jump,,,,,,,", "field event"),
    ],
)
def test_an_event_that_is_not_said(tmp_path: Path, heading: str, said: str) -> None:
    """It is asked for, never guessed; --event says it."""
    text = f"{heading}\n1,762,11,Ash,Ada,,2:05.611\n"
    with pytest.raises(FeedError, match=rf"(?s){said}.*--event"):
        made_of(tmp_path, text)

    [made] = made_of(tmp_path, text, hints=Hints(event="800", date="2031-05-04"))

    assert (made.start_list.event, made.start_list.date) == ("800", "2031-05-04")


def test_a_distance_without_an_event(tmp_path: Path) -> None:
    """A run is assumed, and that is said."""
    made = one_of(tmp_path, "17,1,2,Race 3,,,,,,800,\n1,762,11,Ash,Ada,,2:05.611\n")

    assert made.start_list.distance_m == 800
    assert "a run over 800 m is assumed" in made.notes


@pytest.mark.parametrize("length", range(0, len(HEAT), 7))
def test_a_file_that_is_cut_off(length: int) -> None:
    """Half of a file, as while it is being written, is never an error."""
    heat = parse_lif(HEAT[:length])

    assert heat is None or len(heat.rows) <= HEAT[:length].count("\n")


def test_other_tables_are_none_of_it() -> None:
    """Nor is one file taken for the other."""
    for text in (
        "Place,Bib,Name\n1,2,Ada\n",
        "1,2,3\n4,5,6\n",
        "bib,name,400,finish\n1,Ada,61.2,2:05.1\n",
        "",
    ):
        known = recognise(SourceFile("x.lif", text.encode()))
        assert known is None or known.key != "finishlynx"
    assert parse_evt(HEAT) == []
    assert parse_lif(START_LIST) is None


@pytest.mark.skipif(SAMPLES is None, reason="LAPBELL_SAMPLES is not set")
def test_samples(tmp_path: Path) -> None:
    """Every time and bib of a file is in the race that it becomes."""
    for path in sorted(Path(SAMPLES or "").glob("finishlynx/**/*.lif")):
        content = path.read_bytes()
        heat = parse_lif(SourceFile(path.name, content).text)
        assert heat is not None
        [made] = made_of(
            tmp_path, content, path.name, hints=Hints(event="1000" if "18B" in path.name else "500")
        )
        printed = sorted(row.time for row in heat.rows if row.time)
        assert sorted(made.results().values()) == printed
        assert {row.bib for row in heat.rows} - {""} <= {entrant.bib for entrant in made.start_list.entrants}


def test_a_lost_letter_is_never_silent(tmp_path: Path) -> None:
    """Wherever it was: no one has another result and no one is missing, unless a note says why."""
    text = HEAT.replace("2:06.3501", "2:06.350")
    whole = one_of(tmp_path, text).results()
    for at in range(text.index("1,762"), len(text)):
        try:
            made = one_of(tmp_path, text[:at] + text[at + 1 :])
        except FeedError:
            continue
        found = made.results()
        is_same = all(found.get(name, time) == time for name, time in whole.items()) and len(found) == len(
            whole
        )
        lines = [note for note in made.race.notes if "line" in note and "Gia Gum" not in note]
        assert is_same or lines, at


def test_a_lost_decimal_of_one_of_two_results_is_named(tmp_path: Path) -> None:
    """Whichever of the two it is: where each form of a time occurs once, the longer one counts as usual."""
    rows = ["1,762,1,Ash,Ada,Club,2:04.470,,2:04.470", "2,408,2,Birk,Bea,Club,2:06.970,,2.500"]
    for line, row in enumerate(rows, 2):
        shorter = row.replace("70,,", "7,,")
        made = one_of(tmp_path, "\n".join([HEADING, *(shorter if other is row else other for other in rows)]))
        assert "has fewer decimals than the other results" in made.notes
        assert f"line {line}" in made.notes
