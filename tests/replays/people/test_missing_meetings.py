"""Races in which two people are known to have met, and that the library does not have."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from replays.catalogue.start_lists import library
from replays.people.head_to_head import HeadToHead
from replays.people.known_people import People
from replays.people.missing_meetings import known_races
from replays.people.name_lookup import find_pair
from replays.people.results_cache import ResultsCache
from tests.replays.small_race_files import entrant, finish, recorded, start_list

if TYPE_CHECKING:
    from pathlib import Path

    from replays.catalogue.start_lists import ListedRace

KERR = entrant("Josh KERR", "GBR", "1997-10-08", bib="1")
JAKOB = entrant("Jakob Ingebrigtsen", "NOR", bib="2")


def met(*races: ListedRace) -> HeadToHead:
    """The two, as they met in some races."""
    return HeadToHead.of(*find_pair(People(races), "Kerr", "Ingebrigtsen"), ResultsCache().results)


def names(pair: HeadToHead) -> list[str]:
    """The races that are missing."""
    return [meeting.start_list.name for meeting in pair.missing]


def test_what_is_in_the_library_is_not_missing(tmp_path: Path) -> None:
    """By the two people, the day and the distance, whatever the race is called."""
    club = recorded(tmp_path, "club", start_list(KERR, JAKOB), finish("1", "3:40.0"), finish("2", "3:41.0"))
    budapest = recorded(tmp_path, "heat", start_list(KERR, JAKOB, date="2023-08-19"))
    other_day = recorded(tmp_path, "other", start_list(KERR, JAKOB, date="2023-08-18"))

    assert "Budapest 2023 heat 1" in names(met(club))
    assert "Budapest 2023 heat 1" in names(met(club, other_day))
    assert "Budapest 2023 heat 1" not in names(met(club, budapest))
    assert len(met(club).missing) == len(met(club, budapest).missing) + 1


def test_a_missing_meeting_has_its_results_and_their_source(tmp_path: Path) -> None:
    """They are not counted in the balance."""
    pair = met(recorded(tmp_path, "club", start_list(KERR, JAKOB), finish("1", "3:40"), finish("2", "3:41")))

    told = pair.to_json()
    semi_final = next(m for m in told["missing"] if m["name"] == "Tokyo 2020 semi-final 2")
    assert [(r["place"], r["time_ms"]) for r in semi_final["results"]] == [(3, 212_180), (2, 212_130)]
    assert all(result["source"] for meeting in told["missing"] for result in meeting["results"])
    assert (semi_final["winner"], semi_final["margin_ms"]) == (told["athletes"][1]["id"], 50)
    assert sum(told["balance"]["wins"].values()) == 1


def test_a_namesake_has_not_met_anyone(tmp_path: Path) -> None:
    """The nation and the sex tell people apart, as anywhere."""
    namesake = entrant("Josh Kerr", "NZL", "1990-01-01", bib="1")

    assert met(recorded(tmp_path, "club", start_list(namesake, JAKOB))).missing == []


def test_every_known_race_is_whole() -> None:
    """A day or a part of one, two runners at least whom the library has, and a source; no result twice."""
    people = People(library()[0]).persons
    for start_list_, results in known_races():
        date.fromisoformat(f"{start_list_.date}-01-01"[:10])
        assert len([*results]) == len(start_list_.entrants) > 1, start_list_.name
        assert all(result.source for result in results.values())
        assert any(result.place or result.time for result in results.values())
        places = [result.place for result in results.values() if result.place]
        times = [result.time.ms for result in results.values() if result.time]
        assert places == sorted(set(places)), start_list_.name
        assert times == sorted(times), start_list_.name
        known = [any(p.may_be(e, start_list_) for p in people) for e in start_list_.entrants]
        assert sum(known) > 1, start_list_.name


def test_laps_stand_beside_the_times() -> None:
    """At the checkpoints that end one."""
    pair = HeadToHead.of(
        *find_pair(People(library()[0]), "Josh Kerr", "Jakob Ingebrigtsen"), ResultsCache().results
    )
    tokyo = next(m for m in pair.meetings if m.listed.race == "2020-tokyo-olympics-1500m-men-final")

    laps = {split.checkpoint: [str(lap) for lap in split.laps if lap] for split in tokyo.splits}
    assert laps == {"400": ["57.3", "56.2"], "800": ["55.9", "55.8"], "1200": ["55.2", "55.5"], "1400": []}
