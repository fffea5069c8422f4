"""The grade of the projections of a race."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from race.fold.history import History
from race.projection.board_model import project
from race.projection_grading import grade
from race.shown_chances import FAVOURITE_AFTER, Favourite
from race.shown_projections import MOST
from race.standings import standings
from tests.race.messages_by_hand import GUN, entrant, order, split, start_list, status
from tests.race.random_races import tidy_races

if TYPE_CHECKING:
    from race.messages import Message, Split

CHECKPOINTS_M = (3000, 5000)
"""So few that a projection is plain even pace."""


def run(bib: str, *times: str) -> list[Split]:
    """Times at the checkpoints."""
    return [split(bib, metres, time) for metres, time in zip(CHECKPOINTS_M, times, strict=False)]


def test_a_projection_is_held_against_the_time_run() -> None:
    """9:00 at 3000 m is even pace for 15:00; 14:50 and 15:20 are ten and twenty seconds off."""
    log = [start_list("AB", CHECKPOINTS_M), GUN, *run("A", "9:00", "14:50"), *run("B", "9:00", "15:20")]

    graded = grade(History(log))

    assert graded is not None
    assert graded.checkpoints == [0]
    assert [look.even_error_ms for look in graded.projections] == [10_000, 20_000]
    summary = graded.summary()
    assert (summary.projections, summary.even_error_ms) == (2, 15_000)
    assert summary == graded.summary(0)


def test_only_results_are_graded() -> None:
    """Not pacemakers, runners without a result, or suspect or untimed passings."""
    field = start_list([entrant("P", "pacemaker"), *"ABCDE"], CHECKPOINTS_M)
    log = [
        *(field, GUN, *run("P", "9:00", "15:00"), *run("A", "9:00"), *run("B", "9:00", "15:00")),
        *(status("B", "dq"), split("C", 3000, "9:00", suspect=True), split("C", 5000, "15:00")),
        *(order(3000, "D"), split("D", 5000, "15:00"), split("E", 3000, "9:00")),
        split("E", 5000, "15:00", suspect=True),
    ]

    graded = grade(History(log))

    assert graded is not None
    assert graded.projections == []


def test_nothing_without_a_start_list() -> None:
    """There is no course to project on."""
    assert grade(History([GUN, split("A", 3000, "9:00")])) is None


def test_the_runner_projected_first() -> None:
    """By the running order at the checkpoint that is A, and B wins."""
    log = [start_list("AB", CHECKPOINTS_M), GUN, *run("A", "9:00", "15:01"), *run("B", "9:01", "15:00")]

    graded = grade(History(log))

    assert graded is not None
    assert graded.favourites == [Favourite(0, "A", None, won=False)]
    assert graded.favourite(0) == graded.favourites[0]
    assert graded.favourite(1) is None


def test_the_favourite_is_noted_after_eight() -> None:
    """The ninth is not waited for: by then A has slowed down and B is projected first."""
    distances = (3000, 4000, 5000)
    early = [split(bib, 3000, f"9:0{i}") for i, bib in enumerate("ABCDEFGH")]
    between = [split("A", 4000, "13:00"), split("B", 4000, "12:10"), split("I", 3000, "13:10")]
    results = [split(bib, 5000, f"17:0{i}") for i, bib in enumerate("BACDEFGHI")]

    graded = grade(History([start_list("ABCDEFGHI", distances), GUN, *early, *between, *results]))

    assert len(early) == FAVOURITE_AFTER
    assert graded is not None
    assert graded.favourite(0) == Favourite(0, "A", None, won=False)


def test_no_favourite_after_the_first_finish() -> None:
    """The last of two passes 3000 m after the other's finish."""
    log = [start_list("AB", CHECKPOINTS_M), GUN, *run("A", "9:00", "15:00"), *run("B", "15:30", "26:00")]

    graded = grade(History(log))

    assert graded is not None
    assert graded.favourites == []
    assert len(graded.projections) == 2


def test_of_very_many_passings_some_are_looked_at() -> None:
    """Evenly spread over the race."""
    bibs = [f"{number}" for number in range(MOST + 100)]
    splits = [
        split(bib, metres, f"{9 * metres // 3000}:00.{int(bib) % 9}")
        for bib in bibs
        for metres in CHECKPOINTS_M
    ]
    many = History([start_list(bibs, CHECKPOINTS_M), GUN, *splits])

    graded = grade(many)

    assert graded is not None
    assert len(graded.projections) == (MOST + 100) // 2


@settings(max_examples=60)
@given(tidy_races())
def test_each_look_is_at_what_was_projected_at_that_moment(log: list[Message]) -> None:
    """From the state when the passing took place, of nothing that came later, after a fifth of the way."""
    history = History(log)
    graded = grade(history)
    end = history.at(history.end_ms)

    expected = []
    for bib, runner in end.runners.items():
        if end.course is None or runner.status_claims or runner.entrant.role == "pacemaker":
            continue
        run_time = runner.time_at(end.course.finish)
        for index, passing in runner.passings.items():
            if run_time is None or index == end.course.finish:
                continue
            rows = standings(History(m for m in log).at(passing.when_ms), project)
            projection = next(row.projection for row in rows if row.runner.entrant.bib == bib)
            if projection is None:
                assert end.course.distance(index) < 0.2 * end.course.distance_m
                continue
            expected.append((index, abs(projection.time.ms - run_time.ms)))

    assert graded is not None
    assert sorted((look.checkpoint, look.error_ms) for look in graded.projections) == sorted(expected)


def test_without_ranges_none_held() -> None:
    """No range was measured for this distance."""
    graded = grade(History([start_list("A", CHECKPOINTS_M), GUN, *run("A", "9:00", "15:30")]))

    assert graded is not None
    summary = graded.summary()
    assert (summary.ranges, summary.held, summary.coverage, summary.half_width_ms) == (0, 0, None, None)
    assert summary.ratio == summary.even_error_ms / summary.error_ms


def test_the_chances_of_all_runners_are_kept() -> None:
    """At the bell of a 1500 m A is far ahead and wins; the chances given then make the Brier score."""
    distances = (300, 700, 1100, 1500)
    ahead, behind = ("0:48", "1:52", "2:56", "3:56"), ("0:48.5", "1:54", "2:59.5", "4:02")
    log = [start_list("AB", distances), GUN]
    for bib, times in (("A", ahead), ("B", behind)):
        log += [split(bib, metres, time) for metres, time in zip(distances, times, strict=True)]

    graded = grade(History(log))

    assert graded is not None
    at_the_bell = [given for given in graded.chances if given.moment == 2]
    assert [(given.won, given.place) for given in at_the_bell] == [(True, 1), (False, 2)]
    winner, other = (given.chance for given in at_the_bell)
    assert winner > 0.9
    assert graded.summary(2).brier == pytest.approx((1 - winner) ** 2 + other**2)
