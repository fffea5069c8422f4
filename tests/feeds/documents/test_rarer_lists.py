"""Printed lists as they are less often: what stands beside a result, below a team, or in place of results."""

from __future__ import annotations

import pytest

from feeds.errors import FeedError
from race.messages import Split, Status
from tests.feeds.documents.invented_results import converted, start_list

HEAD = ["Area Championships", "4x400 Metres Relay Mixed - Final  13 JUN 2031  19:35"]


@pytest.mark.parametrize(
    "legs",
    [
        ["DELTA Dan 44.5", "ECHO Eva 50.1", "FOXTROT Fred 45.1", "GOLF Gia 49.10"],
        ["1 DELTA Dan", "2 ECHO Eva", "3 FOXTROT Fred", "4 GOLF Gia"],
        ["DELTA Dan", "ECHO Eva", "FOXTROT Fred", "GOLF Gia"],
    ],
    ids=["times", "numbers", "names"],
)
def test_the_runners_below_a_team_are_its_legs(legs: list[str]) -> None:
    """They are kept with it, and are no teams."""
    race = converted(
        [*HEAD, "1 6 Jamaica JAM 3:08.80 CR", *legs, "2 5 Belgium BEL 3:10.61", "7 Spain ESP DNF"]
    )
    teams = {entrant.bib: entrant for entrant in start_list(race).entrants}
    assert set(teams) == {"5", "6", "7"}
    for leg in ("1 Dan Delta", "2 Eva Echo", "3 Fred Foxtrot", "4 Gia Golf"):
        assert leg in teams["6"].note
    assert teams["5"].note == ""


@pytest.mark.parametrize(
    ("rest", "status", "reason"),
    [
        ("DNF Injured", "dnf", "Injured"),
        ("DQ TR 28.6 (missed the water jump)", "dq", "TR 28.6 (missed the water jump)"),
        ("DQ False start", "dq", "False start"),
        ("DQ R162.7 false start", "dq", "R162.7 false start"),
    ],
)
def test_words_behind_a_status_are_its_reason(rest: str, status: str, reason: str) -> None:
    """As they are printed."""
    race = converted(
        [
            "3000 Metres Steeplechase Women - Final  13 JUN 2031",
            "1 11 ALFA Ana KEN 9:24.51",
            f"12 ECHO Eva ESP {rest}",
        ]
    )
    [found] = [message for message in race.messages if isinstance(message, Status)]
    assert (found.bib, found.status, found.reason) == ("12", status, reason)


def test_a_pacemaker_may_be_named_behind_the_status() -> None:
    """As `DNF Pacemaker`."""
    race = converted(["5000 Metres Women", "1 11 ALFA Ana KEN 14:24.51", "12 ECHO Eva ESP DNF Pacemaker"])
    assert [entrant.role for entrant in start_list(race).entrants] == ["runner", "pacemaker"]


def test_the_wind_may_stand_beside_the_heat() -> None:
    """Both are kept, and the name of the race holds the heat alone."""
    race = converted(
        ["100 Metres Men - Heats  13 JUN 2031", "Heat 3 of 7   Wind: -0.2 m/s", "1 11 ALFA Al KEN 9.95 Q"]
    )
    listed = start_list(race)
    assert (listed.round, listed.heat, listed.name) == ("heats", "3", "100 Metres Men - Heats Heat 3 of 7")
    assert [message.wind for message in race.messages if isinstance(message, Split)] == [-0.2]


def test_by_hand_a_club_stands_in_brackets_and_a_status_where_it_likes() -> None:
    """Dots may lead to the result."""
    race = converted(
        [
            "Women's 3000m",
            "1 Ann Smith (TSV 1860 Ulm) 9:31.2",
            "2 Bo Dale (GBR) ........ 9:40.0",
            "3 Tia Fox (Kent AC) 9:41",
            "Al Orr (Kent AC) dnf",
            "dns: Eva Hill",
        ]
    )
    listed = {entrant.name: entrant for entrant in start_list(race).entrants}
    assert {name: (own.club, own.nation) for name, own in listed.items()} == {
        "Ann Smith": ("TSV 1860 Ulm", ""),
        "Bo Dale": ("", "GBR"),
        "Tia Fox": ("Kent AC", ""),
        "Al Orr": ("Kent AC", ""),
        "Eva Hill": ("", ""),
    }
    statuses = {message.bib: message.status for message in race.messages if isinstance(message, Status)}
    assert statuses == {listed["Al Orr"].bib: "dnf", listed["Eva Hill"].bib: "dns"}


@pytest.mark.parametrize(
    ("head", "said"),
    [
        (["1500 Metres Women - Final", "START LIST"], "a start list"),
        (["Startliste", "1500 m Frauen"], "a start list"),
        (["State Championships", "Team Scores"], "standings"),
        (["One Hour Men - Final  4 SEP 2031"], "a race to a time"),
    ],
)
def test_what_is_no_result_is_refused_by_name(head: list[str], said: str) -> None:
    """Whatever its rows look like."""
    with pytest.raises(FeedError, match=said):
        converted([*head, "1 11 ALFA Ana KEN 10 JAN 1994 3:48.68 3:48.68"])


def test_a_short_name_of_a_club_in_capitals_is_no_part_of_a_name() -> None:
    """Behind a given name that is not in capitals."""
    race = converted(
        ["Club 1500 m Women", "1 BERG Anna TVL 3:52.40", "2 VAN DAM Mia LGN 3:54.10", "3 KIM Su LEE 3:55.0"]
    )
    found = {(entrant.name, entrant.club) for entrant in start_list(race).entrants}
    assert {("Anna Berg", "TVL"), ("Mia Van Dam", "LGN")} < found


def test_a_family_name_may_stand_before_a_comma() -> None:
    """In capitals or not; a number with a point is a place, also before a status."""
    race = converted(
        ["Club 1500 m", "1. Berg, Anna 3:52.40", "2) ZELLER, Mia 3:54.10", "3. Okafor, Ruth DNF"]
    )
    assert {entrant.name: entrant.bib for entrant in start_list(race).entrants} == {
        "Anna Berg": "BER",
        "Mia Zeller": "ZEL",
        "Ruth Okafor": "OKA",
    }


def test_a_team_has_its_name_as_it_is_printed() -> None:
    """Capitals in it are no family name."""
    race = converted(["4x400 m Men", "1 LG Nord Berlin 3:05.10", "2 SC Magdeburg 3:06.20", "3 TV Ulm DQ"])
    assert {entrant.name: entrant.bib for entrant in start_list(race).entrants}.keys() == {
        "LG Nord Berlin",
        "SC Magdeburg",
        "TV Ulm",
    }
    assert not any(entrant.bib.isdigit() for entrant in start_list(race).entrants)


def test_thousandths_may_be_printed_as_the_whole_time() -> None:
    """`(1:44.595)` as `(.595)`."""
    race = converted(
        ["800 Metres Men", "1 11 ALFA Al KEN 1:44.60 (1:44.595) Q", "2 12 BRAVO Bo GBR 1:44.60 (.598)"]
    )
    notes = [message.notes for message in race.messages if isinstance(message, Split)]
    assert notes == [("Q", ".595"), (".598",)]
