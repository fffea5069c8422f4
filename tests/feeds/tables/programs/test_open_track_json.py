"""OpenTrack competitions: a race for each heat of each track event; field events are named and left out."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from feeds.errors import FeedError
from feeds.tables.table_format import Hints
from tests.feeds.tables.converted_files import RaceParts, convert_text

COMPETITORS = [
    {
        **{"competitorId": "7", "firstName": "Ada", "lastName": "van Ash", "gender": "F", "category": "SEN"},
        **{"dateOfBirth": "1999-04-13", "nationality": "NOR", "teamId": "OLG", "teamName": "OL Group"},
        "eventsEntered": [{"eventId": "T01", "eventCode": "1500", "pb": "4:05.1", "sb": "4:10.22"}],
    },
    {"competitorId": "8", "firstName": "Bea", "lastName": "Birk", "gender": "F", "teamName": "B"},
    {"competitorId": "9", "firstName": "Eve", "lastName": "Eck", "gender": "F"},
    {"competitorId": "OLGA", "isTeamEntry": True, "teamName": "OL Group A", "gender": "F"},
]


def unit(*results: dict[str, Any], **fields: object) -> dict[str, Any]:
    """A heat."""
    return {"heat": 1, "heatName": "Heat 1", "round": 1, "roundName": "Round 1", "results": results, **fields}


def event(code: str, *units: dict[str, Any], **fields: object) -> dict[str, Any]:
    """An event."""
    named = {"eventId": "T01", "eventCode": code, "name": f"W {code} meter", "genders": "F", "day": 2}
    return {**named, "units": units, **fields}


def competition(*events: dict[str, Any], **fields: object) -> str:
    """A competition of two days."""
    said = {"fullName": "Open", "date": "2026-06-12", "venue": {"formalName": "Stadium"}}
    return json.dumps({**said, "competitors": COMPETITORS, "events": events, **fields})


def result(bib: str, performance: str, place: int | None = None, **fields: object) -> dict[str, Any]:
    """A result."""
    placed = {} if place is None else {"place": place}
    return {"bib": bib, "performance": performance, **placed, **fields}


def convert(folder: Path, *events: dict[str, Any]) -> RaceParts:
    """The only race of a competition."""
    (race,) = convert_text(folder, competition(*events))
    return race


def splits(*pairs: tuple[int, str]) -> list[dict[str, object]]:
    """Splits."""
    return [{"distance": metres, "elapsedTime": time} for metres, time in pairs]


def test_a_heat_with_splits(tmp_path: Path) -> None:
    """Runners are known by their bibs; best times are those of the entry; the start is the time of day."""
    race = convert(
        tmp_path,
        event(
            "1500",
            unit(
                result("7", "4:11.58", 1, rawTime="4:11.579", lane=3, note="PB",
                       splits=splits((300, "48.472"), (700, "1:55.695"), (1500, "4:11.579"))),
                result("8", "DNF", splits=splits((300, "49.1"))),
                result("9", "DNS"),
                actualStartTime={"$date": 1781280000123},
                resultsStatus="official",
            ),
        ),
    )  # fmt: skip

    start_list = race.start_list
    assert (start_list.name, start_list.meet, start_list.venue) == ("W 1500 meter", "Open", "Stadium")
    assert (start_list.date, start_list.event, start_list.distance_m, start_list.sex) == (
        "2026-06-13",
        "1500",
        1500,
        "women",
    )
    ada = start_list.entrants[0]
    assert (ada.name, ada.family, ada.nation, ada.club, ada.born) == (
        "Ada van Ash",
        "van Ash",
        "NOR",
        "OL Group",
        "1999-04-13",
    )
    assert (str(ada.pb), str(ada.sb)) == ("4:05.1", "4:10.22")
    assert race.times("7") == {"300": "48.472", "700": "1:55.695", "finish": "4:11.58"}
    assert race.splits[-1].notes == ("PB",)
    assert race.statuses == {"8": ("dnf", ""), "9": ("dns", "")}
    assert str(race.guns[0].clock) == "2026-06-12T16:00:00.123Z"
    assert race.is_official


@pytest.mark.parametrize(
    "wrong",
    [
        splits((200, "48.472"), (400, "1:55.695"), (800, "4:11.579")),
        splits((300, "48.472"), (1900, "1:55.695")),
        splits((300, "4:48.472")),
    ],
    ids=["the result on the way", "beyond the finish", "later than the result"],
)
def test_splits_with_distances_that_cannot_be_are_left_out(
    tmp_path: Path, wrong: list[dict[str, object]]
) -> None:
    """As those of a program that was set up for another race; the results stay."""
    race = convert(tmp_path, event("1500", unit(result("7", "4:11.58", 1, rawTime="4:11.579", splits=wrong))))

    assert race.times("7") == {"finish": "4:11.58"}
    assert any("do not fit its results" in note for note in race.notes)


def test_heats_and_rounds_are_races_of_their_own(tmp_path: Path) -> None:
    """Their names tell them apart, and one of them can be chosen."""
    text = competition(
        event(
            "200",
            unit(result("7", "23.65", 1), windAssistance="+1.9"),
            unit(result("8", "24.65", 1), heat=2, heatName="Heat 2", windAssistance="-0.3"),
            unit(result("7", "23.15", 1), round=2, roundName="Final"),
        )
    )

    races = convert_text(tmp_path, text)

    assert [(race.start_list.round, race.start_list.heat) for race in races] == [
        ("Round 1", "1"),
        ("Round 1", "2"),
        ("Final", ""),
    ]
    assert [race.splits[0].wind for race in races] == [1.9, -0.3, None]
    (second,) = convert_text(tmp_path, text, Hints(only=("W 200 meter Round 1 Heat 2",)))
    assert second.times("8") == {"finish": "24.65"}


def test_relays_walks_and_hurdles_are_what_they_are(tmp_path: Path) -> None:
    """By the event's code; a relay's runner is a team."""
    text = competition(
        event("4x400", unit(result("OLGA", "3:40.11", 1))),
        event("10000W", unit(result("7", "46:40.11", 1))),
        event("100H", unit(result("8", "13.11", 1), windAssistance="0.4")),
    )

    relay, walk, hurdles = convert_text(tmp_path, text)

    assert (relay.start_list.event, relay.start_list.distance_m) == ("4x400", 1600)
    assert [(e.name, e.team, e.club) for e in relay.start_list.entrants] == [("OL Group A", "OL Group A", "")]
    assert (walk.start_list.event, hurdles.start_list.event) == ("10000W", "100H")
    assert hurdles.splits[0].wind == 0.4


def test_field_events_are_named_and_left_out(tmp_path: Path) -> None:
    """Never a race, whatever is in their results."""
    race = convert(
        tmp_path, event("LJ", unit(result("7", "6.11", 1))), event("800", unit(result("8", "2:11.1", 1)))
    )

    assert race.start_list.event == "800"
    assert any("left out: 'W LJ meter'" in note for note in race.notes)
    with pytest.raises(FeedError, match="no race with runners"):
        convert(tmp_path, event("LJ", unit(result("7", "6.11", 1))))


def test_older_lists_have_positions(tmp_path: Path) -> None:
    """Cross country has no distance of its own: it is asked for."""
    text = json.dumps(
        {
            **{"fullName": "Match 4", "startDate": "2027-02-11", "locationText": "Common"},
            "results": [
                {
                    "discipline": "5MXC",
                    "positions": [
                        {"givenName": "Ben", "familyName": "Marsh", "perf": "27:42", "club": "W", "bib": 10,
                         "rank": 1},
                        {"givenName": "Sam", "familyName": "Day", "perf": "DNF", "club": "K", "bib": 11},
                    ],
                }
            ],
        }
    )  # fmt: skip

    with pytest.raises(FeedError, match="how far '5MXC' is"):
        convert_text(tmp_path, text)
    (race,) = convert_text(tmp_path, text, Hints(distance_m=8000))
    assert (race.start_list.meet, race.start_list.date) == ("Match 4", "2027-02-11")
    assert (race.times("10"), race.places) == ({"finish": "27:42"}, {"10": 1})
    assert race.statuses == {"11": ("dnf", "")}


def test_a_result_that_is_no_time_is_named(tmp_path: Path) -> None:
    """With its runner."""
    race = convert(tmp_path, event("800", unit(result("7", "2:1O.1", 1), result("8", "2:11.1", 2))))

    assert race.places == {"8": 2}
    assert any("Ada van Ash: '2:1O.1' is not a time" in note for note in race.notes)
