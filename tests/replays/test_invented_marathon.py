"""The invented marathon: the same whenever it is made, in good order, and never taken for a real race."""

from __future__ import annotations

from itertools import pairwise

from feeds.log import read
from race.course import START
from race.fold.history import History
from race.messages import StartList
from replays.invented_marathon import RACE, invented_race
from replays.library import find


def test_the_file_is_what_the_program_makes() -> None:
    """Message for message."""
    assert list(read(find(RACE)).messages()) == invented_race()


def test_another_seed_makes_another_race() -> None:
    """And has as many entrants as requested."""
    few = invented_race(30, seed=1)

    assert isinstance(few[0], StartList)
    assert len(few[0].entrants) == 30
    assert few == invented_race(30, seed=1) != invented_race(30, seed=2)


def test_a_city_of_runners_has_names_enough() -> None:
    """No two of them are namesakes."""
    start_list = invented_race(2_000)[0]

    assert isinstance(start_list, StartList)
    assert len({entrant.name for entrant in start_list.entrants}) == 2_000


def test_it_says_that_it_is_made_up() -> None:
    """In its name, its meet and its remarks; and no name occurs twice."""
    start_list = invented_race()[0]

    assert isinstance(start_list, StartList)
    assert "Invented" in start_list.name
    assert "no one" in start_list.meet
    assert start_list.remarks[0].startswith("Synthetic")
    assert len({entrant.name for entrant in start_list.entrants}) == len(start_list.entrants)


def test_invented_runners_run_like_real_ones() -> None:
    """No one goes back in time or runs faster than is possible; most slow down; some stop."""
    history = History(invented_race())
    state = history.at(history.end_ms)
    course = state.course
    assert course is not None
    slower = finished = 0

    for runner in state.runners.values():
        timed = [(START, runner.start_mat)] * (runner.start_mat is not None) + list(runner.passings.items())
        for (before, earlier), (index, passing) in pairwise(timed):
            assert earlier
            assert earlier.time
            assert passing
            assert passing.time
            metres = course.distance(index) - course.distance(before)
            assert passing.time.ms - earlier.time.ms > metres * 150
        half, finish = runner.net_at(4), runner.net_at(course.finish)
        if half and finish:
            finished += 1
            slower += finish.ms > 2 * half.ms

    assert 370 <= finished < 400
    assert slower > finished * 0.8
