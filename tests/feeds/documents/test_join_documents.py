"""A result list and a race analysis of one race become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.documents.convert_documents import ContradictedDocuments, convert
from feeds.documents.detect_printer import read_document
from feeds.errors import FeedError
from race.messages import Split, Status
from tests.feeds.documents.invented_results import converted, rows, splits_by_name, start_list

if TYPE_CHECKING:
    from feeds.documents.printed_document import Document

RESULTS = [
    "Mile Women  20:15  3 JUL 2031",
    "1 EL KAAM Zora MAR 1 FEB 2001 4 4:20.05 (.041) PB",
    "1 OKAFOR Ruth NGR 2 FEB 2001 3 4:20.05 (.041)",
    "3 XU Li CHN 3 FEB 2001 2 4:22.90",
    "5 HARE Jo (PM) GBR 3 FEB 2001 6 4:40.00",
    "MOEN Ida (PM) NOR 4 FEB 2001 1 DNF",
]

ANALYSIS = [
    "Made-up League",
    "Mile Women  START TIME  20:15  3 JUL 2031",
    "800m  1200m",
    "1  ELKAAM Zora  MAR  4:20.05",
    "2:10.0 (2)  3:15.0 (1)",
    "1  OKAFOR Ruth  NGR  4:20.05",
    "2:10.1 (3)  3:15.3 (2)",
    "3  XU Li  CHN  4:22.90  2.86",
    "2:10.2 (4)  3:16.0 (3)",
    "MOEN Ída  NOR  DNF",
    "2:09.9 (1)",
]


def read(*documents: list[str]) -> list[Document]:
    """The documents, `1.txt`, `2.txt` ..."""
    return [read_document(rows(lines), f"{n}.txt") for n, lines in enumerate(documents, 1)]


def test_each_gives_what_it_knows_best() -> None:
    """Birth dates, pacemakers and thousandths of the list, splits of the analysis; one spelling of a name."""
    race = converted(ANALYSIS, RESULTS)

    entrants = {entrant.name: entrant for entrant in start_list(race).entrants}
    assert set(entrants) == {"Zora El Kaam", "Ruth Okafor", "Li Xu", "Jo Hare", "Ida Moen"}
    assert {name for name, entrant in entrants.items() if entrant.role == "pacemaker"} == {
        "Jo Hare",
        "Ida Moen",
    }
    assert entrants["Zora El Kaam"].family == "El Kaam"
    assert start_list(race).meet == "Made-up League"
    own = splits_by_name(race)["Zora El Kaam"]
    assert own["finish"].notes == ("PB", ".041")
    assert {checkpoint: split.source for checkpoint, split in own.items()} == {
        "800": "analysis",
        "1200": "analysis",
        "finish": "results",
    }
    [status] = [m for m in race.messages if isinstance(m, Status)]
    assert (status.status, status.after) == ("dnf", "800")


def test_a_place_that_is_not_printed_is_said_and_not_filled() -> None:
    """Place 2 is not given, for the first two tie; place 4 is missing, and a pacemaker is fifth."""
    race = converted(RESULTS)

    assert "Not printed: place 4." in start_list(race).remarks
    ranks = sorted(m.rank for m in race.messages if isinstance(m, Split) and m.rank)
    assert ranks == [1, 1, 3, 5]


def test_documents_of_other_races_are_not_joined() -> None:
    """Another day, another round or another distance is another race."""
    other_day = [RESULTS[0].replace("3 JUL", "4 JUL"), *RESULTS[1:]]
    other_round = [RESULTS[0].replace("Women", "Women Heat 2"), *RESULTS[1:]]

    assert len(list(convert(read(ANALYSIS, RESULTS)))) == 1
    assert len(list(convert(read(ANALYSIS, RESULTS, other_day, other_round)))) == 3


def test_an_athlete_who_stands_there_twice() -> None:
    """The second row is named; kept, the first one counts."""
    lines = [*RESULTS, "6 XU Li CHN 3 FEB 2001 2 4:52.90"]

    with pytest.raises(ContradictedDocuments, match=r"1\.txt: line 7: Xu is listed already"):
        converted(lines)
    kept = converted(lines, keep_conflicts=True)
    assert str(splits_by_name(kept)["Li Xu"]["finish"].time) == "4:22.90"


def test_two_lists_of_one_race_are_refused() -> None:
    """The later print may differ, and only a person knows which it is."""
    with pytest.raises(FeedError, match=r"1\.txt and 2\.txt are two result lists of one race"):
        list(convert(read(RESULTS, RESULTS)))


def test_a_bib_that_is_printed_twice() -> None:
    """Both athletes stay, apart, with letters for bibs; what is printed is in the notes, and it is said."""
    lines = [
        "1500 Metres Women - Final  13 SEP 2031  19:35",
        "1 12 BERG Anna GER 1 JAN 2001 6 4:04.51",
        "2 12 ZELLER Mia AUT 2 JAN 2001 7 4:04.52",
        "3 14 OKAFOR Ruth NGR 3 JAN 2001 8 4:04.60",
    ]

    race = converted(lines)

    entrants = {entrant.name: entrant for entrant in start_list(race).entrants}
    assert {name: entrant.bib for name, entrant in entrants.items()} == {
        "Anna Berg": "BER",
        "Mia Zeller": "ZEL",
        "Ruth Okafor": "14",
    }
    assert entrants["Mia Zeller"].note.endswith("Bib 12 as printed.")
    said = "Bib 12 is printed for Anna Berg and Mia Zeller; codes of letters are used."
    assert said in race.notes
    assert said in start_list(race).remarks
    assert {name: str(own["finish"].time) for name, own in splits_by_name(race).items()} == {
        "Anna Berg": "4:04.51",
        "Mia Zeller": "4:04.52",
        "Ruth Okafor": "4:04.60",
    }


def test_two_of_one_name_who_were_born_on_different_days() -> None:
    """They are two athletes."""
    race = converted([*RESULTS, "6 XU Li CHN 9 AUG 1999 2 4:52.90"])

    assert [entrant.name for entrant in start_list(race).entrants].count("Li Xu") == 2
