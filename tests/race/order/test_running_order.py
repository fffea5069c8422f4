"""The running order: each runner once, furthest and fastest first."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

from hypothesis import given, settings

from race.board import Board
from race.course import START
from race.fold.history import History
from race.fold.state import RaceState
from tests.race.messages_by_hand import GUN, bibs, board, places, row_of, split, start_list, status
from tests.race.random_races import clocks_of, tidy_races, wild_logs

if TYPE_CHECKING:
    from race.messages import Message
    from race.standings import Row

EXAMPLES = settings(max_examples=150)


@EXAMPLES
@given(wild_logs())
def test_every_entrant_has_one_row(log: list[Message]) -> None:
    """And so has each unlisted bib about which something is known."""
    history = History(log)

    for clock_ms in clocks_of(history):
        state = history.at(clock_ms)
        rows = Board.at("race", clock_ms, state).rows

        shown = [row.runner.entrant.bib for row in rows]
        listed = {e.bib for e in state.start_list.entrants} if state.start_list else set()
        assert len(shown) == len(set(shown))
        assert set(shown) >= listed
        for row in rows:
            runner = row.runner
            known = runner.passings or runner.statuses or runner.start_mat or runner.unbelieved.doubts
            assert runner.entrant.bib in listed or known
            assert row.checkpoint == max(runner.passings, default=START)


@EXAMPLES
@given(wild_logs())
def test_places_never_decrease_down_the_board(log: list[Message]) -> None:
    """Only those in the race hold one; at the finish a pacemaker only if it is official."""
    history = History(log)

    for clock_ms in clocks_of(history):
        state = history.at(clock_ms)
        rows = Board.at("race", clock_ms, state).rows

        held = [row.place for row in rows if row.place is not None]
        assert all(place >= 1 for place in held)
        assert held == sorted(held)
        for row in rows:
            finish = state.course.finish if state.course else None
            races = row.runner.out is None and row.checkpoint != START
            official = row.passing.official_place if row.passing else None
            paces = (row.runner.entrant.role, row.checkpoint, official) == ("pacemaker", finish, None)
            assert (row.place is not None) is (races and not paces)


@EXAMPLES
@given(wild_logs())
def test_every_place_is_held_or_missing(log: list[Message]) -> None:
    """From the first to the last each is held, shared, or given as missing."""
    history = History(log)

    for clock_ms in clocks_of(history):
        shown = Board.at("race", clock_ms, history.at(clock_ms))

        held = [row.place for row in shown.rows if row.place is not None]
        covered = {place + i for place in held for i in range(held.count(place))}
        missing = {
            place for first, last in shown.missing_places().values() for place in range(first, last + 1)
        }
        assert not covered & missing
        assert covered | missing == set(range(1, max(covered, default=0) + 1))
        for number, (first, last) in shown.missing_places().items():
            assert first <= last
            assert shown.rows[number].place == last + 1


@EXAMPLES
@given(tidy_races(ranks=False))
def test_without_printed_ranks_places_are_counted(log: list[Message]) -> None:
    """A place is one more than the number of those ahead; nothing is missing and the first is held."""
    history = History(log)

    for clock_ms in clocks_of(history):
        shown = Board.at("race", clock_ms, history.at(clock_ms))

        holders = [row for row in shown.rows if row.place is not None]
        assert shown.missing_places() == {}
        for row in holders:
            ahead = [other for other in holders if _progress(other) < _progress(row)]
            assert row.place == len(ahead) + 1


def _progress(row: Row) -> tuple[int, int]:
    assert row.passing
    assert row.passing.time
    return -row.checkpoint, row.passing.time.ms


@EXAMPLES
@given(tidy_races())
def test_the_order_agrees_with_times_and_official_places(log: list[Message]) -> None:
    """Of two at the same checkpoint the one above is no slower and has no later place."""
    history = History(log)

    for clock_ms in clocks_of(history):
        rows = Board.at("race", clock_ms, history.at(clock_ms)).rows

        racing = [row for row in rows if row.is_racing]
        assert rows[: len(racing)] == racing
        for above, below in pairwise(racing):
            assert above.checkpoint >= below.checkpoint
            if above.checkpoint == below.checkpoint:
                first, second = above.passing, below.passing
                assert first
                assert second
                assert first.time
                assert second.time
                assert first.time.ms <= second.time.ms
                assert (first.official_place or 0) <= (second.official_place or 99)


def test_furthest_first_then_time() -> None:
    """A runner who has passed more checkpoints is ahead of one who was faster to fewer."""
    log = [start_list("ABCD"), GUN, split("A", 400, "1:00"), split("B", 400, "1:02"), split("B", 800, "2:04")]

    shown = board(*log, split("C", 400, "0:59"))

    assert bibs(shown) == "BCAD"
    assert places(shown) == {"B": 1, "C": 2, "A": 3, "D": None}


def test_those_not_seen_stand_in_the_order_of_the_start_list() -> None:
    """Before the first split the board is the start list."""
    shown = board(start_list("DACB"), GUN)

    assert bibs(shown) == "DACB"
    assert {row.status for row in shown.rows} == {"running"}


def test_finishers_stand_above_those_still_running() -> None:
    """By having gone further, and by nothing else."""
    log = [start_list("AB"), GUN, split("A", 1200, "3:00"), split("B", 1600, "4:30")]

    assert [(row.runner.entrant.bib, row.status) for row in board(*log).rows] == [
        ("B", "finished"),
        ("A", "running"),
    ]


def test_those_who_are_out_are_below() -> None:
    """Result not known, then not finished, disqualified and not started, each the furthest first."""
    statuses = [
        status("A", "dns"),
        status("B", "dq"),
        status("C", "dnf"),
        status("D", "unknown"),
        status("E", "dnf"),
    ]

    shown = board(start_list("ABCDEFG"), GUN, split("E", 400, "1:00"), split("G", 400, "1:05"), *statuses)

    assert bibs(shown) == "GFDECBA"
    assert [row.status for row in shown.rows] == ["running", "running", "unknown", "dnf", "dnf", "dq", "dns"]


def test_the_newest_status_counts() -> None:
    """A runner who stopped and was disqualified for it is disqualified."""
    shown = board(start_list("A"), GUN, status("A", "dnf"), status("A", "dq"))

    assert row_of(shown, "A").status == "dq"


def test_a_missed_checkpoint_loses_no_place() -> None:
    """Without a time at 400 m a runner is where the 800 m say, and the time at 400 m stays unknown."""
    log = [start_list("AB"), GUN, split("A", 400, "1:00"), split("A", 800, "2:01"), split("B", 800, "2:00")]

    shown = board(*log)

    assert bibs(shown) == "BA"
    assert 0 not in row_of(shown, "B").runner.passings


def test_an_unlisted_bib_has_a_row() -> None:
    """An unknown bib is a row, named as it is, among the others."""
    shown = board(start_list("A"), GUN, split("A", 400, "1:00"), split("X7", 400, "0:59"))

    row = shown.rows[0]
    assert (row.runner.entrant.bib, row.runner.entrant.name, row.place) == ("X7", "X7", 1)


def test_unlisted_bibs_with_equal_times_are_ordered_by_bib() -> None:
    """In whatever order they were first seen."""
    splits = [split(bib, 400, "1:00") for bib in ("10", "9", "b", "a")]

    for arrival in (splits, splits[::-1]):
        shown = board(start_list("A"), GUN, split("A", 400, "1:00"), *arrival)
        assert [row.runner.entrant.bib for row in shown.rows] == ["A", "9", "a", "b", "10"]


def test_an_unknown_checkpoint_changes_nothing() -> None:
    """A time taken off this course does not count."""
    shown = board(start_list("A"), GUN, split("A", "9999", "1:00"), split("X", "9999", "1:00"))

    assert bibs(shown) == "A"
    assert row_of(shown, "A").passing is None


def test_a_time_of_day_orders_those_whose_gun_is_not_known() -> None:
    """After those with times, by the clock, and without a time of their own."""
    log = [start_list("ABCD"), GUN, split("D", 400, "9:00")]

    shown = board(*log, split("A", 400, "2026-07-28T12:01:02Z"), split("B", 400, "2026-07-28T12:01:01Z"))

    assert bibs(shown) == "DBAC"
    assert places(shown) == {"D": 1, "B": 2, "A": 3, "C": None}


def test_the_leader_heads_the_running_order() -> None:
    """There is no leader before the first split, nor one who is out."""
    log: list[Message] = [start_list("AB"), GUN]

    assert board(*log).leader is None
    leader = board(*log, split("A", 400, "1:00"), split("B", 400, "1:01"), status("A", "dnf")).leader
    assert leader
    assert leader.runner.entrant.bib == "B"
    assert board(*log, split("A", 400, "1:00"), status("A", "dnf"), status("B", "dns")).leader is None


def test_standings_of_no_race() -> None:
    """A state without a start list has no rows."""
    assert Board.at("race", 0, RaceState()).rows == []
