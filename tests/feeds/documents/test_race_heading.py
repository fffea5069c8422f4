"""What the rows of a document hold besides its figures."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.documents.detect_printer import detect, read_document
from feeds.documents.nation_codes import NATIONS, nation_code
from feeds.documents.printed_days import iso_day
from feeds.documents.printed_names import read_name, short_codes
from feeds.documents.race_heading import find_heading, read_record, read_remark
from feeds.documents.row_figures import are_result_notes, read_figures, read_heads
from feeds.errors import FeedError
from race.areas import HOME_NATIONS, area_of
from race.messages import Split, Status
from race.people.folding import folded_letters
from race.times import Time
from tests.feeds.documents.invented_results import converted, rows, splits_by_name, start_list

if TYPE_CHECKING:
    from feeds.documents.printed_document import RaceHeading


def title(*lines: str) -> RaceHeading:
    """What the rows above a table say."""
    found = find_heading(rows(list(lines)), [])
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("lines", "distance_m", "event", "sex", "text"),
    [
        (["Dream Mile Men  21:19  10 JUN 2031"], 1609.344, "MILE", "men", "Dream Mile Men"),
        (["10,000m Men  20:30  5 JUN 2031"], 10_000, "10000", "men", "10,000m Men"),
        (["10000m Men  Final B"], 10_000, "10000", "men", "10000m Men Final B"),
        (["Men's 800m", "Final"], 800, "800", "men", "Men's 800m Final"),
        (["1500 Metres Women - Final"], 1500, "1500", "women", "1500 Metres Women - Final"),
        (["3000m Steeplechase Women"], 3000, "3000SC", "women", "3000m Steeplechase Women"),
        (["Men 2 Mile (Final)"], 3218.688, "2MILE", "men", "Men 2 Mile (Final)"),
        (
            ["Two Miles Women", "Round 1", "Heat 2"],
            3218.688,
            "2MILE",
            "women",
            "Two Miles Women Round 1 Heat 2",
        ),
        (
            ["Women's 5000m presented by Somebody"],
            5000,
            "5000",
            "women",
            "Women's 5000m presented by Somebody",
        ),
    ],
)
def test_a_title_is_searched_for_distance_and_sex(
    lines: list[str], distance_m: float, event: str, sex: str, text: str
) -> None:
    """Sponsors, commas and the order of words do not matter."""
    found = title("Made-up Meeting", *lines)

    assert (found.distance_m, found.event.code, found.sex, found.title) == (distance_m, event, sex, text)
    assert found.meet == "Made-up Meeting"


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("10 JUN 2026", "2026-06-10"),
        ("10th June 2026", "2026-06-10"),
        ("13 August 2017", "2017-08-13"),
        ("June 30, 2019", "2019-06-30"),
        ("5 Jan 93", "1993-01-05"),
        ("5 Jan 07", "2007-01-05"),
        ("31 FEB 2001", ""),
        ("5 Jan", ""),
    ],
)
def test_days(printed: str, day: str) -> None:
    """A year of two digits is the latest in which a runner of 2025 can have been born."""
    assert iso_day(printed, 2025) == day


def test_head_of_a_race_analysis() -> None:
    """Meeting, venue, day and start are recognised; records have names and times, and are not athletes."""
    found = title(
        "Made-up League",
        "Nowhere Stadium - Nowhere (XXX)",
        "10th June 2031",
        "Race analysis",
        "One Mile Men  START TIME  21:19  10 JUN 2031",
    )

    assert (found.meet, found.venue) == ("Made-up League", "Nowhere Stadium - Nowhere (XXX)")
    assert (found.date, found.start) == ("2031-06-10", "21:19")


def test_records() -> None:
    """Kind, time, holder, nation, place and day."""
    record = read_record("AREA RECORD 3:43.73 VAN DER ZEE Mia NED Eugene, OR (USA) 16 SEP 2023")

    assert record is not None
    assert (record.label, record.time, record.holder) == ("Area record", Time(223_730, 2), "Mia Van Der Zee")
    assert (record.nation, record.venue, record.date) == ("NED", "Eugene, OR (USA)", "2023-09-16")
    assert read_record("1 BERG Anna GER 4:10.05 PB") is None


def test_a_record_of_the_day_itself_is_left_out() -> None:
    """Marks are given as they stood before the race."""
    lines = [
        "800m Women  3 JUL 2031",
        "WORLD RECORD  1:50.00  BERG Anna  GER  Nowhere (XXX)  3 JUL 2031",
        "WORLD LEAD  1:56.00  XU Li  CHN  Nowhere (XXX)  3 JUN 2031",
        "1  BERG Anna  GER  1:50.00  WR",
    ]

    assert [mark.label for mark in start_list(converted(lines)).marks] == ["World lead"]


@pytest.mark.parametrize(
    ("row", "remark"),
    [
        ("Temperature 13 Humidity 67 Partly cloudy", "13 °C, humidity 67 %, partly cloudy."),
        ("22 51 Overcast", "22 °C, humidity 51 %, overcast."),
        ("Version 1.1 TUE 16 AUG 2016 13:49", "Printed TUE 16 AUG 2016 13:49, version 1.1."),
        ("FRI 19 JUN 2026 8:18", "Printed FRI 19 JUN 2026 8:18."),
        ("1 BERG Anna GER 4:10.05", ""),
    ],
)
def test_rows_below_the_table(row: str, remark: str) -> None:
    """Weather and the printer's stamp."""
    assert read_remark(row) == remark


