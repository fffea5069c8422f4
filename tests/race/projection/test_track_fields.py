"""Which rule holds for a field on the track."""

from __future__ import annotations

from dataclasses import replace

import pytest

from race.event import Event
from race.messages import Entrant, RaceKind, StartList
from race.projection import last_lap_tables as tables
from race.projection.track_fields import track_field
from race.times import Time
from tests.race.messages_by_hand import start_list

MILE_M = 1609.344


def field(
    *bests: str, kind: RaceKind | None = None, sex: str = "men", metres: float = 1500, nations: str = ""
) -> StartList:
    """A start list of four runners, the first of them with personal bests."""
    entrants = [Entrant(bib=f"{i}", name=f"Name {i}") for i in range(4)]
    for i, best in enumerate(bests):
        entrants[i] = replace(entrants[i], pb=Time.parse(best))
    for i, nation in enumerate(nations.split()):
        entrants[i] = replace(entrants[i], nation=nation)
    return replace(start_list(entrants, (400, metres)), kind=kind, sex=sex)


def rule(race: StartList) -> tables.Rule:
    """The rule of a plain run over its distance."""
    return track_field(race, Event(code="", distance_m=race.distance_m)).rule


@pytest.mark.parametrize(
    ("race", "expected"),
    [
        (field(kind="paced"), tables.PACED_MEN),
        (field(kind="paced", sex="F"), tables.PACED),
        (field(kind="championship"), tables.CHAMPIONSHIP),
        (field(kind="club"), tables.CLUB),
        (field(kind="heat"), tables.CLUB),
        (field(kind="heat", nations="GBR NOR KEN"), tables.CHAMPIONSHIP),
        (field(kind="heat", nations="USA USA USA USA"), tables.CLUB),
        (field(), tables.UNKNOWN),
        (field(metres=1000), tables.EVEN),
        (field(kind="paced", metres=5000), tables.EVEN),
        (field(metres=800), tables.EIGHT_HUNDRED),
    ],
)
def test_the_kind_of_race_picks_the_rule(race: StartList, expected: tables.Rule) -> None:
    """A heat is paced like a final where its runners come from many nations."""
    assert rule(race) is expected


def test_a_pacemaker_makes_a_race_paced() -> None:
    """Unless the start list says something else."""
    race = field()
    first = replace(race.entrants[0], role="pacemaker")
    paced = replace(race, entrants=(first, *race.entrants[1:]))

    assert rule(paced) is tables.PACED_MEN
    assert rule(replace(paced, kind="championship")) is tables.CHAMPIONSHIP


@pytest.mark.parametrize(
    ("bests", "kind", "expected"),
    [
        (("3:30.00", "3:32.00", "3:34.00"), None, tables.ELITE_BY_BESTS),
        (("3:30.00", "3:32.00", "3:34.00"), "heat", tables.CHAMPIONSHIP_BY_BESTS),
        (("3:30.00", "3:32.00"), "paced", tables.PACED_MEN_BY_BESTS),
        (("3:30.00",), "paced", tables.PACED_MEN),
        (("3:30.00",), None, tables.UNKNOWN),
        (("3:58.00", "4:02.00", "4:04.00"), None, tables.CLUB),
        (("3:58.00", "4:02.00", "4:04.00"), "championship", tables.CLUB),
    ],
)
def test_personal_bests_say_how_good_a_field_is(
    bests: tuple[str, ...], kind: RaceKind | None, expected: tables.Rule
) -> None:
    """If half of the runners have one."""
    assert rule(field(*bests, kind=kind)) is expected


def test_a_club_field_is_not_measured_by_its_bests() -> None:
    """They may be years old."""
    assert track_field(field("3:58", "4:02", "4:04", "4:06"), Event(code="", distance_m=1500)).bests == {}


@pytest.mark.parametrize(
    ("best", "pace"), [("3:50.00", 230_000 / MILE_M), ("3:30.00", 140 * (MILE_M / 1500) ** 0.06)]
)
def test_a_mile_faster_than_any_is_a_best_over_1500_m(best: str, pace: float) -> None:
    """It is worth a little less a metre over the longer distance."""
    race = field(best, best, best, best, kind="paced", metres=MILE_M)

    assert track_field(race, Event(code="MILE", distance_m=MILE_M)).typical_best == pytest.approx(pace)
