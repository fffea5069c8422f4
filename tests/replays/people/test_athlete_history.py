"""An athlete's races, bests and rivals, and what is shown of them while a race is being watched."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from feeds.log import read
from race.board import Board
from race.fold.history import History
from race.messages import Status
from race.times import Time
from replays.catalogue.start_lists import library
from replays.library import find
from replays.people.athlete_history import AthleteHistory
from replays.people.head_to_head import HeadToHead
from replays.people.known_people import People
from replays.people.name_lookup import find_pair, find_person
from replays.people.results_cache import ResultsCache, SpoilerFreeResults
from tests.replays.small_race_files import entrant, finish, recorded, start_list

PARIS = "2024-paris-olympics-1500m-final"


def kerr() -> AthleteHistory:
    """Josh Kerr in the races that come with Lapbell."""
    people = People(library()[0])
    return AthleteHistory.of(find_person(people, "Josh Kerr"), people, ResultsCache().results)


def test_races_in_the_order_of_their_days() -> None:
    """From London 2019 on, with those that he did not start."""
    races = {one.listed.race: one.result for one in kerr().appearances}

    assert next(iter(races)) == "2019-london-dl-mile"
    days = [one.listed.start_list.date for one in kerr().appearances]
    assert days == sorted(days)
    wanamaker, kingston = races["2025-millrose-wanamaker-mile"], races["2025-gst-kingston-800m"]
    assert wanamaker
    assert wanamaker.outcome == "did not start"
    assert kingston
    assert (kingston.place, kingston.outcome) == (8, "place without a time")


def test_bests_by_event() -> None:
    """The best time of the library; indoors is another event."""
    bests = {best.event: best for best in kerr().bests()}

    assert str(bests["1500"].time) == "3:27.79"
    assert bests["1500"].run
    assert bests["1500"].run.listed.race == PARIS
    assert str(bests["MILE"].time) == "3:42.66"
    assert str(bests["2MILE indoor"].time) == "8:00.67"


def test_the_newest_start_list_has_the_pb(tmp_path: Path) -> None:
    """It may be better than anything in the library; a pacemaker's race is no best."""
    ann = entrant("Ann Bell", "GBR", pb="4:20.0")
    older = recorded(tmp_path, "older", start_list(ann, date="2024-05-01"), finish("1", "4:25.0", 1))
    newer = recorded(
        tmp_path,
        "newer",
        start_list(replace(ann, pb=Time.parse("4:18.5")), date="2025-05-01"),
        finish("1", "4:24.0", 1),
    )
    paced = recorded(tmp_path, "paced", start_list(replace(ann, role="pacemaker")), finish("1", "4:10.0"))
    people = People([older, newer, paced])

    [best] = AthleteHistory.of(find_person(people, "Ann"), people, ResultsCache().results).bests()

    assert (str(best.time), str(best.pb), best.pb_before) == ("4:24.0", "4:18.5", "2025-05-01")
    assert best.run
    assert best.run.listed is newer


def test_the_best_of_any_track_is_not_the_best_indoors(tmp_path: Path) -> None:
    """The start list of a race indoors has the best from outdoors beside it: which one, it does not say."""
    indoors = replace(start_list(entrant("Ann Bell", "GBR", pb="4:18.5")), setting="indoor")
    race = recorded(tmp_path, "indoors", indoors, finish("1", "4:24.0", 1))
    people = People([race])

    [best] = AthleteHistory.of(find_person(people, "Ann"), people, ResultsCache().results).bests()

    assert best.event.endswith(" indoor")
    assert (str(best.time), best.pb, best.pb_before) == ("4:24.0", None, "")


def test_rivals_are_those_met_most() -> None:
    """The balance with each is that of their head-to-head."""
    people = People(library()[0])
    career = AthleteHistory.of(find_person(people, "Josh Kerr"), people, ResultsCache().results)

    meetings = [rival.meetings for rival in career.rivals]
    assert meetings == sorted(meetings, reverse=True)
    for rival in career.rivals[:12]:
        pair = HeadToHead.of(career.person, rival.person, ResultsCache().results)
        assert (rival.meetings, rival.won, rival.lost) == (len(pair.meetings), *pair.balance[:2])


def test_an_athlete_who_did_not_start_met_no_one(tmp_path: Path) -> None:
    """And no one met that athlete."""
    ann, bea, cat = (entrant(name, "GBR", bib=name[0]) for name in ("Ann Bell", "Bea Low", "Cat Ray"))
    dns = Status(bib="B", status="dns")
    race = recorded(
        tmp_path, "club", start_list(ann, bea, cat), dns, finish("A", "4:30.0", 1), finish("C", "4:31.0", 2)
    )
    people = People([race])

    met = {
        who: AthleteHistory.of(find_person(people, who), people, ResultsCache().results).rivals
        for who in ("Ann", "Bea")
    }

    assert [rival.person.name for rival in met["Ann"]] == ["Cat Ray"]
    assert met["Bea"] == []


def board(race: str, at: str) -> Board:
    """A race of the library as it is being watched."""
    log = read(find(race))
    clock_ms = Time.parse(at).ms
    return Board.at(log.race, clock_ms, History(log.messages()).at(clock_ms))


@pytest.mark.parametrize(
    ("at", "told"),
    [("0", None), ("3:27.64", None), ("3:27.65", None), ("3:27.79", "3:27.79"), ("4:00", "3:27.79")],
)
def test_nothing_later_than_the_playhead_is_shown(at: str, told: str | None) -> None:
    """Watching Paris: nothing of later days, of Paris what has happened, everything of earlier days."""
    people = People(library()[0])
    career = AthleteHistory.of(
        find_person(people, "Josh Kerr"), people, SpoilerFreeResults(ResultsCache(), board(PARIS, at)).results
    )

    for one in career.appearances:
        if one.listed.race == PARIS:
            assert one.result is not None
            assert (str(one.result.time) if one.result.time else None) == told
            assert one.result.status == ("finished" if told else "running")
        else:
            assert (one.result is not None) == (one.listed.start_list.date < "2024-08-06")
    bests = {best.event: best for best in career.bests()}
    assert str(bests["1500"].time) == (told or "3:29.05")
    assert str(bests["MILE"].time) == "3:45.34"
    assert all(best.pb_before <= "2024-08-06" for best in bests.values())


def test_head_to_head_shows_no_later_race() -> None:
    """Watching Budapest 2023, four of the meetings with Jakob Ingebrigtsen have been."""
    watched = board("2023-budapest-worlds-1500m-final", "2:00")
    two = find_pair(People(library()[0]), "Kerr", "Jakob Ingebrigtsen")

    pair = HeadToHead.of(*two, SpoilerFreeResults(ResultsCache(), watched).results)

    assert [meeting.winner for meeting in pair.meetings] == [1, 1, 1, 1, None, None, None, None, None]
    assert tuple(pair.balance) == (0, 4, 0)


def test_without_a_day_nothing_is_shown(tmp_path: Path) -> None:
    """Neither of a race without one, nor while one without is being watched."""
    ann = entrant("Ann Bell", "GBR")
    undated = recorded(tmp_path, "undated", start_list(ann, date=""), finish("1", "4:25.0", 1))
    dated = recorded(tmp_path, "dated", start_list(ann), finish("1", "4:25.0", 1))
    history = History(read(undated.path).messages())
    watched = Board.at("undated", 0, history.at(0))

    assert SpoilerFreeResults(ResultsCache(), board(PARIS, "0")).results(undated) is None
    assert SpoilerFreeResults(ResultsCache(), watched).results(dated) is None
    assert SpoilerFreeResults(ResultsCache(), watched).results(undated) is not None