@pytest.mark.parametrize(
    ("printed", "name", "family"),
    [
        ("MYERS Cameron", "Cameron Myers", "Myers"),
        ("Joshua CHEPTEGEI", "Joshua Cheptegei", "Cheptegei"),
        ("DO ROSARIO ANDRE Ana Lima", "Ana Lima Do Rosario Andre", "Do Rosario Andre"),
        ("O'HARE Siobhán", "Siobhán O'Hare", "O'Hare"),
        ("McSWEYN Stewart", "Stewart McSweyn", "McSweyn"),
        ("MIŠMAŠ-ZRIMŠEK Maruša", "Maruša Mišmaš-Zrimšek", "Mišmaš-Zrimšek"),
        ("XU Li", "Li Xu", "Xu"),
        ("van der ZEE Mia", "Mia van der Zee", "van der Zee"),
        ("SUKARNO", "Sukarno", "Sukarno"),
    ],
)
def test_names(printed: str, name: str, family: str) -> None:
    """The capitals show which part is the family name."""
    assert read_name(printed) == (name, family)


def test_the_same_name_written_differently() -> None:
    """Spaces, hyphens and accents do not make another person."""
    assert folded_letters("EL KAAM Fouad") == folded_letters("ELKAAM Fouad")
    assert folded_letters("Michał Łoś-Ødegård") == folded_letters("Michal Los Odegard")


def test_short_codes_are_unique() -> None:
    """Letters of the family name, else with the initial, else with a number; a bib is not used again."""
    names = [
        ("Timothy Cheruiyot", "Cheruiyot"),
        ("Reynold Cheruiyot", "Cheruiyot"),
        ("Rose Cheptai", "Cheptai"),
    ]

    assert short_codes(names, {"CHE2"}) == ["CHE", "RCH", "CHE3"]


def test_nations() -> None:
    """By English name, however it is punctuated; an unknown one is none."""
    assert nation_code("Great Britain & N.I.") == "GBR"
    assert nation_code("Côte d'Ivoire") == "CIV"
    assert nation_code("Northern Ireland") == "NIR"
    assert nation_code("Atlantis") == ""


def test_every_printed_nation_has_an_area() -> None:
    """So that area records and home nations are found; refugees and neutral athletes have none."""
    codes = {*NATIONS.values()}

    assert codes >= HOME_NATIONS
    assert {code for code in codes if area_of(code) is None} == {"ANA", "ART"}


def test_figures_and_heads() -> None:
    """Rows of nothing but figures, of nothing but column heads; ranks may be tied, a dash is a gap."""
    figures = read_figures("14.8 (15) 1:05.6 (=4) - 2:00.0")
    assert figures is not None
    assert [f and (str(f.time), f.printed_place) for f in figures] == [
        ("14.8", 15),
        ("1:05.6", 4),
        None,
        ("2:00.0", None),
    ]
    assert read_figures("13:34:40") is None
    assert read_figures("14.8 (15) x") is None
    assert read_heads("900m 1000m 1,100m Finish") == [900, 1000, 1100, None]
    assert read_heads("10,000m Men") is None
    assert are_result_notes("Q WU20R =PB")
    assert not are_result_notes("BERG")


def test_a_gap_is_kept() -> None:
    """A dash under a head is no time, and what follows stays under its own head."""
    lines = [
        "1500m Women  3 JUL 2031",
        "400m  800m  1200m",
        "1  BERG Anna  GER  4:10.05",
        "1:06.0 (1)  -  3:21.0 (1)",
    ]

    found = read_document(rows(lines), "made-up.txt")

    assert [r.distance_m for r in found.performances[0].splits] == [400, 1200]


def test_disqualified_and_not_started() -> None:
    """The status is in the place of the result, followed by the rule."""
    lines = [
        "Men's 1500m  Round 1  Heat 2  3 JUL 2031",
        "1  301  BERG Jan  GER  1 FEB 2001  3  3:40.05  Q  PB",
        "308  XU Li  CHN  2 FEB 2001  4  DQ  TR17.3.1",
        "315  OKAFOR Obi  NGR  3 FEB 2001  5  DNS",
    ]

    race = converted(lines)

    statuses = {m.bib: (m.status, m.reason) for m in race.messages if isinstance(m, Status)}
    assert statuses == {"308": ("dq", "TR17.3.1"), "315": ("dns", "")}
    [finish] = [m for m in race.messages if isinstance(m, Split)]
    assert finish.notes == ("Q", "PB")


