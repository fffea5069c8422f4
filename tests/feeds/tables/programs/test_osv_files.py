"""Files of Scan'O'Vision: what stands in them, whatever version has written them."""

from __future__ import annotations

import pytest

from feeds.tables.programs.osv_files import (
    osv_kind,
    read_osv_results,
    read_osv_start_list,
    read_osv_starts,
)
from race.times import Time

HEADS = '"Event";"Round";"Heat";"Lap";"Bib";"Lane";"idStatus";"Time";"Result";"Rank";\n'
ROW = '  9;  1;  2;9999;"  3632";  2; 1;    80752;"       8.08  ";3\n'


@pytest.mark.parametrize(
    ("text", "time"),
    [
        (ROW, "8.076"),
        (ROW.replace("80752", " 8076"), "8.076"),
        (ROW.replace("8.08", "8,08"), "8.076"),
        (ROW.replace("80752", "80800"), "8.080"),
        (ROW.replace("8.08", "8.09"), "8.09"),
        (ROW.replace("8.08", "8.0752"), "8.076"),
        (ROW.replace("80752", "1682792").replace("8.08", "2:48.28"), "2:48.280"),
    ],
)
def test_times_are_those_that_the_result_is_rounded_up_from(text: str, time: str) -> None:
    """In ten-thousandths or thousandths; where the result is another, it was changed by hand, and holds."""
    ((row,),) = read_osv_results(HEADS + text).heats.values()

    assert str(row.time) == time


def test_columns_are_found_by_their_heads() -> None:
    """In any order, divided by any sign, with others between; without heads they are in the usual order."""
    own = "Bib,Lap,Heat,Round,Event,X,Result,Rank\n17A,9999,2,1,009,?,8.08,1\n"
    ((row,),) = read_osv_results(own).heats.values()
    assert (row.bib, row.place, row.time) == ("17A", "1", Time(8080, 2))
    assert list(read_osv_results(own).heats) == [("9", "1", "2")]
    assert osv_kind(own) == "results"
    assert osv_kind(ROW + ROW) == "results"
    assert len(read_osv_results(ROW + ROW).heats["9", "1", "2"]) == 2


def test_why_there_is_no_time() -> None:
    """A word or a number; 1 and 0 say nothing, a bib and a rank of 0 are none."""
    rows = read_osv_results(
        HEADS
        + ROW.replace(" 1;    80752", " 5;        0").replace("8.08", "0.00")
        + ROW.replace(" 1;    80752", " 5;        0").replace("8.08", "DNF ")
        + ROW.replace(" 1;    80752", " 1;        0").replace("       8.08", "39:31:18.767")
        + ROW.replace(" 1;    80752", " 4;    80752")
        + ROW.replace("  3632", "     0").replace(";3\n", ";0\n")
    ).heats["9", "1", "2"]

    assert [(row.place, row.time and str(row.time)) for row in rows] == [
        ("status 5", None),
        ("DNF", None),
        ("", None),
        ("status 4", "8.076"),
        ("", "8.076"),
    ]
    assert rows[-1].bib == ""


def test_bad_lines_are_numbered() -> None:
    """What is no row; empty lines are nothing, and an open quotation mark ends with its line."""
    found = read_osv_results(HEADS + '\n9;1;2;x;"17"\ngarbage\n9;1;2;9999;"18;1;1;80752;8.08;1\n' + ROW)

    assert found.bad_lines == [3, 4]
    assert [row.bib for row in found.heats["9", "1", "2"]][-1] == "3632"


def test_starts() -> None:
    """The last of a heat that was started twice; a day that could be two is none."""
    heads = '"Event";"Round";"Heat";"Date";"Hour";"Wind";"Temp";"File";"Official"\n'
    row = '   2;   1;   1;"   22.02.2025";" 10:29:35.3378";"       N/A";"   N/A";" ";"Official";\n'
    other = (
        row.replace("10:29", "9:31").replace("22.02.2025", "2/3/2025").replace('"       N/A"', '" -1.2 m/s"')
    )
    assert osv_kind(heads) == "starts"
    start = read_osv_starts(heads + row)["2", "1", "1"]
    assert start == ("2025-02-22", "10:29:35.3378", "", True)
    assert read_osv_starts(heads + row + other.replace("Official", " "))["2", "1", "1"] == (
        "",
        "9:31:35.3378",
        "-1.2",
        False,
    )


@pytest.mark.parametrize(
    ("code", "key"), [("00501002", ("5", "1", "2")), ("5-1-2", ("5", "1", "2")), ("X", ("X", "1", "1"))]
)
def test_start_lists(code: str, key: tuple[str, str, str]) -> None:
    """Of each heat its title, its length, when it is to start, and its entrants."""
    text = (
        "Event Code; Date; Time; Lane / order; Bib No; Name; First Name; Nation; Length; Title 1; Title 2\n"
        f'{code};08.02.2025;16:30;;;;;;800;"800m M";"Vorlauf 1"\n'
        ';;;2;361;"Wolf";"Jan";"LG Ost";;;\n;;;;;;;;;;\n'
    )
    assert osv_kind(text) == "start list"
    ((found, listed),) = read_osv_start_list(text).items()
    assert found == key
    assert listed[:4] == ("800m M Vorlauf 1", "800", "2025-02-08", "16:30")
    (entry,) = listed.entries
    assert entry[1:] == ("2", "361", "Wolf", "Jan", "LG Ost")


@pytest.mark.parametrize("text", ["", "a;b\n", "x" * 100_000, "1,11,1,Ash,Ada,Club,8.08\n", ";;;;;;;;;;;\n"])
def test_other_files_are_none(text: str) -> None:
    """Whatever is in them."""
    assert osv_kind(text) is None
