"""Tables of events that are not a flat run."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from feeds.conversion import convert_files
from feeds.errors import FeedError
from feeds.tables.table_format import Hints
from tests.feeds.tables.converted_files import parts_of

if TYPE_CHECKING:
    from pathlib import Path

    from tests.feeds.tables.converted_files import RaceParts

RELAY = """Place;Team;Nat;400;800;1200;Time
1;Botswana;BOT;44.8;1:28.7;2:13.2;2:57.76
2;United States;USA;44.5;1:28.8;2:13.4;2:57.83
3;South Africa;RSA;45.0;1:29.0;2:13.5;2:58.20
"""

RUN = """Place,Name,Nat,Time
1,Ana Berg,NOR,20:01
2,Bea Lund,SWE,20:10
"""


def table(folder: Path, text: str, event: str, distance_m: float | None = None) -> RaceParts:
    """The race of a table."""
    path = folder / "race.csv"
    path.write_text(text, encoding="utf-8")
    (race,) = convert_files([path], hints=Hints(event=event, distance_m=distance_m)).races
    return parts_of(race)


def test_a_relay_is_a_race_of_teams(tmp_path: Path) -> None:
    """Faster than anyone runs its distance, each team with its whole name and its legs."""
    race = table(tmp_path, RELAY, "4x400")
    teams = [(each.bib, each.team, each.short_name) for each in race.start_list.entrants]
    assert teams == [
        ("BOT", "Botswana", "Botswana"),
        ("USA", "United States", "United States"),
        ("RSA", "South Africa", "South Africa"),
    ]
    assert {split.leg for split in race.splits} == {1, 2, 3, 4}
    assert not any(split.suspect for split in race.splits)


def test_an_event_without_a_distance_needs_one(tmp_path: Path) -> None:
    """A cross-country race is as long as it is said to be."""
    with pytest.raises(FeedError, match="give it with --distance METRES"):
        table(tmp_path, RUN, "XC")
    start_list = table(tmp_path, RUN, "XC", 6000).start_list
    found = (start_list.event, start_list.distance_m, start_list.setting, start_list.lap_m)
    assert found == ("XC", 6000, "trail", None)


def test_an_event_and_another_distance_are_refused(tmp_path: Path) -> None:
    """One of the two is wrong."""
    with pytest.raises(FeedError, match="--event 5K is 5000 m, and --distance says 6000 m"):
        table(tmp_path, RUN, "5K", 6000)


@pytest.mark.parametrize(
    ("event", "said"),
    [("high jump", "a field event"), ("decathlon", "race by race"), ("lunch", "is not an event")],
)
def test_what_is_no_race_is_refused(tmp_path: Path, event: str, said: str) -> None:
    """By the sentence of the rule that reads titles."""
    with pytest.raises(FeedError, match=said):
        table(tmp_path, RUN, event)