def test_what_is_no_document() -> None:
    """No athlete, no distance, no way to infer the intermediates: one sentence."""
    with pytest.raises(FeedError, match="no row looks like an athlete's"):
        read_document(rows(["Dear reader", "nothing here"]), "letter.txt")
    with pytest.raises(FeedError, match="no row above the table names the event"):
        read_document(rows(["1  BERG Anna  GER  4:10.05"]), "list.txt")
    with pytest.raises(FeedError, match="no column heads"):
        read_document(rows(["1500m Women", "1  BERG Anna  GER  4:10.05", "50.0 (1)  2:00.0 (1)"]), "list.txt")


def test_layouts_are_distinguished() -> None:
    """By the bibs and by the position of the family name."""
    samples = {
        "omega": "3 BERG Anna GER 4:10.05 0.14",
        "games": "3 2001 BERG Anna GER 1 FEB 2001 4:10.05",
        "world-athletics": "3 Anna BERG GER 5 Jan 93 4:10.05",
        "flashresults": "3 7 Anna BERG 5 Jan 1993 Germany 4:10.05 1:04.79 [1:04.79]",
    }
    found = {key: detect(rows([line])) for key, line in samples.items()}

    assert {key: layout.key for key, layout in found.items() if layout} == {key: key for key in samples}


@pytest.mark.parametrize(
    "days",
    [
        "Friday May 25-26, 2018",
        "May 31 - June 1, 2018",
        "25-26 MAY 2018",
        "31 MAY - 1 JUN 2018",
        "25.-26.05.2018",
    ],
)
def test_the_days_of_a_meeting(days: str) -> None:
    """They are neither its name nor the day of the race, of which it is not said which one it was."""
    lines = ["Made-up Classic", days, "Men 2 Mile (Final)", "1 BERG Anna GER 8:07.54"]
    race = converted(lines)

    assert (start_list(race).meet, start_list(race).date) == ("Made-up Classic", "")
    assert start_list(converted([days, *lines[2:]])).meet == ""


@pytest.mark.parametrize(
    ("row", "round_", "heat"),
    [
        ("Round 1  Heat 2  20 AUG 2031  19:35", "round 1", "2"),
        ("Heat 3  20 AUG 2031", "heats", "3"),
        ("Semi-Final 1  20 AUG 2031  19:35", "semi-final", "1"),
        ("Final  20 AUG 2031", "final", ""),
    ],
)
def test_round_and_heat_on_the_row_of_the_day(row: str, round_: str, heat: str) -> None:
    """Both are read, and the row is no meeting."""
    heading = title("Made-up Championships", "Men's 1500m", row)

    assert (heading.round, heading.heat, heading.date, heading.meet) == (
        round_,
        heat,
        "2031-08-20",
        "Made-up Championships",
    )


@pytest.mark.parametrize(
    "rows_of_laps",
    [
        ["25.1 26.0 27.0 28.0 CR"],
        ["CR 25.1 26.0 27.0 28.0"],
        ["CR", "25.1 26.0 27.0 28.0"],
        ["25.1 26.0 27.0 28.0", "CR"],
    ],
)
def test_a_record_at_the_height_of_the_lap_row(rows_of_laps: list[str]) -> None:
    """It belongs to the result of the athlete above."""
    race = converted(
        [
            "800m Women  20:15  3 JUL 2031",
            "200m  400m  600m  Finish",
            "1 BERG Anna GER 1:46.10",
            "25.1 (1) 51.1 (1) 1:18.1 (1) 1:46.10 (1)",
            *rows_of_laps,
            "2 XU Li CHN 1:47.20 1.10",
            "25.2 (2) 51.3 (2) 1:19.1 (2) 1:47.20 (2)",
            "25.2 26.1 27.8 28.1",
        ]
    )

    assert splits_by_name(race)["Anna Berg"]["finish"].notes == ("CR",)
    assert [str(split.time) for split in splits_by_name(race)["Anna Berg"].values()] == [
        "25.1",
        "51.1",
        "1:18.1",
        "1:46.10",
    ]


def test_what_is_printed_beside_a_status() -> None:
    """A card or a note in brackets is kept with the rule."""
    race = converted(
        [
            "1500 Metres Women - Heats  13 SEP 2031  19:35",
            "1 12 BERG Anna GER 1 JAN 2001 6 4:04.51",
            "14 XU Li CHN 2 JAN 2001 7 DQ TR17.2.3 YRC",
            "15 OKAFOR Ruth NGR 3 JAN 2001 8 DNF [J]",
        ]
    )

    reasons = sorted((m.status, m.reason) for m in race.messages if isinstance(m, Status))
    assert reasons == [("dnf", "[J]"), ("dq", "TR17.2.3 YRC")]


@pytest.mark.parametrize(
    "note", ["Q", "q", "qR", "=SB", "YC", "YRC", "[J]", "NU23R", "PB", "WIL", "SBi", "AU18R"]
)
def test_what_is_printed_beside_a_result(note: str) -> None:
    """It is kept as printed, beside others."""
    race = converted(
        [
            "1500 Metres Women - Heats  13 SEP 2031  19:35",
            f"1 12 BERG Anna GER 1 JAN 2001 6 4:04.51 (.509) Q {note}",
        ]
    )

    assert splits_by_name(race)["Anna Berg"]["finish"].notes == ("Q", note, ".509")
