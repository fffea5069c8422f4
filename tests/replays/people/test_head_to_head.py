"""Who met whom, who won and by how much, as published."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from race.messages import Entrant, Message, Order, Status
from race.times import Time
from replays.catalogue.start_lists import library
from replays.people.head_to_head import Balance, HeadToHead, Meeting
from replays.people.known_people import People
from replays.people.name_lookup import find_pair
from replays.people.results import Result
from replays.people.results_cache import ResultsCache
from tests.replays.small_race_files import entrant, finish, recorded, split, start_list, unpublished

ANN, BEA = entrant("Ann Bell", "GBR", bib="1"), entrant("Bea Low", "GBR", bib="2")


@cache
def people() -> People:
    """Everyone in the races that come with Lapbell."""
    return People(library()[0])


def pair(first: str, second: str) -> HeadToHead:
    """Two of them."""
    return HeadToHead.of(*find_pair(people(), first, second), ResultsCache().results)


def meeting(
    folder: Path, *messages: Message, entrants: tuple[Entrant, Entrant] = (ANN, BEA)
) -> Meeting | None:
    """A race of two, as they met in it; None where they did not."""
    race = recorded(folder, "club", start_list(*entrants), *messages)
    found = HeadToHead.of(*find_pair(People([race]), "Ann", "Bea"), ResultsCache().results)
    return found.meetings[0] if found.meetings else None


def test_kerr_and_ingebrigtsen() -> None:
    """Tokyo 2020 to Zurich 2024, in the order of the days, each with places and times as published."""
    met = pair("Josh Kerr", "Jakob Ingebrigtsen")

    told = [
        (m.listed.race, *((r.place, str(r.time)) for r in m.results or ()), m.winner, str(m.margin))
        for m in met.meetings
    ]
    assert told == [
        ("2020-tokyo-olympics-1500m-men-final", (3, "3:29.05"), (1, "3:28.32"), 1, "0.73"),
        ("2022-eugene-worlds-1500m-final", (5, "3:30.60"), (2, "3:29.47"), 1, "1.13"),
        ("2023-oslo-dl-1500m", (9, "3:30.07"), (1, "3:27.95"), 1, "2.12"),
        ("2023-budapest-worlds-1500m-semifinal-2", (2, "3:35.14"), (1, "3:34.98"), 1, "0.16"),
        ("2023-budapest-worlds-1500m-final", (1, "3:29.38"), (2, "3:29.65"), 0, "0.27"),
        ("2024-bowerman-mile", (1, "3:45.34"), (2, "3:45.60"), 0, "0.26"),
        ("2024-paris-olympics-1500m-semifinal-1", (2, "3:32.46"), (1, "3:32.38"), 1, "0.08"),
        ("2024-paris-olympics-1500m-final", (2, "3:27.79"), (4, "3:28.24"), 0, "0.45"),
        ("2024-zurich-dl-1500m", (5, "3:31.46"), (2, "3:29.52"), 1, "1.94"),
    ]
    assert met.balance == Balance(3, 6, 0)
    assert met.by_event() == {"1500": Balance(2, 6, 0), "MILE": Balance(1, 0, 0)}


def test_split_by_split() -> None:
    """The gap where both were timed, the places where neither was; nothing is estimated."""
    met = pair("Josh Kerr", "Jakob Ingebrigtsen")
    by_race = {m.listed.race: m for m in met.meetings}

    tokyo = by_race["2020-tokyo-olympics-1500m-men-final"]
    assert [(s.checkpoint, str(s.gap)) for s in tokyo.splits] == [
        ("400", "-1.1"),
        ("800", "-1.2"),
        ("1200", "-0.9"),
        ("1400", "-0.7"),
    ]
    bowerman = by_race["2024-bowerman-mile"]
    assert [(s.checkpoint, s.ranks, s.gap) for s in bowerman.splits][:3] == [
        ("400", (8, 3), None),
        ("900", (5, 2), None),
        ("1000", (1, 2), None),
    ]


def facts() -> dict[str, Any]:
    """The collected figures by race, where they are at hand."""
    samples = os.environ.get("LAPBELL_SAMPLES")
    if not samples:
        pytest.skip("LAPBELL_SAMPLES is not set")
    paths = (Path(samples).parent / "races-facts").glob("*.json")
    read = {path.stem: json.loads(path.read_text(encoding="utf-8")) for path in paths}
    return {name: one for name, one in read.items() if "race" in one}


def ran(race: dict[str, Any]) -> set[str]:
    """Who ran for a place in a race, by its collected figures."""
    absent = {r["name"] for r in race["results"] if r["status"] == "dns"}
    return {e["name"] for e in race["entrants"] if e.get("role", "runner") == "runner"} - absent


FOUND_SINCE = {("2023-oslo-dl-1500m", "Josh Kerr")}
"""Results that the facts do not have; the file names the list that they are from."""


def stated(result: Result) -> dict[str, Any]:
    """A result in the words of the facts."""
    return {
        "place": result.place,
        "time": str(result.time) if result.time else None,
        "status": result.status,
        "source": result.source,
    }


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Josh Kerr", "Jakob Ingebrigtsen"),
        ("Josh Kerr", "Yared Nuguse"),
        ("Josh Kerr", "Cole Hocker"),
        ("Jake Wightman", "Neil Gourley"),
        ("Yared Nuguse", "Hobbs Kessler"),
        ("Timothy Cheruiyot", "Reynold Cheruiyot"),
        ("Jessica Hull", "Freweyni Hailu"),
    ],
)
def test_each_meeting_agrees_with_the_collected_figures(first: str, second: str) -> None:
    """All races of the library that both ran: place, time, status and source of both, and their splits."""
    collected = facts()
    met = pair(first, second)

    held = {listed.race for listed in library()[0]}
    assert {m.listed.race for m in met.meetings} & held == {
        name for name, race in collected.items() if name in held and {first, second} <= ran(race)
    }
    for one in met.meetings:
        race = collected[one.listed.race]
        results = {r["name"]: r for r in race["results"]}
        for name, result in zip((first, second), one.results or (), strict=True):
            if name not in results:
                is_found = (one.listed.race, name) in FOUND_SINCE
                assert result.status == ("finished" if is_found else "unknown")
                continue
            fact = results[name] | {"source": results[name]["source"].split(" (as in")[0]}
            assert stated(result) == {key: fact.get(key) for key in stated(result)}
        times = {(s["name"], s["distance_m"]): s["time"] for s in race["splits"]}
        for at in one.splits:
            for name, time in zip((first, second), at.times, strict=True):
                assert time is None or Time.parse(times[name, at.distance_m]) == time


@pytest.mark.parametrize(
    ("messages", "winner", "margin", "outcomes"),
    [
        ([finish("1", "4:30.5", 1), finish("2", "4:31.25", 2)], 0, "0.8", "place and time|place and time"),
        ([finish("1", "4:30.50"), finish("2", "4:30.20")], 1, "0.30", "place and time|place and time"),
        ([finish("1", "4:30.50", 2), finish("2", "4:30.50", 1)], 1, "0.00", "place and time|place and time"),
        (
            [finish("1", "4:30.50", 1), finish("2", "4:30.50", 1)],
            None,
            "None",
            "place and time|place and time",
        ),
        (
            [finish("1", "4:30.50", 1), Order(checkpoint="finish", places={"2": 2})],
            0,
            "None",
            "place and time|place without a time",
        ),
        (
            [finish("1", "4:30.50", 1), Status(bib="2", status="dnf", after="400")],
            0,
            "None",
            "place and time|did not finish",
        ),
        ([finish("2", "4:30.50", 1), Status(bib="1", status="dq")], 1, "None", "disqualified|place and time"),
        ([finish("1", "4:30.50", 1), *unpublished("2")], 0, "None", "place and time|result not published"),
        ([finish("1", "4:30.50", 2), *unpublished("2")], None, "None", "place and time|result not published"),
        ([*unpublished("1", "2")], None, "None", "result not published|result not published"),
    ],
)
def test_who_won(
    tmp_path: Path, messages: list[Message], winner: int | None, margin: str, outcomes: str
) -> None:
    """By place, else by time, else by finishing at all; where one result was not published, only a winner."""
    met = meeting(tmp_path, *messages)

    assert met is not None
    assert (met.winner, str(met.margin)) == (winner, margin)
    assert met.results is not None
    assert "|".join(result.outcome for result in met.results) == outcomes


def test_pacemakers_and_those_who_did_not_start_met_no_one(tmp_path: Path) -> None:
    """A race that one of the two did not run is not a meeting."""
    dns = [Status(bib="2", status="dns"), finish("1", "4:30.5", 1)]
    paced = entrant("Bea Low", "GBR", bib="2", role="pacemaker")

    assert meeting(tmp_path, *dns) is None
    assert meeting(tmp_path, finish("1", "4:30.5", 1), finish("2", "4:31.0"), entrants=(ANN, paced)) is None


def test_a_suspect_split_is_no_gap(tmp_path: Path) -> None:
    """A gap needs two times that are not suspect."""
    met = meeting(
        tmp_path,
        split("1", "400", "70.0"),
        replace(split("2", "400", "71.0"), suspect=True),
        split("1", "1200", "3:30.0", 1),
        split("2", "1200", "3:31.4", 2),
        finish("1", "4:30.50", 1),
        finish("2", "4:31.50", 2),
    )

    assert met is not None
    assert [(s.checkpoint, str(s.gap), s.ranks) for s in met.splits] == [
        ("1200", "1.4", (1, 2)),
    ]


def test_a_race_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    """The meeting is listed without results, and counts for neither."""
    race = recorded(
        tmp_path, "club", start_list(ANN, BEA), finish("1", "4:30.5", 1), finish("2", "4:31.0", 2)
    )
    with race.path.open("a") as file:
        file.write("no message\n")
    archive = ResultsCache()

    met = HeadToHead.of(*find_pair(People([race]), "Ann", "Bea"), archive.results)

    assert [m.results for m in met.meetings] == [None]
    assert met.balance == Balance(0, 0, 0)
    assert [str(error).split(":")[0] for error in archive.broken] == ["club.jsonl"]
    assert met.to_json()["meetings"][0]["results"][0]["status"] is None
