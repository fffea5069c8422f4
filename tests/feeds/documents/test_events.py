"""Official documents of events that are not a flat run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.conversion import convert_files
from feeds.documents.convert_documents import convert
from feeds.documents.detect_printer import read_document
from feeds.errors import FeedError
from feeds.tables.table_format import Hints
from race.messages import Message, Split, StartList, Status
from tests.feeds.documents.invented_results import rows

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RELAY = """World Championships
National Stadium (JPN)
4x400 Metres Relay Men - Final  21 SEP 2025  21:20
Results
WORLD RECORD 2:54.29 United States USA Stuttgart (GER) 22 AUG 1993
RANK BIB COUNTRY NAT RESULT
1 5 Botswana BOT 2:57.76
2 7 United States USA 2:57.83
3 6 South Africa RSA 2:57.83
4 4 Belgium BEL 2:59.48 SB
 Great Britain GBR DQ TR17.3.1"""

WALK = """10,000 Metres Race Walk Women - Final  21 AUG 2026  18:00
1 21 BLANCO Ana ESP 3 MAR 1998 42:11.55 WL
2 14 ROSSI Pia ITA 4 APR 1999 42:40.02 PB
 8 WANG Li CHN 5 MAY 2001 DQ TR54.7.5"""

HURDLES = """110 Metres Hurdles Men - Final  21 AUG 2026  18:00
Wind: +0.4 m/s
1 5 KOVAC Jan CRO 3 MAR 1998 4 13.05 0.145
2 3 SOUZA Leo BRA 3 MAR 1999 6 13.10 0.152"""

MARATHON = """Marathon Men - Final  21 AUG 2026  08:00
WORLD RECORD 2:00:35 KIPTUM Kelvin KEN Chicago (USA) 8 OCT 2023
1 5 KOVAC Jan CRO 3 MAR 1998 2:06:05 PB
2 3 SOUZA Leo BRA 3 MAR 1999 2:06:11 SB"""


def messages(text: str) -> Sequence[Message]:
    """The messages of the only race of a document."""
    (race,) = convert([read_document(rows(text.split("\n")), "invented.txt")])
    return race.messages


def start_list_of(text: str) -> StartList:
    """Its start list."""
    found = next(message for message in messages(text) if isinstance(message, StartList))
    assert isinstance(found, StartList)
    return found


@pytest.mark.parametrize(
    ("text", "event", "metres", "setting", "lap_m"),
    [
        (RELAY, "4x400", 1600, "track", 400),
        (WALK, "10000W", 10_000, "track", 400),
        (HURDLES, "110H", 110, "track", 400),
        (MARATHON, "MAR", 42_195, "road", None),
        (WALK.replace("10,000 Metres Race Walk", "20 km Race Walk"), "20KW", 20_000, "road", None),
        (HURDLES.replace("110 Metres", "60m Indoor"), "60H", 60, "indoor", 200),
        (RELAY.replace("4x400 Metres Relay Men", "4 x 400m Mixed Relay"), "4x400", 1600, "track", 400),
        (WALK.replace("10,000 Metres Race Walk", "3000m Steeplechase"), "3000SC", 3000, "track", 400),
    ],
)
def test_a_document_is_of_the_event_that_it_names(
    text: str, event: str, metres: float, setting: str, lap_m: float | None
) -> None:
    """A relay over 4 x 400 m is not a 400 m, and a walk is not a run."""
    start_list = start_list_of(text)
    found = (start_list.event, start_list.distance_m, start_list.setting, start_list.lap_m)
    assert found == (event, metres, setting, lap_m)
    assert start_list.round == "final"


def test_the_entrants_of_a_relay_are_teams() -> None:
    """They have their nation, and the name of one is its short name too."""
    start_list = start_list_of(RELAY)
    teams = {
        entrant.bib: (entrant.team, entrant.short_name, entrant.nation) for entrant in start_list.entrants
    }
    assert teams["7"] == ("United States", "United States", "USA")
    assert teams["6"] == ("South Africa", "South Africa", "RSA")
    assert teams["GBR"] == ("Great Britain", "Great Britain", "GBR")
    assert [(mark.holder, mark.nation) for mark in start_list.marks] == [("United States", "USA")]
    (disqualified,) = (message for message in messages(RELAY) if isinstance(message, Status))
    assert (disqualified.bib, disqualified.status, disqualified.reason) == ("GBR", "dq", "TR17.3.1")


def test_the_rule_of_a_disqualified_walker_is_kept() -> None:
    """With the number of the rule, as for the other events."""
    (status,) = (message for message in messages(WALK) if isinstance(message, Status))
    assert (status.status, status.reason) == ("dq", "TR54.7.5")


def test_the_wind_belongs_to_sprints_and_hurdles() -> None:
    """It is measured up to 200 m; in a longer race it is only a remark."""
    winds = [message.wind for message in messages(HURDLES) if isinstance(message, Split)]
    assert winds == [0.4, 0.4]
    assert [entrant.note for entrant in start_list_of(HURDLES).entrants] == [
        "Lane or position 4. Reaction time 0.145 s.",
        "Lane or position 6. Reaction time 0.152 s.",
    ]
    longer = HURDLES.replace("110 Metres", "400 Metres").replace("13.", "53.")
    assert [message.wind for message in messages(longer) if isinstance(message, Split)] == [None, None]
    assert "Wind +0.4 m/s." in start_list_of(longer).remarks


def test_results_with_hours_and_in_whole_seconds_are_read() -> None:
    """Of a race on a road, records included."""
    times = [str(message.time) for message in messages(MARATHON) if isinstance(message, Split)]
    assert times == ["2:06:05", "2:06:11"]
    assert [str(mark.time) for mark in start_list_of(MARATHON).marks] == ["2:00:35"]
    short = MARATHON.replace("Marathon", "10 km").replace("2:06:05", "27:45").replace("2:06:11", "27:51")
    times = [str(message.time) for message in messages(short) if isinstance(message, Split)]
    assert times == ["27:45", "27:51"]


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("High Jump Women - Final", "a field event"),
        ("Decathlon Men - Final", "race by race"),
        ("Relay Women - Final", "what the legs"),
        ("1500m Women - Final\n800m Women - Final", "different races"),
    ],
)
def test_a_document_of_no_race_or_of_two_is_refused(title: str, said: str) -> None:
    """In a sentence with the file's name."""
    with pytest.raises(FeedError, match=f"invented.txt: .*{said}"):
        messages(WALK.replace("10,000 Metres Race Walk Women - Final", title))


