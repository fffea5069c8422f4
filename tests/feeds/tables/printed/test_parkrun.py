"""Result lists of parkrun: copied from a page in one line a runner or in several, or saved as a page."""

from __future__ import annotations

from pathlib import Path
from time import monotonic

import pytest

from feeds.errors import FeedError
from feeds.tables.source_file import SourceFile
from feeds.tables.table_format import Hints
from feeds.tables.table_formats import recognise
from race.messages import Order
from tests.feeds.tables.converted_text import Made, made_of, one_of

LINES = """\
Anytown parkrun
02/05/2026 | #512 | 5k
Position Name Gender Age Group Club Time
1 Ada ASH 112 parkruns Female SW25-29 75.10% Town AC 18:03 PB
2 Ben van der BIRK 10 parkruns | Member of the 10 Club Male VM40-44 80.00% 20:11 PB 19:50
3 Unknown
4 Cem CEDER 3 parkruns Male SM20-24 60.10% 25:00 First Timer!
5 Dee DORN 1 parkrun Female SW--- 59.00% Riverside 10k Club 1:02:11
"""

SEVERAL = """\
Anytown parkrun
02/05/2026|#512
Position\tparkrunner\tGender\tAge Group\tClub\tTime
1
Ada ASH
112 parkruns
Female
1
SW25-29
75.10% age grade
Town AC
18:03
PB
2
Ben van der BIRK
10 parkruns | Member of the 10 Club
Male
1
VM40-44
80.00% age grade
20:11
PB 19:50
3
Unknown
4
Cem CEDER
3 parkruns
Male
2
SM20-24
60.10% age grade
25:00
First Timer!
5
Dee DORN
1 parkrun
Female
2
SW---
59.00% age grade
Riverside 10k Club
1:02:11
"""


def page(text: str) -> str:
    """The several lines as a page with a cell each."""
    head, rows = text.split("Time\n")
    cells = "".join(f"<td><div class='compact'>{line}</div></td>" for line in rows.splitlines())
    heads = "".join(f"<h3>{line}</h3>" for line in head.splitlines())
    return f"<!DOCTYPE html><html><script>var x = '1 Eve 20:00';</script>{heads}<table>{cells}</table></html>"


@pytest.mark.parametrize("text", [LINES, SEVERAL, page(SEVERAL)], ids=["lines", "several", "page"])
def test_a_list(tmp_path: Path, text: str) -> None:
    """Names, times, places, age groups and clubs; 5 km; the day is the one of the two that is a Saturday."""
    made = one_of(tmp_path, text)

    start_list = made.start_list
    assert (start_list.name, start_list.date, start_list.distance_m, start_list.setting) == (
        "Anytown parkrun #512",
        "2026-05-02",
        5000,
        "road",
    )
    assert made.results() == {
        "Ada Ash": "18:03",
        "Ben van der Birk": "20:11",
        "Cem Ceder": "25:00",
        "Dee Dorn": "1:02:11",
    }
    assert [made.finish(name).rank for name in made.results()] == [1, 2, 4, 5]
    assert [made.entrant(name).club for name in made.results()] == ["Town AC", "", "", "Riverside 10k Club"]
    assert [made.entrant(name).category for name in made.results()] == [
        "SW25-29",
        "VM40-44",
        "SM20-24",
        "SW---",
    ]
    assert made.entrant("Ada Ash").note == "Female. 112 parkruns. Age grade 75.10%."
    assert [made.finish(name).notes for name in made.results()] == [("PB",), (), ("First Timer!",), ()]
    assert str(made.entrant("Ben van der Birk").pb) == "19:50"
    assert {entrant.nation for entrant in start_list.entrants} == {""}


def test_someone_unknown_has_a_place_and_no_time(tmp_path: Path) -> None:
    """Third is taken: nobody else moves up."""
    made = one_of(tmp_path, LINES)

    unknown = made.entrant("Unknown")
    assert [m.places for m in made.race.messages if isinstance(m, Order)] == [{unknown.bib: 3}]
    assert made.splits("Unknown") == {}
    assert any("Without a time: 1" in remark for remark in made.start_list.remarks)


