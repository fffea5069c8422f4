"""The marks of the recorded races, and the badges that follow from them, against what was printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from race.areas import area_of
from race.board import Board
from race.eligibility import runs_here
from race.fold.state import RaceState
from race.messages import Mark, StartList
from race.records import badges_of, recognised, results_of
from replays.library import files, find
from tests.replays.library_races import final_state

RACES = files()

RECORDS = {"WR", "OR", "CR", "AR", "NR", "DLR", "MR", "SR", "WB", "WL"}

PRINTED_NOWHERE = {
    ("2020-tokyo-olympics-1500m-men-final", "Jakob Ingebrigtsen"): {"NR"},
    ("2023-bowerman-mile", "Jakob Ingebrigtsen"): {"NR", "SR"},
    ("2024-millrose-two-mile", "Josh Kerr"): {"NR"},
    ("2024-monaco-dl-1500m", "Jakob Ingebrigtsen"): {"NR"},
    ("2024-paris-olympics-1500m-final", "Cole Hocker"): {"AR", "NR"},
    ("2026-london-dl-mile", "Josh Kerr"): {"AR", "NR", "WL"},
}
"""Records that a result does not print beside a greater one; each follows from a mark of before the race.

World, area and national records of one run are the same time, and results tend to print the first of them.
"""

BESTS_PRINTED_NOWHERE = {
    ("2023-budapest-worlds-1500m-final", "Cole Hocker"),
    ("2025-millrose-wanamaker-mile", "Hobbs Kessler"),
}
"""PBs by the best of before the race, in results of which no such badge was published."""


def printed(state: RaceState, bib: str) -> set[str]:
    """What was printed beside a result, without what it says in brackets."""
    assert state.course is not None
    passing = state.runners[bib].passings[state.course.finish]
    return {note.partition(" (")[0].replace("world best", "WB") for note in passing.notes}


@pytest.mark.parametrize("path", RACES, ids=lambda path: path.name.split(".")[0])
def test_badges_agree_with_what_was_printed(path: Path) -> None:
    """No record is recognised that was not one, and every printed one is whose mark is known."""
    race = path.name.split(".")[0]
    state = final_state(path)
    start_list = state.start_list
    assert start_list is not None
    for bib, badges in recognised(state).items():
        entrant = state.runners[bib].entrant
        there = printed(state, bib)
        extra = set(badges) - there - {"Q"}
        assert extra & RECORDS == PRINTED_NOWHERE.get((race, entrant.name), set())
        assert not extra & {"SB"}
        assert not extra & {"PB"} or not there & {"SB"}
        if "PB" in extra and not there:
            assert (race, entrant.name) in BESTS_PRINTED_NOWHERE
    codes = {
        mark.code for mark in start_list.marks if mark.code in ("WR", "OR", "CR", "DLR", "MR", "WL", "WB")
    }
    for result in results_of(state):
        bib = result.runner.entrant.bib
        assert printed(state, bib) & codes <= set(recognised(state).get(bib, ()))


def test_the_badges_of_the_bowerman_mile() -> None:
    """Kerr has the world lead, the national record of 3:46.32 and his best; nobody else has a record."""
    state = final_state(find("2024-bowerman-mile"))
    names = {state.runners[bib].entrant.short_name: badges for bib, badges in badges_of(state).items()}

    assert names == {
        "Kerr": ("WL", "NR", "PB"),
        "Ingebrigtsen": ("SB",),
        "Nuguse": ("SB",),
        "Gourley": ("PB",),
        "Wightman": ("PB",),
    }
    [cram] = [mark for mark in marks_of(state) if mark.code == "NR" and mark.nation == "GBR"]
    assert (str(cram.time), cram.holder) == ("3:46.32", "Steve Cram")


def test_two_inside_a_record_and_one_record_holder() -> None:
    """In the Wanamaker Mile of 2025 two beat the indoor world record; the winner has it."""
    state = final_state(find("2025-millrose-wanamaker-mile"))

    assert "WR" in recognised(state)["NUG"]
    assert "WR" not in recognised(state)["KES"]


def test_a_record_that_awaits_ratification_is_the_one_to_beat() -> None:
    """In Glasgow both stand; the two weeks old one is faster."""
    state = final_state(find("2026-glasgow-commonwealth-mile-final"))

    assert [str(mark.time) for mark in marks_of(state) if mark.code == "WR"] == ["3:42.66", "3:43.13"]
    assert not any(RECORDS & set(badges) for badges in recognised(state).values())


@pytest.mark.parametrize("path", RACES, ids=lambda path: path.name.split(".")[0])
def test_marks_are_of_before_the_race_and_have_their_sources(path: Path) -> None:
    """Each is one record, of people who may hold it, with a source; codes are few."""
    start_list = final_state(path).start_list
    assert start_list is not None
    for mark in start_list.marks:
        assert mark.code in RECORDS | {"Q", ""}
        assert mark.source in start_list.sources
        assert mark.date < start_list.date
        assert (mark.area is None) == (mark.code != "AR")
        assert mark.code != "AR" or area_of(mark.nation) == mark.area
        assert mark.code in ("Q", "") or mark.holder
    labels = [mark.label for mark in start_list.marks]
    assert len(labels) == len(set(labels))


@pytest.mark.parametrize("path", RACES, ids=lambda path: path.name.split(".")[0])
def test_own_splits_are_those_of_the_recorded_run(path: Path) -> None:
    """Where a mark was run in another race of the library, its splits are the published ones of that race."""
    start_list = final_state(path).start_list
    assert start_list is not None
    for mark in start_list.marks:
        if mark.splits:
            assert dict(splits_of_run(mark)) == {s.distance_m: str(s.time) for s in mark.splits}


def splits_of_run(mark: Mark) -> list[tuple[float, str]]:
    """The published splits of the holder on the day of a mark."""
    for path in RACES:
        state = final_state(path, estimates=False)
        course, start_list = state.course, state.start_list
        if course is None or start_list is None or start_list.date != mark.date:
            continue
        for runner in state.runners.values():
            if runner.entrant.name == mark.holder and runner.time_at(course.finish) == mark.time:
                times = ((course.distance(i), runner.time_at(i)) for i in range(course.finish))
                return [(metres, str(time)) for metres, time in times if time is not None]
    raise AssertionError(f"no recorded run of {mark.label}")


def test_marks_of_other_events_are_listed_and_do_not_run() -> None:
    """The 3000 m record in the two miles."""
    state = final_state(find("2024-millrose-two-mile"))
    start_list = state.start_list
    assert isinstance(start_list, StartList)
    apart = [mark.label for mark in start_list.marks if not runs_here(mark, start_list)]

    assert apart == ["GBR record for 3000 m indoors"]
    shown = Board.at("race", 0, state).marks
    assert len(shown) == len(start_list.marks) - 1


def marks_of(state: RaceState) -> tuple[Mark, ...]:
    """The marks of the start list."""
    assert state.start_list is not None
    return state.start_list.marks
