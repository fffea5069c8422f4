"""When people are expected at the finish, and in which order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings

from race.board import Board
from race.fold.history import History
from race.projection.projector import Expected, Projection, Projector, even_pace
from race.standings import standings
from race.times import Time
from tests.race.messages_by_hand import (
    AFTER_ALL_MS,
    GUN,
    board,
    entrant,
    gun,
    order,
    row_of,
    split,
    start_list,
    status,
)
from tests.race.random_races import clocks_of, wild_logs

if TYPE_CHECKING:
    from race.fold.runner import Runner
    from race.fold.state import RaceState
    from race.messages import Message


def projected_places(shown: Board) -> dict[str, int | None]:
    """Projected place by bib."""
    return {row.runner.entrant.bib: row.projected_place for row in shown.rows}


@settings(max_examples=150)
@given(wild_logs())
def test_projections_rest_on_what_is_known(log: list[Message]) -> None:
    """A projection needs a time that counts, of a runner in the race; a finisher's is the time run."""
    history = History(log)

    for clock_ms in clocks_of(history):
        shown = Board.at("race", clock_ms, history.at(clock_ms))
        course = shown.state.course
        for row in shown.rows:
            assert course
            timed = row.runner.last_timed
            counts = row.is_racing and row.runner.entrant.role == "runner" and timed >= 0
            assert row.projection is None or counts
            if row.projection is not None and timed == course.finish:
                assert row.projection.time == row.runner.time_at(course.finish)
            if row.projected_place is not None and row.status == "finished":
                assert row.projected_place == row.place


def test_even_pace() -> None:
    """The average so far over the distance that is left, to the tenth at most."""
    log = [start_list("AB", checkpoints_m=(400, 1500)), GUN, split("A", 400, "58.21"), split("B", 400, "59")]

    state = History(log).at(AFTER_ALL_MS)
    first, second = (even_pace(state)(state.runners[bib]) for bib in "AB")

    assert first
    assert second
    assert (first.time, second.time) == (Time(218_288, 1), Time(221_250, 0))
    assert first.next == Expected(1, Time(218_288, 1), None, None, 218_288, 298_327, is_watched=False)


def test_a_finisher_is_projected_at_the_time_run() -> None:
    """With every digit; the range is that one time."""
    shown = board(start_list("A"), GUN, split("A", 1600, "4:00.01"))

    time = Time(240_010, 2)
    assert row_of(shown, "A").projection == Projection(time, time, time, basis="result")


def test_a_missed_checkpoint_falls_back_on_the_last_time() -> None:
    """So does a suspect time; without any time there is no projection."""
    log = [start_list("AB"), GUN, split("A", 400, "1:00"), order(800, "A", "B")]

    alone = row_of(board(*log[:3], at="1:00"), "A").projection
    assert alone
    found = row_of(board(*log, at="2:10"), "A").projection
    assert found
    assert found.time == alone.time
    assert found.next
    assert found.next.checkpoint == 2
    assert row_of(board(*log, at="2:10"), "B").projection is None
    suspect = row_of(board(*log, split("A", 1200, "2:00", suspect=True), at="2:10"), "A").projection
    assert suspect
    assert suspect.time == alone.time
    assert suspect.next
    assert suspect.next.checkpoint == 2


def test_no_projection_for_runners_who_are_out_or_pace() -> None:
    """And no projected place is taken by them."""
    field = start_list([entrant("P", "pacemaker"), *"AB"])
    log = [field, GUN, *(split(bib, 400, f"1:0{i}") for i, bib in enumerate("PAB"))]

    assert projected_places(board(*log, at="1:10")) == {"P": None, "A": 1, "B": 2}
    left = board(*log, status("A", "dnf", "1:10"), at="1:10")
    assert projected_places(left) == {"P": None, "A": None, "B": 1}


def test_projected_places_follow_the_projections() -> None:
    """Not the running order: a runner behind at a later checkpoint may be expected first."""
    log = [start_list("AB"), GUN, split("A", 400, "1:00"), split("A", 800, "2:04"), split("B", 400, "1:01")]

    shown = board(*log, at="2:04")

    assert [row.runner.entrant.bib for row in shown.rows] == ["A", "B"]
    assert projected_places(shown) == {"A": 2, "B": 1}


def test_a_finisher_keeps_the_place_held() -> None:
    """Runners expected later come after, leaving out the unpublished places before that one."""
    log = [start_list("ABC"), GUN, split("A", 1600, "4:00", 1), split("B", 1600, "4:10", 9)]

    shown = board(*log, split("C", 1200, "4:00"), at="4:10")

    assert projected_places(shown) == {"A": 1, "B": 9, "C": 10}


def test_a_later_wave_may_be_expected_ahead_of_a_finisher() -> None:
    """A finisher without a published time stays behind the runner in front."""
    waves = [entrant("A", wave="1"), entrant("B", wave="1"), entrant("C", wave="2")]
    log = [
        start_list(waves),
        gun("2026-07-28T12:00:00Z", "1"),
        gun("2026-07-28T12:03:20Z", "2"),
        split("A", 1600, "4:00", 1),
        order(1600, "B", first=2),
    ]

    assert projected_places(board(*log, split("C", 400, "0:58"), at="4:21")) == {"A": 1, "B": 2, "C": 1}
    assert projected_places(board(*log, split("C", 400, "1:01"), at="4:21")) == {"A": 1, "B": 2, "C": 3}


def test_a_finisher_without_a_time_keeps_the_place_too() -> None:
    """Fourth without a published time is fourth, and the next is fifth."""
    log = [start_list("ABC"), GUN, split("A", 1600, "4:00", 3), order(1600, "B", first=4)]

    assert projected_places(board(*log, split("C", 1200, "3:10"), at="4:00")) == {"A": 3, "B": 4, "C": 5}


def test_standings_ask_the_model_given() -> None:
    """Once for each runner in the race."""
    asked: list[str] = []

    def model(_: RaceState) -> Projector:
        def project(runner: Runner) -> Projection:
            asked.append(runner.entrant.bib)
            return Projection(Time(1000 - ord(runner.entrant.bib)), Time(1), Time(2))

        return project

    state = History([start_list("ABC"), GUN, split("A", 400, "1:00"), split("B", 400, "1:01")]).at(10**6)
    rows = standings(state, model)

    assert [row.projected_place for row in rows] == [2, 1, None]
    assert [row.projection and row.projection.low for row in rows] == [Time(1), Time(1), None]
    assert asked == ["A", "B"]