def test_two_heats_with_the_same_title_are_two_races() -> None:
    """The heat may stand in a row of its own."""
    heats = [
        WALK.replace("10,000 Metres Race Walk Women - Final", f"1500m Women - Heats\nHeat {n} of 2").replace(
            "42:", "4:"
        )
        for n in (1, 2)
    ]
    races = list(convert([read_document(rows(text.split("\n")), f"{n}.txt") for n, text in enumerate(heats)]))
    assert len({race.race for race in races}) == 2
    found = [next(m for m in race.messages if isinstance(m, StartList)) for race in races]
    assert [(start_list.round, start_list.heat) for start_list in found] == [("heats", "1"), ("heats", "2")]


def test_the_event_may_be_said_beside_a_document(tmp_path: Path) -> None:
    """Where its title names two, or none, or one without a distance."""

    def converted(title: str, event: str = "", distance_m: float | None = None) -> StartList:
        path = tmp_path / "results.txt"
        path.write_text(WALK.replace("10,000 Metres Race Walk Women - Final", title), encoding="utf-8")
        (race,) = convert_files([path], hints=Hints(event=event, distance_m=distance_m)).races
        return next(message for message in race.messages if isinstance(message, StartList))

    two = converted("Bank 10 Miles Night: 10,000m Women - Heat 2", "10000W")
    assert (two.event, two.sex, two.round, two.heat) == ("10000W", "women", "heats", "2")
    assert converted("Women's long one", "10000W").event == "10000W"
    across = converted("Cross Country Women", distance_m=10_000)
    assert (across.event, across.distance_m, across.setting) == ("XC", 10_000, "trail")
    for title, event, said in (
        ("Women's long one", "", "give it with --event EVENT"),
        ("Cross Country Women", "", "give it with --distance METRES"),
        ("Women's 5000m Walk", "", "--event EVENT"),
    ):
        with pytest.raises(FeedError, match=said):
            converted(title, event, 10_000 if "5000m" in title else None)