@pytest.mark.parametrize(
    ("row", "club", "time"),
    [
        ("1 Ada ASH 112 parkruns Weiblich SW25-29 75,10 % LG Stadt 18:03 Neue PB!", "LG Stadt", "18:03"),
        (
            "1 Ada ASH 112 parkruns Féminin SW25-29 75,10 % Club de la Ville 18:03",
            "Club de la Ville",
            "18:03",
        ),
        ("1 Ada ASH 112 parkruns Kobieta SW25-29 75.10% Klub 18:03", "Klub", "18:03"),
        ("1 Ada ASH 2 parkruns Donna 1 SW25-29 75.10% age grade 18:03", "", "18:03"),
        ("1 Ada ASH 2 parkruns Vrouw 1 Club 24 18:03", "Club 24", "18:03"),
    ],
)
def test_pages_of_other_countries(tmp_path: Path, row: str, club: str, time: str) -> None:
    """The words for the sexes are theirs."""
    made = one_of(tmp_path, f"Stadt parkrun\n02.05.2026 | #3\n{row}\n")

    assert made.results() == {"Ada Ash": time}
    assert made.entrant("Ada Ash").club == club


@pytest.mark.parametrize(
    ("head", "day", "metres"),
    [
        ("Town parkrun\n2026-05-02 #3", "2026-05-02", 5000),
        ("Town parkrun\n5/2/2026 #3", "2026-05-02", 5000),
        ("Town junior parkrun\n03/05/2026 #3", "2026-05-03", 2000),
        ("Town parkrun\n25/12/2026 #3", "2026-12-25", 5000),
        ("Town parkrun\n#3", "", 5000),
    ],
)
def test_day_and_distance(tmp_path: Path, head: str, day: str, metres: int) -> None:
    """Every parkrun is 5 km long, every one of juniors 2 km; a remark says where that comes from."""
    made = one_of(tmp_path, f"{head}\n1 Ada ASH 2 parkruns Female SW25-29 75.10% Town AC 18:03\n")

    assert (made.start_list.date, made.start_list.distance_m) == (day, metres)
    assert any("every" in remark for remark in made.start_list.remarks)


def test_a_day_that_could_be_two(tmp_path: Path) -> None:
    """New Year's Day is a parkrun's as well: read as day and month, and said; --date gives another."""
    text = "Town parkrun\n01/04/2027 #3\n1 Ada ASH 2 parkruns Female SW25-29 75.10% Town AC 18:03\n"
    [given] = made_of(tmp_path, text, hints=Hints(date="2027-01-04"))

    assert one_of(tmp_path, text).start_list.date == "2027-04-01"
    assert "read as day and month" in one_of(tmp_path, text).notes
    assert given.start_list.date == "2027-01-04"


def test_a_row_that_is_not_understood_is_named(tmp_path: Path) -> None:
    """It keeps its place, and the note has its line."""
    made = one_of(tmp_path, LINES.replace("25:00 First Timer!", "25.00"))

    assert "line 7: place 4: no time found" in made.notes
    assert list(made.results()) == ["Ada Ash", "Ben van der Birk", "Dee Dorn"]


def test_it_is_known_by_its_content() -> None:
    """The word alone is no list."""
    known = recognise(SourceFile("x.txt", LINES.encode()))
    assert known is not None
    assert known.key == "parkrun"
    assert recognise(SourceFile("x.txt", b"I ran a parkrun in 25:00.\n1 Ada\n")) is None


def test_a_large_event_is_quick(tmp_path: Path) -> None:
    """Two thousand runners, half of them with places that contradict the times."""
    rows = [
        f"{n} Ada ASH 2 parkruns Female SW25-29 75.10% Town AC {18 + n // 120 + 20 * (n % 2)}:{n % 60:02}"
        for n in range(1, 2001)
    ]
    made: Made = one_of(tmp_path, "Town parkrun\n02/05/2026 #3\n" + "\n".join(rows))

    assert len(made.start_list.entrants) == 2000
    assert "do not follow the times" in made.notes


@pytest.mark.parametrize("text", ["<html>parkrun " + "<script" * 300_000, "<html>parkrun " + "<" * 2_000_000])
def test_a_page_of_beginnings_is_quick(text: str) -> None:
    """Each letter is looked at once."""
    began = monotonic()

    known = recognise(SourceFile("x.html", text.encode()))

    assert known is None or known.key != "parkrun"
    assert monotonic() - began < 20


@pytest.mark.parametrize("text", [LINES, SEVERAL], ids=["lines", "several"])
def test_a_lost_letter_is_never_silent(tmp_path: Path, text: str) -> None:
    """Wherever it was: no one has another time and no one is missing, unless a note says why."""
    whole = one_of(tmp_path, text).results()
    for at in range(text.index("1\n" if text is SEVERAL else "1 Ada"), len(text)):
        try:
            made = one_of(tmp_path, text[:at] + text[at + 1 :])
        except FeedError:
            continue
        found = made.results()
        is_same = all(found.get(name, time) == time for name, time in whole.items()) and len(found) == len(
            whole
        )
        assert is_same or made.notes, at
